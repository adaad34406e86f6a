"""The change journal: one mechanism for history, audit and undo (reliability.md §2.3).

Generated triggers write an entry for every field that changes and for every row that comes or goes.
They call functions that only this program registers, so a write by a foreign tool fails instead of
escaping the journal. A batch is one action of one person: the unit of undo, chained by hash to the
batch before. Satisfaction sheets, drafts and booklets are not journalled.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from ldz_desktop.record import record

Values = tuple[Any, ...]

JOURNALLED: Mapping[str, tuple[str, ...]] = {
    "community": ("id", "name", "street", "sort_key"),
    "compound": ("id", "community_id", "name", "sort_key"),
    "building": ("id", "compound_id", "name", "sort_key"),
    "dwelling": (
        "id", "building_id", "unit", "room", "sort_key", "tenure", "landlord_name",
        "landlord_phone",
    ),
    "household": (
        "id", "dwelling_id", "file_no", "note", "checked_on", "opened_on", "closed_on",
        "contact_name", "contact_phone", "contact_relation",
    ),
    "resident": (
        "id", "household_id", "position", "name", "relation", "id_type", "id_number", "id_old",
        "sex", "birth", "ethnic", "education", "occupation", "workplace", "health", "political",
        "marital", "phone", "registered_here", "lives_here", "registered_address", "state",
        "state_on", "note", "father_id", "mother_id", "spouse_id",
    ),
    "stay": ("id", "resident_id", "household_id", "dwelling_id", "from_on", "to_on", "why"),
    "tag": ("id", "resident_id", "kind", "from_on", "to_on", "basis"),
    "visit": ("id", "household_id", "resident_id", "visited_on", "visitor", "note"),
    "attachment": ("id", "household_id", "resident_id", "kind", "title", "added_on", "removed_on"),
    "leader": (
        "id", "name", "sex", "id_number", "birth", "political", "education", "phone", "note",
        "branch", "former_work", "service",
    ),
    "tenure": (
        "id", "leader_id", "building_id", "started_on", "ended_on", "end_reason", "term_end",
        "document_no", "certificate_no",
    ),
    "scan": (
        "id", "owner", "owner_id", "kind", "title", "added_on", "removed_on",
    ),
    "selection": (
        "id", "building_id", "begun_on", "way", "held_on", "held_at", "eligible", "returned",
        "criteria", "posting_id", "appointed_on", "document_no", "certificate_no", "term_end",
        "tenure_id", "closed_on", "close_reason", "note",
    ),
    "candidate": (
        "id", "selection_id", "resident_id", "leader_id", "name", "sex", "birth", "id_number",
        "political", "education", "phone", "votes", "chosen", "checks", "reviewer", "reviewed_on",
        "passed", "review_note",
    ),
    "posting": (
        "id", "kind", "title", "about", "unit", "place", "contact", "drafted_on", "posted_on",
        "days", "day_unit", "last_on", "certain", "withdrawn_on", "withdraw_reason", "reported_on",
        "next_step", "note", "conclusion", "content", "previous_id",
    ),
    "objection": (
        "id", "posting_id", "received_on", "channel", "from_whom", "matter", "decided_on",
        "decided_by", "decision", "upheld", "reason",
    ),
    "party_step": (
        "id", "leader_id", "stage", "happened_on", "note",
    ),
    "commitment": (
        "id", "leader_id", "made_on", "matter", "due_on", "kept_on", "note",
    ),
    "course": (
        "id", "kind", "title", "subjects", "held_on", "until_on", "place", "teacher", "minutes",
        "certificate", "note",
    ),
    "attendance": (
        "id", "course_id", "leader_id", "minutes", "certificate_no", "note",
    ),
    "duty_template": (
        "id", "edition", "from_month", "duties",
    ),
    "duty_record": (
        "id", "tenure_id", "month", "edition", "duty", "done_on", "times", "note",
    ),
    "caution": (
        "id", "tenure_id", "stage", "months", "done_on", "done_by", "place", "said", "promised",
        "review_on", "decision", "reason", "first_signer", "second_signer", "signed_on", "note",
        "way", "reviewed_on", "review_note", "second_signed_on",
    ),
    "handover": (
        "id", "tenure_id", "to_tenure_id", "receiver", "held_on", "items", "giver_signed",
        "receiver_signed", "witness", "finished_on", "note",
        "giver", "giver_absent",
    ),
    "reward": (
        "id", "leader_id", "building_id", "kind", "month", "cents", "title", "basis",
        "proposed_on", "approved_on", "approved_by", "paid_on", "paid_by", "cancelled_on",
        "cancel_reason", "note",
    ),
    "flag": ("id", "number", "scope", "acquired_on", "retired_on", "note"),
    "flag_holding": (
        "id", "flag_id", "building_id", "month", "from_on", "to_on", "handed_by", "received_by",
        "note",
    ),
    "flag_decision": (
        "id", "month", "community", "buildings", "decided_on", "decided_by", "reason",
    ),
    "award": (
        "id", "year", "kind", "building_id", "leader_id", "basis", "voters", "votes_for",
        "decided_on", "certificate_no", "posting_id", "cancelled_on", "cancel_reason", "note",
        "chaired_by",
    ),
}  # fmt: skip
"""Table → the columns a person can change, the key first. Derived columns (pinyin, version) are
left out; what attachment and scan hold (body, thumbnail) never changes. New columns of a table
go to the end: entries of deleted rows keep their values by position."""


@record
class Action:
    """What somebody is doing. what: a few Chinese words (修改成员, 换户主); about: the household or
    leader it is about, "" for none; reason: why, where it was asked; undoes: the batch it takes
    back, 0 for none."""

    what: str = ""
    actor: str = ""
    at: str = ""
    reason: str = ""
    about: str = ""
    undoes: int = 0


@dataclass(slots=True)
class Batch:
    """The batch of the running transaction."""

    id: int
    action: Action
    entries: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


class Journal:
    """The functions the triggers call, and the batch they write into. One for each database."""

    def __init__(self) -> None:
        self.batch: Batch | None = None

    def register(self, connection: apsw.Connection) -> None:
        """Innocuous: the schema itself is trusted with nothing else (trusted_schema=0)."""
        for name, function, count in (
            ("journal_batch", self._batch_id, 0),
            ("journal_entry", self._entry, 6),
        ):
            connection.create_scalar_function(name, function, count, flags=apsw.SQLITE_INNOCUOUS)

    def inserted(self, table: str, ids: Sequence[int]) -> list[Values]:
        """Count the insertion of those rows into the batch; the entries as rows of LOG_COLUMNS.

        Consecutive keys are one entry of kind SPAN, from row_id to new: an import of 65,000 people
        would otherwise write as many entries that all say the same.
        """
        batch = self._running()
        entries: list[Values] = []
        for first, last in _runs(ids):
            number = batch.entries + 1
            batch.entries += last - first + 1
            stored: Values = (table, first, "", "insert", None, None)
            if last > first:
                stored = (table, first, "", SPAN, None, last)
            batch.digest.update(entry_text(number, stored))
            entries.append((batch.id, number, *stored))
        return entries

    def _batch_id(self, *nothing: Any) -> int:  # noqa: ANN401
        del nothing
        return self._running().id

    def _entry(self, *entry: Any) -> int:  # noqa: ANN401 - values of any column
        """Counts an entry into the batch's digest; its number within the batch."""
        batch = self._running()
        batch.entries += 1
        batch.digest.update(entry_text(batch.entries, entry))
        return batch.entries

    def _running(self) -> Batch:
        if self.batch is None:
            raise RuntimeError("a journalled table was written outside Database.transaction")
        return self.batch


