"""People who may open the data, their passwords, and the recovery code."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, label, row, rule
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.settings.account_panels import AddPanel, CodePanel, PasswordPanel
from ldz_desktop.ui.settings.page import page_layout


@dataclass(frozen=True)
class Row:
    """One account. mine: the one that is working now."""

    id: int
    name: str
    mine: bool


COLUMNS = (
    Column[Row]("name", "账号", lambda r: r.name, width=0),
    Column[Row](
        "mine",
        "",
        lambda r: "正在使用" if r.mine else "",
        width=110,
        chip=lambda r: "green" if r.mine else None,
        sortable=False,
    ),
)


class AccountsPage(QStackedWidget):
    """The list, and behind it a panel for each thing that can be done."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._list_page = QWidget()
        layout = page_layout(
            self._list_page,
            "账号",
            "每个人用自己的账号和密码。同事离开时移除账号，他的密码就再也打不开数据。",
        )
        self.model = RecordModel(COLUMNS, parent=self)
        self.table = RecordTable(self.model, "账号列表")
        self.table.setMinimumHeight(theme.px(150))
        self.table.delete_wanted.connect(lambda _: self.remove())
        self.table.current_changed.connect(lambda _: self._look())
        layout.addWidget(self.table, 1)
        self._remove = button("移除(&D)", self.remove, role="danger")
        self._add = button("添加账号(&A)", self.ask_account, icon="add")
        self._password = button("修改我的密码(&P)", self.ask_password)
        layout.addLayout(row(self._add, self._password, None, self._remove))
        self._add_code(layout)
        self.addWidget(self._list_page)
        self._panel: QWidget | None = None
        self._load()

    def _add_code(self, layout: QVBoxLayout) -> None:
        layout.addSpacing(theme.px(4))
        layout.addWidget(rule())
        layout.addWidget(label("恢复码", "title"))
        words = (
            "忘记密码时用它打开数据。信封拆开过、纸找不到了，或经手的人离开了，都要换一个新的；"
            "换了以后，旧的就作废。"
        )
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addLayout(row(button("换新的恢复码(&R)", self.ask_code, icon="key"), None))

    # -- the list --------------------------------------------------------------------------------

    def _load(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.accounts.names(), self._show, owner=self, key="accounts"
        )

    def _show(self, names: tuple[str, ...]) -> None:
        mine = self._bench.office.account
        self.model.set_records([Row(i, name, name == mine) for i, name in enumerate(names, 1)])
        self._look()

    def _look(self) -> None:
        chosen = self._chosen()
        self._remove.setEnabled(chosen is not None and not chosen.mine)

    def _chosen(self) -> Row | None:
        index = self.table.currentIndex()
        return self.model.record(index.row()) if index.isValid() else None

    # -- what can be done ------------------------------------------------------------------------

    def remove(self) -> None:
        """Take the chosen account away, after asking. One's own stays."""
        chosen = self._chosen()
        if chosen is None or chosen.mine:
            return
        if not self._bench.notices.ask(
            f"移除账号“{chosen.name}”？",
            "移除后，这个账号的密码打不开数据。以前的改动仍记在这个名字下。",
            "移除",
            danger=True,
        ):
            return
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.accounts.remove(chosen.name),
            lambda _: self._done(f"已移除账号“{chosen.name}”"),
            owner=self,
        )

    def ask_account(self) -> None:
        """Who, and the first password."""
        panel = AddPanel(self._close_panel)
        office = self._bench.office
        panel.accepted.connect(
            lambda: self._do(
                panel,
                lambda progress: office.accounts.add(panel.name(), panel.password()),
                f"已添加账号“{panel.name()}”",
            )
        )
        self._open_panel(panel)

    def ask_password(self) -> None:
        """The old password and the new one."""
        panel = PasswordPanel(self._close_panel)
        office = self._bench.office
        panel.accepted.connect(
            lambda: self._do(
                panel,
                lambda progress: office.accounts.change_password(panel.old(), panel.password()),
                "密码已修改",
            )
        )
        self._open_panel(panel)

    def ask_code(self) -> None:
        """The password once more; then the new code is shown."""
        panel = CodePanel(self._bench, self._close_panel)
        office = self._bench.office

        def work(progress: Progress) -> tuple[str, str]:
            del progress
            code = office.accounts.new_recovery_code(panel.old())
            return office.settings.profile().office, code

        def ask() -> None:
            panel.set_busy(busy=True)
            self._bench.tasks.run(
                work,
                lambda made: panel.show_code(*made),
                owner=panel,
                failed=panel.refuse,
            )

        panel.accepted.connect(ask)
        self._open_panel(panel)

    def _do(
        self, panel: AddPanel | PasswordPanel, work: Callable[[Progress], None], said: str
    ) -> None:
        panel.set_busy(busy=True)
        self._bench.tasks.run(work, lambda _: self._done(said), owner=panel, failed=panel.refuse)

    def _done(self, said: str) -> None:
        self._close_panel()
        self._bench.notices.info(said)
        self._load()

    def _open_panel(self, panel: QWidget) -> None:
        self._close_panel()
        self._panel = panel
        self.addWidget(panel)
        self.setCurrentWidget(panel)
        panel.setFocus()

    def _close_panel(self) -> None:
        self.setCurrentWidget(self._list_page)
        if self._panel is not None:
            self.removeWidget(self._panel)
            self._panel.deleteLater()
            self._panel = None
