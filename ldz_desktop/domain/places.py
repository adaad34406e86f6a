"""Places: street, community, compound, building, in the words offices use for them."""

import re
from typing import Literal

from ldz_desktop.domain.typed import narrow
from ldz_desktop.record import record

ScopeName = Literal["小区", "社区", "街道", "全区"]
SCOPES: tuple[ScopeName, ...] = ("小区", "社区", "街道", "全区")

PlaceKind = Literal["all", "community", "compound", "building"]


@record
class PlaceRef:
    """A node of the tree: the whole office (id 0), a community, a compound or a building."""

    kind: PlaceKind
    id: int = 0


ALL = PlaceRef("all")


@record
class Building:
    id: int
    compound_id: int
    community_id: int
    street: str
    community: str
    compound: str
    name: str

    @property
    def title(self) -> str:
        return f"{self.compound}{self.name}"


_NUMBER = re.compile(r"\d+")


def natural_key(text: str) -> str:
    """A string that sorts 2栋 before 10栋 and 负1层 before 1层, as plain text in any database."""
    padded = _NUMBER.sub(lambda m: m.group().lstrip("0").rjust(6, "0"), text)
    return "!" + padded if text.startswith(("负", "-")) else padded


def community_name(text: str) -> str:
    """The short name of a community: offices write 西锦社区, 西锦社区居委会, 西锦社区居民委员会."""
    name = re.sub(r"\s", "", text)
    for tail in ("居民委员会", "社区居委会", "居委会", "党支部", "党委", "党总支"):
        if name.endswith(tail) and len(name) > len(tail):
            name = name[: -len(tail)]
            break
    return name if name.endswith(("社区", "村")) else name + "社区"


def compound_name(text: str) -> str:
    """The short name of a compound: 东锦苑小区 and 东锦苑 are the same place."""
    name = re.sub(r"\s", "", text)
    return name[:-2] if name.endswith("小区") and len(name) > 3 else name


_BUILDING_WORDS: tuple[tuple[str, str], ...] = (
    ("号楼栋", "栋"),
    ("号楼", "栋"),
    ("号栋", "栋"),
    ("楼栋", "栋"),
    ("幢", "栋"),
    ("棟", "栋"),
    ("座楼", "座"),
    ("#楼", "栋"),
    ("#", "栋"),
    ("楼", "栋"),
)


def building_name(text: str) -> str:
    """The usual name of a building: 12, 12号楼, 12幢, 12# and 第12栋 are all 12栋; A座 stays."""
    name = re.sub(r"\s", "", text)
    name = narrow(name).removeprefix("第")
    for word, usual in _BUILDING_WORDS:
        if name.endswith(word) and len(name) > len(word):
            name = name[: -len(word)] + usual
            break
    if re.fullmatch(r"\d+", name):
        return name.lstrip("0") + "栋" if name.strip("0") else "0栋"
    if re.fullmatch(r"[A-Za-z]", name):
        return name.upper() + "栋"
    return re.sub(r"^0+(?=\d)", "", name)


def unit_name(text: str) -> str:
    """The usual name of a unit: 1, 01, 1单元 and 一单元 are 1单元; empty stays empty."""
    name = narrow(re.sub(r"\s", "", text))
    if not name:
        return ""
    bare = name.removesuffix("单元").removesuffix("门")
    bare = _chinese_number(bare) or bare
    if re.fullmatch(r"\d+", bare):
        return (bare.lstrip("0") or "0") + "单元"
    return bare + "单元" if re.fullmatch(r"[A-Za-z]", bare) else name


_ROOM_TAILS = ("号房", "室", "号", "房")
_NUMBERED = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ零〇一二三四五六七八九十]$")


def room_name(text: str) -> str:
    """A room as it stands on the door: 101室, 101号 and 101号房 are 101; 101-1, 负1层3, A座 stay,
    and names like 值班室."""
    name = narrow(re.sub(r"\s", "", text))
    bare = _without_tail(name)
    return bare if _NUMBERED.search(bare) else name


def room_variants(room: str) -> tuple[str, ...]:
    """What the same room may be called on file, itself first. Names lost their last character once
    (值班 for 值班室), and lists of that time still say so."""
    if _NUMBERED.search(room):
        return (room,)
    bare = _without_tail(room)
    if bare != room:
        return room, bare
    return room, *(room + tail for tail in _ROOM_TAILS)


def _without_tail(name: str) -> str:
    for tail in _ROOM_TAILS:
        if name.endswith(tail) and len(name) > len(tail):
            return name[: -len(tail)]
    return name


def _chinese_number(text: str) -> str | None:
    digits = "零一二三四五六七八九"
    if not text or any(c not in digits + "十" for c in text):
        return None
    if text == "十":
        return "10"
    tens, ten, ones = text.partition("十")
    if not ten:
        return str(digits.index(text)) if len(text) == 1 else None
    return str((digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0))


def find_buildings(text: str, buildings: tuple[Building, ...]) -> tuple[Building, ...]:
    """The buildings somebody means by 福锦苑1栋, 兴新社区福锦苑1栋, 福锦苑 1号楼 or just 1栋."""
    wanted = re.sub(r"[\s/·、,，-]", "", text)
    for parts in (("community", "compound", "name"), ("compound", "name"), ("name",)):
        found = tuple(b for b in buildings if wanted == "".join(getattr(b, p) for p in parts))
        if found:
            return found
    usual = _split_building(wanted)
    return find_buildings(usual, buildings) if usual != wanted else ()


def _split_building(text: str) -> str:
    match = re.fullmatch(r"(.*?)(第?[0-9０-９A-Za-z]+[^0-9]{0,3})", text)
    if match is None:
        return text
    place = match.group(1).replace("居民委员会", "").replace("小区", "")
    return place + building_name(match.group(2))
