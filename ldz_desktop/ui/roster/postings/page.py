"""公示管家: the list at the left, the notice with the cursor at the right."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.postings_records import PostingRow
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.scans import POSTED, TAKEN_DOWN
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.roster.postings.listing import PostingList
from ldz_desktop.ui.roster.postings.output import PostingOutput
from ldz_desktop.ui.roster.postings.panel import Detail, PostingPanel, has_paper
from ldz_desktop.ui.roster.postings.verbs import PostingVerbs

_TOPICS = frozenset({"leaders", "evaluation", "settings"})


class PostingsPage(QWidget):
    """Enter shows the paper, F2 edits, Ctrl+N begins a notice, Del takes one down, Ctrl+P prints
    the list."""

    def __init__(
        self, bench: Bench, go: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        del go  # the ways out of here lead through targets
        self._wanted = 0  # asked for before the list was read
        self._wanted_month = ""
        self.list = PostingList(bench)
        self.panel = PostingPanel(bench, self._reveal)
        self.verbs = PostingVerbs(bench, self, self.reload, self._leave_to)
        self.output = PostingOutput(bench, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self._connect()

    # -- what the strip calls --------------------------------------------------------------------

    def begin(self) -> None:
        self.reload()

    def refresh(self, change: Change | None) -> None:
        if change is None or change.topics & _TOPICS:
            self.reload()

    def open(self, target: Target) -> bool:
        """A notice by its id, or the newest about a month."""
        if target.kind != "posting":
            return False
        self._wanted, self._wanted_month = target.id, target.month
        self.reload()
        return True

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.postings.rows(), self._show_rows, owner=self, key="postings"
        )
        self.list.warning.reload()

    # -- reading ---------------------------------------------------------------------------------

    def _show_rows(self, rows: tuple[PostingRow, ...]) -> None:
        wanted, self._wanted = self._wanted, 0
        month, self._wanted_month = self._wanted_month, ""
        if month:
            about = f"month:{month}"
            wanted = max((r.id for r in rows if r.posting.about == about), default=wanted)
        self.list.show_rows(rows, wanted)

    def _show_current(self) -> None:
        row = self.list.current()
        if row is None:
            self.panel.show_nothing()
            return
        office = self._bench.office

        def read(progress: Progress) -> Detail:
            del progress
            scans = office.scans.of("posting", row.id)
            kept = tuple(one for one in scans if one.kind in (POSTED, TAKEN_DOWN))
            return Detail(row, office.postings.paper(row.id), kept, office.postings.next_of(row.id))

        self._bench.tasks.run(read, self.panel.show_detail, owner=self, key="postings-panel")

    def _reveal(self, objection_id: int, show: Callable[[str], None]) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.postings.reveal(objection_id), show, owner=self.panel
        )

    # -- verbs -----------------------------------------------------------------------------------

    def do(self, verb: str) -> None:
        """A verb of the panel, to the notice that it shows."""
        detail = self.panel.detail
        if detail is None:
            return
        posting = detail.posting
        verbs: dict[str, Callable[[], None]] = {
            "look": lambda: self.output.look(posting),
            "result": lambda: self.output.report(posting),
            "edit": lambda: self.verbs.edit(posting),
            "put_up": lambda: self.verbs.put_up(posting),
            "discard": lambda: self.verbs.withdraw(posting),
            "withdraw": lambda: self.verbs.withdraw(posting),
            "repost": lambda: self.verbs.repost(posting),
            "report": lambda: self.verbs.report(posting),
            "reopen": lambda: self.verbs.reopen(posting),
        }
        verbs[verb]()

    def _look(self) -> None:
        detail = self.panel.detail
        if detail is not None and has_paper(detail.posting):
            self.output.look(detail.posting)

    def _take_down(self) -> None:
        detail = self.panel.detail
        if detail is not None and detail.row.state in ("draft", "running", "full"):
            self.verbs.withdraw(detail.posting)

    def _object(self) -> None:
        detail = self.panel.detail
        if detail is not None:
            self.verbs.object(detail.posting)

    def _decide(self, objection_id: int) -> None:
        detail = self.panel.detail
        if detail is None:
            return
        for posting in detail.paper.chain:
            if any(one.id == objection_id for one in posting.objections):
                self.verbs.decide(posting, objection_id)

    def _about(self) -> None:
        detail = self.panel.detail
        if detail is None:
            return
        kind, _, key = detail.posting.about.partition(":")
        if kind == "month":
            self._bench.show(Target("month", month=key))
        elif kind == "selection":
            self._bench.show(Target("selection", int(key)))

    def _leave_to(self, posting_id: int) -> None:
        self._wanted = posting_id
        self.reload()

    def _connect(self) -> None:
        one = self.list
        one.picked.connect(self._show_current)
        one.opened.connect(self._look)
        one.add_wanted.connect(self.verbs.add)
        one.length_wanted.connect(self.verbs.length)
        one.print_wanted.connect(self._print)
        one.export_wanted.connect(self._export)
        one.table.delete_wanted.connect(lambda _: self._take_down())
        one.warning.changed.connect(self.reload)
        self.panel.verb.connect(self.do)
        self.panel.go.connect(self._leave_to)
        self.panel.about_wanted.connect(self._about)
        self.panel.photos.changed.connect(self.reload)
        self.panel.objections.add_wanted.connect(self._object)
        self.panel.objections.decide_wanted.connect(self._decide)
        self.panel.objections.remove_wanted.connect(self.verbs.remove_objection)
        page_keys(
            self,
            {
                "F2": lambda: self.do("edit"),
                "Ctrl+N": self.verbs.add,
                "Ctrl+P": self._print,
            },
        )

    def _print(self) -> None:
        self.output.print([r.id for r in self.list.model.records()], self.list.scope_text())

    def _export(self) -> None:
        self.output.export([r.id for r in self.list.model.records()], self.list.scope_text())
