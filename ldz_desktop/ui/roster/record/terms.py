"""任职经历: every term of the leader, the newest first, with the reason it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.records import Column
from ldz_desktop.ui.roster.facts import time_between
from ldz_desktop.ui.roster.record.list_form import ListForm

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.domain.places import Building
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.services.roster import TenureRow
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.forms import Form

_FIELDS = (
    "building_id", "started_on", "ended_on", "end_reason", "term_end", "document_no",
    "certificate_no",
)  # fmt: skip


def _day(day: "date | None", empty: str) -> str:
    return date_text(day) if day else empty


def _columns(today: "date") -> "tuple[Column[TenureRow], ...]":
    return (
        Column("building", "楼栋", lambda t: t.building.title, width=120),
        Column(
            "started", "任职日期", lambda t: _day(t.tenure.started_on, "不详"), width=126,
            sort=lambda t: t.tenure.started_on,
        ),
        Column(
            "ended", "卸任日期", lambda t: _day(t.tenure.ended_on, "在任"), width=126,
            sort=lambda t: t.tenure.ended_on,
            chip=lambda t: None if t.tenure.ended_on else "green",
        ),
        Column(
            "length", "时长",
            lambda t: time_between(t.tenure.started_on, t.tenure.ended_on or today), width=96,
            sortable=False, tone=lambda t: "muted",
        ),
        Column(
            "term_end", "届满", lambda t: _day(t.tenure.term_end, "—"), width=126,
            sort=lambda t: t.tenure.term_end,
        ),
        Column(
            "reason", "卸任原因", lambda t: t.tenure.end_reason or "", width=0,
            tip=lambda t: t.tenure.end_reason or "",
        ),
        Column("document", "任命文号", lambda t: t.tenure.document_no or "", width=120),
    )  # fmt: skip


class TermsSection(ListForm["TenureRow", Tenure]):
    """Enter corrects a term; 补登 writes an earlier one down."""

    title = "任职经历"
    add_caption = "补登任期(&A)"
    giving_way = ("document", "length", "term_end")

    def __init__(self, bench: "Bench") -> None:
        self._buildings: tuple[Building, ...] = ()
        empty = ("还没有任期", "在花名册里登记任职，或者在这里补登以前的任期。")
        super().__init__(bench, _columns(bench.office.today()), empty)

    @override
    def ident(self, record: "TenureRow") -> int:
        return record.tenure.id

    @override
    def read(self, leader_id: int) -> "Sequence[TenureRow]":
        office = self.bench.office
        self._buildings = office.households.buildings()
        return office.roster.get(leader_id).tenures

    @override
    def counts(self, records: "Sequence[TenureRow]") -> str:
        return f"{len(records)} 段任期" if records else ""

    @override
    def stored_line(self, record: "TenureRow") -> bool:
        """The one in office ends by 卸任."""
        return record.tenure.ended_on is not None

    @override
    def fields(self, form: "Form", record: "TenureRow | None") -> None:
        pairs: list[tuple[object, str]] = [(0, "请选择")]
        pairs += [(b.id, b.title) for b in self._buildings]
        current = record is not None and record.tenure.ended_on is None
        form.add("building_id", "楼栋", PickEditor(pairs))
        form.add("started_on", "任职日期", DateEditor())
        form.add("ended_on", "卸任日期", DateEditor("最后一天"))
        form.add("end_reason", "卸任原因", TextEditor("如 任期届满", longest=60))
        form.add("term_end", "届满日期", DateEditor("任期的最后一天"))
        form.add("document_no", "任命文号", TextEditor(longest=40))
        form.add("certificate_no", "证书编号", TextEditor(longest=40))
        if record is not None:
            form.set_values({key: getattr(record.tenure, key) for key in _FIELDS})
        for key in ("ended_on", "end_reason"):
            form.show_field(key, visible=not current)

    @override
    def draft(self, values: Mapping[str, Any], record: "TenureRow | None") -> Tenure:
        term = record.tenure if record is not None else Tenure(0, self.leader_id, 0, None, None)
        return replace(term, **{key: values[key] for key in _FIELDS})

    @override
    def check(self, draft: Tenure) -> "tuple[Problem, ...]":
        return self.bench.office.terms.check(draft)

    @override
    def store(self, draft: Tenure) -> "Done":
        return self.bench.office.terms.save(draft)

    @override
    def delete(self, record: "TenureRow") -> "Done":
        return self.bench.office.terms.remove(record.tenure.id)
