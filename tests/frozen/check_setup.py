"""The setup program in the Windows lab: what it puts where, what it refuses, what it leaves.

    python tests/frozen/check_setup.py BUILT [--windows-lab LAB] [--pictures FOLDER]

BUILT: the folder resources/installer/build.py made, with the setup program and work/ in it. Uses up
the lab's Windows: do not run it in one where something is installed. Small setups of an older and
a newer version, made here, stand for earlier and later ones. Exit status 1: failed.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from check import CheckError, Program, a_screen, wait_for_window

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
NAME = "楼栋长工作台"
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\LdzDesktop"
CLASSES = r"Software\Classes"
KINDS = {".ldzbackup": "LdzDesktop.Backup", ".ldzvisit": "LdzDesktop.Visit"}
"""What a double click opens in the program."""
REFUSED, RUNNING = 2, 3
_WRITES = "LDZ_PASSWORD=demo-1234"

_READ_REGISTRY = """
import json, sys, winreg
answer = {}
for root in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"):
    for key, name in json.loads(sys.argv[1]):
        try:
            with winreg.OpenKey(getattr(winreg, root), key, 0, winreg.KEY_READ | 0x100) as opened:
                answer[root[5] + key + "|" + name] = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            pass
print(json.dumps(answer))
"""

_WITHOUT_RIGHTS = """
import ctypes as c, subprocess, sys
from ctypes import wintypes as w

security, kernel = c.WinDLL("advapi32"), c.WinDLL("kernel32")
kernel.GetCurrentProcess.restype = w.HANDLE

class Start(c.Structure):
    _fields_ = [("size", w.DWORD), ("rest", c.c_byte * 100)]

class Process(c.Structure):
    _fields_ = [("process", w.HANDLE), ("thread", w.HANDLE), ("ids", w.DWORD * 2)]

class Member(c.Structure):
    _fields_ = [("sid", c.c_void_p), ("attributes", w.DWORD)]

mine, theirs, group = w.HANDLE(), w.HANDLE(), c.c_void_p()
assert security.OpenProcessToken(w.HANDLE(kernel.GetCurrentProcess()), 0xF01FF, c.byref(mine))
assert security.ConvertStringSidToSidW("S-1-5-32-544", c.byref(group))
without = Member(group, 0)
assert security.CreateRestrictedToken(
    mine, 1, 1, c.byref(without), 0, None, 0, None, c.byref(theirs)
)
start, made, code = Start(104), Process(), w.DWORD()
line = c.create_unicode_buffer(subprocess.list2cmdline(sys.argv[1:]))
assert security.CreateProcessAsUserW(
    theirs, None, line, None, None, False, 0, None, None, c.byref(start), c.byref(made)
)
kernel.WaitForSingleObject(w.HANDLE(made.process), 0xFFFFFFFF)
kernel.GetExitCodeProcess(w.HANDLE(made.process), c.byref(code))
sys.exit(code.value)
"""
"""Start a program as somebody who is no administrator: the group stays in the token for denials."""


_CHINESE_FACE = r"""
import winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, r"Software\Wine\Fonts\Replacements") as key:
    for name in ("MS Shell Dlg", "MS Shell Dlg 2", "SimSun", "Tahoma"):
        winreg.SetValueEx(key, name, 0, winreg.REG_SZ, "Noto Sans CJK SC")
"""
"""Windows has faces with Chinese for its own dialogs; Wine, one that must be named."""


_VERSION_FOR = r"""
import sys, winreg
key = rf"Software\Wine\AppDefaults\{sys.argv[1]}"
if sys.argv[2]:
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
        winreg.SetValueEx(opened, "Version", 0, winreg.REG_SZ, sys.argv[2])
