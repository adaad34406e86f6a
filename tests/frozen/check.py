"""The built program at its main job: commands, papers, and a window with every tab.

    python tests/frozen/check.py PROGRAM_FOLDER [--windows-lab LAB] [--pictures FOLDER]

PROGRAM_FOLDER: what resources/installer/build.py made, or where its setup program put it. Needs
Xvfb, openbox, xdotool and ImageMagick; pictures are for people. Prints what it did and
the figures start (s from the program's start to its window) and size (MB). Exit status 1: failed.
A missing module shows here as a command that ends with 3, or as a note in logs/defects.log.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
PASSWORD = "demo-1234"
SECTIONS = {1: 0, 2: 7, 3: 0, 4: 3}
"""Ctrl+1 … opens a tab, Alt+2 … a section of it: how many each tab has."""
TABS = ("households", "roster", "evaluation", "honours")
"""What the window may open at: the tab it was closed at."""
_PATIENCE_S = 90
_STANDS_STILL_S = 30  # after it was closed


class CheckError(Exception):
    """The program did not do what it should."""


class Program:
    """The program in its folder, run here or in the Windows lab."""

    def __init__(self, folder: Path, lab: Path | None) -> None:
        self.folder, self._lab = folder, lab
        self.in_lab = lab is not None
        self.ending = ".exe" if lab else ""

    def place(self, path: Path) -> str:
        """A path as the program knows it."""
        return "Z:" + str(path).replace("/", "\\") if self._lab else str(path)

    def command(self, *arguments: str) -> dict[str, Any]:
        """Run one command with --json; its answer."""
        run = self._run("ldz-desktop-cli", *arguments)
        done = subprocess.run(
            run, env=self._environment(), capture_output=True, check=False, timeout=900
        )
        if done.returncode != 0:
            words = (done.stdout + done.stderr).decode("utf-8", "replace")[-1500:]
            raise CheckError(f"{' '.join(arguments)}: status {done.returncode}\n{words}")
        answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
        return answer

    def window(self, data: Path, screen: str) -> subprocess.Popen[bytes]:
        """Start the windowed program on a screen."""
        return subprocess.Popen(
            self._run("ldz-desktop", "--data", self.place(data)),
            env={**self._environment(), "DISPLAY": screen},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def end(self, running: subprocess.Popen[bytes]) -> None:
        """End a window as the system does when it shuts down."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(60)

    def _run(self, name: str, *arguments: str) -> list[str]:
        file = str(self.folder / f"{name}{self.ending}")
        return [str(self._lab), "exe", file, *arguments] if self._lab else [file, *arguments]

    def _environment(self) -> dict[str, str]:
        word = f"LDZ_PASSWORD={PASSWORD}"
        known = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
        return {**known, "LDZ_PASSWORD": PASSWORD, "LAB_ENV": word}


