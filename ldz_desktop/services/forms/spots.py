"""Where in a text something is to be written: 姓名：____, 年 月 日, □男 □女, or a cell's whole."""

import re
from dataclasses import dataclass
from typing import Literal

from ldz_desktop.services.forms.document import UNDERLINED

SpotKind = Literal["whole", "part", "date", "boxes"]
BOXES = "□☐▢◻○◯\uf0a8\uf06f\uf0a3\uf071"
TICKED = {"\uf0a8": "\uf0fe", "\uf06f": "\uf0fe", "\uf0a3": "\uf0fe", "\uf071": "\uf0fe"}
TICK = "☑"

_BLANKS = rf"[ \u2002\u2003\u3000\t\xa0{UNDERLINED}]"
_DATE = re.compile(
    rf"(?P<y>{_BLANKS}*|20{_BLANKS}*|[xX×]{{2,4}})年(?P<m>{_BLANKS}*|[xX×]{{1,2}})月"
    rf"(?:(?P<d>{_BLANKS}*|[xX×]{{1,2}})日)?"
)
_STOPS = rf"：:，。；;,、\n{UNDERLINED}"
_COLON = re.compile(rf"(?P<label>[^{_STOPS}]{{1,24}}?)[：:](?P<blank>{_BLANKS}*)")
_UNDER = re.compile(
    rf"(?P<label>[^{_STOPS} \u3000]{{0,16}})(?P<blank>{_BLANKS}*{UNDERLINED}{_BLANKS}*)"
)
_BOXED = re.compile(f"[{BOXES}]")
_MARK = f"[{BOXES}]"
_AFTER = r"(?P<place>街道|镇|乡|社区|居委会|村|小区|栋|幢|号楼|单元|室|号)"
_PLACES = {
    "街道": "街道", "镇": "街道", "乡": "街道", "社区": "社区", "居委会": "社区", "村": "社区",
    "小区": "小区", "栋": "楼栋", "幢": "楼栋", "号楼": "楼栋", "单元": "单元", "室": "房号",
    "号": "房号",
}  # fmt: skip
_NEXT_PLACE = re.compile(_AFTER)
_LONGEST_OPTION = 24
_WIDE = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value goes within a text. Positions count characters of the text.

    whole: the cell is empty, or everything in it goes; part: start…end is replaced; date: marks
    are the gaps before 年, 月 and 日; boxes: marks are the boxes, words what stands beside them
    (none: unclear).
    """

    kind: SpotKind = "whole"
    start: int = 0
    end: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()


WHOLE = Spot()


@dataclass(frozen=True, slots=True)
class Found:
    """A spot and the words before it (or behind it) that say what for."""

    label: str
    spot: Spot


def spots_in(text: str) -> list[Found]:
    """Every spot of a text, from left to right; [] for a plain label or a sentence."""
    if not text.strip():
        return []
    boxes = _boxes(text)
    if boxes:
        return boxes
    dates = [_date(text, match) for match in _DATE.finditer(text) if _is_gap(text, match)]
    found = list(dates)
    taken = [(d.spot.start, d.spot.end) for d in dates]
    for match in (*_COLON.finditer(text), *_UNDER.finditer(text)):
        start, end = match.span("blank")
        if any(start < last and end > first for first, last in taken) or (start, end) in taken:
            continue
        one = _part(text, match, start, end)
        if one is not None:
            found.append(one)
            taken.append((start, end))
    found.sort(key=lambda f: f.spot.start)
    return found


def _part(text: str, match: "re.Match[str]", start: int, end: int) -> Found | None:
    """A gap after a label: with a colon it may be empty at the end or before another label."""
    follows = text[end : end + 1]
    label = match["label"].strip(" \u3000")
    if start == end and follows not in ("", "\n") and not _label_follows(text[end:]):
        return None
    if start < end and not _open(text, start, end):
        return None
    if _DATE.match(text, end) or _DATE.match(text, start):
        return None
    behind = _NEXT_PLACE.match(text, end)
    if UNDERLINED in text[start:end]:  # only the line itself, not the blanks around it
        start, end = text.index(UNDERLINED, start), text.rindex(UNDERLINED, start, end) + 1
    if behind is not None and (not label or label in _PLACES or _place_before(label)):
        return Found(_PLACES[behind["place"]], Spot("part", start, end))
    return Found(label, Spot("part", start, end))


def _open(text: str, start: int, end: int) -> bool:
    """Whether blanks are meant to be filled in: underlined, at the end, wide, or before a label."""
    if UNDERLINED in text[start:end] or text[end : end + 1] in ("", "\n"):
        return True
    return end - start >= _WIDE or _label_follows(text[end:]) or bool(_NEXT_PLACE.match(text, end))


def _place_before(label: str) -> bool:
    """地址：__街道__社区: the label of the second gap is the place before it; that of the first
    says that places follow."""
    return label.endswith((*_PLACES, "住", "址", "地", "系", "位于", "住在"))


def _label_follows(rest: str) -> bool:
    return re.match(rf"[^：:，。；\n\d{UNDERLINED}]{{2,10}}[：:]", rest) is not None


def _is_gap(text: str, match: "re.Match[str]") -> bool:
    """年月日 without any room is a word (出生年月), unless a colon or nothing stands before it."""
    if match["y"] or match["m"] or match["d"]:
        return True
    return match["d"] is not None and text[: match.start()].rstrip()[-1:] in ("", "：", ":")


def _date(text: str, match: "re.Match[str]") -> Found:
    marks = tuple(match.span(part) for part in ("y", "m", "d") if match[part] is not None)
    before = text[: match.start()]
    label = re.split(r"[，。；;,、\n]", before)[-1]
    label = label.rstrip("：: \u3000" + UNDERLINED)
    label = re.split(r"[：:\u3000 ]", label)[-1] if label else ""
    return Found(label, Spot("date", match.start(), match.end(), marks))


# -- boxes ---------------------------------------------------------------------------------------


def _boxes(text: str) -> list[Found]:
    """□男 □女, 男□ 女□, 性别：□男 □女. No words: nobody can tell which box belongs to what."""
    marks = [match.span() for match in _BOXED.finditer(text)]
    if not marks:
        return []
    unclear = [Found("", Spot("boxes", marks[0][0], marks[-1][1], tuple(marks)))]
    if any(text[start] in "○◯" for start, _ in marks):
        unclear = []  # may be a nought, or hide a name
    label = ""
    head = text[: marks[0][0]]
    behind = text[marks[-1][1] :].strip()
    named = re.fullmatch(r"\s*(?P<label>[^：:\n]{1,24})[：:]\s*(?P<rest>.*)", head, re.DOTALL)
    if named is not None:
        label, head = named["label"].strip(), named["rest"]
    if behind and not head.strip():
        words = [text[end:start] for (_, end), (start, _) in _pairs(marks, len(text))]
    elif head.strip() and not behind:
        begin = len(text[: marks[0][0]]) - len(head)
        starts = [begin, *(end for _, end in marks[:-1])]
        words = [text[first:last] for first, (last, _) in zip(starts, marks, strict=True)]
    else:
        return unclear
    options = tuple(_option(word) for word in words)
    if not all(options) or any(len(option) > _LONGEST_OPTION for option in options):
        return unclear
    return [Found(label, Spot("boxes", marks[0][0], marks[-1][1], tuple(marks), options))]


def _pairs(
    marks: list[tuple[int, int]], length: int
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(marks, [*marks[1:], (length, length)], strict=True))


def _option(word: str) -> str:
    return re.sub(rf"[\s，,、；;/。：:{UNDERLINED}（）()]+$", "", word.strip()).strip(" \u3000、，")
