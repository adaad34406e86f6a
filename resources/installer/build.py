"""Build the program's folder and the setup program, and say how large they are.

    python resources/installer/build.py [--out FOLDER] [--windows-lab LAB] [--deb] [--folder-only]
                                        [--sign COMMAND]

On Windows (with NSIS 3.08 or later installed): OUT/ldz-desktop/ and
OUT/ldz-desktop-VERSION-setup.exe. Elsewhere the folder, and with --deb
OUT/ldz-desktop_VERSION_ARCHITECTURE.deb.

With --windows-lab, by Windows Python in the lab of this machine: the same folder, and
OUT/ldz-desktop-VERSION-LAB-TEST.exe. That is no release: the lab's numpy is mended for it, and
libraries stand in for Windows' own. A release with any of them in it is refused.

COMMAND (or LDZ_SIGN in the environment) signs a file whose path is added to it: both programs, the
uninstaller and the setup program, each where it is complete. Example:
--sign "signtool sign /fd sha256 /tr http://timestamp.example /td sha256 /n NAME"
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

_SIGN = "LDZ_SIGN"
_WINDOWS_OWN = {"icuuc.dll", "mscms.dll"}
_SMALL = 200_000  # bytes; Windows' own have more

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 built, 1 a tool failed or is missing."""
    options = _options(arguments)
    out: Path = options.out.resolve()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    try:
        if options.sign_file:
            sign(options.sign_file)
            return 0
        made = [build_folder(out, options.windows_lab)]
        if (sys.platform == "win32" or options.windows_lab) and not options.folder_only:
            made.append(build_setup(out, version, lab=options.windows_lab is not None))
        if options.deb:
            made.append(build_deb(out, version))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"not built: {error}", file=sys.stderr)  # noqa: T201
        return 1
    for path in made:
        print(describe(path))  # noqa: T201
    return 0


def build_folder(out: Path, lab: Path | None) -> Path:
    """Run PyInstaller; returns the folder with the program in it."""
    run, place = [sys.executable], str
    if lab is not None:
        run, place = [str(lab.resolve()), "python"], _in_the_lab
    command = [
        *run, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
        "--distpath", place(out), "--workpath", place(out / "work"), "build_installer.spec",
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True)
    return out / "ldz-desktop"


def build_setup(out: Path, version: str, *, lab: bool) -> Path:
    """Sign the programs, run makensis over the folder, sign what it made; returns the setup
    program. lab: it is no release, and says so in its name and its window. Raises ValueError where
    a release would hold what only the lab needs."""
    folder = out / "ldz-desktop"
    found = () if lab else stand_ins(folder)
    if found:
        names = ", ".join(str(path.relative_to(folder)) for path in found[:5])
        raise ValueError(f"a release must not hold what stands in for Windows in the lab: {names}")
    makensis = _makensis()
    setup = out / f"ldz-desktop-{version}-{'LAB-TEST' if lab else 'setup'}.exe"
    for program in sorted(folder.glob("*.exe")):
        sign(program)
    known = {
        "MARK": " LAB-TEST" if lab else "",
        "TARGET": _target(makensis),
        "VERSION": version,
        "SOURCE": str(out / "ldz-desktop"),
        "OUTPUT": str(setup),
        "ICON": str(out / "work" / "build_installer" / "app.ico"),
        "BANNER": str(out / "work" / "build_installer" / "banner.bmp"),
    }
    if os.environ.get(_SIGN):
        known |= {"SIGN_WITH": sys.executable, "SIGN_BY": str(Path(__file__).resolve())}
    defined = [f"-D{name}={value}" for name, value in known.items()]
    script = str(HERE / "setup.nsi")
    subprocess.run([makensis, "-V2", "-INPUTCHARSET", "UTF8", *defined, script], check=True)
    sign(setup)
    return setup


