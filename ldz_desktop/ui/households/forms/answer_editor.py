"""What a blank is filled with: something of the archive, a fixed text, or nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from ldz_desktop.services.forms.dates import STYLES, Style
from ldz_desktop.services.forms.fields import GROUPS, is_date, title
from ldz_desktop.services.forms.records import Answer, Blank
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor, TextEditor
from ldz_desktop.ui.kit.pieces import column, label, row

_LONGEST = 200


class AnswerEditor(QFrame):
    """changed: another answer; read it with answer()."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._quiet = False
        self._title = label("", "strong", wrap=True)
        self._about = label("", "muted", wrap=True)
        self.field = QRadioButton("从户档取(&1)")
        self.text = QRadioButton("都写一样的字(&2)")
        self.empty = QRadioButton("不填(&3)")
        self._kinds = QButtonGroup(self)
        for radio in (self.field, self.text, self.empty):
            self._kinds.addButton(radio)
        self.group = PickEditor([(name, name) for name in GROUPS])
        self.group.setAccessibleName("哪一类")
        self.pick = PickEditor()
        self.pick.setAccessibleName("填什么")
        self.pick.setMinimumWidth(theme.px(236))
        self.style_of_dates = PickEditor(list(STYLES))
        self.style_of_dates.setAccessibleName("日期写法")
        self.words = TextEditor("例如：620", longest=_LONGEST)
        self.words.setAccessibleName("要写的字")
        self._offer()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for radio in (self.field, self.text, self.empty):
            radio.setMinimumWidth(theme.px(156))
        layout = column(
            self._title,
            self._about,
            row(self.field, self.group, self.pick, self.style_of_dates, None),
            row(self.text, self.words),
            row(self.empty, None),
            spacing=8,
        )
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        self.setLayout(layout)

    def _connect(self) -> None:
        self.group.changed.connect(self._group_changed)
        self.pick.changed.connect(lambda: self._chosen(self.field))
        self.style_of_dates.changed.connect(lambda: self._chosen(self.field))
        self.words.changed.connect(lambda: self._chosen(self.text))
        self._kinds.buttonClicked.connect(lambda _: self._tell())

    # -- what it holds ---------------------------------------------------------------------------

    def show_answer(self, blank: Blank, answer: Answer, asked: bool) -> None:
        """Ask about a blank. asked: nobody has decided yet."""
        self._quiet = True
        self._title.setText(f"「{blank.label}」填什么？")
        self._about.setText(_about(blank, asked))
        self._about.setVisible(bool(self._about.text()))
        if answer.kind == "field":
            self._show_field(answer.value)
        self.style_of_dates.set_value(answer.style)
        self.words.set_value(answer.value if answer.kind == "text" else None)
        radio = {"field": self.field, "text": self.text, "empty": self.empty}[answer.kind]
        radio.setChecked(True)
        self._quiet = False
        self._enable()

    def answer(self) -> Answer:
        """What was decided; a fixed text that is empty is nothing."""
        words = self.words.value()
        if self.field.isChecked() and isinstance(self.pick.value(), str):
            key = str(self.pick.value())
            return Answer("field", key, self._style() if is_date(key) else "")
        if self.text.isChecked() and words:
            return Answer("text", words)
        return Answer("empty")

    def _style(self) -> Style:
        value = self.style_of_dates.value()
        return next((style for style, _ in STYLES if style == value), "")

    def _show_field(self, key: str) -> None:
        group = next((name for name, keys in GROUPS.items() if key in keys), None)
        if group is not None:
            self.group.set_value(group)
        self._offer(key if group is None else "")
        self.pick.set_value(key)

    def _offer(self, extra: str = "") -> None:
        """The fields of the group. extra: one that belongs to none (配偶民族)."""
        keys = GROUPS[str(self.group.value())]
        pairs: list[tuple[object, str]] = [(key, title(key)) for key in keys]
        self.pick.set_pairs([*pairs, (extra, title(extra))] if extra else pairs)

    # -- changes ---------------------------------------------------------------------------------

    def _group_changed(self) -> None:
        if not self._quiet:
            self._offer()
            self._chosen(self.field)

    def _chosen(self, radio: QRadioButton) -> None:
        if not self._quiet:
            radio.setChecked(True)
            self._tell()

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """Dates have a way to be written; nothing else does."""
        dated = self.field.isChecked() and is_date(str(self.pick.value()))
        self.style_of_dates.setVisible(dated)


def _about(blank: Blank, asked: bool) -> str:
    parts = []
    if asked:
        parts.append("程序拿不准。" if blank.field is not None else "户档里没有叫这个名字的内容。")
    if blank.spot.words:
        parts.append("勾选框：" + "、".join(blank.spot.words) + "，对得上的自动打勾。")
    if blank.once:
        parts.append("整张表只填一次。")
    if blank.example:
        parts.append(f"表里的示例：{blank.example}")
    return "".join(parts)
