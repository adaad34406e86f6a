"""The heading of the list: which place, its counts, list or picture, and what can be done."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.households.columns import DEFINITION
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.pills import FlowLayout
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, row

View = Literal["list", "picture"]
Verb = tuple[str, Callable[[], object]]
"""A caption with its mnemonic, and what it does; an empty caption is a line between the others."""

SEPARATOR: Verb = ("", lambda: None)
_TIGHT = "padding-left: {0}px; padding-right: {0}px;"


class ListBar(QWidget):
    """view_chosen("list" or "picture")."""

    view_chosen = Signal(str)

    def __init__(
        self, actions: "dict[str, Callable[[], object]]", tools: Sequence[Verb] = ()
    ) -> None:
        """actions: what the buttons do: new, import, export, print; tools: the menu 工具."""
        super().__init__()
        self._heading = GivingLabel("title")
        self._counts = GivingLabel("muted")
        self.list_button = button("列表", tip="一户一行")
        self.picture_button = button("楼栋图", tip="按楼层和单元看这栋楼")
        self._views = QButtonGroup(self)
        for one in (self.list_button, self.picture_button):
            one.setCheckable(True)
            self._views.addButton(one)
        self.list_button.setChecked(True)
        self._views.buttonClicked.connect(lambda _: self.view_chosen.emit(self.view))
        self.import_button = button("导入", actions["import"], tip="导入花名册、台账等表格")
        self.export_button = button("导出", actions["export"], tip="把这里列出的户存成表格")
        self.print_button = button("打印", actions["print"], tip="打印这里显示的内容，Ctrl+P")
        self.tools_button = button("工具", role="quiet", tip="查重、数据体检、名单、填表等")
        self.tools_button.setMenu(menu_of(self.tools_button, tools))
        if not tools:
            self.tools_button.hide()
        self.new_button = button("新建户档", actions["new"], role="primary", tip="Ctrl+N")
        self._buttons = (
            self.list_button, self.picture_button, self.import_button, self.export_button,
            self.print_button, self.tools_button, self.new_button,
        )  # fmt: skip
        for one, key in zip(self._buttons, "LGIEPTN", strict=True):
            one.setShortcut(f"Alt+{key}")  # a letter behind every word would not leave room
            one.setToolTip(f"{one.toolTip()}（Alt+{key}）")
            if one is not self.tools_button:
                one.setStyleSheet(_TIGHT.format(7 if theme.is_large() else 9))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.px(8))
        self._line.addLayout(row(self._heading, self._counts, None))
        self._row = QWidget()
        flow = FlowLayout(self._row, spacing=6)
        for one in self._buttons:
            flow.addWidget(one)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._row.setSizePolicy(policy)
        self._line.addWidget(self._row)
        self.offer_picture(offered=False)

    @property
    def view(self) -> View:
        """Which of the two is chosen."""
        return "picture" if self.picture_button.isChecked() else "list"

    def choose(self, view: View) -> None:
        """Choose without telling anybody."""
        (self.picture_button if view == "picture" else self.list_button).setChecked(True)

    def offer_picture(self, *, offered: bool) -> None:
        """The switch is there only where one building is shown."""
        self.list_button.setVisible(offered)
        self.picture_button.setVisible(offered)
        self._fit()

    def say(self, title: str, path: str, counts: str) -> None:
        self._heading.say(title, path)
        self._counts.say(counts, f"{counts}\n{DEFINITION}")
        self._fit()

    def pop_up(self, verbs: Sequence[Verb], below: QPushButton) -> None:
        """A choice below one of the buttons."""
        menu = menu_of(below, verbs)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + theme.px(2))))

    def _fit(self) -> None:
        """Where there is no room beside the title, the buttons go below it, in large type in two
        lines."""
        words = self._heading.sizeHint().width() + self._counts.sizeHint().width()
        shown = [b for b in self._buttons if not b.isHidden()]
        buttons = sum(b.sizeHint().width() + theme.px(6) for b in shown)
        self._row.setMinimumWidth(min(buttons, self.width()))
        narrow = words + buttons + theme.px(16) > self.width()
        way = QBoxLayout.Direction
        self._line.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()


def menu_of(parent: QWidget, verbs: Sequence[Verb]) -> QMenu:
    """A menu of verbs."""
    menu = QMenu(parent)
    fill_menu(menu, verbs)
    return menu


def fill_menu(menu: QMenu, verbs: Sequence[Verb]) -> None:
    """Other verbs in place of those that are there."""
    menu.clear()
    for caption, verb in verbs:
        if caption:
            menu.addAction(caption, lambda verb=verb: verb())
        else:
            menu.addSeparator()
