"""The ranking of a scope: one group of it, or all of them one after another."""

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.evaluation import FEW_SHEETS, Score, Standing, group_of, grouped
from ldz_desktop.domain.places import SCOPES, ScopeName, natural_key
from ldz_desktop.domain.rank_interval import RankInterval, interval_sentence
from ldz_desktop.domain.reopening import Pair
from ldz_desktop.services.evaluation_records import Ranking
from ldz_desktop.ui.evaluation.finding import matches
from ldz_desktop.ui.evaluation.month_data import figure, remark, scope_names
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.search_field import SearchField

EVERY = ""


def columns(
    held: Mapping[int, int], old: Mapping[int, Pair], intervals: Mapping[int, RankInterval]
) -> tuple[Column[Standing], ...]:
    """held: building id → months in a row with the flag; old: building id → what it was before a
    correction, beside what it is; intervals: what the sheets can bear of its rank."""

    def interval(standing: Standing) -> RankInterval | None:
        return intervals.get(standing.score.building_id)

    def interval_text(standing: Standing) -> str:
        found = interval(standing)
        return "" if found is None else f"{found.best}–{found.worst}"

    def interval_tip(standing: Standing) -> str:
        found = interval(standing)
        return "" if found is None else interval_sentence(found)

    def remarked(standing: Standing) -> tuple[str, str]:
        return remark(standing, held.get(standing.score.building_id, 0))

    def before(standing: Standing) -> Standing | None:
        pair = old.get(standing.score.building_id)
        return pair.old if pair is not None else None

    def rank_before(standing: Standing) -> str:
        found = before(standing)
        return "—" if found is None or found.rank is None else str(found.rank)

    def score_before(standing: Standing) -> str:
        found = before(standing)
        return "—" if found is None else figure(found.score.score, found)

    def rank_tone(standing: Standing) -> str:
        found = before(standing)
        return "faint" if found is not None and found.rank == standing.rank else "red"

    def score_tone(standing: Standing) -> str:
        found = before(standing)
        same = found is not None and found.score.score == standing.score.score
        return "faint" if same else "red"

    return (
        Column("rank", "名次", lambda s: "—" if s.rank is None else str(s.rank), align="right",
               width=52, sort=lambda s: s.rank),
        Column("old-rank", "原名次", rank_before, align="right", width=64, tone=rank_tone,
               sort=lambda s: b.rank if (b := before(s)) else None,
               tip=lambda _: "更正以前的名次；红色的有变动"),
        Column("interval", "可信名次", interval_text, align="right", width=80, tip=interval_tip,
               tone=lambda _: "muted",
               sort=lambda s: i.worst - i.best if (i := interval(s)) else None),
        Column("scope", "范围", lambda s: s.scope, width=96, sort=lambda s: natural_key(s.scope)),
        Column("building", "楼栋", lambda s: f"{s.score.compound} {s.score.building}", width=148,
               sort=lambda s: natural_key(s.score.title)),
        Column("leader", "楼栋长", lambda s: s.score.leader or "暂缺", width=88,
               tone=lambda s: None if s.score.leader else "faint"),
        Column("score", "得分", lambda s: figure(s.score.score, s), align="right", width=72,
               sort=lambda s: s.score.score, strong=lambda s: s.rank is not None),
        Column("old-score", "原得分", score_before, align="right", width=72, tone=score_tone,
               sort=lambda s: b.score.score if (b := before(s)) else None,
               tip=lambda _: "更正以前的得分；红色的有变动"),
        Column("satisfaction", "满意度", lambda s: figure(s.score.satisfaction, s),
               align="right", width=76, sort=lambda s: s.score.satisfaction),
        Column("rate", "满意率", lambda s: figure(s.score.satisfied_rate, s), align="right",
               width=76, sort=lambda s: s.score.satisfied_rate,
               tip=lambda s: f"“满意”以上占全部 {sum(s.score.grades)} 项回答的百分比"),
        Column("stars", "星级", lambda s: figure(s.score.stars), align="right", width=72,
               sort=lambda s: s.score.stars),
        Column("valid", "有效票", lambda s: str(s.score.valid), align="right", width=68,
               sort=lambda s: s.score.valid, tip=lambda s: f"排名所需 {s.score.minimum} 张"),
        Column("remark", "备注", lambda s: remarked(s)[0], width=0, sortable=False,
               tone=lambda s: remarked(s)[1] or None, tip=_remark_tip),
    )  # fmt: skip


