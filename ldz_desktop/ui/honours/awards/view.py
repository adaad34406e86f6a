"""Candidates of one kind for a year, the best first; votes, certificates and the notice."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from ldz_desktop.domain.awards import KINDS, MONTHS, Kind
from ldz_desktop.services.awards_records import AwardLine, AwardYear
from ldz_desktop.ui.honours.awards.columns import award_columns, award_text
from ldz_desktop.ui.honours.awards.forms import AwardForms, last_vote
from ldz_desktop.ui.honours.listing import EVERY, Listing, Words
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, label, row

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_NOTHING = (
    "还没有封存的月份",
    "一年十二个月都封存以后，这里按全年平均分提出候选，登记会议的表决和决定，再公示、打印证书。",
)
_STATES = (
    (EVERY, "全部状态"), ("candidate", "待表决"), ("granted", "已授予"), ("rejected", "未通过"),
    ("few", "月数不足"), ("cancelled", "已取消"),
)  # fmt: skip


class AwardView(Listing[AwardLine]):
    """wants(year): another year is wanted; show_year() shows what was read. A writes a vote down,
    Del takes it off the record."""

    def __init__(
        self, bench: Bench, kind: Kind, switch: QWidget, read: Callable[[int], None]
    ) -> None:
        """switch: stands in the head; read: asks the page for a year, 0 for the same."""
        name = f"{KINDS[kind]}候选名单"
        hint = "楼栋、社区" if kind == "building" else "姓名、拼音首字母、楼栋"
        dispensable = ("number", "last", "community", "vote", "where", "note")
        words = Words(name, "awards", hint, _NOTHING, dispensable)
        super().__init__(bench, award_columns(kind), words)
        self._kind = kind
        self._read = read
        self._year = AwardYear()
        self.forms = AwardForms(bench, self, lambda: read(0))
        self.years = PickEditor()
        self.years.setAccessibleName("年度")
        self.years.setMinimumWidth(theme.px(116))
        self.years.changed.connect(self._another)
        self.state = self.pick("状态", _STATES)
        self._standing = label("", "muted", wrap=True)
        self._facts = label("", "muted", wrap=True)
        self.notice = button("公示(&G)", self.show_notice)
        self.papers = button("证书(&Z)", self.print_certificates, tip="选中的，或全部已授予的")
        head = row(switch, self.years, self.counts, None, self.papers, self.notice)
        filters = row(self.search, self.state, None, *self._make_verbs())
        self.lay_out(
            head, filters, between=self._standing, below=self._facts, icon="people", several=True
        )

    # -- reading ---------------------------------------------------------------------------------

    def show_year(self, found: AwardYear) -> None:
        self._year = found
        with QSignalBlocker(self.years):
            self.years.set_pairs([(y, f"{y}年度") for y in found.years])
            self.years.set_value(found.year)
        self.years.setVisible(bool(found.years))
        self._standing.setText(_standing(found))
        self._standing.setVisible(bool(found.years))
        self.notice.setText("看公示(&G)" if found.posting else "拟公示(&G)")
        granted = any(found.granted(kind) for kind in KINDS)
        self.notice.setEnabled(granted)
        self.papers.setEnabled(bool(found.granted(self._kind)))
        self.show_records(found.lines(self._kind))

    def _another(self) -> None:
        self._read(int(str(self.years.value() or 0)))

    @override
    def keeps(self, one: AwardLine, text: str) -> bool:
        return self.state.value() in (EVERY, one.state) and fits(
            text, (one.name, one.where, one.community), one.pinyin
        )

    @override
    def counted(self, shown: Sequence[AwardLine], every: Sequence[AwardLine]) -> str:
        unit = "栋" if self._kind == "building" else "人"
        granted = sum(x.state == "granted" for x in every)
        return f"{len(shown)} {unit}" + (f" · 已授予 {granted}" if granted else "")

    @override
    def scope_text(self) -> str:
        found = self._year
        head = f"{found.year}年度，依据已封存的 {found.closed} 个月"
        return "，".join(filter(None, (head, super().scope_text())))

    @override
    def picked(self) -> None:
        lines = self.chosen()
        one = lines[0] if len(lines) == 1 else None
        many = f"已选 {len(lines)}" if len(lines) > 1 else ""
        self._facts.setText(award_text(one) if one else many)
        self._facts.setVisible(bool(self._facts.text()))
        self._vote.setEnabled(bool(self._votable()) and self._year.closed == MONTHS)
        self._cancel.setEnabled(one is not None and one.state == "granted")
        self._remove.setEnabled(one is not None and one.award is not None)

    def _votable(self) -> list[AwardLine]:
        """Selected candidates that can be voted on, also once more."""
        return [x for x in self.chosen() if x.place and x.state != "granted"]

    # -- verbs -----------------------------------------------------------------------------------

    def vote(self) -> None:
        """登记表决 about what is selected."""
        lines = self._votable()
        if lines and self._year.closed == MONTHS:
            before = last_vote(self.model.all_records())
            self.forms.vote(self._year.year, self._kind, lines, before)

    @override
    def opened(self) -> None:
        """Enter: the vote, or the certificate of what is granted."""
        one = self.current()
        if one is not None and one.state == "granted":
            self.print_certificates()
        else:
            self.vote()

    @override
    def removed(self) -> None:
        """Del."""
        one, awards = self.current(), self._bench.office.awards
        if one is not None and one.award is not None:
            key = one.award.id
            do(self._bench, self, lambda: awards.remove(key), lambda: self._read(0))

    def cancel(self) -> None:
        one = self.current()
        if one is not None and one.state == "granted":
            self.forms.cancel(one)

    def print_certificates(self) -> None:
        """Of the selected awards, else of all that are granted."""
        ids = [x.id for x in self.chosen() if x.state == "granted"]
        office, year, kind = self._bench.office, self._year.year, self._kind

        def paper(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.honour_certificate import render

            progress.report(0, 0, "排版证书")
            made = render(office.awards.certificates(year, kind, ids))
            office.log("print.award", str(year), str(made.pages))
            return made

        show_paper(self._bench, self, paper, f"{year}年度{KINDS[kind]}证书")

    def show_notice(self) -> None:
        """To the notice keeper; the notice is drafted first where there is none."""
        if self._year.posting:
            self._bench.show(Target("posting", self._year.posting))
            return
        awards, year = self._bench.office.awards, self._year.year
        do(self._bench, self, lambda: awards.draft_notice(year), lambda: self._read(0))

    def to_person(self) -> None:
        one = self.current()
        if one is not None and self._kind == "leader":
            self._bench.show(Target("leader", one.id))

    def _make_verbs(self) -> list[QPushButton]:
        self._vote = button("登记表决(&A)", self.vote, role="primary", tip="Enter")
        more = button("更多")
        menu = QMenu(more)
        self._cancel = menu.addAction("取消表彰 …", self.cancel)
        self._remove = menu.addAction("删除表决记录\tDel", self.removed)
        menu.addSeparator()
        menu.addAction("评优条件 …", lambda: self.forms.minimum(self._year.minimum))
        if self._kind == "leader":
            menu.addAction("看本人", self.to_person)
        more.setMenu(menu)
        return [self._vote, more]


def _standing(found: AwardYear) -> str:
    """How far the year is, and its notice."""
    if found.closed < MONTHS:
        text = (
            f"{found.year}年已封存 {found.closed} 个月，还差 {MONTHS - found.closed} 个月；"
            "现在的名次供参考，全年封存后才能表决。"
        )
    else:
        text = f"{found.year}年十二个月已全部封存，按参加排名各月得分的平均提出候选。"
    text += f"参加排名少于 {found.minimum} 个月的不列名次。"
    return f"{text}公示：{found.notice}。" if found.notice else text
