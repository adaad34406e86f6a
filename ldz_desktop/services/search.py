"""One box over everything: names, pinyin, initials, parts of numbers, addresses."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from ldz_desktop.domain.doors import unit_name
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.typed import chinese_number
from ldz_desktop.services.core import Core
from ldz_desktop.services.search_places import SpokenPlaces
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.search import Address, SearchStore, Term
from ldz_desktop.storage.search_words import MIN_DIGITS, plain

HitKind = Literal["resident", "household", "leader"]
_STATES = {"moved": "（已迁出）", "dead": "（已故）"}
_MAX_QUERY = 60
_LEADERS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. id: of the resident, household or leader; household_id: 0 for leaders."""

    kind: HitKind
    id: int
    title: str
    address: str
    household_id: int
    building_id: int


class SearchService:
    """Keeps the list of buildings at hand, so that a keystroke asks only the indexes."""

    def __init__(self, core: Core) -> None:
        self._places = PlaceStore(core.database)
        self._store = SearchStore(core.database)
        self._database = core.database
        self._spoken = SpokenPlaces()
        self._seen: tuple[int, int] | None = None

    def find(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """The best answers, at most `limit`: leaders, then people, then households.

        Several words narrow each other: "张伟 福锦苑", "zw 1栋".
        """
        query = unicodedata.normalize("NFKC", text).strip()[:_MAX_QUERY]
        if not query:
            return ()
        spoken = self._known()
        buildings = spoken.buildings
        if _FILE_NUMBER.fullmatch(query):
            numbered = self._numbered(query, buildings, limit)
            if numbered:
                return numbered
        terms, address = _read(query, spoken)
        places = address or _room(query)
        homes = places is not None and not _names(terms)
        if address is not None and not re.search(r"[\d\s栋座幢]", query):
            terms, address = _terms(query), None  # 金桂 may be a compound, or somebody's name
        hits: list[Hit] = []
        if address is None and len(terms) == 1:
            hits += self._leaders(terms[0], buildings, min(limit, _LEADERS))
        hits += self._people(terms, address, buildings, limit - len(hits))
        if places is not None and homes and len(hits) < limit:
            hits += self._homes(places, buildings, limit - len(hits))
        return tuple(hits)

    # -- answers ---------------------------------------------------------------------------------

    def _leaders(self, term: Term, buildings: dict[int, Building], limit: int) -> list[Hit]:
        return [
            Hit("leader", i, f"{name} 楼栋长", buildings[b].community + buildings[b].title, 0, b)
            for i, name, b in self._store.leaders(term, limit)
        ]

    def _people(
        self,
        terms: list[Term],
        address: Address | None,
        buildings: dict[int, Building],
        limit: int,
    ) -> list[Hit]:
        return [
            Hit(
                "resident", i, name + _STATES.get(state, ""), buildings[b].title + unit + room, h, b
            )
            for i, h, name, state, unit, room, b in self._store.residents(terms, address, limit)
        ]

    def _homes(self, address: Address, buildings: dict[int, Building], limit: int) -> list[Hit]:
        return [
            Hit(
                "household",
                i,
                buildings[b].title + unit + room,
                f"户主 {head} · {members} 人" if head else f"{members} 人",
                i,
                b,
            )
            for i, unit, room, b, head, members in self._store.households(address, limit)
        ]

    def _numbered(self, query: str, buildings: dict[int, Building], limit: int) -> tuple[Hit, ...]:
        """Households by their file number, as it is printed on cards and lists, or its beginning:
        the whole number first."""
        return tuple(
            Hit(
                "household",
                i,
                buildings[b].title + unit + room,
                f"档案号 {number}" + (f" · 户主 {head}" if head else ""),
                i,
                b,
            )
            for i, number, unit, room, b, head in self._store.households_numbered(query, limit)
        )

    def _known(self) -> SpokenPlaces:
        """The buildings, read again when the database has changed."""
        connection = self._database.connection()
        seen = (connection.total_changes(), int(self._database.value("PRAGMA data_version")))
        if seen != self._seen:
            buildings = self._places.buildings()
            if buildings != tuple(self._spoken.buildings.values()):
                self._spoken = SpokenPlaces(buildings)
            self._seen = seen
        return self._spoken


# -- reading a query ------------------------------------------------------------------------------

_ADDRESS = re.compile(
    r"(?P<place>[^\d\s]*?)(?:第?(?P<building>\d+|[A-Za-z])(?:栋|幢|座|号楼|#))?"
    r"(?:(?P<unit>\d+|[一二三四五六七八九])单元)?(?P<room>(?:负?\d+层)?[\dA-Za-z-]{2,8})?(?:室|号)?"
)
_FILE_NUMBER = re.compile(r"[^\W\d_]+-[^\W\d_][^-\s]*-\S*")  # XX-FJY-1-1-101
_DASHED = re.compile(
    r"(?P<place>[^\d\s-]*?)(?P<building>\d{1,3}|(?<![A-Za-z])[A-Za-z])(?:(?:号楼|栋|幢|座|#)-?|-)"
    r"(?:(?P<unit>\d{1,2})(?:单元)?-)?(?P<room>(?:负\d层?)?\d{2,5}(?:-\d{1,2})?|负\d层?)(?:室|号)?"
)
_HAN_NUMBER = re.compile("[一二三四五六七八九十]{1,3}(?=号楼|栋|幢|座|单元)")


def _read(query: str, spoken: SpokenPlaces) -> tuple[list[Term], Address | None]:
    """The query as terms and, where it names a place, an address."""
    number = _whole_number(query)
    if number:
        return [Term("digits", number)], None
    terms: list[Term] = []
    address: Address | None = None
    words = query.split()
    for word in words:
        place = _place(word, spoken, within=address)
        if place is not None:
            address = place
        elif address and not address.room and not terms and re.fullmatch(r"\d{1,4}", word):
            address = replace(address, room=word)  # 福锦苑1栋 1102
        elif len(words) > 1 and re.fullmatch(r"\d{1,4}", word):
            terms.append(Term("room", word))
        else:
            terms += _terms(word)
    return _spelled_together(terms), address


_NUMBER_SIGNS = re.compile(r"[\s()+–—-]")
_WHOLE_NUMBER = re.compile(r"(?:86)?(1\d{10}|0\d{9,11}|\d{17}[\dX])")
_AREA_CODE = re.compile(r"\(?0\d{2,3}\)?-? ?\d{3,8}")


def _whole_number(query: str) -> str:
    """A telephone or identity number written in parts (138 1234 5678, 0827-526, 511902 1967…) as
    one; "" for anything else."""
    bare = _NUMBER_SIGNS.sub("", query).upper()
    found = _WHOLE_NUMBER.fullmatch(bare)
    if found is not None:
        return found[1]
    return bare if _AREA_CODE.fullmatch(query) and not query.isdecimal() else ""


def _spelled_together(terms: list[Term]) -> list[Term]:
    """wang yan is wangyan."""
    letters = [term.text for term in terms if term.kind == "letters"]
    if len(letters) < 2:  # nothing to join
        return terms
    others = [term for term in terms if term.kind != "letters"]
    return [*others, Term("letters", "".join(letters), tuple(letters))]


def _place(word: str, spoken: SpokenPlaces, within: Address | None) -> Address | None:
    """福锦苑, 福锦苑1栋, 福锦苑1栋2单元1102, 1栋, 2单元, 1-2-1102; None for anything else."""
    word = _HAN_NUMBER.sub(lambda found: str(chinese_number(found[0]) or found[0]), word)
    match = _DASHED.fullmatch(word) or _ADDRESS.fullmatch(word)
    if match is None or not any(match.groupdict().values()):
        return None
    parts = match.groupdict()
    place, number, unit = parts.get("place") or "", parts["building"], parts.get("unit")
    if not number and not unit and not place:
        return None
    inside = within.buildings if within else None
    room = parts.get("room") or None
    buildings = spoken.meant(place, number or "", inside)
    if not buildings and number and not room and word.endswith(number):
        buildings, room = spoken.meant(place, "", inside), number  # 福锦苑综合楼101
    if not buildings:
        return None
    return Address(
        buildings,
        unit_name(unit) if unit else (within.unit if within else None),
        room or (within.room if within else None),
    )


_ROOM_LENGTH = 7  # 1-1-1102 is longer, and known by then


def _terms(word: str) -> list[Term]:
    """A word as a number, pinyin or a name; [] for one or two digits and for mere signs."""
    if re.fullmatch(r"\d[\d-]+\d", word) and "-" in word and len(word) > _ROOM_LENGTH:
        word = word.replace("-", "")
    if re.fullmatch(r"\d+[xX]?", word):
        return [Term("digits", word.upper())] if len(word) >= MIN_DIGITS else []
    bare = plain(word)
    if bare.isascii() and bare.isalpha():
        return [Term("letters", bare)]
    return [Term("han", bare)] if bare else []


def _names(terms: list[Term]) -> bool:
    return any(t.kind in ("han", "letters") for t in terms)


def _room(query: str) -> Address | None:
    """A bare number may be a room: 1102, 101-1."""
    return Address(None, None, query) if re.fullmatch(r"\d{1,4}(-\d{1,3})?", query) else None
