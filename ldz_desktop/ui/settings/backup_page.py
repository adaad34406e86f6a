"""Backups: to a stick, by themselves, whether they can be restored, and the way back."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from ldz_desktop.domain.backups import DAYS, MONTHS, WEEKS
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.moments import moment_text
from ldz_desktop.errors import InputError, KnownError
from ldz_desktop.paths import shown
from ldz_desktop.services.backup import BackupInfo, BackupState
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.carrying import look_for, size_text, stays_here
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, column, label, row, rule
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.settings.page import holder, page_layout

_WORDS = (
    "一个备份就是一个文件，里面是全部数据，已加密，用当时的账号和密码打开。没交批的调查表不在里面，"
    "以免留下录入的先后：恢复以后，请照原表再录。"
)
_OF_A_VISIT = (
    "走访的改动用“带回”存到 U 盘，拿回办公室合并。这里是这台电脑上自动做的备份，"
    "清除走访数据时一起删除。"
)
_KEPT = f"没有人操作时、关闭程序时自动做，最近 {DAYS} 天、{WEEKS} 周、{MONTHS} 个月各留一份。"


COLUMNS = (
    Column[BackupInfo](
        "made", "时间", lambda b: moment_text(b.made_at), width=172, sort=lambda b: b.made_at
    ),
    Column[BackupInfo](
        "households",
        "户数",
        lambda b: "" if b.trouble else f"{b.households:,}",
        align="right",
        width=72,
        sort=lambda b: b.households,
    ),
    Column[BackupInfo](
        "size",
        "大小",
        lambda b: size_text(b.bytes),
        align="right",
        width=84,
        sort=lambda b: b.bytes,
    ),
    Column[BackupInfo](
        "state",
        "核对",
        lambda b: b.trouble or _checked(b),
        width=0,
        tone=lambda b: "red" if b.trouble else None,
        tip=lambda b: b.path.name,
    ),
)


def _checked(one: BackupInfo) -> str:
    if one.tried_at is not None:
        return f"{one.tried_at.month}月{one.tried_at.day}日试恢复完好"
    return "升级前，已核对" if one.before_upgrade else "已核对"


class BackupPage(QWidget):
    """restore_wanted(Path): leave the data for the page that restores that backup."""

    restore_wanted = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._state: BackupState | None = None
        visit = bench.office.visiting is not None
        layout = page_layout(self, "备份", _OF_A_VISIT if visit else _WORDS)
        self.last = label("", "strong", wrap=True)
        self.place = label("", "muted", wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warning = label("", "note", wrap=True)
        self.now = button("现在备份(&B)", self.make, role="primary", icon="save")
        self.elsewhere = button("换个位置(&W) …", self.make_elsewhere)
        said = column(self.last, self.place, spacing=4)
        line = row(spacing=16)
        line.addLayout(said, 1)
        line.addLayout(column(self.now, self.elsewhere, None))
        outside = holder(column(line, self.warning, rule(), spacing=12))
        outside.setVisible(not visit)  # it is brought back instead
        layout.addWidget(outside)
        layout.addWidget(label("自动备份", "title"))
        self.rule = label("", "muted", wrap=True)
        layout.addWidget(self.rule)
        self.trouble = label("", "error", wrap=True)
        layout.addWidget(self.trouble)
        self.model = RecordModel(COLUMNS, parent=self)
        self.table = RecordTable(self.model, "自动备份")
        self.table.setFixedHeight(theme.px(146))
        layout.addWidget(self.table)
        tip = "把选中的备份完整恢复到一个临时的地方，打开、核对，再删掉"
        self.trial = button("试恢复(&T)", self.try_out, tip=tip)
        self.restore = button("用它恢复(&R) …", self._restore)
        opener = button("打开文件夹(&F)", self._open_folder, icon="open")
        layout.addLayout(row(self.trial, self.restore, None, opener))
        layout.addStretch(1)
        self.table.current_changed.connect(lambda _: self._look())
        self._look()
        self._load()

    # -- what is shown ---------------------------------------------------------------------------

    def _load(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.backups.state(), self._show, owner=self, key="backups"
        )

    def _show(self, state: BackupState) -> None:
        self._state = state
        today = self._bench.office.today()
        if state.outside is None or state.outside_at is None:
            self.last.setText("还没有备份到 U 盘或别的地方。")
        else:
            when = f"{moment_text(state.outside_at)}（{_ago(state.outside_at.date(), today)}）"
            late = "" if state.overdue is None else "，该备份了"
            self.last.setText(f"最近一次备份到别处：{when}{late}")
        _say(self.place, "" if state.outside is None else shown(state.outside))
        same = "这个位置和数据在同一块硬盘上，硬盘坏了会一起丢，请再备份到 U 盘。"
        _say(self.warning, same if state.same_disk else "")
        trouble = state.trouble and f"最近一次自动备份没有成功：{state.trouble}。"
        _say(self.trouble, trouble)
        some = bool(state.backups)
        self.rule.setText(_KEPT if some else f"还没有，关闭程序时会做第一个。{_KEPT}")
        for part in (self.table, self.trial, self.restore):
            part.setVisible(some)
        self.model.set_records(state.backups)
        usable = next((b.id for b in state.backups if not b.trouble), 0)
        if usable and not self.table.current_id():
            self.table.select_id(usable)
        self._look()

    def _look(self) -> None:
        chosen = self._chosen()
        usable = chosen is not None and not chosen.trouble
        self.trial.setEnabled(usable)
        self.restore.setEnabled(usable)

    def _chosen(self) -> BackupInfo | None:
        ident = self.table.current_id()
        return next((b for b in self.model.records() if b.id == ident), None)

    # -- making ----------------------------------------------------------------------------------

    def make(self) -> None:
        """To where the last one went; asked for where that is not there."""
        outside = self._state.outside if self._state else None
        if outside is None:
            self.make_elsewhere()
            return
        folder = outside.parent
        self.now.setEnabled(False)
        look_for(self._bench.tasks, folder, lambda there: self._found(folder, there), self)

    def _found(self, folder: Path, there: bool) -> None:
        self.now.setEnabled(True)
        if there:
            self._make(folder)
        else:
            self.make_elsewhere()

    def make_elsewhere(self) -> None:
        folder = files.ask_folder(self, "备份到哪里（U 盘，或别的磁盘上的文件夹）")
        if folder is not None:
            self._make(folder)

    def _make(self, folder: Path) -> None:
        office = self._bench.office
        if stays_here(folder, office.folder):
            error = InputError(
                "换个位置", "这是数据文件夹自己，电脑坏了会一起丢。", "请选择 U 盘或别的磁盘。"
            )
            self._bench.notices.error(error)
            return
        self.now.setEnabled(False)
        self.elsewhere.setEnabled(False)
        self._bench.tasks.run(
            lambda progress: office.backups.make(folder, progress),
            self._made,
            owner=self,
            title="正在备份",
            failed=self._not_made,
        )

    def _made(self, made: BackupInfo) -> None:
        self._ready_again()
        counts = f"{made.households:,} 户 {made.residents:,} 人，{size_text(made.bytes)}"
        self._bench.publish(Change.of("settings", what="已备份"))
        self._bench.notices.info(f"已备份并核对：{counts}。U 盘请先“安全弹出”再拔。")

    def _not_made(self, error: KnownError) -> None:
        self._ready_again()
        self._bench.notices.error(error)

    def _ready_again(self) -> None:
        self.now.setEnabled(True)
        self.elsewhere.setEnabled(True)
        self._load()

    # -- trying and restoring --------------------------------------------------------------------

    def try_out(self) -> None:
        """Restore the chosen backup on trial."""
        chosen, office = self._chosen(), self._bench.office
        if chosen is None:
            return
        path = chosen.path

        def work(progress: Progress) -> str:
            found = office.backups.try_out(path, progress)
            return f"{found.households:,} 户 {found.residents:,} 人"

        self.trial.setEnabled(False)
        self._bench.tasks.run(
            work, self._tried, owner=self, title="正在试恢复", failed=self._not_made
        )

    def _tried(self, counts: str) -> None:
        self._load()
        self._bench.notices.info(f"试恢复成功：{counts}，和备份时一样。")

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.restore_wanted.emit(chosen.path)

    def _open_folder(self) -> None:
        folder = self._bench.office.folder
        inner = folder / "backups"
        files.open_folder(inner if inner.is_dir() else folder)


def _say(target: QLabel, text: str) -> None:
    target.setText(text)
    target.setVisible(bool(text))


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "今天" if days <= 0 else "昨天" if days == 1 else f"{days} 天前"