def _runs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of every run of consecutive keys."""
    start = 0
    for index in range(1, len(ids) + 1):
        if index == len(ids) or ids[index] != ids[index - 1] + 1:
            yield ids[start], ids[index - 1]
            start = index


def entry_text(number: int, entry: Values) -> bytes:
    """What is hashed of an entry: exactly the stored values (table, row, field, kind, old, new)."""
    return repr((number, *entry)).encode()


def chained(previous: str, batch_id: int, action: Action, digest: str) -> str:
    """The hash of a batch: 64 hex digits over the batch before, who did what, and the entries."""
    text = json.dumps(
        [previous, batch_id, action.at, action.actor, action.what, action.reason, action.about,
         action.undoes, digest],
        ensure_ascii=False,
    )  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()


def triggers() -> str:
    """The SQL of all triggers, from JOURNALLED."""
    return "\n".join(_triggers(table, columns) for table, columns in JOURNALLED.items())


def drop_triggers() -> str:
    return "\n".join(
        f"DROP TRIGGER IF EXISTS journal_{table}_{kind};"
        for table in JOURNALLED
        for kind in ("insert", "update", "delete")
    )


SPAN = "inserts"
"""Kind of an entry for rows with consecutive keys that came together: row_id … new."""
LOG_COLUMNS = ("batch_id", "n", "tbl", "row_id", "field", "kind", "old", "new")
_INTO = f"INSERT INTO change_log({', '.join(LOG_COLUMNS)}) "


def _triggers(table: str, columns: tuple[str, ...]) -> str:
    pairs = " UNION ALL ".join(
        f"SELECT '{c}' AS f, OLD.{c} AS o, NEW.{c} AS n" for c in columns[1:]
    )
    row = "json_array(" + ",".join(f"OLD.{c}" for c in columns) + ")"
    return f"""
CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} BEGIN
  {_INTO} SELECT journal_batch(), journal_entry('{table}', NEW.id, '', 'insert', NULL, NULL),
  '{table}', NEW.id, '', 'insert', NULL, NULL; END;
CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} BEGIN
  {_INTO} SELECT journal_batch(), journal_entry('{table}', NEW.id, f, 'update', o, n),
  '{table}', NEW.id, f, 'update', o, n FROM ({pairs}) WHERE o IS NOT n; END;
CREATE TRIGGER journal_{table}_delete AFTER DELETE ON {table} BEGIN
  {_INTO} SELECT journal_batch(), journal_entry('{table}', OLD.id, '', 'delete', {row}, NULL),
  '{table}', OLD.id, '', 'delete', {row}, NULL; END;"""
