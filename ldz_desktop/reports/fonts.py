"""The typefaces of paper (domain.md §6): the machine's own where present, bundled ones otherwise.

Every character is looked for along a chain; text is cut into runs, each of one typeface. What no
typeface of the chain has is named to the clerk and left blank, for a pen: it is never a box.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from ldz_desktop.paths import resource_path
from ldz_desktop.reports.font_files import FontFile

Role = Literal["body", "heading", "kai", "title", "sans"]

# The file names under which Windows, Office, WPS and the makers install them, best first.
_MACHINE: Mapping[Role, tuple[str, ...]] = {
    "body": ("仿宋_GB2312.ttf", "simfang_gb2312.ttf", "simfang.ttf", "stfangso.ttf"),
    "heading": ("simhei.ttf", "fzhtjw.ttf"),
    "kai": ("楷体_GB2312.ttf", "simkai_gb2312.ttf", "simkai.ttf", "stkaiti.ttf"),
    "title": (
        "fzxbsjw.ttf",
        "方正小标宋简体.ttf",
        "方正小标宋_GBK.ttf",
        "fzxbsk.ttf",
        "fzxbsjt.ttf",
    ),
    "sans": (),
}
_MACHINE_RARE = ("simsunb.ttf", "simsunextg.ttf")
_BUNDLED: Mapping[Role, str] = {
    "body": "NotoSerifSC-Regular.ttf",
    "heading": "NotoSansSC-Bold.ttf",
    "kai": "LXGWWenKai-Regular.ttf",
    "title": "NotoSerifSC-Bold.ttf",
    "sans": "NotoSansSC-Regular.ttf",
}
_BUNDLED_KAI = "LXGWWenKai-Regular.ttf"
_BUNDLED_RARE = "HanaMinB.ttf"
_BUNDLED_LAST = "NotoSerifSC-Regular.ttf"

_FIGURES = "0123456789"
_EQUAL_FIGURES = 0.02  # em within which figures count as equally wide
_BLANK = "\u3000"
_SPACES = "\t\n\r\u00a0"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Run(NamedTuple):
    """A stretch of text in one typeface."""

    font: FontFile
    text: str


class Chain:
    """One role's typefaces in the order they are asked."""

    def __init__(self, fonts: Iterable[FontFile]) -> None:
        self.fonts = tuple(fonts)
        self._of: dict[str, FontFile | None] = {}
        self._widths: dict[str, float] = {}
        self._pads: dict[str, float] = {}

    def font(self, char: str) -> FontFile | None:
        """The first typeface that has the character; None where no one has it."""
        try:
            return self._of[char]
        except KeyError:
            code = ord(char)
            found = next((f for f in self.fonts if f.covers(code) and f.ready()), None)
            self._of[char] = found
            return found

    def width(self, char: str) -> float:
        """The advance in em; a character without a glyph takes a full-width blank."""
        try:
            return self._widths[char]
        except KeyError:
            font = self.font(char)
            width = font.widths[ord(char)] / 1000 if font else 1.0
            self._widths[char] = width
            return width

    def text_width(self, text: str) -> float:
        """The advance of the whole text in em."""
        widths = self._widths
        try:
            return sum([widths[c] for c in text])
        except KeyError:
            return sum(self.width(c) for c in text)

    def figure_gaps(self, text: str) -> tuple[float, list[float]]:
        """What makes all figures equally wide, in em: the room before the first character, and
        the gap behind each. (Noto Serif's 1 is narrower than its other figures.)"""
        pads = [self._pad(c) for c in text] + [0.0]
        return pads[0], [a + b for a, b in pairwise(pads)]

    def figure_width(self, text: str) -> float:
        """The advance of the whole text in em when all figures are equally wide."""
        return self.text_width(text) + 2 * sum(self._pad(c) for c in text)

    def _pad(self, char: str) -> float:
        pad = self._pads.get(char)
        if pad is None:
            pad = 0.0
            if char in _FIGURES:
                short = max(map(self.width, _FIGURES)) - self.width(char)
                pad = short / 2 if short > _EQUAL_FIGURES else 0.0
            self._pads[char] = pad
        return pad

    def runs(self, text: str) -> list[Run]:
        """The text cut where the typeface changes; characters without a glyph become blanks."""
        runs: list[Run] = []
        start = 0
        current: FontFile | None = None
        shown = text
        for at, char in enumerate(text):
            font = self.font(char)
            if font is None:
                shown = shown[:at] + _BLANK + shown[at + 1 :]
                font = self.font(_BLANK) or current
            if font is not current:
                if current is not None and at > start:
                    runs.append(Run(current, shown[start:at]))
                start, current = at, font
        if current is not None and start < len(text):
            runs.append(Run(current, shown[start:]))
        return runs

    def missing(self, text: str) -> Iterator[str]:
        """The characters that no typeface has."""
        return (c for c in text if self.font(c) is None)


