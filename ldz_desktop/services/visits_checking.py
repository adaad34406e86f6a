"""What forms would refuse of the rows that a pack brings."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.identity import check_id
from ldz_desktop.domain.names import check_name
from ldz_desktop.domain.plausible import check_days, check_grown, check_kin
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.tags import Tag, check_tag
from ldz_desktop.errors import InputError
from ldz_desktop.services.codes import regions
from ldz_desktop.services.pdf_scan import is_pdf, make_scan
from ldz_desktop.services.photo import check_photo
from ldz_desktop.storage.households import RESIDENT_COLUMNS, resident_record

Row = Mapping[str, Any]
People = Callable[[int], Row | None]
"""A resident's row as it will be, None where there is none."""


def refusals(table: str, row: Row, people: People, today: date) -> frozenset[tuple[str, str]]:
    """(column, code of the problem) of what a form refuses in a row. Every value fits its column
    (domain.row_values)."""
    if table not in _CHECKS:
        return frozenset()
    found = _CHECKS[table](row, people, today)
    return frozenset((p.field, p.code) for p in found if p.level == "refused")


def _person(row: Row, people: People, today: date) -> Iterator[Problem]:
    resident = _resident(row)
    yield from check_name(resident.name)
    yield from check_days(resident, today)
    yield from check_grown(resident, today)
    named = (resident.father_id, resident.mother_id, resident.spouse_id)
    kin = {i: found for i in named if i is not None and (found := people(i)) is not None}
    yield from check_kin(resident, {i: _resident(found) for i, found in kin.items()})
    for field, ident in zip(("father_id", "mother_id", "spouse_id"), named, strict=True):
        if ident is not None and (ident == resident.id or ident not in kin):
            yield Problem("refused", field, "nobody", "没有这个人。")
    if resident.id_number:
        yield from check_id(
            resident.id_number, today, regions=regions(),
            sex=resident.sex, birth=resident.birth, id_type=resident.id_type,
        ).problems  # fmt: skip


def _resident(row: Row) -> Resident:
    return resident_record(tuple(row[name] for name in RESIDENT_COLUMNS))


def _tag(row: Row, people: People, today: date) -> Iterator[Problem]:
    person = people(row["resident_id"])
    birth = None if person is None or person["birth"] is None else person["birth"]
    tag = Tag(
        row["id"], row["resident_id"], row["kind"], _day(row["from_on"]), _day(row["to_on"]),
        row["basis"],
    )  # fmt: skip
    yield from check_tag(tag, _day(birth), today)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _stay(row: Row, people: People, today: date) -> Iterator[Problem]:
    del people, today
    if row["from_on"] and row["to_on"] and row["to_on"] < row["from_on"]:
        yield Problem("refused", "to_on", "ends_first", "结束日期早于开始日期。")


def _visit(row: Row, people: People, today: date) -> Iterator[Problem]:
    del people
    if date.fromisoformat(row["visited_on"]) > today:
        yield Problem("refused", "visited_on", "future", "走访日期在今天之后。")


def _picture(row: Row, people: People, today: date) -> Iterator[Problem]:
    """Every picture is opened once: what is none would be opened by the card for ever."""
    del people, today
    for name in ("body", "thumbnail"):
        if name not in row:  # only what was written beside a picture has changed
            continue
        try:
            if name == "body" and is_pdf(row[name]):
                make_scan(row[name])
            else:
                check_photo(row[name])
        except InputError:
            yield Problem("refused", name, "no_picture", "这不是一张图片。")


_CHECKS: Mapping[str, Callable[[Row, People, date], Iterator[Problem]]] = {
    "resident": _person, "tag": _tag, "stay": _stay, "visit": _visit, "attachment": _picture,
}  # fmt: skip
