"""First page: where a blank form is dropped, and the forms that were filled in before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.errors import KnownError
from ldz_desktop.services.forms.records import RememberedForm
from ldz_desktop.ui.households.forms.wording import FILTERS, last_time
from ldz_desktop.ui.households.import_choose import DropArea, TroublePanel
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_ENDINGS = {".xlsx": "表格", ".docx": "文档"}


class _Rows:
    """Remembered forms under numbers, for the table."""

    def __init__(self, forms: Sequence[RememberedForm]) -> None:
        self.by_id = dict(enumerate(forms, start=1))


def _columns() -> tuple[Column[tuple[int, RememberedForm]], ...]:
    return (
        Column("name", "表名", lambda r: r[1].name, width=0, tip=lambda r: r[1].name),
        Column(
            "suffix", "种类", lambda r: _ENDINGS.get(r[1].suffix, r[1].suffix), width=64,
            tone=lambda r: "muted",
        ),
        Column(
            "used", "上次填写", lambda r: last_time(r[1]), width=196, sort=lambda r: r[1].used_on
        ),
    )  # fmt: skip


class StartPage(QWidget):
    """chosen(Path): a blank form; again_wanted, rename_wanted, forget_wanted(RememberedForm)."""

    chosen = Signal(object)
    again_wanted = Signal(object)
    rename_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(())
        self.drop = DropArea(
            "把要填的空白表拖到这里",
            "别的部门发来的 xlsx 或 docx 都可以，原表不会改动",
            title="选择要填的空白表",
            filters=FILTERS,
        )
        self.drop.chosen.connect(self.chosen)
        self.trouble = TroublePanel()
        self._model = RecordModel(_columns(), lambda r: r[0])
        self.table = RecordTable(self._model, "填过的表")
        self.table.opened.connect(lambda _: self._tell(self.again_wanted))
        self.table.current_changed.connect(lambda _: self._allow())
        self.table.delete_wanted.connect(lambda _: self._tell(self.forget_wanted))
        self._nothing = EmptyState(
            "还没有填过",
            "填过一次的表会连同空白表一起记在这里，下个月再填只要点一下。",
            icon="table",
        )
        self._stack = QStackedWidget()
        self.again_button = button(
            "再填一次(&A)", lambda: self._tell(self.again_wanted), role="primary"
        )
        self.rename_button = button("改名(&M) …", lambda: self._tell(self.rename_wanted))
        self.forget_button = button("不再记住(&D)", lambda: self._tell(self.forget_wanted))
        self._lay_out()
        self.show_forms(())

    def _lay_out(self) -> None:
        left = column(
            label("一张新的表", "title"),
            self.drop,
            self.trouble,
            label(
                "程序认出表里要填什么（名单、登记表、勾选框、年月日都认），从户档里取数填好，"
                "边框、合并、列宽和打印设置照原样。认不出的栏目只问一次。",
                "muted",
                wrap=True,
            ),
            spacing=12,
        )
        left.setStretch(1, 1)
        buttons = row(self.again_button, self.rename_button, self.forget_button, None)
        listed = QWidget()
        listed.setLayout(column(self.table, buttons, spacing=12))
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(listed)
        right = column(label("填过的表", "title"), self._stack, spacing=12)
        right.setStretch(1, 1)
        layout = row(card(left), card(right), spacing=12)
        layout.setStretch(0, 5)
        layout.setStretch(1, 6)
        self.setLayout(layout)

    def show_forms(self, forms: Sequence[RememberedForm]) -> None:
        self._rows = _Rows(forms)
        self._model.set_records(list(self._rows.by_id.items()))
        self._stack.setCurrentIndex(1 if forms else 0)
        if forms:
            self.table.select_id(1)
        self._allow()

    def forms(self) -> list[RememberedForm]:
        """What is listed."""
        return [form for _, form in self._model.records()]

    def current(self) -> RememberedForm | None:
        return self._rows.by_id.get(self.table.current_id())

    def tell(self, error: KnownError | None) -> None:
        """Why the file cannot be used; None: all is well again."""
        self.trouble.tell(error)

    def begin(self) -> None:
        """Where the keyboard starts."""
        place = self.table if self._rows.by_id else self.drop.button
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.drop.setMinimumHeight(theme.px(180))

    def _tell(self, signal: object) -> None:
        form = self.current()
        if form is not None:
            signal.emit(form)  # type: ignore[attr-defined]  # a bound signal

    def _allow(self) -> None:
        there = self.current() is not None
        for one in (self.again_button, self.rename_button, self.forget_button):
            one.setEnabled(there)
