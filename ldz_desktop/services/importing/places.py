"""Where a row lives: its own cells, else what was chosen, the title, the sheet or file name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ldz_desktop.domain.places import (
    building_name,
    community_name,
    compound_name,
    room_name,
    unit_name,
)
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
_UNIT = re.compile(r"([0-9A-Za-z]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:单元|门洞|门(?!牌))")
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
            building = _building(buildings[0].group())
    unit = _UNIT.search(rest)
    return Place(
        street=street,
        community=community_name(community) if community else "",
        compound=_compound(before, certain=bool(buildings)),
        building=building,
        unit=unit_name(unit.group()) if unit else "",
    )


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first match and what follows it; "" and the whole text where there is none."""
    found = pattern.search(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


def _building(text: str) -> str:
    return building_name(_western(text))


def _compound(text: str, *, certain: bool) -> str:
    """The compound at the end of what stands before the building (certain), or a name that ends
    like a compound's before the words of a title."""
    name = text if certain else _TITLE_WORDS.sub("", text)
    name = re.sub(rf"[^{_HAN}A-Za-z0-9]", "", name)
    name = re.sub(r"^(?:第?\d+|[的之])+", "", name)
    if not name or len(name) > 12:
        return ""
    if certain and len(name) >= 2 and not _TITLE_WORDS.search(name):
        return compound_name(name)
    if name.endswith(_COMPOUND_END) and len(name) >= 3:
        return compound_name(name)
    return ""


def _western(text: str) -> str:
    """十二栋 → 12栋; anything else as it is."""
    found = re.match(r"第?([一二三四五六七八九十]{1,3})(?=\D)", text)
    if found is None:
        return text
    number = unit_name(found.group(1)).removesuffix("单元")
    return number + text[found.end() :] if number.isdigit() else text


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
    compound = compound_name(options.compound) if options.compound.strip() else ""
    building = options.building.strip()
    if building:
        inside = place_in_text(building)
        compound = compound or inside.compound
        building = inside.building or building_name(building)
    return Place(
        community=community_name(options.community) if options.community.strip() else "",
        compound=compound,
        building=building,
    )


def building_cell(text: str) -> tuple[str, str]:
    """(compound or "", building) of a cell: 24, 24栋, 东锦苑24号楼, 十二栋."""
    plain = _western(re.sub(r"\s", "", folded(text)))
    found = _BUILDING.search(plain)
    if found is not None and found.start() > 0:
        before = re.sub(rf"^[{_HAN}]{{2,8}}?社区", "", plain[: found.start()])
        compound = _compound(before, certain=True) if before else ""
        if compound:
            return compound, _building(found.group())
    return "", building_name(plain)


_UNIT_ROOM = re.compile(r"(\d{1,2})-(\d{2,5}(?:-\d{1,2})?)")
_PARTS = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")


def split_address(text: str) -> Address:
    """东锦苑24栋1单元101室, 24-1-101 and 1单元101 taken apart."""
    plain = re.sub(r"\s", "", folded(text)).replace("—", "-").replace("－", "-").replace("_", "-")
    dashes = plain.split("-")
    if _PARTS.fullmatch(plain) and 2 <= len(dashes) <= 3:
        building = building_name(dashes[0]) if len(dashes) == 3 else ""
        return Address(building=building, unit=unit_name(dashes[-2]), room=room_name(dashes[-1]))
    _, rest = _cut(_STREET, plain)
    community, rest = _cut(_COMMUNITY, rest)
    compound = building = ""
    found = _BUILDING.search(rest)
    if found is not None:
        compound = _compound(rest[: found.start()], certain=True)
        building, rest = _building(found.group()), rest[found.end() :]
    unit = ""
    named = _UNIT.search(rest)
    numbered = _UNIT_ROOM.fullmatch(rest.strip("-,、. "))
    if named is not None:
        unit, rest = unit_name(named.group()), rest[named.end() :]
    elif numbered is not None and building:
        unit, rest = unit_name(numbered[1]), numbered[2]
    return Address(
        community=community_name(community) if community else "",
        compound=compound,
        building=building,
        unit=unit,
        room=room_name(rest.strip("-,、. ")),
    )


def section_place(text: str) -> Place | None:
    """What a row with a single cell says about the rows below it: 福锦苑1栋, 2单元; None for any
    other text."""
    bare = _SECTION.sub("", text)
    if not bare or len(bare) > 40:
        return None
    found = place_in_text(bare)
    return found if found.building or found.unit or found.compound else None
