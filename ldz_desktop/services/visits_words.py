"""Differences in the clerk's words."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.moves import CHILD_UNTIL
from ldz_desktop.services.core import Core
from ldz_desktop.services.history_words import HistoryWords, as_it_was
from ldz_desktop.services.visits_judging import (
    BOTH,
    CLOSED,
    GONE,
    HEADS,
    NAMED,
    OUTSIDE,
    TAKEN,
    UNFIT,
    UNREADABLE,
)
from ldz_desktop.services.visits_records import Difference
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import Entry
from ldz_desktop.storage.undoing import UndoStore
from ldz_desktop.storage.visits import DifferenceRow

_WHY = {
    BOTH: "办公室和走访都改过。",
    GONE: "办公室已经删除了这条记录，或它所属的记录。",
    CLOSED: "办公室已经注销了这份户档。",
    TAKEN: "这个内容办公室已经登记在另一条记录上。",
    HEADS: "照走访改，这一户就有两位户主，或没有户主；请在户卡上用“换户主”。",
    NAMED: "走访删除了它，但办公室还有记录要用到它。",
    OUTSIDE: "它不在这个走访包带走的楼栋里，走访包不能改动；确实要改的，请在办公室改。",
    UNFIT: "走访包里的内容填得不对（日期、号码、选项等），户卡上也不能这样填；请核对后在办公室改。",
}
_ROW = "（整条记录）"
_CAME, _WENT, _STANDS, _NONE = "新增", "删除", "保留", "没有"


class DifferenceWords:
    """Of the office's rows as they are now. full: nothing is masked (see HistoryWords)."""

    def __init__(self, core: Core, *, full: bool = False) -> None:
        self._core, self._full = core, full
        self._database = core.database
        self._rows = UndoStore(core.database)

    def tell(self, differences: Iterable[DifferenceRow]) -> tuple[Difference, ...]:
        words = HistoryWords(self._core, full=self._full)
        return tuple(self._one(words, one) for one in differences)

    def _one(self, words: HistoryWords, one: DifferenceRow) -> Difference:
        household = household_of(self._database, one)
        row = self._database.row("SELECT file_no FROM household WHERE id = ?", (household,))
        ours = self.ours(one)
        if one.theirs == UNREADABLE and one.field:
            line = words.lines([_entry(one, None, None)])[0]
            now = words.lines([_entry(one, None, ours)])[0]
            texts = (line.field, "", now.after, UNREADABLE)
        elif one.field:
            line = words.lines([_entry(one, one.base, one.theirs)])[0]
            now = words.lines([_entry(one, None, ours)])[0]
            texts = (line.field, line.before, now.after, line.after)
        else:
            line = words.lines([_entry(one, None, None)])[0]
            stands = _STANDS if ours is not None else _NONE
            texts = (_ROW, "", stands, _WENT if one.theirs is None else _CAME)
        return Difference(
            one.id,
            household,
            "" if row is None else str(row[0]),
            words.whose(f"household:{household}") if household else "",
            line.subject if one.field or ours is not None else self._title(one) or line.subject,
            *texts,
            _WHY[one.why],
            may_take(one),
        )

    def ours(self, one: DifferenceRow) -> Any:  # noqa: ANN401 - a value of any column
        """The office's value now; of a whole row its key; None where it is empty or gone."""
        column = one.field or "id"
        found = self._rows.values(one.table, (column,), [one.row_id])
        return found[one.row_id][0] if one.row_id in found else None

    def _title(self, one: DifferenceRow) -> str:
        """The name of somebody who came and is nowhere in the office."""
        came = json.loads(one.theirs) if one.theirs is not None else {}
        name, birth = str(came.get("name", "")), came.get("birth")
        age = None if birth is None else age_on(date.fromisoformat(birth), self._core.today())
        child = age is not None and age < CHILD_UNTIL
        return mask_name(name) if child and not self._full else name


def may_take(one: DifferenceRow) -> bool:
    """Whether somebody can decide for theirs. An identity number that belongs to somebody else can
    be taken once it is corrected there; a row that came has no place here."""
    if not one.field:
        return one.why == BOTH and one.theirs is None
    return one.why == BOTH or (one.why, one.field) == (TAKEN, "id_number")


def household_of(database: Database, one: DifferenceRow) -> int:
    """The file a difference is about (what is gone: was about), 0 where it is about none."""
    if one.table == "household":
        return one.row_id
    if one.table == "dwelling":
        living = "SELECT id FROM household WHERE dwelling_id = ? AND closed_on IS NULL ORDER BY id"
        return int(database.value(living, (one.row_id,)) or 0)
    came = json.loads(one.theirs) if not one.field and one.theirs is not None else {}
    if one.table in ("resident", "visit", "attachment"):
        found = as_it_was(database, one.table, one.row_id, "household_id")
        return int(found or came.get("household_id") or 0)
    if one.table in ("tag", "stay"):
        person = came.get("resident_id") or as_it_was(
            database, one.table, one.row_id, "resident_id"
        )
        return int((person and as_it_was(database, "resident", person, "household_id")) or 0)
    return 0


def _entry(one: DifferenceRow, old: Any, new: Any) -> Entry:  # noqa: ANN401
    kind = "update" if one.field else ("delete" if one.theirs is None else "insert")
    return Entry(0, 0, one.table, one.row_id, one.field, kind, old, new)