else:
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
"""


class Windows:
    """The lab's Windows, its disk and its registry."""

    def __init__(self, lab: Path, work: Path) -> None:
        self._lab, self._work = lab, work
        home = os.environ.get("LAB") or Path.home() / ".cache" / "windows-lab"
        self.disk = Path(home) / "prefix" / "drive_c"
        self.user = self.disk / "users" / os.environ.get("USER", "root")
        self.menu = Path("AppData/Roaming/Microsoft/Windows/Start Menu/Programs", f"{NAME}.lnk")

    def run(self, file: Path, *arguments: str, limited: bool = False) -> int:
        """Run a program to its end; its exit status. limited: without administrator rights."""
        command = ["exe", str(file), *arguments]
        if limited:
            starter = self._script("limited.py", _WITHOUT_RIGHTS)
            command = ["python", starter, self.path(_as_invoked(file)), "/NCRC", *arguments]
        return self._run(command).returncode

    def run_as_on(self, version: str, file: Path, *arguments: str) -> int:
        """Run a program as on a Windows of that version (Wine's word for it)."""
        script = self._script("version.py", _VERSION_FOR)
        self._run(["python", script, file.name, version])
        try:
            return self.run(file, *arguments)
        finally:
            self._run(["python", script, file.name, ""])

    def look(self, file: Path, picture: Path) -> None:
        """Open a program's window, take its picture, and end it."""
        self._run(["python", self._script("face.py", _CHINESE_FACE)])
        done = self._run(["shot", "15", str(picture), str(file)])
        wanted(done.returncode == 0 and picture.exists(), f"no window of {file.name}")

    def output(self, file: Path, *arguments: str) -> dict[str, Any]:
        """What a command of the program answers."""
        done = self._run(["exe", str(file), *arguments])
        wanted(done.returncode == 0, done.stderr.decode("utf-8", "replace")[-800:])
        answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
        return answer

    def make_office(self, home: Path, folder: Path) -> None:
        """The program in `home` makes a new office in `folder`."""
        place = ("--data", self.path(folder))
        self.output(home / "ldz-desktop-cli.exe", *place, "--json", "init", "--office", "检查")
        wanted((folder / "archive.db").exists(), f"no office in {folder.name}")

    def registry(self) -> dict[str, str]:
        """What the setup keeps there: "CURRENT_USER key|name" shortened to its C or L."""
        asked = [
            (KEY, "DisplayVersion"), (KEY, "InstallLocation"), (KEY, "UninstallString"),
            *((rf"{CLASSES}\{ending}", "") for ending in KINDS),
            *((_opener(kind), "") for kind in KINDS.values()),
        ]  # fmt: skip
        script = self._script("registry.py", _READ_REGISTRY)
        done = self._run(["python", script, json.dumps(asked)])
        answer: dict[str, str] = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
        return answer

    def path(self, path: Path) -> str:
        """A file of this machine as Windows names it."""
        if path.is_relative_to(self.disk):
            return "C:\\" + str(path.relative_to(self.disk)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def _script(self, name: str, text: str) -> str:
        (self._work / name).write_text(text, "utf-8")
        return self.path(self._work / name)

    def _run(self, command: list[str]) -> "subprocess.CompletedProcess[bytes]":
        environment = {**os.environ, "LAB_ENV": _WRITES}
        return subprocess.run(
            [str(self._lab), *command],
            env=environment, cwd=self._work, capture_output=True, check=False, timeout=900,
        )  # fmt: skip


def _as_invoked(setup: Path) -> Path:
    """A copy that does not ask for the highest rights: Wine gives them to whoever asks."""
    asks, plain = b'level="highestAvailable"', b'level="asInvoker"       '
    program = setup.read_bytes()
    wanted(program.count(asks) == 1, "the setup does not ask for the rights its user has")
    copy = setup.with_name(f"{setup.stem}-as-invoked.exe")
    copy.write_bytes(program.replace(asks, plain))
    return copy


def wanted(holds: object, what: str) -> None:
    """Raise CheckError where it does not hold."""
    if not holds:
        raise CheckError(what)


def small_setup(folder: Path, built: Path, version: str) -> Path:
    """A setup of another version with nothing that runs in it."""
    out = folder / version
    internal = out / "ldz-desktop" / "_internal"
    internal.mkdir(parents=True)
    (internal / f"of-{version}.txt").write_text(version, "utf-8")
    for name in ("ldz-desktop.exe", "ldz-desktop-cli.exe"):
        (out / "ldz-desktop" / name).write_bytes(b"MZ of a program")
    pictures = Path("work") / "build_installer"
    (out / pictures).mkdir(parents=True)
    for name in ("app.ico", "banner.bmp"):
        shutil.copyfile(built / pictures / name, out / pictures / name)
    spec = importlib.util.spec_from_file_location(
        "build", ROOT / "resources" / "installer" / "build.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    setup: Path = module.build_setup(out, version, lab=True)
    return setup


@contextlib.contextmanager
def running(program: Program, data: Path) -> Iterator[None]:
    """The installed window, open."""
    with a_screen() as screen:
        window = program.window(data, screen)
        try:
            wait_for_window(screen, window)
            yield
        finally:
            program.end(window)
            time.sleep(3)


def check(windows: Windows, lab: Path, setup: Path, older: Path, newer: Path) -> None:
    """One person's set-up: older version, upgrade, refusals, data, removal."""
    home = windows.user / "AppData" / "Local" / "Programs" / "LdzDesktop"
    data = windows.user / "AppData" / "Local" / "LdzDesktop"
    wanted(not home.exists(), f"something is installed already: {home}")
    shutil.rmtree(data, ignore_errors=True)

    for version in ("win7", "win81"):
        wanted(windows.run_as_on(version, older, "/S") == REFUSED, f"{version} is not refused")
    wanted(not home.exists(), "refused, and yet it did something")
    wanted(windows.run(older, "/S") == 0, "the older version is not set up")
    wanted((home / "_internal" / "of-0.0.1.txt").exists(), "the older version's files")
    say("older version set up")
    wanted(windows.run(setup, "/S") == 0, "the upgrade failed")
    wanted(not (home / "_internal" / "of-0.0.1.txt").exists(), "files of the older version stay")
    wanted(sorted(p.name for p in home.iterdir() if p.suffix != ".dll")
           == ["_internal", "ldz-desktop-cli.exe", "ldz-desktop.exe", "uninstall.exe"],
           f"in the folder: {sorted(p.name for p in home.iterdir())}")  # fmt: skip
    known = windows.registry()
    wanted(known[f"C{KEY}|DisplayVersion"] == VERSION, str(known))
    _check_kinds(windows, home, "C")
    wanted((windows.user / windows.menu).exists(), "no icon in the start menu")
    wanted((windows.user / "Desktop" / f"{NAME}.lnk").exists(), "no icon on the desktop")
    windows.output(home / "ldz-desktop-cli.exe", "--json", "init", "--office", "检查")
    wanted((data / "archive.db").exists(), "the office is not where the user's data belong")
    say("upgraded; it makes an office where the user's data belong")

    before = _listing(home)
    wanted(windows.run(older, "/S") == REFUSED, "an older version is not refused")
    with running(Program(home, lab), data):
        wanted(windows.run(newer, "/S") == RUNNING, "a running program is not noticed")
        windows.run(home / "uninstall.exe", "/CurrentUser", "/S")
        time.sleep(10)
    wanted(_listing(home) == before, "a refused setup changed something")
    say("older version refused; running program refused")

    windows.run(home / "uninstall.exe", "/CurrentUser", "/S")
    _until_gone(home / "ldz-desktop.exe")
    wanted(windows.registry() == {}, f"left in the registry: {windows.registry()}")
    wanted(not (windows.user / windows.menu).exists(), "the icon stays")
    wanted((data / "archive.db").exists() and (data / "office.keys").exists(), "the data is gone")
    say("removed; the data is there")
    shutil.rmtree(home, ignore_errors=True)  # the lab's stand-ins for libraries


def _check_kinds(windows: Windows, home: Path, root: str) -> None:
    """A double click on each kind of file opens it in the program of that folder."""
    known = windows.registry()
    for ending, kind in KINDS.items():
        wanted(known[rf"{root}{CLASSES}\{ending}|"] == kind, f"{ending}: {known}")
        opener = known[f"{root}{_opener(kind)}|"]
        wanted(opener == f'"{windows.path(home)}\\ldz-desktop.exe" "%1"', opener)


def _opener(kind: str) -> str:
    return rf"{CLASSES}\{kind}\shell\open\command"


def check_everybody(windows: Windows, setup: Path, older: Path) -> None:
    """Set up for all users, and by somebody without rights; in a folder with a Chinese name."""
    home = windows.disk / "Program Files" / "LdzDesktop"
    wanted(windows.run(older, "/S", "/AllUsers", limited=True) == REFUSED, "no rights, not refused")
    wanted(not home.exists() and windows.registry() == {}, "refused, and yet it did something")
    wanted(windows.run(older, "/S", "/AllUsers") == 0, "not set up for everybody")
    known = windows.registry()
    wanted(known[f"L{KEY}|DisplayVersion"] == "0.0.1", str(known))
    wanted(known[f"L{KEY}|InstallLocation"] == windows.path(home), str(known))
    wanted(not any(name.startswith("C") and KEY in name for name in known), str(known))
    _check_kinds(windows, home, "L")
    menu = windows.disk / "ProgramData/Microsoft/Windows/Start Menu/Programs" / f"{NAME}.lnk"
    wanted(menu.exists(), "no icon for everybody")
    wanted(windows.run(setup, "/S", limited=True) == REFUSED, "a second copy beside everybody's")
    say("for all users: set up; somebody without rights is told")
    wanted(windows.run(setup, "/S") == 0, "not upgraded for everybody")  # without being told again
    wanted(windows.registry()[f"L{KEY}|DisplayVersion"] == VERSION, str(windows.registry()))
    office = windows.disk / "办公室 数据"
    with _unchangeable(home):
        windows.make_office(home, office)
    shutil.rmtree(office)
    say("the program's folder may be read-only")
    windows.run(home / "uninstall.exe", "/AllUsers", "/S")
    _until_gone(home / "ldz-desktop.exe")
    wanted(windows.registry() == {} and not menu.exists(), f"left: {windows.registry()}")
    shutil.rmtree(home, ignore_errors=True)
    say("removed for all users")

    home = windows.disk / "程序软件" / "楼栋长"
    folder = f"/D={windows.path(home)}"
    wanted(windows.run(setup, "/S", folder, limited=True) == 0, "no rights: not set up")
    wanted(windows.registry()[f"C{KEY}|InstallLocation"] == windows.path(home), "another folder")
    windows.make_office(home, office)
    shutil.rmtree(office)
    # it was written by the changed copy, so its own checksum does not hold
    windows.run(home / "uninstall.exe", "/NCRC", "/CurrentUser", "/S")
    _until_gone(home / "ldz-desktop.exe")
    shutil.rmtree(home.parent, ignore_errors=True)
    say("without rights: set up in a folder with a Chinese name, and removed")


def check_full_disk(windows: Windows, setup: Path, older: Path, work: Path) -> None:
    """An upgrade that the disk has no room for leaves the older version as it was."""
    disk = work / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(disk)], check=True)
    try:
        home = disk / "ldz"
        folder = f"/D={windows.path(home)}"
        wanted(windows.run(older, "/S", folder) == 0, "not set up on the small disk")
        before = _listing(home)
        wanted(windows.run(setup, "/S") == REFUSED, "a full disk is not noticed")
        wanted(_listing(home) == before, "a full disk: the older version changed")
        wanted(not (home / "new").exists(), "a full disk: half a new version is left")
        windows.run(home / "uninstall.exe", "/CurrentUser", "/S")
        _until_gone(home / "ldz-desktop.exe")
        wanted(windows.registry() == {}, f"left: {windows.registry()}")
    finally:
        time.sleep(3)
        subprocess.run(["umount", "-l", str(disk)], check=True)
    say("no room on the disk: refused, the older version works on")


