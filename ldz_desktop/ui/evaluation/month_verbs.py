"""What can be done to a whole month: begin, close, publish, verify."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.postings import Posting
from ldz_desktop.domain.workdays import Calendar
from ldz_desktop.errors import RuleError
from ldz_desktop.services.evaluation_records import BuildingProgress, MonthInfo, Verification
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.appeal_dialog import AppealDialog
from ldz_desktop.ui.evaluation.close_dialog import CloseDialog, blockers
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.open_month_dialog import OpenMonthDialog
from ldz_desktop.ui.evaluation.publish_dialog import PublishDialog
from ldz_desktop.ui.evaluation.reopen_dialog import ReopenDialog
from ldz_desktop.ui.kit.editors import day_text
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.holiday_warning import HolidayWarning

_SHOWN_PROBLEMS = 4
D = TypeVar("D", bound=QDialog)


class MonthVerbs(QObject):
    """go_wanted(building_id or 0): 去处理 was pressed in the close dialog; opened(month): a month
    was begun, show it; closed, published, reopened: done, show what comes next."""

    go_wanted = Signal(object)
    opened = Signal(str)
    closed = Signal()
    published = Signal()
    reopened = Signal()

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._window = parent

    # -- begin -----------------------------------------------------------------------------------

    def ask_month(self, months: Sequence[MonthInfo], proposal: str) -> None:
        """Let a month be chosen, then begin it."""
        this_month = self._bench.office.today().strftime("%Y-%m")
        dialog = _dressed(OpenMonthDialog(months, this_month, proposal, self._window))
        dialog.accepted.connect(lambda: self.open_month(dialog.month()))
        dialog.open()

    def open_month(self, month: str) -> None:
        """Begin a month and show it."""
        office = self._bench.office

        def work(progress: Progress) -> Change:
            del progress
            return office.evaluation.open_month(month)

        def done(change: Change) -> None:
            self.opened.emit(month)
            self._bench.publish(change)
            self._bench.notices.info(change.what, lambda: self._remove(month))

        self._bench.tasks.run(work, done, owner=self)

    def _remove(self, month: str) -> None:
        office = self._bench.office

        def work(progress: Progress) -> Change:
            del progress
            progressed = office.evaluation.progress(month)
            if any(p.header or p.drafted or p.assessors for p in progressed):
                raise RuleError(
                    "不能撤销", f"{month_text(month)}已经录入了表或评分册。", "先撤回它们再撤销。"
                )
            return office.evaluation.remove_month(month)

        self._bench.tasks.run(work, self._bench.publish, owner=self)

    # -- close -----------------------------------------------------------------------------------

    def ask_close(self, data: MonthData) -> None:
        """Show what will be frozen and what stops it, then close."""
        overview, ranking = data.overview, data.ranking
        if overview is None or ranking is None:
            return
        month, office = overview.info.month, self._bench.office

        def work(progress: Progress) -> tuple[tuple[str, ...], tuple[str, ...]]:
            del progress
            told = tuple(_telling(*one) for one in office.reopening.revealing(month))
            return office.evaluation.problems(month), (*told, *_odd(data.progress))

        def show(found: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            stopping = blockers(found[0], data.progress)
            dialog = _dressed(CloseDialog(overview, ranking, stopping, self._window, found[1]))
            dialog.go_wanted.connect(self.go_wanted)
            dialog.accepted.connect(lambda: self._close(month))
            dialog.open()

        self._bench.tasks.run(work, show, owner=self)

    def _close(self, month: str) -> None:
        office = self._bench.office

        def work(progress: Progress) -> MonthInfo:
            progress.report(0, 0, "计算名次和核验码")
            return office.evaluation.close(month)

        def done(info: MonthInfo) -> None:
            what = f"{month_text(month)}已封月，核验码 {info.code}"
            self._bench.publish(Change.of("evaluation", what=what))
            self._bench.notices.info(what)
            self.closed.emit()
            tasks = self._bench.tasks
            tasks.run_later(lambda _: office.evaluation.tidy_up(), lambda _: None, owner=tasks)

        self._bench.tasks.run(work, done, owner=self, title=f"正在封存{month_text(month)}")

    # -- re-open ---------------------------------------------------------------------------------

    def ask_reopen(self, info: MonthInfo) -> None:
        """Say what will happen, ask for a reason and a second person, then re-open; or why this
        month cannot be."""
        reopening = self._bench.office.reopening

        def work(progress: Progress) -> tuple[str, tuple[str, ...], bool]:
            del progress
            hangs = reopening.hanging(info.month) is not None
            return reopening.refusal(info.month), reopening.others(), hangs

        def show(found: tuple[str, tuple[str, ...], bool]) -> None:
            refused, others, hangs = found
            if refused:
                self._bench.notices.error(RuleError("不能重开", refused))
                return
            dialog = _dressed(ReopenDialog(self._bench, info, others, self._window, hangs=hangs))
            dialog.reopens(self._reopened)
            dialog.open()

        self._bench.tasks.run(work, show, owner=self)

    def _reopened(self, info: MonthInfo) -> None:
        what = f"{month_text(info.month)}已重开，正在更正第 {info.edition} 版"
        self._bench.publish(Change.of("evaluation", "leaders", what=what))
        self._bench.notices.info(what)
        self.reopened.emit()

    def ask_appeal(self, month: str, buildings: list[str]) -> None:
        """Somebody says the published result is wrong. buildings: titles, the likely one first."""
        reopening = self._bench.office.reopening

        def work(progress: Progress) -> Posting | None:
            del progress
            return reopening.hanging(month)

        def show(hung: Posting | None) -> None:
            if hung is None:
                self._bench.notices.error(
                    RuleError(
                        "不能登记申诉", f"{month_text(month)}没有正在张贴或等待结果的公示。",
                        "结果已经报告、确需受理的，先在“公示管家”里重开公示。",
                    )
                )  # fmt: skip
                return
            _dressed(AppealDialog(self._bench, self._window, month, buildings, hung)).open()

        self._bench.tasks.run(work, show, owner=self)

    # -- publish and verify ----------------------------------------------------------------------

    def ask_publish(self, data: MonthData) -> None:
        """Ask for the day of posting, then register it."""
        overview, ranking = data.overview, data.ranking
        if overview is None or ranking is None:
            return
        info, office, days = overview.info, self._bench.office, ranking.scheme.notice_days

        def work(progress: Progress) -> Calendar:
            del progress
            return office.settings.calendar()

        def show(calendar: Calendar) -> None:
            dialog = _dressed(PublishDialog(info, office.today(), days, calendar, self._window))
            warning = HolidayWarning(self._bench)
            dialog.put_above(warning)
            warning.reload()
            warning.changed.connect(
                lambda: self._bench.tasks.run(work, dialog.set_calendar, owner=dialog)
            )
            dialog.accepted.connect(lambda: self._publish(info.month, dialog))
            dialog.open()

        self._bench.tasks.run(work, show, owner=self)

    def _publish(self, month: str, dialog: PublishDialog) -> None:
        posted, office = dialog.posted(), self._bench.office

        def work(progress: Progress) -> MonthInfo:
            del progress
            return office.evaluation.publish(month, posted)

        def done(info: MonthInfo) -> None:
            end = day_text(info.notice_end)
            expected = "" if info.notice_certain else "预计"
            what = f"{month_text(month)}已登记公示，{expected}至 {end}"
            self._bench.publish(Change.of("evaluation", what=what))
            self._bench.notices.info(what)
            self.published.emit()

        self._bench.tasks.run(work, done, owner=self)

    def verify(self, month: str) -> None:
        """Recompute a closed month and its chain, and say what came out."""
        office = self._bench.office

        def work(progress: Progress) -> Verification:
            progress.report(0, 0, "重新计算")
            return office.evaluation.verify(month)

        def done(result: Verification) -> None:
            name = month_text(month)
            if result.ok:
                self._bench.notices.info(
                    f"{name}核验无误：与封月时一致，与更早的月份接得上。核验码 {result.info.code}"
                )
                return
            shown = "".join(result.problems[:_SHOWN_PROBLEMS])
            more = len(result.problems) - _SHOWN_PROBLEMS
            self._bench.notices.error(
                RuleError(
                    f"{name}核验不通过",
                    shown + (f"（另有 {more} 处）" if more > 0 else ""),
                    "请不要再改动数据，取出最近的备份，联系维护人员。",
                )
            )

        self._bench.tasks.run(work, done, owner=self, title=f"正在核验{month_text(month)}")


def _telling(title: str, sheets: int) -> str:
    """Two public editions tell by subtraction what few sheets say (domain.md §7)."""
    return (
        f"{title}的有效表和上一版差 {sheets} 张：两次公示相减，就能看出这 {sheets} 张表的分数。"
        "请确认这几张表确实要更正。"
    )


def _odd(progress: Sequence[BuildingProgress]) -> tuple[str, ...]:
    """What a person should have looked at; it stops nothing."""
    found = [f"{p.building.title}：{odd}" for p in progress for odd in p.oddities]
    if not found:
        return ()
    more = f"等 {len(found)} 处，见“进度”。" if len(found) > _SHOWN_PROBLEMS else ""
    return ("封月前请核实：" + "".join(found[:_SHOWN_PROBLEMS]) + more,)


def _dressed(dialog: D) -> D:
    dialog.setModal(True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
