"""Before a month is frozen: what will be frozen, and what still stops it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.services.evaluation_records import BuildingProgress, MonthOverview, Ranking
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.pieces import button, column, label, row, rule


@dataclass(frozen=True, slots=True)
class Blocker:
    """A sentence of problems(), and the building it speaks of (0: the whole month)."""

    sentence: str
    building_id: int = 0


def blockers(
    problems: tuple[str, ...], progress: tuple[BuildingProgress, ...]
) -> tuple[Blocker, ...]:
    """Each problem with the building that its sentence begins with."""
    titles = sorted(((p.building.title, p.building.id) for p in progress), key=lambda t: -len(t[0]))
    return tuple(
        Blocker(text, next((ident for title, ident in titles if text.startswith(title)), 0))
        for text in problems
    )


def facts(overview: MonthOverview, ranking: Ranking) -> tuple[tuple[str, str], ...]:
    """What closing freezes, as (name, value)."""
    every = ranking.standings
    ranked = sum(s.rank is not None for s in every)
    why = [s.score.why_unranked for s in every if s.score.why_unranked]
    parts = "、".join(f"{w} {why.count(w)} 栋" for w in dict.fromkeys(why))
    return (
        ("方案", f"{ranking.scheme.name}，按{ranking.scheme.scope}排名"),
        ("调查表", f"收回 {overview.returned:,} 张，有效 {overview.valid:,} 张"),
        ("星级评分册", f"{overview.with_stars}/{overview.buildings} 栋"),
        ("参加排名", f"{ranked} 栋"),
        ("不排名", parts or "没有"),
        ("流动红旗", f"{sum(s.flag for s in every)} 面" + _undecided(ranking)),
    )


def _undecided(ranking: Ranking) -> str:
    if not ranking.undecided:
        return ""
    names = "、".join(tied[0].community for tied in ranking.undecided)
    return f"；{names} 有并列，另行研究决定"


class CloseDialog(Dialog):
    """Accepted: the month is to be closed. go_wanted(building_id or 0): 去处理."""

    go_wanted = Signal(object)

    def __init__(
        self,
        overview: MonthOverview,
        ranking: Ranking,
        found: tuple[Blocker, ...],
        parent: QWidget,
        notes: tuple[str, ...] = (),
    ) -> None:
        """notes: what a person should know before, which stops nothing."""
        super().__init__(parent)
        self.setObjectName("plain")
        name = month_text(overview.info.month)
        self.setWindowTitle(f"封存{name}")
        self.setMinimumWidth(theme.px(560))
        self.close_button = button("封月(&F)", self.accept, role="primary")
        self.close_button.setEnabled(not found)
        cancel = button("暂不封月", self.reject)
        self.go_buttons: list[QWidget] = []
        layout = column(label(f"封存{name}的测评", "title"), spacing=12)
        layout.addLayout(_grid(facts(overview, ranking)))
        layout.addWidget(rule())
        if found:
            layout.addWidget(self._blockers(found))
        else:
            layout.addWidget(
                label(
                    "封月后，这个月的表、评分册和名次都不能再改，结果连同上个月的核验码"
                    "一起算出本月核验码，印在公示上。",
                    wrap=True,
                )
            )
        for note in notes:
            layout.addWidget(label(note, "note", wrap=True))
        layout.addLayout(row(None, cancel, self.close_button))
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        (cancel if found else self.close_button).setDefault(True)
        if not found:
            self.close_button.setFocus()

    def _blockers(self, found: tuple[Blocker, ...]) -> QWidget:
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(4))
        for blocker in found:
            go = button("去处理", role="link")
            go.setAccessibleName(f"去处理：{blocker.sentence}")
            go.clicked.connect(lambda *_, b=blocker: self._go(b))
            self.go_buttons.append(go)
            text = label(blocker.sentence, wrap=True)
            line = row(text, go)
            line.setStretch(0, 1)
            line.setAlignment(go, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        lines.addStretch(1)
        inner = QWidget()
        inner.setObjectName("plain")
        inner.setLayout(lines)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(theme.px(min(280, 16 + 28 * len(found))))
        box = QFrame()
        title = label(f"还有 {len(found)} 处要先处理，现在不能封月", "error")
        box.setLayout(column(title, scroll, spacing=6))
        return box

    def _go(self, blocker: Blocker) -> None:
        self.reject()
        self.go_wanted.emit(blocker.building_id)


def _grid(lines: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(8))
    for place, (name, value) in enumerate(lines):
        grid.addWidget(label(name, "muted"), place, 0)
        grid.addWidget(label(value, wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    return grid
