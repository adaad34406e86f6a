"""The yearly holiday table: read out of the State Council's notice or out of rows of a table.

What cannot be right is left out and named: a weekday that is not that day's, a count that is not
the range's, a working day that is one anyway. A wrong year shows itself that way (domain.md §6).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

LEAST_DAYS_OFF = 11
"""Days off that a whole year's table has at least; with fewer it is only a part."""
WARN_FROM = (10, 1)
"""Month and day from which next year's table is missed: it is published about November."""
_LONGEST = 31
_SATURDAY = 5
_WEEKDAYS = "一二三四五六日"
_KNOWN = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """An exception from Monday-to-Friday: a free weekday or a working weekend day (调休)."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """days: what was understood, in order; doubts: sentences about what was not."""

    days: tuple[Holiday, ...]
    doubts: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({one.day.year for one in self.days}))


def known_years(days: Iterable[tuple[date, bool]]) -> frozenset[int]:
    """Years with a whole table. days: (day, whether people work)."""
    off: dict[int, int] = {}
    for day, working in days:
        off[day.year] = off.get(day.year, 0) + (not working)
    return frozenset(year for year, count in off.items() if count >= LEAST_DAYS_OFF)


def missing_year(today: date, years: frozenset[int]) -> int | None:
    """The year whose table is missed: this one, or from October on the next; None for neither."""
    if today.year not in years:
        return today.year
    if (today.month, today.day) >= WARN_FROM and today.year + 1 not in years:
        return today.year + 1
    return None


def merged(known: Iterable[Holiday], new: Reading) -> tuple[Holiday, ...]:
    """The tables of the years that `new` speaks of: a whole year takes the place of what was
    there, a part of one is put into it."""
    whole = known_years((one.day, one.working) for one in new.days)
    days = {
        one.day: one for one in known if one.day.year in new.years and one.day.year not in whole
    }
    days.update({one.day: one for one in new.days})
    return tuple(days[day] for day in sorted(days))


# -- the notice ------------------------------------------------------------------------------------

_DATE = (
    r"(?:(?P<year{n}>\d{{4}})年)?(?:(?P<month{n}>\d{{1,2}})月)?(?P<day{n}>\d{{1,2}})[日号]"
    r"(?:[（(](?P<aside{n}>[^）)]*)[）)])?"
)
_TOKEN = re.compile(
    rf"(?P<date>{_DATE.format(n=1)}(?:\s*(?:至|到|—|–|－|-|~|～)+\s*{_DATE.format(n=2)})?)"
    r"|(?P<off>不?放假|休假)|(?P<work>(?:调休)?(?:上班|补班|工作))"
    r"|共(?P<count>\d{1,2})[天日]"
)
_ITEM = re.compile(r"^\s*(?:[一二三四五六七八九十]+|\d+)\s*[、.．]\s*")
_HEAD = re.compile(r"^(?P<name>[^：:\d（(]{2,16})[：:]")
_YEAR = re.compile(
    r"(\d{4})年[^。；\d]{0,12}?(?:节假日|假期|放假|休假|元旦|春节|清明|劳动节|五一|端午|中秋|国庆)"
)
_SAID_YEAR = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}[日号][^。；\n]*?[休班假]")
_EXTENDED = re.compile(r"延长.*假期?至")
_SPEAKS = re.compile(r"\d[日号].*[休班假]|[休班假].*\d[日号]")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号天])")


def read_notice(text: str, year: int) -> Reading:
    """The text of the yearly notice (国务院办公厅关于…年部分节假日安排的通知), a part of it, or
    lines like 十月一日至八日放假调休，共8天。 year: the one meant where none is said."""
    plain = _plain(text)
    reader = _Reader(_year_of(plain) or year)
    for line in re.split(r"[\n\r]+", plain):
        reader.line(line)
    return reader.reading()


def _year_of(plain: str) -> int | None:
    """The year a notice is about: its title's (2027年部分节假日, 调整2019年劳动节假期), else the
    one that most of its dates say; not the year it was signed in."""
    named = _YEAR.search(plain)
    if named is not None:
        return int(named[1])
    said = Counter(_SAID_YEAR.findall(plain)).most_common(1)
    return int(said[0][0]) if said else None


@dataclass
class _Reader:
    """Walks through the sentences: days are gathered until a word says what they are."""

    year: int
    name: str = ""
    guess: str = ""
    found: dict[date, Holiday] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def line(self, line: str) -> None:
        line = _ITEM.sub("", line)
        head = _HEAD.match(line)
        if head:
            self.name = head.group("name").strip()
            line = line[head.end() :]
        elif not line.strip():
            self.name = self.guess = ""
        for sentence in re.split(r"[。；;]", line):
            self._sentence(sentence.strip())

    def _sentence(self, sentence: str) -> None:
        if _EXTENDED.search(sentence):  # where it began, another notice says
            self.doubts.append(f"没有看懂：{sentence[:60]}")
            return
        spans: list[tuple[list[date], str]] = []
        month = 0
        understood = False
        last: list[date] = []
        for token in _TOKEN.finditer(sentence):
            if token.group("date"):
                days, doubt = _days(token, self.year, month)
                month = int(token.group("month2") or token.group("month1") or month)
                spans.append((days, doubt))
            elif token.group("count"):
                self._count(last, int(token.group("count")), sentence)
            elif token.group("off") == "不放假" or not spans:
                continue
            else:
                last = self._take(spans, working=token.group("work") is not None)
                understood = True
                spans = []
        if (spans or not understood) and _SPEAKS.search(sentence):
            self.doubts.append(f"没有看懂：{sentence[:60]}")

    def _take(self, spans: Sequence[tuple[list[date], str]], *, working: bool) -> list[date]:
        taken = []
        for days, doubt in spans:
            if doubt:
                self.doubts.append(doubt)
                continue
            if working and (on := next((d for d in days if d.weekday() < _SATURDAY), None)):
                self.doubts.append(
                    f"{_text(on)}是星期{_WEEKDAYS[on.weekday()]}，本来就上班，没有记入。年份选对了吗？"
                )
                continue
            self.guess = _name(days) or self.guess
            for day in days:
                name = self.name or self.guess or "节假日"
                self.found[day] = Holiday(day, working, name + ("调休" if working else ""))
            taken += days
        return taken

    def _count(self, days: list[date], count: int, sentence: str) -> None:
        """共8天 must be what the range before it gives."""
        if days and len(days) != count:
            for day in days:
                self.found.pop(day, None)
            self.doubts.append(
                f"写着共 {count} 天，日期却是 {len(days)} 天，没有记入：{sentence[:60]}"
            )

    def reading(self) -> Reading:
        days = tuple(self.found[day] for day in sorted(self.found))
        return Reading(days, tuple(dict.fromkeys(self.doubts)))


def _plain(text: str) -> str:
    """Half-width digits, no blanks inside a line, Chinese numbers of dates and counts as digits."""
    text = "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "９" else c for c in text)
    text = re.sub(r"[ \t　]+", "", text)
    return _NUMBER.sub(lambda m: str(_number(m.group())), text)


def _number(text: str) -> int | str:
    """十月 → 10, 二十八 → 28, 二〇二七 → 2027."""
    if "十" not in text:
        return "".join(str(_DIGITS[c]) for c in text)
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _days(token: re.Match[str], year: int, month: int) -> tuple[list[date], str]:
    """The days of a date or a range, or why they cannot be those."""
    first = _day(token, "1", year, month)
    if first is None:
        return [], f"没有这一天：{token.group('date')}"
    if token.group("day2") is None:
        last: date | None = first
    else:
        last = _day(token, "2", first.year, first.month)
        if last is not None and last < first and token.group("year2") is None:
            last = _day(token, "2", first.year + 1, first.month)
    if last is None:
        return [], f"没有这一天：{token.group('date')}"
    if not 0 <= (last - first).days < _LONGEST:
        return [], f"起止日期不对：{token.group('date')}"
    for day, side in ((first, "1"), (last, "2")):
        said = re.search(r"(?:星期|周)([一二三四五六日天])", token.group(f"aside{side}") or "")
        wanted = _WEEKDAYS[day.weekday()]
        if said and said.group(1).replace("天", "日") != wanted:
            return [], (
                f"{token.group('date')}：{_text(day)}是星期{wanted}，不是星期{said.group(1)}，"
                "没有记入。年份选对了吗？"
            )
    return [first + timedelta(n) for n in range((last - first).days + 1)], ""


def _day(token: re.Match[str], side: str, year: int, month: int) -> date | None:
    try:
        return date(
            int(token.group(f"year{side}") or year),
            int(token.group(f"month{side}") or month),
            int(token.group(f"day{side}")),
        )
    except ValueError:
        return None


def _name(days: Sequence[date]) -> str:
    """The holidays with a fixed date are known without their name."""
    return next((_KNOWN[d.month, d.day] for d in days if (d.month, d.day) in _KNOWN), "")


def _text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# -- a table ---------------------------------------------------------------------------------------

_DATE_HEADS = ("日期", "时间", "日子", "date")
_KIND_HEADS = ("安排", "类型", "类别", "状态", "放假", "上班")
_NAME_HEADS = ("名称", "节日", "节假日", "假期", "备注")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]0{1,2}:.*)?")


def read_rows(rows: Iterable[Sequence[str]], year: int) -> Reading:
    """A table with the columns 日期, 安排 (放假 or 上班) and perhaps 名称; a date may be a range
    (10月1日至8日). Rows above the heads are passed over. Cells are text, dates in ISO form."""
    heads: dict[str, int] = {}
    found: dict[date, Holiday] = {}
    doubts: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not heads:
            heads = _heads(cells)
            continue
        if not any(cells):
            continue
        days, doubt = _row(cells, heads, year)
        doubts += [f"第 {number} 行：{doubt}"] if doubt else []
        found.update({one.day: one for one in days})
    if not heads:
        doubts.append("没有找到表头：要有“日期”和“安排”两列，可以再有“名称”。")
    return Reading(tuple(found[day] for day in sorted(found)), tuple(doubts))


def _heads(cells: Sequence[str]) -> dict[str, int]:
    """Where the columns stand, {} where this row has no heads."""
    places: dict[str, int] = {}
    for key, words in (("date", _DATE_HEADS), ("kind", _KIND_HEADS), ("name", _NAME_HEADS)):
        at = next((i for i, c in enumerate(cells) if c.lower().startswith(words)), None)
        if at is not None and at not in places.values():
            places[key] = at
    return places if {"date", "kind"} <= places.keys() else {}


def _row(cells: Sequence[str], heads: dict[str, int], year: int) -> tuple[Sequence[Holiday], str]:
    def cell(key: str) -> str:
        at = heads.get(key, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    kind = cell("kind")
    working = any(word in kind for word in ("上班", "工作", "补班", "班"))
    if not working and not any(word in kind for word in ("放假", "休", "假")):
        return (), f"安排要写“放假”或“上班”，这里是“{kind[:10]}”。"
    text = _ISO.sub(r"\1年\2月\3日", _plain(cell("date")))
    if text and text[-1].isdigit():
        text += "日"
    reader = _Reader(year, cell("name").removesuffix("调休"))
    reader.line(f"{text}{'上班' if working else '放假'}")
    read = reader.reading()
    if read.doubts or not read.days:
        return (), "".join(read.doubts) or f"日期看不懂：“{cell('date')[:20]}”。"
    return read.days, ""
