"""Places: street, community, compound, building, in the words offices use for them.

A name is kept as it is written; only a building's number is brought to one form (1号楼 is 1栋).
What names the same place is told by its key: 福锦苑小区 is 福锦苑, 兴新社区居委会 is 兴新社区.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from ldz_desktop.domain.typed import chinese_number, narrow
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


def place_name(text: str) -> str:
    """The name of a community or a compound as it is kept: as written, without blanks."""
    return re.sub(r"\s", "", text)


def community_key(text: str) -> str:
    """Equal for one community: 兴新, 兴新社区, 兴新社区居委会, 兴新社区居民委员会; the village
    柳林村 and its committee; never for the village 柳林村 and the community 柳林社区."""
    return short_community(_folded(text)).lower()


_BODIES = re.compile(
    r"(?:居民委员会|居委会?|社区党群服务中心|党群服务中心|便民服务站|工作站|居民党总支"
    r"|(?:中共)?(?:党支部|党总支|党委|总支部委员会|支部委员会))$"
)
_VILLAGE_BODIES = re.compile(r"村?(?:村民委员会|村委会?)$")


def short_community(name: str) -> str:
    """The name alone: 兴新 of 兴新社区 and of 兴新社区居民委员会, 柳林村 of 柳林村村民委员会."""
    village = _VILLAGE_BODIES.search(name)
    if village is not None and village.start():
        return name[: village.start()] + "村"
    bare = _BODIES.sub("", name) or name
    rest = bare.removesuffix("社区")
    return bare if rest in ("", bare) or _is_village(rest) else short_community(rest)


def _is_village(name: str) -> bool:
    """柳林村 may lie beside a 柳林村社区; 东风新村 is no village."""
    return name.endswith("村") and not name.endswith("新村")


def compound_key(text: str) -> str:
    """Equal for one compound: 福锦苑 and 福锦苑小区."""
    name = _folded(text)
    return (name.removesuffix("小区") or name).lower()


_BUILDING_WORD = r"号楼栋|号楼|号栋|号幢|楼栋|栋楼|幢楼|座楼|#楼|#|栋|幢|棟|楼|座|号"
_HAN_NUMBER = "[零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}"
_NUMBERED_BUILDING = re.compile(
    rf"第?(?P<number>[A-Za-z]?\d{{1,4}}(?:-\d{{1,3}})?|[A-Za-z]|{_HAN_NUMBER})"
    rf"(?P<word>{_BUILDING_WORD})?"
)
_ENDS = re.compile(rf"(?:{_BUILDING_WORD})$")
_KEPT_WORDS = ("座", "号")


def building_name(text: str) -> str:
    """A building's name as it is kept: 12, 12号楼, 12幢, 12#, 十二栋 and 第12栋 are all 12栋; A座,
    综合楼 and every other name stay."""
    name = _folded(text)
    found = _NUMBERED_BUILDING.fullmatch(name)
    number = "" if found is None else _western(found["number"]).upper()
    if found is None or not number:
        return name
    word = found["word"]
    if word in _KEPT_WORDS:
        return number + word
    return number + ("栋" if word or re.fullmatch(r"\d+|[A-Z]", number) else "")


def building_key(text: str) -> str:
    """Equal for one building of a compound: 12栋, 12座 and 12号; 综合楼 and 综合栋."""
    name = building_name(text)
    return _ZEROS.sub("", _ENDS.sub("", name) or name).lower()


_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def _western(number: str) -> str:
    """十二 as 12; figures without the zeros before them; "" for 三八, which is a name."""
    if number.isascii():
        return _ZEROS.sub("", number)
    counted = chinese_number(number)
    return "" if counted is None else str(counted)


def _folded(text: str) -> str:
    return narrow(re.sub(r"\s", "", text))


PlaceTable = Literal["community", "compound", "building"]
_KEYS: Mapping[PlaceTable, Callable[[str], str]] = {
    "community": community_key,
    "compound": compound_key,
    "building": building_key,
}


class NamedPlaces:
    """Places of one kind by the place they lie in and their name, in whatever spelling.

    Names that are equal to the letter win over those that only mean the same; of several of those
    the first that was put in.
    """

    def __init__(self, table: PlaceTable) -> None:
        self._key = _KEYS[table]
        self._exact: dict[tuple[int, str], int] = {}
        self._meant: dict[tuple[int, str], int] = {}

    def put(self, within: int, name: str, place: int) -> None:
        """within: the id of the place around it, 0 for a community."""
        self._exact.setdefault((within, name), place)
        self._meant.setdefault((within, self._key(name)), place)

    def get(self, within: int, name: str) -> int | None:
        """The place's id, None where there is none of that name."""
        found = self._exact.get((within, name))
        return self._meant.get((within, self._key(name))) if found is None else found


def find_buildings(text: str, buildings: tuple[Building, ...]) -> tuple[Building, ...]:
    """The buildings somebody means by 福锦苑1栋, 兴新社区福锦苑小区1栋, 福锦苑 1号楼 or 1栋."""
    wanted = re.sub(r"[\s/·、,，-]", "", text)
    for parts in (("community", "compound", "name"), ("compound", "name"), ("name",)):
        found = tuple(b for b in buildings if wanted == "".join(getattr(b, p) for p in parts))
        if found:
            return found
    return tuple(b for b in buildings if _says(wanted, b))


def _says(text: str, building: Building) -> bool:
    """Whether a text names the building, with or without its community and compound."""
    short = short_community(building.community)
    communities = (building.community, short + "社区", short, "")
    bare = building.compound.removesuffix("小区")
    compounds = (building.compound, bare + "小区", bare, "")
    wanted = building_key(building.name)
    return any(
        building_key(text.removeprefix(community).removeprefix(compound)) == wanted
        for community in communities
        for compound in compounds
    )
