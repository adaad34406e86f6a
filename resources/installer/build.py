"""Build the program's folder and the setup program, and say how large they are.

    python resources/installer/build.py [--out FOLDER] [--windows-lab LAB] [--deb] [--folder-only]

On Windows (with NSIS 3 installed) or, with --windows-lab, by Windows Python in the lab of this
machine: OUT/ldz-desktop/ and OUT/ldz-desktop-VERSION-setup.exe. Elsewhere the folder, and with
--deb OUT/ldz-desktop_VERSION_ARCHITECTURE.deb. A setup from the lab is for testing: the lab's
numpy is mended for it.
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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 built, 1 a tool failed or is missing."""
    options = _options(arguments)
    out: Path = options.out.resolve()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    try:
        made = [build_folder(out, options.windows_lab)]
        if (sys.platform == "win32" or options.windows_lab) and not options.folder_only:
            made.append(build_setup(out, version))
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


def build_setup(out: Path, version: str) -> Path:
    """Run makensis over the folder; returns the setup program."""
    makensis = _makensis()
    setup = out / f"ldz-desktop-{version}-setup.exe"
    known = {
        "TARGET": _target(makensis),
        "VERSION": version,
        "SOURCE": str(out / "ldz-desktop"),
        "OUTPUT": str(setup),
        "ICON": str(out / "work" / "build_installer" / "app.ico"),
        "BANNER": str(out / "work" / "build_installer" / "banner.bmp"),
    }
    defined = [f"-D{name}={value}" for name, value in known.items()]
    script = str(HERE / "setup.nsi")
    subprocess.run([makensis, "-V2", "-INPUTCHARSET", "UTF8", *defined, script], check=True)
    return setup


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
    return parser.parse_args(arguments)


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