def _remark_tip(standing: Standing) -> str:
    score = standing.score
    if score.why_unranked == FEW_SHEETS:
        return f"有效票 {score.valid} 张，少于 {score.minimum} 张，不参加排名"
    return "本月没有星级评分册，不参加排名" if score.why_unranked else ""


class RankingView(QWidget):
    """The table, and the tools that belong above it.

    chosen(building_id or 0): the cursor moved; scope_changed: read wanted_scope() again;
    print_wanted, export_wanted: the buttons.
    """

    chosen = Signal(object)
    opened = Signal(object)
    scope_changed = Signal()
    print_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranking: Ranking | None = None
        self._to_top = False
        self._held: dict[int, int] = {}
        self._intervals: dict[int, RankInterval] = {}
        self._old: dict[int, Pair] = {}
        self.model = RecordModel(
            columns(self._held, self._old, self._intervals), lambda s: s.score.building_id
        )
        self.table = RecordTable(self.model, "排名", parent=self)
        self.model.setParent(self.table)
        self.table.current_changed.connect(self.chosen)
        self.table.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.scopes = PickEditor([(scope, scope) for scope in SCOPES])
        self.scopes.setAccessibleName("排名范围")
        self.scopes.setToolTip("在什么范围里排名")
        self.groups = PickEditor([(EVERY, "全部")])
        self.groups.setAccessibleName("看哪一组")
        self.scopes.setFixedWidth(theme.px(88))
        self.groups.setFixedWidth(theme.px(118))
        self._counts = label("", "muted")
        layout.addWidget(self._counts)
        self._known: Mapping[int, str] = {}
        self.search = SearchField("找楼栋", "在排名里找")
        self.search.setMaximumWidth(theme.px(200))
        self.search.setMinimumWidth(theme.px(76))
        self.search.searched.connect(self._filter)
        self.print = button("打印公示(&P)", self.print_wanted.emit, icon="print")
        self.export = button("导出(&E)", self.export_wanted.emit, icon="export")
        self.tools = QWidget()
        tools = row(self.scopes, self.groups, self.search, None, self.print, self.export)
        tools.setStretchFactor(self.search, 1)
        self.tools.setLayout(tools)
        self.scopes.changed.connect(self.scope_changed)
        self.groups.changed.connect(self._show_group)

    def wanted_scope(self) -> ScopeName:
        return cast("ScopeName", self.scopes.value())

    def group(self) -> str:
        """The group shown; EVERY for all of them."""
        return str(self.groups.value() or EVERY)

    def standings(self) -> list[Standing]:
        """What is listed, in the order it is listed."""
        return self.model.records()

    def show_ranking(
        self,
        ranking: Ranking,
        held: Mapping[int, int],
        known: Mapping[int, str],
        pairs: Sequence[Pair] = (),
    ) -> None:
        """Another ranking. While it is seen it stays on the building it was on, else it opens at
        the first rank; the group stays. held: months in a row with
        the flag; known: what buildings are found by; pairs: before and after a correction."""
        self._known = known
        self._ranking = ranking
        self._held.clear()
        self._held.update(held)
        self._old.clear()
        self._old.update((p.new.score.building_id, p) for p in pairs if p.new is not None)
        self._intervals.clear()
        self._intervals.update(ranking.intervals)
        room = bool(ranking.intervals) and not pairs and not theme.is_large()
        self.table.setColumnHidden(self.model.section("interval"), not room)
        for key in ("old-rank", "old-score"):
            self.table.setColumnHidden(self.model.section(key), not pairs)
        # There is no room for all of them side by side; the card has them too.
        for key in ("rate", "stars"):
            self.table.setColumnHidden(self.model.section(key), bool(pairs) or theme.is_large())
        self.table.setColumnHidden(
            self.model.section("satisfaction"), bool(pairs) and theme.is_large()
        )
        with QSignalBlocker(self.scopes):
            self.scopes.set_value(ranking.scope)
        names = scope_names(ranking)
        first = (EVERY, f"全部{ranking.scope}") if len(names) > 1 else None
        self.groups.set_pairs([*([first] if first else []), *((n, n) for n in names)])
        self._show_group()

    def show_building(self, building_id: int) -> bool:
        """Put the cursor on a building, in whatever group it is."""
        if self.table.select_id(building_id):
            return True
        self.groups.set_value(EVERY)
        self.search.clear()
        self.search.search_now()
        return self.table.select_id(building_id)

    def to_top(self) -> None:
        """The cursor goes to the first rank, also when the ranking is being read anew."""
        self._to_top = True
        if self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def show_group(self, group: str) -> None:
        """List that group, if there is one of that name."""
        self.groups.set_value(group)

    def _filter(self) -> None:
        wanted = self.search.wanted()
        self.model.set_filter(
            (lambda s: matches(s.score.building_id, wanted, self._known)) if wanted else None
        )
        if not self.table.current_id() and self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def _show_group(self) -> None:
        ranking = self._ranking
        if ranking is None:
            return
        group = self.group()
        groups = grouped(ranking.standings, ranking.scope)
        rows = list(groups.get(group, ranking.standings))
        stays = self.isVisible() and not self._to_top
        kept = self.table.current_id() if stays else 0
        self._to_top = False
        self.table.setColumnHidden(
            self.model.section("scope"), group != EVERY or len(scope_names(ranking)) < 2
        )
        self.model.set_records(rows)
        shown = {group_of(s.score, "社区") for s in rows}
        waiting = undecided(ranking, self._held)
        mine = tuple(tied for tied in waiting if group_of(tied[0], "社区") in shown)
        self._counts.setText(summary(rows, ranking, mine))
        self._counts.setToolTip(_details(rows, mine))
        if not (kept and self.table.select_id(kept)) and rows:
            self.table.select_id(self.model.id_at(0))