def check_commands(program: Program, work: Path) -> Path:
    """Every kind of library the program has, through its commands; returns the demo's folder."""
    demo, office = work / "demo", work / "office"

    def in_demo(*arguments: str) -> dict[str, Any]:
        return program.command("--data", program.place(demo), "--json", *arguments)

    def in_office(*arguments: str) -> dict[str, Any]:
        return program.command("--data", program.place(office), "--json", *arguments)

    say("demo", in_demo("demo", "--months", "2"))
    say("search", in_demo("search", "张", "--limit", "1"))
    paper = work / "notice.pdf"
    say("notice", in_demo("document", "notice", program.place(paper)))
    words = subprocess.run(
        ["pdftotext", str(paper), "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    if "公示" not in words:
        raise CheckError("the notice has no words in it")
    for kind, *more in (
        ["sheets", "--masters", "--community", "兴新社区"],
        ["duty_sheet"],
        ["badge"],
        ["roster"],
    ):
        say(kind, in_demo("document", kind, program.place(work / f"{kind}.pdf"), *more))
    for suffix in ("xlsx", "csv"):
        out = program.place(work / f"leaders.{suffix}")
        say(suffix, in_demo("export", "leaders", out, "--purpose", "检查"))
    say(
        "init",
        in_office("init", "--office", "检查办公室", "--recovery", program.place(work / "r.pdf")),
    )
    _import_samples(in_office, program.place)
    _a_month(in_office, program.place, work)
    _back_up(program, in_office, work)
    return demo


def _import_samples(in_office: Callable[..., dict[str, Any]], place: Callable[[Path], str]) -> None:
    """What offices keep, in the numbers that expected.json says."""
    options = {"社区": "--community", "小区": "--compound", "楼栋": "--building"}
    for name, wanted in json.loads((SAMPLES / "expected.json").read_text("utf-8")).items():
        if "households" not in wanted:
            continue
        needs = [word for key, text in wanted["needs"].items() for word in (options[key], text)]
        answer = in_office("import", "households", place(SAMPLES / name), *needs)
        say(name, answer)
        if answer["households"] != wanted["households"]:
            raise CheckError(f"{name}: {answer['households']} households")


def _a_month(
    in_office: Callable[..., dict[str, Any]], place: Callable[[Path], str], work: Path
) -> None:
    """The main job: roster, sheets and booklets of a month, closed, published, on paper."""
    wanted = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    month, kinds = "2026-10", {"leaders": "楼栋长花名册.xlsx"}
    kinds |= {"sheets": "2026年10月满意度调查汇总.xlsx", "stars": "2026年10月星级评分册.xlsx"}
    for kind, name in kinds.items():
        of_month = () if kind == "leaders" else ("--month", month)
        answer = in_office("import", kind, place(SAMPLES / name), *of_month)
        say(name, answer)
        if kind != "stars" and answer["created"] != wanted[name][kind]:
            raise CheckError(f"{name}: {answer['created']} {kind}")
    for verb in ("close", "publish", "verify"):
        answer = in_office("month", verb, month)
        say(verb, answer)
        if not answer["ok"]:
            raise CheckError(f"{verb}: {answer}")
    ranked = in_office("ranking", month)["rows"]
    if sum(row["flag"] for row in ranked) != 6:
        raise CheckError("two flags for each of three communities")
    paper = work / "month.pdf"
    say("notice", in_office("document", "notice", place(paper), "--month", month))
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True).stdout
    if answer["hash"] not in text.decode("utf-8"):
        raise CheckError("the notice does not name the month's code")


def _back_up(program: Program, in_office: Callable[..., dict[str, Any]], work: Path) -> None:
    """A backup made, brought back somewhere else, and looked through there."""
    file, there = work / "office.ldzbackup", program.place(work / "again")
    say("backup", in_office("backup", program.place(file)))
    answer = program.command("--json", "restore", program.place(file), "--into", there)
    say("restore", answer)
    checked = program.command("--data", there, "--json", "check", "--deep")
    say("check", checked)
    if not checked["ok"] or not answer["households"]:
        raise CheckError("the backup did not come back whole")


def check_window(program: Program, data: Path, pictures: Path) -> float:
    """Unlock, open every tab and section, look; returns the seconds to the first window."""
    with a_screen() as screen:
        begun = time.monotonic()
        running = program.window(data, screen)
        try:
            window = wait_for_window(screen, running)
            seconds = time.monotonic() - begun
            before = _settled(screen, pictures / "unlock.png")
            _keys(screen, window, "--text", PASSWORD)
            _keys(screen, window, "Return")
            window = wait_for_window(screen, running, wide=1000)
            shown = {before, _settled(screen, pictures / "tab1.png")}
            for tab, sections in SECTIONS.items():
                if tab > 1:
                    picture = pictures / f"tab{tab}.png"
                    _reach(screen, window, f"ctrl+{tab}", shown, picture)
                if sections:  # from inside the tab only
                    _xdotool(screen, "mousemove", "300", "560", "click", "1")
                for section in range(2, sections + 1):
                    picture = pictures / f"tab{tab}-{section}.png"
                    _reach(screen, window, f"alt+{section}", shown, picture)
                if running.poll() is not None:
                    raise CheckError(f"the window ended with {running.returncode} at tab {tab}")
        finally:
            program.end(running)
    notes = data / "logs" / "defects.log"
    if notes.exists() and notes.read_text("utf-8").strip():
        raise CheckError(notes.read_text("utf-8"))
    return seconds


def check_starts(program: Program, data: Path, times: int, picture: Path) -> dict[str, str]:
    """Open the window at each tab so many times, and close it as people do; a window that stands
    still does not close. Returns what to say of each tab, raises where one stood still."""
    found, frozen = {}, 0
    for tab in TABS:
        lasted = []
        for _ in range(times):
            (data / "window.ini").write_text(f"[General]\nlast_tab={tab}\n", "utf-8")
            lasted.append(_opened_and_closed(program, data, picture))
        stood = lasted.count(None)
        found[tab] = f"{times - stood} of {times} closed"
        say(tab, found[tab])
        frozen += stood
    if frozen:
        raise CheckError(f"{frozen} of {times * len(TABS)} starts stood still")
    return found


def _opened_and_closed(program: Program, data: Path, picture: Path) -> float | None:
    """The seconds from the password to the end of the program; None: it stood still."""
    with a_screen() as screen:
        running = program.window(data, screen)
        try:
            window = wait_for_window(screen, running)
            _settled(screen, picture)
            begun = time.monotonic()
            _keys(screen, window, "--text", PASSWORD)
            _keys(screen, window, "Return")
            window = wait_for_window(screen, running, wide=1000)
            _settled(screen, picture)  # the first reading and the first chart
            _keys(screen, window, "alt+F4")  # the window manager asks it to close
            running.wait(_STANDS_STILL_S)
        except (subprocess.TimeoutExpired, CheckError):
            return None
        else:
            return time.monotonic() - begun
        finally:
            program.end(running)


@contextlib.contextmanager
def a_screen() -> Iterator[str]:
    """A virtual screen of the size offices have: 1366 × 768."""
    number = f":{os.getpid() % 900 + 1000}"
    shown = subprocess.Popen(
        ["Xvfb", number, "-screen", "0", "1366x768x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(1)
    keeper = subprocess.Popen(  # Wine's windows want a window manager to come up over each other
        ["openbox"], env={**os.environ, "DISPLAY": number},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(1)
    try:
        yield number
    finally:
        for each in (keeper, shown):
            each.terminate()
            each.wait(20)


def look(screen: str, picture: Path) -> None:
    """Take a picture of the screen."""
    command = ["import", "-window", "root", str(picture)]
    subprocess.run(command, env={**os.environ, "DISPLAY": screen}, check=True, timeout=60)


def _settled(screen: str, picture: Path) -> str:
    """Wait until nothing moves any more, and keep the picture; returns what stands for it."""
    last = ""
    for _ in range(20):
        time.sleep(1)
        look(screen, picture)
        digest = _pixels(picture)
        if digest == last:
            break
        last = digest
    return last


def _pixels(picture: Path) -> str:
    from PIL import Image  # a PNG file says when it was made, too

    with Image.open(picture) as opened:
        return hashlib.sha256(opened.convert("RGB").tobytes()).hexdigest()


def _reach(screen: str, window: str, key: str, shown: set[str], picture: Path) -> None:
    """Press a key that must bring something not seen before, and take its picture."""
    _keys(screen, window, key)
    until = time.monotonic() + _PATIENCE_S
    while (digest := _settled(screen, picture)) in shown:
        if time.monotonic() > until:
            raise CheckError(f"{key} shows nothing new: {picture.name}")
    shown.add(digest)


def _xdotool(screen: str, *words: str) -> str:
    done = subprocess.run(
        ["xdotool", *words],
        env={**os.environ, "DISPLAY": screen}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip()


def wait_for_window(screen: str, running: subprocess.Popen[bytes], *, wide: int = 100) -> str:
    """The visible window of at least that width in pixels."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        for window in _xdotool(screen, "search", "--onlyvisible", "--name", "楼栋长").split():
            shape = _xdotool(screen, "getwindowgeometry", "--shell", window)
            width = re.search(r"^WIDTH=(\d+)", shape, re.MULTILINE)
            if width and int(width[1]) >= wide:
                return window
        if running.poll() is not None:
            raise CheckError(f"no window: the program ended with {running.returncode}")
        time.sleep(0.1)
    raise CheckError(f"no window of {wide} pixels in {_PATIENCE_S} s")


def _keys(screen: str, window: str, *keys: str) -> None:
    _xdotool(screen, "windowactivate", window)
    time.sleep(0.3)
    typed = ["type", "--delay", "60", keys[1]] if keys[0] == "--text" else ["key", *keys]
    _xdotool(screen, *typed)
    time.sleep(0.3)


def check_modules(folder: Path) -> int:
    """Every module of the program is in the archive both programs read; returns how many."""
    from PyInstaller.archive.readers import ZlibArchiveReader

    there = set(ZlibArchiveReader(str(folder / "_internal" / "modules.pyz")).toc)
    package = ROOT / "ldz_desktop"
    wanted = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in package.rglob("*.py")
    } - {"ldz_desktop.__main__"}
    if wanted - there:
        raise CheckError(f"not in the program: {sorted(wanted - there)}")
    return len(wanted)


def say(what: str, answer: object) -> None:
    """One line of the protocol."""
    sys.stdout.write(f"{what}: {json.dumps(answer, ensure_ascii=False)[:160]}\n")
    sys.stdout.flush()


def main() -> int:
    """Exit status: 0 all is well, 1 something failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--windows-lab", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--starts", type=int, default=1, metavar="N", help="at each tab")
    parser.add_argument("--window-only", type=Path, metavar="DEMO", help="a demo's folder, changed")
    options = parser.parse_args()
    folder = options.folder.resolve()
    program = Program(folder, options.windows_lab and options.windows_lab.resolve())
    with tempfile.TemporaryDirectory(prefix="ldz-frozen-") as made:
        pictures = options.pictures or Path(made)
        pictures.mkdir(parents=True, exist_ok=True)
        try:
            say("modules", check_modules(folder))
            demo = options.window_only or check_commands(program, Path(made))
            say("start (s)", round(check_window(program, demo, pictures), 2))
            check_starts(program, demo, options.starts, pictures / "start.png")
        except CheckError as error:
            sys.stderr.write(f"failed: {error}\n")
            return 1
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    say("size (MB)", round(size / 1e6, 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
