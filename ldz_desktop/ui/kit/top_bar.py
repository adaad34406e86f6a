"""The bar at the top: brand, tabs, the search over everything, the account."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label
from ldz_desktop.ui.kit.search_field import SearchField

HEIGHT_PX = 52


class TopBar(QFrame):
    """tabs: one for each title, Ctrl+1 and on; search: the field; menu: behind the account."""

    def __init__(
        self,
        brand: str,
        titles: Sequence[str],
        account: str,
        menu: QMenu,
        lead: QWidget | None = None,
    ) -> None:
        """lead: stands where there is only one tab in place of brand and tab: a line of its own
        would be missing below."""
        super().__init__()
        self.setObjectName("bar")
        height = theme.px(HEIGHT_PX)
        self.setFixedHeight(height)
        name = label(brand)
        name.setObjectName("brand")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("页面")
        self.tabs.setFixedHeight(height - 1)
        for number, title in enumerate(titles, 1):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(number - 1, f"Ctrl+{number}")
        self.search = SearchField(
            "查找  姓名、拼音首字母、证件或电话后四位、房号", "查找居民、户和楼栋长"
        )
        self.search.setObjectName("search")
        self.search.setToolTip("Ctrl+F")
        self.search.setMinimumWidth(theme.px(220))
        self.search.setMaximumWidth(theme.px(364))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        person = button(f"{account or '账号'}  ", role="quiet")
        person.setAccessibleName(f"账号 {account}，打开菜单")
        person.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        layout.setSpacing(theme.px(12))
        if lead is None:
            layout.addWidget(name)
            layout.addWidget(self.tabs)
            layout.addStretch(1)
        else:
            layout.addWidget(lead, 5)
            self.tabs.setParent(self)
            self.tabs.hide()
        layout.addWidget(self.search, 3)
        layout.addWidget(person)
