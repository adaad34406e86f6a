"""People who come: new ones to fill in, and ones who are on file already."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import HEAD, Resident
from ldz_desktop.domain.identity import check_id
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.search import Hit
from ldz_desktop.ui.households.moves.finder import Finder
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import BirthEditor, ChoiceEditor, CodeEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

_PROPOSED = 3
_BLANK = Resident(0, 0, "")


class PersonFields(QFrame):
    """One person. changed: a field changed; gone: to be taken out of the list again."""

    changed = Signal()
    gone = Signal()

    def __init__(self, person: Resident, title: str, today: date) -> None:
        """person: a relation proposed; with an id somebody on file, of whom only the relation is
        asked."""
        super().__init__()
        self.setProperty("role", "card")
        self.person = person
        self._today = today
        self.form = Form()
        known = person.id > 0
        if not known:
            self.form.add("name", "姓名", TextEditor(longest=50))
        self.form.add("relation", "与户主关系", ChoiceEditor(codes.RELATION, empty=_empty(known)))
        if not known:
            self.form.add("id_number", "证件号码", CodeEditor("可不填", longest=30))
            self.form.add("sex", "性别", ChoiceEditor(codes.SEX))
            self.form.add("birth", "出生日期", BirthEditor())
            self.form.add("phone", "电话", CodeEditor("可不填", longest=30))
            number = self.form.editor("id_number")
            number.changed.connect(self._number_typed)  # type: ignore[attr-defined]
        self.form.set_values({"relation": person.relation})
        self.form.changed.connect(self.changed)
        self.remove_button = button("移除", self.gone.emit, role="link")
        self.remove_button.setAccessibleName(f"移除{title}")
        layout = column(row(label(title, "strong"), None, self.remove_button), self.form, spacing=6)
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        self.setLayout(layout)

    def value(self) -> Resident:
        values = self.form.values()
        if "name" in values:
            values["name"] = values["name"] or ""
        return replace(self.person, **values)

    def problems(self) -> tuple[Problem, ...]:
        """What cannot be read, or is missing."""
        values = self.form.values()
        missing = "name" in values and not values["name"]
        name = (Problem("refused", "name", "required", "请填写姓名"),) if missing else ()
        return (*name, *self.form.unreadable())

    def _number_typed(self) -> None:
        """A whole number fills in sex and birth where they are empty."""
        values = self.form.values()
        number = values["id_number"] or ""
        if len(number) not in (15, 18):
            return
        found = check_id(number, self._today)
        for key, value in (("birth", found.birth), ("sex", found.sex)):
            if found.ok and value is not None and values[key] is None:
                editor = self.form.editor(key)
                editor.set_value(value)  # type: ignore[attr-defined]


def _empty(known: bool) -> str:
    return "由程序推定" if known else "未填"


class ArrivalList(QFrame):
    """The people who come. changed: one of them changed; value(): as records."""

    changed = Signal()

    def __init__(self, bench: Bench, window: QWidget) -> None:
        """window: the dialog."""
        super().__init__()
        self._today = bench.office.today()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(8))
        self.people: list[PersonFields] = []
        self.add_button = button("添加一人(&A)", lambda: self.add(_BLANK), icon="add")
        self.finder = Finder(
            bench, "或从档案里找：姓名、号码、房号", kind="resident", window=window
        )
        self.finder.chosen.connect(self._found)
        layout = column(self._rows, row(self.add_button, None), self.finder, spacing=8)
        self.setLayout(layout)
        self.setFocusProxy(self.add_button)

    def value(self) -> tuple[Resident, ...]:
        return tuple(p.value() for p in self.people)

    def set_value(self, value: Sequence[Resident]) -> None:
        for one in list(self.people):
            self._remove(one)
        for person in value:
            self.add(person)

    def add(self, person: Resident, title: str = "") -> PersonFields:
        """One more; the first of a household without a head is proposed as its head."""
        one = PersonFields(person, title or f"第 {len(self.people) + 1} 位", self._today)
        one.changed.connect(self.changed)
        one.gone.connect(lambda: self._remove(one))
        self.people.append(one)
        self._rows.addWidget(one)
        one.form.editor(one.form.keys()[0]).setFocus()
        self.changed.emit()
        return one

    def problems(self) -> bool:
        """Show what the fields cannot read; True where there is something."""
        fine = True
        for one in self.people:
            fine = one.form.set_problems(one.problems()) and fine
        return not fine

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Those of the plan: arrivals.0.id_number."""
        for number, one in enumerate(self.people):
            prefix = f"arrivals.{number}."
            own = [
                replace(p, field=p.field.removeprefix(prefix), proposals=p.proposals[:_PROPOSED])
                for p in problems
                if p.field.startswith(prefix)
            ]
            one.form.set_problems(own)

    def _found(self, hit: Hit) -> None:
        if any(p.person.id == hit.id for p in self.people):
            return
        person = replace(_BLANK, id=hit.id)
        self.add(person, f"{hit.title}（{hit.address}）")

    def _remove(self, one: PersonFields) -> None:
        self.people.remove(one)
        self._rows.removeWidget(one)
        one.hide()
        one.deleteLater()
        self.changed.emit()


def proposed_head() -> Resident:
    return replace(_BLANK, relation=HEAD)
