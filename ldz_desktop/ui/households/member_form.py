"""The selected member, to change: every field, checked while it is typed, saved by Enter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import HEAD, Resident
from ldz_desktop.domain.identity import check_id
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.codes import regions
from ldz_desktop.ui.households.details import EVERY_FIELD
from ldz_desktop.ui.households.kin_fields import add_kin_fields, offer_kin
from ldz_desktop.ui.households.occupation import OccupationEditor
from ldz_desktop.ui.households.veiled import VeiledChoice, VeiledText
from ldz_desktop.ui.households.wording import LIVING, REGISTERED, STATES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import (
    BirthEditor,
    ChoiceEditor,
    DateEditor,
    NoteEditor,
    PickEditor,
    TextEditor,
)
from ldz_desktop.ui.kit.forms import UNREADABLE, Form
from ldz_desktop.ui.kit.pieces import button, label, row

if TYPE_CHECKING:
    from ldz_desktop.ui.households.duplicates.hint import DuplicateHint

_NAME_LENGTH = 50
_ID_LENGTHS = (15, 18)
_PROPOSED = 4
_FROM_NUMBER = frozenset({"id_number", "sex", "birth"})
_REGISTERED = tuple((value, text or "未填") for value, text in REGISTERED.items())


class MemberForm(QWidget):
    """save_wanted(Resident), cancelled, reveal_wanted(field). again: keep adding after saving."""

    save_wanted = Signal(object)
    cancelled = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = Resident(0, 0, "")
        self._today = date.max
        self._found: dict[str, Any] = {}
        self.again = False
        self._looking = False
        self._judged: str | None = None
        self._told: tuple[Problem, ...] = ()
        self._hint: DuplicateHint | None = None
        self._title = label("", "title")
        self.form = Form()
        self.form.answers_enter(self.save)
        self._fill()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("plain")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, theme.px(8), 0)
        box.addWidget(self.form)
        box.addStretch(1)
        self._scroll.setWidget(inside)
        self.save_button = button("保存", self.save, role="primary", tip="Enter")
        self.again_button = button("保存并再添一人", self._save_again)
        self.cancel_button = button("取消", self.cancelled.emit, tip="Esc")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._title)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(row(self.save_button, self.again_button, None, self.cancel_button))
        self._soon = self._soon_to(self._look_at_number)
        self._again_soon = self._soon_to(self._look_again)

    def _soon_to(self, verb: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(verb)
        return timer

    def set_hint(self, hint: "DuplicateHint") -> None:
        """What says, below the fields, who on file may already be this person."""
        self._hint = hint
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self._scroll) + 1, hint)
        self.form.changed.connect(self._draft_changed)

    def _draft_changed(self) -> None:
        if self._hint is not None and self.isVisible():
            self._hint.set_draft(self.resident())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._hint is not None:
            self._hint.set_draft(None)

    def _fill(self) -> None:
        add = self.form.add
        add("name", "姓名", TextEditor(longest=_NAME_LENGTH))
        add("relation", "关系", ChoiceEditor(codes.RELATION))
        number = VeiledText("18 位身份证号，或其他证件号")
        add("id_number", "证件号码", number)
        kind, sex, birth = (
            ChoiceEditor(codes.ID_TYPE, empty="按号码判断"),
            ChoiceEditor(codes.SEX),
            BirthEditor(),
        )
        add("id_type", "证件类型", kind)
        add("sex", "性别", sex)
        add("birth", "出生日期", birth)
        phone = VeiledText("手机或座机")
        add("phone", "电话", phone)
        add("ethnic", "民族", ChoiceEditor(codes.ETHNIC))
        add("education", "文化程度", ChoiceEditor(codes.EDUCATION))
        add("marital", "婚姻状况", ChoiceEditor(codes.MARITAL))
        add("political", "政治面貌", ChoiceEditor(codes.POLITICAL))
        add("occupation", "职业", OccupationEditor())
        add("workplace", "工作单位", TextEditor())
        health = VeiledChoice(codes.HEALTH)
        add("health", "健康状况", health)
        add("registered_here", "户籍", PickEditor(_REGISTERED))
        add("lives_here", "居住", PickEditor(tuple(LIVING.items())))
        add("registered_address", "户籍地址", TextEditor(longest=200))
        state = PickEditor(tuple(STATES.items()))
        add("state", "状态", state)
        add("state_on", "日期", DateEditor("迁出或去世的日期"))
        add_kin_fields(self.form)
        add("note", "备注", NoteEditor(lines=2))
        number.reveal_wanted.connect(lambda: self.reveal_wanted.emit("id_number"))
        phone.reveal_wanted.connect(lambda: self.reveal_wanted.emit("phone"))
        number.changed.connect(self._number_changed)
        number.editingFinished.connect(self._look_at_number)
        kind.changed.connect(lambda: self._fact_changed("id_type"))
        sex.changed.connect(lambda: self._fact_changed("sex"))
        birth.editingFinished.connect(lambda: self._fact_changed("birth"))
        state.changed.connect(self._state_changed)
        self._number, self._phone, self._health, self._state = number, phone, health, state

    # -- what is edited --------------------------------------------------------------------------

    @property
    def before(self) -> Resident:
        """The record as it was when editing began."""
        return self._before

    def edit(
        self,
        resident: Resident,
        today: date,
        revealed: frozenset[str],
        people: Sequence[Resident] = (),
    ) -> None:
        """Fill in. A resident with id 0 is a new one. revealed: fields that need no veil; people:
        among whom father, mother and spouse are."""
        self._before, self._today, self._found = resident, today, {}
        self.again = False
        self._judged, self._told = None, ()
        new = resident.id == 0
        self._title.setText("新成员" if new else f"修改 {resident.name}")
        self.again_button.setVisible(new)
        self._looking = True
        offer_kin(self.form, resident, people, today)
        keys = self.form.keys()
        self.form.set_values({key: getattr(resident, key) for key in keys})
        self._looking = False
        if EVERY_FIELD not in revealed:
            self._veil(resident, revealed)
        self.form.set_problems(())
        self._look_at_number()
        self._state_changed()
        self._scroll.verticalScrollBar().setValue(0)
        first = self.form.editor("name")
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, wanted: Resident) -> None:
        """Type what differs from what is being edited."""
        for key in self.form.keys():  # noqa: SIM118 - a form is no dict
            if getattr(wanted, key) != getattr(self._before, key):
                editor: Any = self.form.editor(key)
                editor.set_value(getattr(wanted, key))

    def unveil(self, field: str) -> None:
        """A field was revealed."""
        for key, editor in (("id_number", self._number), ("phone", self._phone)):
            if field in (key, EVERY_FIELD):
                editor.unveil()
        if field in ("health", EVERY_FIELD):
            self._health.unveil()

    def edited(self) -> bool:
        """Something was changed that is not saved."""
        return self.resident() != self._before

    def resident(self) -> Resident:
        """The record as the fields say."""
        values = self.form.values()
        values["name"] = values["name"] or ""
        if values["state"] == "present":
            values["state_on"] = None
        return replace(self._before, **values)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """What the service found; True when nothing of it is a refusal. It looked at the number
        more closely than this form can, so that stands until the number is changed."""
        self._soon.stop()
        self._judged, self._told = self._number.text().strip(), tuple(problems)
        few = [replace(p, proposals=p.proposals[:_PROPOSED]) for p in problems]
        fine = self.form.set_problems(few)
        refused = next((p for p in problems if p.level == "refused"), None)
        keys = self.form.keys()
        if refused is not None and refused.field in keys:
            self._scroll.ensureWidgetVisible(self.form.editor(refused.field))
        return fine

    def save(self) -> None:
        """Hand over what is typed, where it can be read."""
        problems = self.form.unreadable()
        if not (self.form.values()["name"] or ""):
            problems = (Problem("refused", "name", "required", "请填写姓名"), *problems)
        if self.show_problems(problems):
            self.save_wanted.emit(self.resident())

    def _save_again(self) -> None:
        self.again = True
        self.save()

    # -- while typing ----------------------------------------------------------------------------

    def _veil(self, resident: Resident, revealed: frozenset[str]) -> None:
        if "id_number" not in revealed:
            self._number.veil(mask_id(resident.id_number or ""))
        if "phone" not in revealed:
            self._phone.veil(mask_phone(resident.phone or ""))
        if "health" not in revealed:
            self._health.veil()

    def _state_changed(self) -> None:
        gone = self._state.value() != "present"
        self.form.show_field("state_on", visible=gone)

    def _number_changed(self) -> None:
        """A number that is complete is looked at at once, a longer or shorter one when left."""
        if len(self._number.text().strip()) in _ID_LENGTHS:
            self._soon.start()

    def _look_at_number(self) -> None:
        """Say what is odd about a number, and take birth, sex and kind out of one that was
        typed."""
        if self._looking or self._number.text().strip() == self._judged:
            return
        self._look()

    def _fact_changed(self, key: str) -> None:
        """Sex, birth or the kind of document: the same number may be odd or fine now. What the
        clerk chose counts as chosen, even where the number says the same."""
        if self._looking or not self._number.value():
            return
        if key != "birth":  # that field may only have been left
            self._found.pop(key, None)
        self._again_soon.start()

    def _look_again(self) -> None:
        """What the service knows of the number stays said."""
        known = self._number.text().strip() == self._judged
        self._look([p for p in self._told if known and p.code == "duplicate"])

    def _look(self, known: Sequence[Problem] = ()) -> None:
        number = self._number.value() or ""
        if not number:
            self._show_number_problems(())
            return
        found = check_id(
            number,
            self._today,
            regions=regions(),
            sex=self._own("sex"),
            birth=self._own("birth"),
            id_type=self._own("id_type"),
        )
        if found.ok and number != (self._before.id_number or ""):
            self._take_over({"birth": found.birth, "sex": found.sex, "id_type": found.id_type})
        problems = found.problems
        if self._number.veiled:  # a proposal would show the number
            problems = tuple(replace(p, proposals=()) for p in problems)
        self._show_number_problems((*known, *problems))

    def _own(self, key: str) -> Any:  # noqa: ANN401 - a date or a code
        """What the clerk put into a field; None where a number filled it in."""
        value = self.form.values()[key]
        return None if value == self._found.get(key) else value

    def _take_over(self, values: dict[str, Any]) -> None:
        current = self.form.values()
        self._looking = True
        for key, value in values.items():
            if value is None or current[key] not in (None, self._found.get(key)):
                continue
            editor: Any = self.form.editor(key)
            editor.set_value(value)
            self._found[key] = value
        self._looking = False

    def _show_number_problems(self, problems: Sequence[Problem]) -> None:
        """Below its field, without pulling the cursor back from where it went. What was said about
        other fields stays."""
        focus = QApplication.focusWidget()
        self._looking = True
        others = [
            p
            for p in self._told
            if (p.field not in _FROM_NUMBER or p.code == UNREADABLE) and self.form.says(p)
        ]
        found = [replace(p, proposals=p.proposals[:_PROPOSED]) for p in problems]
        self.form.set_problems([*others, *found])
        if focus is not None and self.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._looking = False

    # -- keys ------------------------------------------------------------------------------------

    def undo_here(self) -> str:
        """Ctrl+Z (ui.kit.history.window_undo)."""
        return self.form.undo_here()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; Enter in a field saves (ui.kit.forms)."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def new_member(household_id: int, *, head: bool) -> Resident:
    """An empty record to fill in. head: the first of a household is proposed as its head."""
    return Resident(0, household_id, "", relation=HEAD if head else None)
