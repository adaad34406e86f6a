"""The panel at the right: facts, photos, objections and result of the notice with the cursor, and
what can be done to it next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QScrollArea, QStackedWidget, QWidget

from ldz_desktop.domain.postings import KINDS, Posting
from ldz_desktop.domain.workdays import date_text, period_text
from ldz_desktop.services.postings_records import PostingPaper, PostingRow
from ldz_desktop.services.scans import Scan
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import (
    button,
    card,
    chip,
    clear,
    column,
    label,
    row,
    rule,
    set_chip,
)
from ldz_desktop.ui.roster.postings.columns import state_tone, state_words
from ldz_desktop.ui.roster.postings.objections import ObjectionView, Reveal
from ldz_desktop.ui.roster.postings.photos import PostingPhotos

if TYPE_CHECKING:
    from datetime import date

WIDTH = 372
_CAPTION = 64


@dataclass(frozen=True)
class Detail:
    """A notice as the panel shows it. next_id: the notice that goes on from it, 0 for none."""

    row: PostingRow
    paper: PostingPaper
    scans: tuple[Scan, ...]
    next_id: int = 0

    @property
    def posting(self) -> Posting:
        return self.paper.posting


class PostingPanel(QFrame):
    """verb(name): something is to be done to the notice that is shown (see page). go(id): another
    notice; about(): what it speaks of."""

    verb = Signal(str)
    go = Signal(object)
    about_wanted = Signal()

    def __init__(self, bench: Bench, reveal: Reveal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(WIDTH if not theme.is_large() else 330))
        self._detail: Detail | None = None
        self._title = label("", "title", wrap=True)
        self._state = chip("", "grey")
        self._kind = label("", "muted")
        self._about = button("", self.about_wanted.emit, role="link")
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(theme.px(8))
        self._facts.setVerticalSpacing(theme.px(4))
        self._facts.setColumnMinimumWidth(0, theme.px(_CAPTION))
        self._facts.setColumnStretch(1, 1)
        self._links = column(spacing=2)
        self.photos = PostingPhotos(bench)
        self.objections = ObjectionView(reveal)
        self._result = column(spacing=4)
        self._rules = [rule() for _ in range(3)]
        self.look = button("看公示(&Y)", lambda: self.verb.emit("look"), icon="paper")
        self.more = button("更多(&M)", self._menu)
        self.next = button("", self._go_on, role="primary")
        self._next_verb = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._page())
        body = column(self._stack, spacing=0)
        self.setLayout(column(card(body), spacing=0))

    @property
    def detail(self) -> Detail | None:
        return self._detail

    def show_nothing(self) -> None:
        self._detail = None
        self._stack.setCurrentIndex(0)

    def show_detail(self, detail: Detail) -> None:
        again = self._detail is not None and self._detail.posting.id == detail.posting.id
        self._detail = detail
        posting, state = detail.posting, detail.row.state
        self._title.setText(posting.title)
        self._kind.setText(KINDS[posting.kind])
        set_chip(self._state, state_words(detail.row), state_tone(detail.row))
        self._about.setText(_ABOUT.get(posting.about.partition(":")[0], ""))
        self._about.setVisible(bool(self._about.text()))
        self._show_facts(detail)
        self._show_links(detail)
        hung = state != "draft"
        self.photos.setVisible(hung)
        self.objections.setVisible(hung)
        for line in self._rules[:2]:
            line.setVisible(hung)
        if hung:
            self.photos.show_posting(posting, detail.scans)
            takes = state in ("running", "full")
            every = tuple(o for one in detail.paper.chain for o in one.objections)
            self.objections.show_objections(every, takes=takes)
        self._show_result(posting)
        self._show_verbs(detail)
        self._stack.setCurrentIndex(1)
        if not again:
            self._scroll.verticalScrollBar().setValue(0)

    # -- parts -----------------------------------------------------------------------------------

    def _show_facts(self, detail: Detail) -> None:
        clear(self._facts)
        posting, period = detail.posting, detail.paper.periods[-1]
        posted = "" if posting.posted_on is None else date_text(posting.posted_on)
        length = period_text(period) if posting.posted_on is not None else _length(posting)
        lines = (
            ("署名单位", posting.unit),
            ("张贴日期", posted),
            ("张贴地点", posting.place or ""),
            ("公示期", length),
            ("联系电话", posting.contact or ""),
            ("拟稿日期", "" if posted else date_text(posting.drafted_on)),
            ("备注", posting.note or ""),
        )
        at = 0
        for caption, text in lines:
            if text:
                quiet = label(caption, "muted")
                quiet.setAlignment(Qt.AlignmentFlag.AlignTop)
                self._facts.addWidget(quiet, at, 0)
                self._facts.addWidget(label(text, wrap=True), at, 1)
                at += 1

    def _show_links(self, detail: Detail) -> None:
        """To the notice before and the one after."""
        clear(self._links)
        before = detail.posting.previous_id
        for words, other in (("接续自原公示", before or 0), ("已重新公示", detail.next_id)):
            if other:
                one = button(f"{words} →", lambda other=other: self.go.emit(other), role="link")  # type: ignore[misc]  # mypy cannot type a default
                self._links.addWidget(one)

    def _show_result(self, posting: Posting) -> None:
        clear(self._result)
        parts: tuple[tuple[str, date | None, tuple[tuple[str, str | None], ...]], ...] = (
            ("撤下", posting.withdrawn_on, (("原因", posting.withdraw_reason),)),
            (
                "结果报告",
                posting.reported_on,
                (("结论", posting.conclusion), ("下一步", posting.next_step)),
            ),
        )
        for heading, on, lines in parts:
            if on is not None:
                self._result.addLayout(
                    row(label(heading, "strong"), None, label(date_text(on), "muted"))
                )
                for caption, text in lines:
                    self._result.addWidget(label(f"{caption}：{text}", wrap=True))
        self._rules[2].setVisible(self._result.count() > 0)

    def _show_verbs(self, detail: Detail) -> None:
        """The one thing that comes next is red; the rest is behind 更多."""
        caption, self._next_verb = _NEXT[detail.row.state]
        if detail.posting.open_objections and detail.row.state == "full":
            caption, self._next_verb = "", ""  # the objection's own button comes first
        self.next.setText(caption)
        self.next.setVisible(bool(caption))
        self.look.setVisible(has_paper(detail.posting))

    def menu_of(self) -> QMenu:
        """What can be done now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for caption, name in verbs_of(self._detail):
            menu.addAction(caption).triggered.connect(lambda *_, n=name: self.verb.emit(n))
        return menu

    def _menu(self) -> None:
        self.menu_of().popup(self.more.mapToGlobal(self.more.rect().topLeft()))

    def _go_on(self) -> None:
        self.verb.emit(self._next_verb)

    def _page(self) -> QWidget:
        body = QWidget()
        body.setObjectName("plain")
        top = column(
            self._title, row(self._state, self._kind, self._about, None), self._facts,
            self._links, self._rules[0], self.photos, self._rules[1], self.objections,
            self._rules[2], self._result, None, spacing=10,
        )  # fmt: skip
        top.setContentsMargins(0, 0, theme.px(6), 0)
        body.setLayout(top)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        page = QWidget()
        page.setLayout(column(self._scroll, row(self.look, self.more, None, self.next)))
        return page


