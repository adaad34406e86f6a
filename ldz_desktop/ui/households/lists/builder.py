"""The rules of a list, one small field each, in as many lines as there is room for."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.person_filter import (
    CHECKED,
    LIVES,
    MONTHS,
    REGISTERED,
    PersonFilter,
)
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import KINDS
from ldz_desktop.services.households_records import CommunityNode
from ldz_desktop.ui.households.lists.multi_choice import MultiChoice
from ldz_desktop.ui.households.lists.place_chooser import PlaceChooser
from ldz_desktop.ui.households.pills import FlowLayout
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.pieces import button, label, row

_WAIT_MS = 250
_OLDEST = 130
_HIGH = 36


class Builder(QWidget):
    """changed: the rules are others (a moment after the last key). clear_button: the page
    puts it where it has room."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.place = PlaceChooser()
        self.age_from, self.age_to = NumberEditor(0, _OLDEST), NumberEditor(0, _OLDEST)
        self.sex = _pick("性别", [("", "不限"), ("1", "男"), ("2", "女")])
        self.tags = MultiChoice("标签", [(k.name, k.name) for k in KINDS])
        self.tenure = MultiChoice("居住情况", _coded(codes.TENURE))
        self.education = MultiChoice("文化程度", _coded(codes.EDUCATION))
        self.political = MultiChoice("政治面貌", _coded(codes.POLITICAL))
        self.marital = MultiChoice("婚姻", _coded(codes.MARITAL))
        self.ethnic = MultiChoice("民族", _coded(codes.ETHNIC, common=True))
        self.text = TextEditor("职业或单位含 …", longest=40)
        self.text.setFixedWidth(theme.px(150))
        self.text.setAccessibleName("职业或单位含")
        self.registered = _pick("户籍", [("", "不限"), *REGISTERED.items()])
        self.lives = _pick("居住", [("", "不限"), *LIVES.items()])
        self.birth_month = _pick("生日", list(MONTHS.items()))
        self.checked = _pick("核对", list(CHECKED.items()))
        self.heads = CheckEditor("只列户主(&H)")
        self.clear_button = button("清除条件(&C)", self.clear)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self.changed)
        self._lay_out()
        for editor in self._editors().values():
            editor.changed.connect(self._edited)

    def _editors(self) -> Mapping[str, Any]:
        """By the field of PersonFilter."""
        names = (
            "place", "age_from", "age_to", "sex", "tags", "tenure", "education", "political",
            "marital", "ethnic", "text", "registered", "lives", "birth_month", "checked", "heads",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def _lay_out(self) -> None:
        age = QWidget()
        for editor, name in ((self.age_from, "年龄从"), (self.age_to, "年龄到")):
            editor.setFixedWidth(theme.px(56))
            editor.setAccessibleName(name)
        parts = (label("年龄", "muted"), self.age_from, label("到"), self.age_to, label("岁"))
        age.setLayout(row(*parts, spacing=4))
        layout = FlowLayout(self, spacing=6)
        for part in (
            self.place, age, self.sex, self.tags, self.tenure, self.registered, self.lives,
            self.education, self.political, self.marital, self.ethnic, self.text,
            self.birth_month, self.checked, self.heads,
        ):  # fmt: skip
            part.setFixedHeight(theme.px(_HIGH))
            layout.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def offer(self, tree: Sequence[CommunityNode]) -> None:
        """The places there are."""
        self._quiet = True
        self.place.offer(tree)
        self._quiet = False

    def rules(self) -> PersonFilter:
        """What the fields say."""
        values = {name: editor.value() for name, editor in self._editors().items()}
        values["place"] = self.place.place
        values["text"] = values["text"] or ""
        return PersonFilter(**values)

    def problem(self) -> str:
        """A sentence where the fields contradict themselves; "" where all is well."""
        for editor in (self.age_from, self.age_to):
            if editor.problem():
                return f"年龄{editor.problem()}"
        low, high = self.age_from.value(), self.age_to.value()
        return "年龄范围前大后小" if low is not None and high is not None and low > high else ""

    def set_rules(self, rules: PersonFilter) -> None:
        """Fill the fields; changed follows at once."""
        self._quiet = True
        for name, editor in self._editors().items():
            editor.set_value(getattr(rules, name))
        self._quiet = False
        self._soon.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Everybody of the place that is chosen."""
        self.set_rules(PersonFilter(place=self.place.place))

    def set_place(self, place: PlaceRef) -> None:
        self._quiet = True
        self.place.set_value(place)
        self._quiet = False

    def _edited(self) -> None:
        if not self._quiet:
            self._soon.start()


class _Captioned(PickEditor):
    """A choice that says what it is about: 性别 不限."""

    def __init__(self, caption: str, pairs: Sequence[tuple[object, str]]) -> None:
        super().__init__([(value, f"{caption} {text}") for value, text in pairs])
        self.setAccessibleName(caption)


def _pick(caption: str, pairs: Sequence[tuple[object, str]]) -> PickEditor:
    return _Captioned(caption, pairs)


def _coded(table: codes.CodeTable, *, common: bool = False) -> list[tuple[str, str]]:
    """Codes with labels, and "not written down" at the end."""
    entries = [
        (entry.code, entry.label)
        for entry in table.entries
        if not common or entry.code in table.common
    ]
    return [*entries, ("", "未登记")]