@contextlib.contextmanager
def _unchangeable(folder: Path) -> Iterator[None]:
    """No file comes into these folders or leaves them, not even by root, as whom the lab runs."""
    folders = [str(p) for p in [folder, *folder.rglob("*")] if p.is_dir()]
    subprocess.run(["chattr", "+i", *folders], check=True)
    try:
        with contextlib.suppress(PermissionError):
            (folder / "probe").touch()
            raise CheckError("the folder can be written in")
        yield
    finally:
        subprocess.run(["chattr", "-i", *folders], check=True)


def _listing(folder: Path) -> list[tuple[str, int]]:
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".dll")
    return sorted((str(p.relative_to(folder)), p.stat().st_size) for p in files)


def _until_gone(file: Path) -> None:
    """An uninstaller copies itself to the temporary folder and returns at once."""
    for _ in range(120):
        if not file.exists():
            time.sleep(3)
            return
        time.sleep(1)
    raise CheckError(f"{file.name} is still there after the removal")


def say(what: str) -> None:
    """One line of the protocol."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> int:
    """Exit status: 0 all is well, 1 something failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("built", type=Path)
    parser.add_argument("--windows-lab", type=Path, default=ROOT.parent / "shared/windows-lab/lab")
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    built, lab = options.built.resolve(), options.windows_lab.resolve()
    with tempfile.TemporaryDirectory(prefix="ldz-setup-") as made:
        work = Path(made)
        setup = work / "setup.exe"  # the lab puts libraries beside what it runs
        shutil.copyfile(built / f"ldz-desktop-{VERSION}-LAB-TEST.exe", setup)
        try:
            older, newer = (small_setup(work, built, each) for each in ("0.0.1", "99.0.0"))
            windows = Windows(lab, work)
            if options.pictures:
                options.pictures.mkdir(parents=True, exist_ok=True)
                windows.look(setup, options.pictures.resolve() / "setup.png")
            check(windows, lab, setup, older, newer)
            check_everybody(windows, setup, older)
            check_full_disk(windows, setup, older, work)
        except CheckError as error:
            sys.stderr.write(f"failed: {error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