Verbs = tuple[tuple[str, str], ...]

_NEXT = {
    "draft": ("登记张贴(&T)", "put_up"),
    "running": ("", ""),
    "full": ("报告结果(&B)", "report"),
    "reported": ("结果报告(&B)", "result"),
    "withdrawn": ("重新公示(&G)", "repost"),
}
_ABOUT = {"month": "当月测评 →", "selection": "推选 →"}


def verbs_of(detail: Detail | None) -> Verbs:
    """Captions and names of what can be done to a notice besides what comes next."""
    if detail is None:
        return ()
    state = detail.row.state
    edit: Verbs = (("编辑(&E)\tF2", "edit"),)
    if state == "draft":
        return (*edit, ("删除拟稿(&X)\tDel", "discard"))
    edit = (("改地点、电话、备注(&E)\tF2", "edit"),)
    extend = (("重新公示(&G) …", "repost"),)
    if state == "withdrawn":
        return edit
    if state == "reported":
        return (*edit, *extend, ("重开(&K) …", "reopen"))
    longer = (("延长公示(&G) …", "repost"),) if state == "running" else extend
    report: Verbs = (("结果报告草稿(&B)", "result"),)
    return (*edit, *longer, *report, ("撤下(&X) …\tDel", "withdraw"))


def has_paper(posting: Posting) -> bool:
    """Whether the program can print what hangs: rankings from the month, others from their text."""
    return bool(posting.content) or posting.about.startswith(("month:", "selection:"))


def _length(posting: Posting) -> str:
    unit = "个工作日" if posting.day_unit == "working" else "个自然日"
    return f"{posting.days}{unit}，张贴当天不算"