def stand_ins(folder: Path) -> tuple[Path, ...]:
    """What the Windows lab put there: small libraries under the names of Windows' own, and those
    that were changed to ask for them."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.name.lower()
        if path.suffix.lower() not in {".dll", ".pyd", ".exe"} or not path.is_file():
            continue
        ours = name in _WINDOWS_OWN and path.stat().st_size < _SMALL
        if ours or name.startswith("lab-") or b"lab-ms-win-" in path.read_bytes():
            found.append(path)
    return tuple(found)


def sign(file: Path) -> None:
    """Have the signer sign a file; without one nothing happens. Raises CalledProcessError."""
    command = os.environ.get(_SIGN)
    if command:
        subprocess.run(f'{command} "{file}"', shell=True, check=True)


def build_deb(out: Path, version: str) -> Path:
    """Pack the Linux folder for UOS, Kylin and Debian; returns the package.

    It runs on the C library of the machine it was built on and newer ones (control's Depends).
    """
    if not (out / "ldz-desktop" / "ldz-desktop").is_file():
        raise FileNotFoundError("--deb packs a program built on Linux")
    ask = ["dpkg", "--print-architecture"]
    architecture = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    tree = out / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(out / "ldz-desktop", tree / "opt" / "ldz-desktop", symlinks=True)
    icons = tree / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps"
    icons.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "app.svg", icons / "ldz-desktop.svg")
    starters = tree / "usr" / "bin"
    starters.mkdir(parents=True)
    for name in ("ldz-desktop", "ldz-desktop-cli"):
        (starters / name).symlink_to(f"/opt/ldz-desktop/{name}")
    menu = tree / "usr" / "share" / "applications"
    menu.mkdir(parents=True)
    shutil.copyfile(HERE / "ldz-desktop.desktop", menu / "ldz-desktop.desktop")
    kinds = tree / "usr" / "share" / "mime" / "packages"
    kinds.mkdir(parents=True)
    shutil.copyfile(HERE / "ldz-desktop.xml", kinds / "ldz-desktop.xml")
    control = tree / "DEBIAN"
    control.mkdir()
    size = sum(p.lstat().st_size for p in tree.rglob("*") if p.is_file()) // 1024
    words = (HERE / "control.in").read_text("utf-8").format(
        version=version, architecture=architecture, size=size, libc=platform.libc_ver()[1]
    )  # fmt: skip
    (control / "control").write_text(words, "utf-8")
    shutil.copyfile(HERE / "postrm", control / "postrm")
    for path in [tree, *tree.rglob("*")]:  # whatever the umask of who builds
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100 or path.name == "postrm"
            path.chmod(0o755 if runs else 0o644)
    package = out / f"ldz-desktop_{version}_{architecture}.deb"
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z4", "--build", str(tree), str(package)]
    subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return package


def describe(path: Path) -> str:
    """Name, size in MB (10^6 bytes), and of a file its SHA-256."""
    if path.is_dir():
        files = [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
        return (
            f"{path.name}/  {sum(p.stat().st_size for p in files) / 1e6:.1f} MB  {len(files)} files"
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{path.name}  {path.stat().st_size / 1e6:.1f} MB  SHA-256 {digest}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("--windows-lab", type=Path, metavar="LAB")
    parser.add_argument("--deb", action="store_true")
    parser.add_argument("--folder-only", action="store_true")
    parser.add_argument("--sign", metavar="COMMAND", help=f"also from {_SIGN}")
    parser.add_argument("--sign-file", type=Path, help=argparse.SUPPRESS)  # makensis asks for it
    options = parser.parse_args(arguments)
    if options.sign:
        os.environ[_SIGN] = options.sign  # makensis hands it on
    if _under_wine() and not options.windows_lab and not options.sign_file:
        parser.error("this Windows is Wine: build with --windows-lab")
    return options


def _under_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


def _in_the_lab(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _makensis() -> str:
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else None)
    if found is None:
        raise FileNotFoundError("makensis is missing: install NSIS 3 (Debian: nsis)")
    return found


def _target(makensis: str) -> str:
    """NSIS as published for Windows makes 32-bit setups only; they run on 64-bit as well."""
    asked = [makensis, "-HDRINFO"]
    home = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
    stubs = [Path(makensis).parent / "Stubs", Path("/usr/share/nsis/Stubs")]
    has_64 = "amd64" in home or any((s / "lzma_solid-amd64-unicode").is_file() for s in stubs)
    return "amd64-unicode" if has_64 else "x86-unicode"


if __name__ == "__main__":
    sys.exit(main())
