"""The notice as it will hang on the wall: preview, page by page, print, PDF, and its facts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import ScopeName
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_notice import NoticeData
from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.evaluation.panels import lay_out, scrolled
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import PickEditor, day_text
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.paper_view import PaperView, print_paper, save_paper
from ldz_desktop.ui.kit.pieces import Tone, button, card, chip, column, label, row, rule, set_chip

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress

EVERY = ""
_STATES: dict[str, tuple[str, Tone]] = {
    "open": ("草稿", "amber"),
    "closed": ("已封月", "blue"),
    "published": ("已公示", "green"),
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A rendered notice, what it says, and the groups there are."""

    info: MonthInfo
    groups: tuple[str, ...]
    shown: tuple[NoticeData, ...]
    paper: "Paper"


def period_text(data: NoticeData) -> str:
    """The notice period in one line, 预计 where the calendar cannot tell."""
    if data.period_last is None:
        return f"{data.notice_days} 个工作日，自张贴次日起"
    first = data.period_first or data.posted
    expected = "" if data.period_certain else "预计 "
    last = day_text(data.period_last)
    if first.year == data.period_last.year:
        last = last.partition("年")[2]
    return f"{expected}{day_text(first)} 至 {last}"


class NoticePage(QWidget):
    """left: back to the month; publish_wanted, verify_wanted: the buttons."""

    left = Signal()
    publish_wanted = Signal()
    verify_wanted = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._scope: ScopeName | None = None
        self._drawn: _Drawn | None = None
        self._zoomed = False
        self.view = PaperView()
        self.groups = PickEditor([(EVERY, "全部")])
        self.groups.setAccessibleName("哪一份公示")
        self.groups.setMinimumWidth(theme.px(140))
        self._page = label("", "muted")
        self.earlier = button("", lambda: self._turn(-1), icon="back", tip="上一页")
        self.later = button("", lambda: self._turn(1), icon="forward", tip="下一页")
        self.save = button("存为 PDF(&S)", self._save, icon="save")
        self.print = button("打印(&P)", self._print, role="primary", icon="print")
        self._chip = chip("", "grey")
        self._facts = {key: label("", wrap=True) for key in _FACTS}
        self._missing = label("", "error", wrap=True)
        self._advice = label("", "muted", wrap=True)
        self.verify = button("核验(&H)", self.verify_wanted.emit, icon="check")
        self.publish = button("登记公示(&F)", self.publish_wanted.emit, role="primary")
        tip = "期限、异议、结果报告"
        self.keeper = button("公示管家(&G)", self._keep, icon="paper", tip=tip)
        self._lay_out()
        self.groups.changed.connect(self._draw)
        self.view.page_changed.connect(self._show_page)
        zoom = self.view
        page_keys(
            self,
            {
                "Ctrl+P": self._print,
                "Ctrl++": zoom.zoom_in,
                "Ctrl+=": zoom.zoom_in,
                "Ctrl+-": zoom.zoom_out,
            },
        )

    def _lay_out(self) -> None:
        top = card(
            row(
                button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）"),
                label("公示预览", "title"), self.groups, None, self.earlier, self._page, self.later,
                button("", self.view.zoom_out, icon="zoom-out", tip="缩小（Ctrl+-）"),
                button("", self.view.zoom_in, icon="zoom-in", tip="放大（Ctrl++）"),
                button("适合宽度(&W)", self.view.fit_width), self.save, self.print,
            )
        )  # fmt: skip
        body = QHBoxLayout()
        body.addWidget(self.view, 1)
        body.addWidget(self._side())
        lay_out(self, top, body)

    def _side(self) -> QFrame:
        lines = column(spacing=10)
        for name, value in self._facts.items():
            lines.addLayout(column(label(name, "small"), value, spacing=0))
        head = row(label("这份公示", "title"), None, self._chip)
        body = column(lines, rule(), self._missing, self._advice, None)
        made = card(column(head, scrolled(body), self.verify, self.keeper, self.publish))
        made.setFixedWidth(theme.px(252 if not theme.is_large() else 220))
        return made

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self, month: str, scope: ScopeName, group: str) -> None:
        """Show a month's notices. group: empty for all groups in one document."""
        self._month, self._scope = month, scope
        self.groups.set_pairs([(EVERY, f"全部{scope}"), *([(group, group)] if group else [])])
        if self.groups.value() != group:
            self.groups.set_value(group)
        else:
            self._draw()

    def refresh(self, month: str) -> None:
        """The month's state changed: lay it out anew."""
        if month == self._month:
            self._draw()

    def leave(self) -> None:
        self.left.emit()

    def month(self) -> str:
        return self._month

    def page_text(self) -> str:
        return self._page.text()

    # -- laying out ------------------------------------------------------------------------------

    def _draw(self) -> None:
        month, scope, group = self._month, self._scope, str(self.groups.value() or EVERY)
        office = self._bench.office
        self._enable(on=False)

        def work(progress: "Progress") -> _Drawn:
            from ldz_desktop.reports.notice import render_notices

            progress.report(0, 0, "整理结果")
            info = office.evaluation.month(month)
            if info.edition > 1:
                return _corrected(office, info, scope, group)
            every = office.notices.notices(month, scope)
            names = tuple(dict.fromkeys(one.rows[0].scope for one in every))
            wanted = tuple(d for d in every if group in (EVERY, d.rows[0].scope)) or every
            progress.report(0, 0, "排版")
            return _Drawn(info, names, wanted, render_notices(wanted))

        self._bench.tasks.run(
            work,
            self._show,
            owner=self,
            title="正在排版公示",
            key="evaluation-notice",
            failed=self._failed,
        )

    def _failed(self, error: KnownError) -> None:
        self._bench.notices.error(error)
        self.left.emit()

    def _show(self, drawn: _Drawn) -> None:
        self._drawn = drawn
        names = drawn.groups
        first = [(EVERY, f"全部{self._scope or ''}")] if len(names) > 1 else []
        self.groups.set_pairs([*first, *((name, name) for name in names)])
        self.view.set_paper(drawn.paper.pdf)
        if not self._zoomed:
            self._zoomed = True
            while self.view.zoom() > 1.0:
                self.view.zoom_out()
        self._enable(on=True)
        self._show_facts(drawn)
        self._say_page(0)  # the view has not laid its pages out yet
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_facts(self, drawn: _Drawn) -> None:
        from ldz_desktop.reports.fonts import missing_sentence

        info, one = drawn.info, drawn.shown[0]
        word, tone = _STATES[info.state]
        again = f" 第{info.edition}版" if info.edition > 1 else ""
        set_chip(self._chip, word + again, tone)
        values = (
            month_text(info.month),
            one.unit if len(drawn.shown) == 1 else f"{len(drawn.shown)} 份，各有署名单位",
            period_text(one),
            day_text(info.published_on) if info.published_on else "还没有登记",
            info.code or "封月后才有",
            info.previous_code or "没有更早的封月",
            f"{drawn.paper.pages} 页",
        )
        for value, text in zip(self._facts.values(), values, strict=True):
            value.setText(text)
        missing = drawn.paper.missing_glyphs
        self._missing.setText(missing_sentence(missing) if missing else "")
        self._missing.setVisible(bool(missing))
        self._advice.setText(_ADVICE[info.state])
        self.verify.setVisible(info.state != "open")
        self.publish.setVisible(info.state == "closed")
        self.keeper.setVisible(info.state == "published")

    def _keep(self) -> None:
        """To the notice on file."""
        self._bench.show(Target("posting", month=self._month))

    def _enable(self, *, on: bool) -> None:
        for part in (self.save, self.print, self.earlier, self.later):
            part.setEnabled(on)

    def _show_page(self) -> None:
        self._say_page(self.view.current_page())

    def _say_page(self, now: int) -> None:
        count = self.view.page_count()
        self._page.setText(f"第 {now + 1} / {count} 页" if count else "")
        self.earlier.setEnabled(now > 0)
        self.later.setEnabled(now + 1 < count)

    def _turn(self, step: int) -> None:
        self.view.show_page(self.view.current_page() + step)

    # -- paper -----------------------------------------------------------------------------------

    def _print(self) -> None:
        if self._drawn is None:
            return
        try:
            print_paper(self._drawn.paper.pdf, self, month_text(self._month) + self._matter())
        except KnownError as error:
            self._bench.notices.error(error)

    def _save(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        group = str(self.groups.value() or EVERY)
        name = f"{self._month}{self._matter()}{'-' + group if group else ''}.pdf"
        path = files.ask_save(self, "存为 PDF", files.PDF, name)
        if path is not None and save_paper(drawn.paper.pdf, path, self._bench.notices):
            self._bench.notices.written(f"已存为 {path.name}", path)

    def _matter(self) -> str:
        corrected = self._drawn is not None and self._drawn.info.edition > 1
        return "测评更正公示" if corrected else "测评公示"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _corrected(office: "Office", info: MonthInfo, scope: ScopeName | None, group: str) -> _Drawn:
    """A month that was closed again is published as its correction: old and new side by side."""
    from ldz_desktop.reports.rating_correction import render_corrections

    every = office.reopening.corrections(info.month, scope)
    names = tuple(dict.fromkeys(one.notice.rows[0].scope for one in every))
    wanted = tuple(d for d in every if group in (EVERY, d.notice.rows[0].scope)) or every
    return _Drawn(info, names, tuple(d.notice for d in wanted), render_corrections(wanted))


_FACTS = ("月份", "署名单位", "公示期", "张贴日期", "本月核验码", "上月核验码", "篇幅")
_ADVICE = {
    "open": "还没有封月，每页都印着“草稿”，不要张贴。",
    "closed": "张贴后登记公示，公示期按张贴日期推算。登记前印出的日期是今天。",
    "published": "公示期内有人提出异议，可以从“这分怎么来的”打印说明给他核对。",
}