class FontSet:
    """The chains of one machine. machine: the machine's own files by lower-case name."""

    def __init__(self, machine: Mapping[str, Path] | None = None) -> None:
        self._machine = machine or {}
        self._files: dict[Path, FontFile] = {}
        self._chains: dict[Role, Chain] = {}

    def chain(self, role: Role) -> Chain:
        chain = self._chains.get(role)
        if chain is None:
            chain = self._chains[role] = Chain(self._fonts(role))
        return chain

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of the texts that cannot be printed in any role, each once."""
        chain = self.chain("body")
        every = dict.fromkeys(c for text in texts for c in printable(text))
        return tuple(chain.missing("".join(every)))

    def _fonts(self, role: Role) -> list[FontFile]:
        own = [self._file(p) for p in self._own(_MACHINE[role])]
        fallback = [resource_path("fonts", n) for n in (_BUNDLED[role], _BUNDLED_KAI)]
        rare = [*self._own(_MACHINE_RARE), resource_path("fonts", _BUNDLED_RARE)]
        last = resource_path("fonts", _BUNDLED_LAST)
        return list(dict.fromkeys([*own, *map(self._file, [*fallback, *rare, last])]))

    def _own(self, names: Iterable[str]) -> list[Path]:
        return [self._machine[n.lower()] for n in names if n.lower() in self._machine]

    def _file(self, path: Path) -> FontFile:
        file = self._files.get(path)
        if file is None:
            file = self._files[path] = FontFile(path)
        return file


@cache
def bundled_fonts() -> FontSet:
    """Only the typefaces that come with the program: the same paper on every machine."""
    return FontSet()


@cache
def machine_fonts() -> FontSet:
    """The machine's own typefaces over the bundled ones; looked for once a process."""
    return FontSet(find_machine_fonts(machine_font_folders()))


def forget_fonts() -> None:
    """Give back what is known of each typeface, 10 MB apiece; the next document reads it again in
    a third of a second. Only on the thread that makes documents."""
    machine_fonts.cache_clear()
    bundled_fonts.cache_clear()
    if "ldz_desktop.reports.embedding" in sys.modules:
        from ldz_desktop.reports.embedding import forget

        forget()


def machine_font_folders() -> tuple[Path, ...]:
    """Where this platform keeps typefaces: for all users, and for this one."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), home / "Library" / "Fonts")
    shared = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    return (home / ".local" / "share" / "fonts", home / ".fonts", *shared)


def find_machine_fonts(folders: Iterable[Path]) -> dict[str, Path]:
    """The files of the known names below the folders, by lower-case name; earlier folders win."""
    wanted = {n.lower() for names in (*_MACHINE.values(), _MACHINE_RARE) for n in names}
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(place, name))
    return found


def printable(text: str) -> str:
    """The text without what has no glyph by nature: control and format characters, variation
    selectors. Tabs, line ends and no-break spaces become spaces."""
    if text.isprintable() and (not text or max(text) < "\ufe00" or not _SELECTOR.search(text)):
        return text
    return "".join(" " if c in _SPACES else c for c in text if c in _SPACES or not _invisible(c))


@cache
def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf") or _SELECTOR.match(char) is not None


def missing_sentence(missing: Iterable[str]) -> str:
    """How a clerk is told: each character with its code, since the screen may not show it."""
    named = "、".join(f"{c}（U+{ord(c):04X}）" for c in missing)
    return f"这些字没有可用的字形，纸上留了空位，请手写补上或改用其他写法：{named}"
