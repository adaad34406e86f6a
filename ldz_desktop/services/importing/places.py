"""Where a row lives: its own cells, else what was chosen, the title, the sheet or file name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ldz_desktop.domain.doors import room_name, unit_name
from ldz_desktop.domain.places import building_name, place_name
from ldz_desktop.domain.typed import chinese_number
from ldz_desktop.services.importing.cells import folded
from ldz_desktop.services.importing.records import ImportOptions


@dataclass(frozen=True, slots=True)
class Place:
    """Usual names; "" where it is not said. unit is only known from section rows and titles."""

    street: str = ""
    community: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""

    def filled_from(self, other: "Place") -> "Place":
        """This place, with what it lacks taken from the other."""
        return Place(
            self.street or other.street,
            self.community or other.community,
            self.compound or other.compound,
            self.building or other.building,
            self.unit or other.unit,
        )


@dataclass(frozen=True, slots=True)
class Address:
    """A full address in one cell, taken apart; "" for parts it does not hold."""

    community: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""


_HAN = "一-龥"
_STREET = re.compile(
    rf"(?:[{_HAN}]{{1,8}}[区市县省])?([{_HAN}]{{1,6}}?街道|[{_HAN}]{{1,4}}镇)(?:办事处|办)?"
)
_COMMUNITY = re.compile(rf"([{_HAN}]{{2,8}}?社区)(?:居民委员会|居委会|党委|党总支|党支部)?")
_BUILDING = re.compile(
    rf"((?:第)?(?:\d{{1,4}}(?:-\d{{1,3}})?|[A-Za-z]\d{{0,2}}|[{'一二三四五六七八九十'}]{{1,3}}))"
    r"\s*(号楼栋|号楼|号栋|号幢|栋楼|幢楼|楼栋|栋|幢|棟|座|#楼|#|(?<=\d)楼(?![层上下道长]))"
)
_COMPOUND_END = (
    *(
        "小区",
        "苑",
        "花园",
        "家园",
        "新村",
        "公寓",
        "佳园",
        "雅居",
        "新居",
        "名都",
        "华庭",
        "华府",
        "豪庭",
    ),
    *(
        "名城",
        "新城",
        "广场",
        "大院",
        "庭院",
        "花苑",
        "嘉园",
        "雅苑",
        "丽苑",
        "人家",
        "安置房",
        "安置点",
    ),
    *("家属院", "宿舍", "府", "园", "庭", "湾", "居", "里", "郡", "墅", "轩", "阁", "城"),
)
_TITLE_WORDS = re.compile(
    r"(居民|住户|户籍|人口|家庭|基本|信息|登记|花名册|名册|台账|一户一档|户档|档案|统计|汇总|情况|明细|"
    r"入户|调查|摸排|排查|采集|导出|数据|表格|名单|楼栋长|满意度|星级|评分).*$"
)
_LEAD = re.compile(r"^.*?(?:\d{2,4}年(?:度)?(?:\d{1,2}月(?:份)?)?|关于|附件\d*[::]?|表\d+[::]?)")
_UNIT = re.compile(
    r"第?([0-9A-Za-z]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:号?单元|单(?=-?\d|$)|门洞|门(?![牌面卫市房]))"
)
_SECTION = re.compile(r"[\s::()（）【】\[\]—-]+")


def place_in_text(text: str) -> Place:
    """What a title, a sheet's name or a file's name says of a place.

    东锦社区东锦苑小区24栋居民信息登记表 → 东锦社区, 东锦苑, 24栋. Two buildings: none of them.
    """
    plain = re.sub(r"\s", "", folded(text))
    street, rest = _cut(_STREET, _LEAD.sub("", plain, count=1))
    community, rest = _cut(_COMMUNITY, rest)
    buildings = list(_BUILDING.finditer(rest))
    building = ""
    before = rest
    if buildings:
        before = rest[: buildings[0].start()]
        if len({b.group() for b in buildings}) == 1 and "-" not in buildings[0].group():
            building = building_name(buildings[0].group())
    elif (named := _NAMED.match(rest)) is not None and named[2] not in _NO_NAMES:
        before, building = named[1], named[2]
    unit = _UNIT.search(rest)
    return Place(
        street=street,
        community=community,
        compound=_compound(before, certain=bool(buildings or building)),
        building=building,
        unit=unit_name(unit.group()) if unit else "",
    )


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first match and what follows it; "" and the whole text where there is none."""
    found = pattern.search(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


def _compound(text: str, *, certain: bool) -> str:
    """The compound at the end of what stands before the building (certain), or a name that ends
    like a compound's before the words of a title."""
    name = text if certain else _TITLE_WORDS.sub("", text)
    name = re.sub(rf"[^{_HAN}A-Za-z0-9]", "", name)
    name = re.sub(r"^(?:第?\d+(?!\d|小区|号?院|街坊)|[的之])+", "", name)
    if not name or len(name) > 12:
        return ""
    if certain and len(name) >= 2 and not _TITLE_WORDS.search(name):
        return _spoken(name)
    if name.endswith(_COMPOUND_END) and len(name) >= 3:
        return _spoken(name)
    return ""


def _spoken(name: str) -> str:
    """In running text 福锦苑小区 is the compound 福锦苑; 光明小区 has no other name."""
    bare = name.removesuffix("小区")
    return bare if len(bare) > 2 and bare.endswith(_COMPOUND_END) else name


def default_place(
    options: ImportOptions, texts: Iterable[str], sheet: str, file: str, *, many: bool
) -> Place:
    """What rows fall back to. texts: the title above the table, nearest first.

    What was chosen wins over what titles and names say; only a building never wins over the names
    of sheets that are each a building (many), since one building cannot be all of them.
    """
    chosen = chosen_place(options)
    told = Place()
    own = place_in_text(sheet)
    if many and own.building:
        chosen = replace(chosen, building="")
        told = Place(building=own.building)
    for text in texts:
        told = told.filled_from(place_in_text(text))
    told = told.filled_from(own).filled_from(place_in_text(file))
    return chosen.filled_from(told)


def chosen_place(options: ImportOptions) -> Place:
    """The options in usual words; a building may be given as 东锦苑24栋."""
    compound = place_name(options.compound)
    building = options.building.strip()
    if building:
        inside = place_in_text(building)
        compound = compound or inside.compound
        building = inside.building or building_name(building)
    return Place(
        community=place_name(options.community),
        compound=compound,
        building=building,
    )


def building_cell(text: str) -> tuple[str, str]:
    """(compound or "", building) of a cell: 24, 24栋, 东锦苑24号楼, 十二栋."""
    plain = re.sub(r"\s", "", folded(text))
    found = _BUILDING.search(plain)
    if found is not None and found.start() > 0:
        before = re.sub(rf"^[{_HAN}]{{2,8}}?社区", "", plain[: found.start()])
        compound = _compound(before, certain=True) if before else ""
        if compound:
            return compound, building_name(found.group())
    return "", building_name(plain)


_DASHES = re.compile(r"[—–―‐‑－_~/\\]|(?<=\d)[.、,](?=\d)|(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")
_ROOM_END = r"(?:室|号房|号|房)?$"
_NUMBERS = re.compile(rf"[0-9A-Za-z]+(?:-+[0-9A-Za-z]+)+{_ROOM_END}")
_BELOW_ROOM = re.compile(r"([0-9A-Za-z]+(?:-[0-9A-Za-z]+)*)-((?:负|地下)[\d一二三].*)")
_ADMINISTRATION = re.compile(
    rf"^(?:[{_HAN}]{{2,7}}?(?:省|自治区))?(?:[{_HAN}]{{2,6}}?(?:市|自治州|地区|盟))?"
    rf"(?:[{_HAN}]{{1,5}}?(?:县|开发区|经开区|高新区|新区|(?<![小社园])区|市)"
    "(?![委政人医局中办]))?"
)
_ROAD = re.compile(
    rf"^[{_HAN}]{{1,10}}?(?:大道|路|街|巷|道|段)[{_HAN}]{{0,3}}?"
    r"\d{1,4}号(?!楼|栋|幢|院)(?:附\d+号)?"
)
_FLOOR = re.compile(r"^第?(\d{1,2}|[一二三四五六七八九十]{1,3})[楼层](?=第?0?(\d{1,2})\d\d)")
_NAMED = re.compile(
    rf"((?:[{_HAN}A-Za-z0-9]*?)(?:{'|'.join(_COMPOUND_END)}))([{_HAN}]{{1,6}}楼)(.*)"
)
_NO_NAMES = frozenset(("居民楼", "住宅楼", "各楼", "全楼", "本楼", "整楼", "每楼"))


def split_address(text: str) -> Address:
    """福锦苑24栋1单元101室, 福锦苑24-1-101, 24-1-101, 24#1-101 and 1单元101 taken apart."""
    plain = re.sub(r"\s", "", _DASHES.sub("-", folded(text).strip())).strip("-,、. ")
    if _NUMBERS.fullmatch(plain) or _BELOW_ROOM.fullmatch(plain):
        return _numbers(plain, whole=True)
    _, rest = _cut(_STREET, plain)
    community, rest = _cut(_COMMUNITY, rest)
    rest = _ROAD.sub("", _ADMINISTRATION.sub("", rest, count=1), count=1)
    return replace(_split(rest), community=community)


def _split(rest: str) -> Address:
    """An address from its compound on."""
    found = _BUILDING.search(rest)
    if found is not None and not _UNIT.search(rest[: found.start()]):
        compound = _compound(rest[: found.start()], certain=True)
        return _behind(rest[found.end() :], compound, building_name(found.group()))
    named = _NAMED.fullmatch(rest)
    if named is not None:
        return _behind(named[3], _compound(named[1], certain=True), named[2])
    numbers = _NUMBERS.search(rest)
    below = _BELOW_ROOM.search(rest)
    tail = numbers or below
    if tail is not None and tail.start():
        compound = _compound(rest[: tail.start()], certain=True)
        if compound:
            return replace(_numbers(tail.group(), whole=False), compound=compound)
    return _behind(rest, "", "")


def _numbers(text: str, *, whole: bool) -> Address:
    """24-1-101, 24-1-1-101 (with its floor), 1-101. whole: nothing stands before it, so that two
    numbers are a unit and a room; else a building and a room."""
    below = _BELOW_ROOM.fullmatch(text)
    numbers = re.sub(_ROOM_END, "", text).split("-")
    if below is not None:
        numbers = [*below[1].split("-"), below[2]]
    numbers = [number for number in numbers if number]
    if len(numbers) > 1 and len(numbers[-2]) > 2 and len(numbers[-1]) < 3:
        numbers[-2:] = ["-".join(numbers[-2:])]  # the room 101-1
    elif len(numbers) > 3 and numbers[-1].startswith(numbers[-2]):
        del numbers[-2]  # the floor
    *places, room = numbers
    if not places or len(places) > 2:
        return Address(room=room_name(text)) if whole else Address()
    if whole and len(places) == 1:
        return Address(unit=unit_name(places[0]), room=room_name(room))
    unit = unit_name(places[1]) if len(places) > 1 else ""
    return Address(building=building_name(places[0]), unit=unit, room=room_name(room))


def _behind(rest: str, compound: str, building: str) -> Address:
    """What stands behind the building: 1单元101, 1-101, 1单元5楼502, 负1层."""
    if not re.match(r"-\d[层楼]", rest):  # the floor below
        rest = rest.strip("-,、. ")
    unit = ""
    named = _UNIT.search(rest)
    numbered = _UNIT_ROOM.fullmatch(re.sub(_ROOM_END, "", rest))
    if named is not None:
        unit, rest = unit_name(named.group()), rest[named.end() :].lstrip("-")
    elif numbered is not None and building:
        unit, rest = unit_name(numbered[1]), numbered[2]
    floor = _FLOOR.match(rest)
    if floor is not None and floor[2] == str(chinese_number(floor[1]) or floor[1]):
        rest = rest[floor.end() :]
    return Address(compound=compound, building=building, unit=unit, room=room_name(rest))


_UNIT_ROOM = re.compile(r"(\d{1,2})-(\d{2,5}(?:-\d{1,2})?)")


def section_place(text: str) -> Place | None:
    """What a row with a single cell says about the rows below it: 福锦苑1栋, 2单元; None for any
    other text."""
    bare = _SECTION.sub("", text)
    if not bare or len(bare) > 40:
        return None
    found = place_in_text(bare)
    return found if found.building or found.unit or found.compound else None