def undecided(ranking: Ranking, held: Mapping[int, int]) -> tuple[tuple[Score, ...], ...]:
    """The tied buildings of each community where a flag still waits for a decision."""
    clear = {s.score.building_id for s in ranking.standings if s.flag}
    decided = held.keys() - clear
    return tuple(
        tied for tied in ranking.undecided if decided.isdisjoint(s.building_id for s in tied)
    )


def summary(rows: list[Standing], ranking: Ranking, waiting: Sequence[object]) -> str:
    """51 名楼栋长 · 方案一 · 1 名样本不足. One name at two buildings may be one person or two."""
    names = [s.score.leader for s in rows if s.score.leader]
    counted = f"{len(names)} 名楼栋长"
    if len(set(names)) < len(names):
        counted = f"{len(rows)} 栋楼"
    elif len(names) < len(rows):
        counted = f"{len(rows)} 栋楼、{counted}"
    parts = [counted, ranking.scheme.name]
    why = [s.score.why_unranked for s in rows if s.score.why_unranked]
    if why:
        parts.append(f"{len(why)} 名{why[0] if len(set(why)) == 1 else '不排名'}")
    if waiting:
        parts.append("红旗待定")
    return " · ".join(parts)


def _details(rows: list[Standing], waiting: Sequence[Sequence[Score]]) -> str:
    """Why some are not ranked, and which flags wait for a recorded decision."""
    why = [s.score.why_unranked for s in rows if s.score.why_unranked]
    lines = [f"{reason} {why.count(reason)} 名" for reason in dict.fromkeys(why)]
    lines += [
        f"{tied[0].community}：{'、'.join(s.title for s in tied)} 并列，红旗由会议决定"
        for tied in waiting
    ]
    return "\n".join(lines)
