"""The count sheet of a batch as the equation it is: 收回 = 有效 + 废表 + 空白, out of 发出."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import NumberEditor
from ldz_desktop.ui.kit.pieces import column, label, restyle

_FIELDS = (
    ("issued", "发出"),
    ("returned", "收回"),
    ("valid", "有效"),
    ("spoiled", "废表"),
    ("blank", "空白"),
)
_SIGNS = ("", "", "=", "+", "+")


class BatchHeader(QFrame):
    """Five counts. changed: somebody typed; finished: Enter in the last field."""

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.fields = {key: NumberEditor(0, 9999) for key, _ in _FIELDS}
        line = QHBoxLayout()
        line.setSpacing(theme.px(5 if theme.is_large() else 8))
        if not theme.is_large():
            line.addWidget(label("表头", "title"))
            line.addSpacing(theme.px(8))
        for (key, title), sign in zip(_FIELDS, _SIGNS, strict=True):
            if sign:
                line.addWidget(label(sign, "muted"))
            line.addWidget(self._named(key, title))
            line.addWidget(self.fields[key])
        line.addStretch(1)
        self._sentence = label("", "muted", wrap=True)
        self._sentence.setMinimumHeight(theme.px(20))
        layout = column(line, self._sentence, spacing=4)
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(8), side, theme.px(6))
        self.setLayout(layout)

    def _named(self, key: str, title: str) -> QLabel:
        field = self.fields[key]
        field.setFixedWidth(theme.px(56))
        field.setAccessibleName(title)
        field.changed.connect(self.changed)
        field.returnPressed.connect(lambda: self._next(key))
        name = label(title)
        name.setBuddy(field)
        return name

    def header(self) -> Header:
        """What is typed; an empty 发出 means nobody counted, other empty fields are 0."""
        counts = {key: field.value() for key, field in self.fields.items()}
        return Header(
            issued=counts["issued"],
            returned=counts["returned"] or 0,
            valid=counts["valid"] or 0,
            spoiled=counts["spoiled"] or 0,
            blank=counts["blank"] or 0,
        )

    def empty(self) -> bool:
        """Nothing was counted yet: how many were given out may be known before."""
        return not any(f.text().strip() for key, f in self.fields.items() if key != "issued")

    def set_header(self, header: Header, given: int | None = None) -> None:
        """Fill in a stored count sheet; one that was never filled in leaves the fields empty but
        for what was given out, where that was written down."""
        blank = header == Header()
        for key, _ in _FIELDS:
            field = self.fields[key]
            with QSignalBlocker(field):
                field.setText("")
                if not blank:
                    field.set_value(getattr(header, key))
                elif key == "issued" and given is not None:
                    field.set_value(given)

    def unreadable(self) -> bool:
        """A field holds something that is no count."""
        return any(field.problem() for field in self.fields.values())

    def say(self, sentences: tuple[str, ...], good: str) -> None:
        """The live sentence below: what does not balance, or that it does."""
        wrong = bool(sentences) and not self.empty()
        if self.unreadable():
            text, role = "张数只能填整数。", "error"
        elif self.empty():
            text, role = "从收回的一批表数出这几个数；发出数没有登记可以不填。", "muted"
        else:
            text, role = ("".join(sentences), "error") if wrong else (good, "muted")
        self._sentence.setText(text)
        restyle(self._sentence, "role", role)

    def sentence(self) -> str:
        return self._sentence.text()

    def focus_first(self) -> None:
        """Put the cursor into the first field, its content selected."""
        self._focus(next(iter(self.fields.values())))

    def set_enabled(self, *, enabled: bool) -> None:
        for field in self.fields.values():
            field.setEnabled(enabled)

    def _next(self, key: str) -> None:
        keys = [k for k, _ in _FIELDS]
        place = keys.index(key) + 1
        if place == len(keys):
            self.finished.emit()
        else:
            self._focus(self.fields[keys[place]])

    def _focus(self, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()
