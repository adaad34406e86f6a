"""Kinds with counts at the left, who has the chosen tag at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QSplitter, QWidget

from ldz_desktop.domain.codes import SEX
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import is_sensitive
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tag_records import TaggedPerson
from ldz_desktop.services.tags import DEFINITION
from ldz_desktop.ui.households.columns import tag_tone
from ldz_desktop.ui.households.tags.words import COMPUTED, HIDDEN, NEVER, address, span
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class _Kind:
    id: int
    name: str
    people: int


class KindView(QWidget):
    """opened(resident id)."""

    opened = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._place: PlaceRef = ALL
        self._lifted = False
        self.kind = ""
        self._kinds: RecordModel[_Kind] = RecordModel(
            [
                Column("name", "标签", lambda k: k.name, width=0, sortable=False,
                       chip=lambda k: tag_tone(k.name) if k.people else "grey"),
                Column("people", "人数", lambda k: f"{k.people:,}", "right", 72, sortable=False,
                       tone=lambda k: None if k.people else "faint"),
            ]
        )  # fmt: skip
        self.kinds = RecordTable(self._kinds, "标签种类")
        self.kinds.current_changed.connect(self._picked)
        today = bench.office.today()
        self._people: RecordModel[TaggedPerson] = RecordModel(_columns(today, self._is_hidden))
        self.people = RecordTable(self._people, "有这种标签的人")
        self.people.opened.connect(self._open)
        self.heading = label("", "title")
        self.show_button = button("显示姓名和依据(&V)", self._reveal, icon="eye")
        self.show_button.setToolTip("会记入日志")
        self._definition = label(DEFINITION, "small", wrap=True)
        self.setLayout(self._columns())

    def _columns(self) -> QLayout:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.setChildrenCollapsible(False)
        left = column(self.kinds, self._definition)
        left.setStretch(0, 1)
        right = column(row(self.heading, None, self.show_button), self.people)
        right.setStretch(1, 1)
        for at, (layout, width) in enumerate(((left, 250), (right, 900))):
            panel = card(layout)
            panel.setMinimumWidth(theme.px(min(width, 420)) if at else theme.px(220))
            split.addWidget(panel)
            split.setStretchFactor(at, at)
        split.setSizes([theme.px(250), theme.px(1000)])
        return column(split)

    # -- reading ---------------------------------------------------------------------------------

    def show_place(self, place: PlaceRef) -> None:
        self._place = place
        self.reload()

    def reload(self) -> None:
        """Counts, then the people of the chosen kind."""
        office, place = self._bench.office, self._place
        self._bench.tasks.run(
            lambda progress: office.tags.counts(place), self._show_kinds, owner=self,
            key="tags.counts",
        )  # fmt: skip
        if self.kind:
            self._read_people()

    def _show_kinds(self, counts: dict[str, int]) -> None:
        rows = [_Kind(n, kind, people) for n, (kind, people) in enumerate(counts.items(), start=1)]
        self._kinds.set_records(rows)
        if not self.kind:
            first = next((k for k in rows if k.people), rows[0])
            self.kinds.select_id(first.id)

    def _picked(self, ident: int) -> None:
        at = self._kinds.row_of(ident)
        if at < 0 or self._kinds.record(at).name == self.kind:
            return
        self.kind = self._kinds.record(at).name
        self._lifted = False
        self._read_people()

    def _read_people(self) -> None:
        office, place, kind = self._bench.office, self._place, self.kind
        self._bench.tasks.run(
            lambda progress: office.tags.people_with(kind, place), self._show_people, owner=self,
            key="tags.people",
        )  # fmt: skip

    def _show_people(self, people: tuple[TaggedPerson, ...]) -> None:
        self._people.set_records(people)
        computed = bool(people) and not any(person.tag_id for person in people)
        self.heading.setText(
            f"{self.kind} {len(people):,} 人{' · ' + COMPUTED if computed else ''}"
        )
        narrow = {"basis": computed, "span": computed, "sex": theme.is_large() and not computed}
        for section, shown in enumerate(self._people.columns):
            self.people.setColumnHidden(section, narrow.get(shown.key, False))
        self.show_button.setVisible(not self._lifted and any(map(self._is_hidden, people)))

    def ids(self) -> list[int]:
        """Residents in the order shown."""
        return [person.id for person in self._people.records()]

    @property
    def revealed(self) -> bool:
        """显示 was pressed for this kind."""
        return self._lifted

    # -- what is sensitive -----------------------------------------------------------------------

    def _is_hidden(self, person: TaggedPerson) -> bool:
        today = self._bench.office.today()
        return not self._lifted and is_sensitive(person.kind, person.birth, today)

    def _reveal(self) -> None:
        office, place, kind = self._bench.office, self._place, self.kind
        count = len(self._people.records())

        def lifted(_: None) -> None:
            self._lifted = True
            self.show_button.hide()
            self.people.viewport().update()

        self._bench.tasks.run(
            lambda progress: office.tags.reveal_kind(kind, place, count), lifted, owner=self
        )

    def _open(self, resident_id: int) -> None:
        self.opened.emit(resident_id)


def _columns(
    today: "date", hidden: Callable[[TaggedPerson], bool]
) -> tuple[Column[TaggedPerson], ...]:
    def age(person: TaggedPerson) -> str:
        return "—" if person.birth is None else str(age_on(person.birth, today))

    def basis(person: TaggedPerson) -> str:
        if not person.tag_id:
            return COMPUTED
        return HIDDEN if hidden(person) and person.basis else person.basis or "—"

    return (
        Column("name", "姓名", lambda p: mask_name(p.name) if hidden(p) else p.name, width=88),
        Column("sex", "性别", lambda p: SEX.label(p.sex), width=52),
        Column("age", "年龄", age, "right", 56, sort=lambda p: _years(p, today)),
        Column(
            "address", "住址",
            lambda p: f"{p.compound}{p.building}" if hidden(p) else address(p), width=0,
            sortable=False,
        ),
        Column("basis", "依据", basis, width=150, tip=basis),
        Column("span", "起止", span, width=220, sort=lambda p: p.from_on),
        Column(
            "visit", "上次走访",
            lambda p: date_text(p.last_visit) if p.last_visit else NEVER, width=128,
            sort=lambda p: p.last_visit, tone=lambda p: None if p.last_visit else "amber-ink",
        ),
    )  # fmt: skip


def _years(person: TaggedPerson, today: "date") -> int | None:
    return None if person.birth is None else age_on(person.birth, today)
