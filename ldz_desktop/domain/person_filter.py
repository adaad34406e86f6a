"""What a list of residents is narrowed to: rules that can be kept, read back and said in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from ldz_desktop.domain import codes
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import BY_NAME, CHILD_BELOW

Axis = Literal["", "yes", "no", "unknown"]
EMPTY = ""
"""Among codes: nothing is written down."""

REGISTERED: Mapping[str, str] = {
    "yes": "户籍在本地", "no": "户籍在外地", "unknown": "户籍未登记"
}  # fmt: skip
LIVES: Mapping[str, str] = {"yes": "住在这里", "no": "不住这里"}
CHECKED: Mapping[int, str] = {
    0: "不限", 3: "近三个月核对过", 6: "近半年核对过", 12: "近一年核对过",
    -6: "超过半年未核对", -12: "超过一年未核对",
}  # fmt: skip
MONTHS: Mapping[int, str] = {0: "不限", **{month: f"{month}月" for month in range(1, 13)}}


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Everything at its default lists every counted resident. Tuples hold codes: any of them may
    apply; "" stands for "not written down". tags: any of them. text: part of occupation or
    workplace. checked: months; positive: checked within them, negative: not checked for so long.
    """

    place: PlaceRef = ALL
    age_from: int | None = None
    age_to: int | None = None
    sex: str = ""
    tags: tuple[str, ...] = ()
    tenure: tuple[str, ...] = ()
    education: tuple[str, ...] = ()
    political: tuple[str, ...] = ()
    marital: tuple[str, ...] = ()
    ethnic: tuple[str, ...] = ()
    text: str = ""
    registered: Axis = ""
    lives: Axis = ""
    birth_month: int = 0
    checked: int = 0
    heads: bool = False

    def as_values(self) -> dict[str, Any]:
        """For JSON: only what differs from the default."""
        plain = asdict(PersonFilter())
        return {key: value for key, value in asdict(self).items() if value != plain[key]}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "PersonFilter":
        """From JSON. Raises ValueError for what this program does not know: a rule that is passed
        over would list people the clerk did not ask for."""
        kinds = {field.name: field.type for field in fields(cls)}
        if not set(values) <= set(kinds):
            raise ValueError(sorted(set(values) - set(kinds)))
        given = dict(values)
        if "place" in given:
            given["place"] = PlaceRef(given["place"]["kind"], int(given["place"]["id"]))
        for name in _CODED:
            if name in given:
                given[name] = tuple(map(str, given[name]))
        return replace(cls(), **given)

    @property
    def names_hidden(self) -> bool:
        """The list itself says something sensitive about everybody on it: health, disability, or
        that they are children."""
        children = self.age_to is not None and self.age_to < CHILD_BELOW
        return children or any(BY_NAME[t].sensitive for t in self.tags if t in BY_NAME)

    def words(self) -> tuple[str, ...]:
        """The rules as a person says them, without the place."""
        parts = [_ages(self.age_from, self.age_to)]
        parts.append(codes.SEX.label(self.sex) if self.sex else "")
        parts.append("或".join(self.tags))
        for name, table in _CODED_TABLES.items():
            parts.append(_any_of(table, getattr(self, name)))
        parts.append(f"职业或单位含“{self.text}”" if self.text else "")
        parts.append(REGISTERED.get(self.registered, ""))
        parts.append(LIVES.get(self.lives, ""))
        parts.append(f"{self.birth_month}月出生" if self.birth_month else "")
        parts.append(CHECKED.get(self.checked, "") if self.checked else "")
        parts.append("只列户主" if self.heads else "")
        return tuple(part for part in parts if part)


_CODED_TABLES: Mapping[str, codes.CodeTable] = {
    "tenure": codes.TENURE, "education": codes.EDUCATION, "political": codes.POLITICAL,
    "marital": codes.MARITAL, "ethnic": codes.ETHNIC,
}  # fmt: skip
_CODED = ("tags", *_CODED_TABLES)


def _ages(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} 岁" if low == high else f"{low}—{high} 岁"
    if low is not None:
        return f"{low} 岁及以上"
    return f"{high} 岁及以下" if high is not None else ""


def _any_of(table: codes.CodeTable, chosen: tuple[str, ...]) -> str:
    return "或".join(table.label(code) if code else f"{table.name}未登记" for code in chosen)
