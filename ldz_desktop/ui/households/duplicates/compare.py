"""The pair under the cursor: why, both records side by side, and the three answers."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from ldz_desktop.domain.codes import HEALTH
from ldz_desktop.domain.duplicates import STRENGTH_WORDS
from ldz_desktop.errors import KnownError
from ldz_desktop.services.duplicates_records import Choice, MergePreview, Pair
from ldz_desktop.ui.households.duplicates.columns import TONES, names_of, place_of
from ldz_desktop.ui.households.duplicates.grid import MergeGrid
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, chip, column, label, row, set_chip

_SECRETS = ("id_number", "phone", "health")


@dataclass(frozen=True)
class Answers:
    """What the three buttons do with the pair that is shown."""

    merge: Callable[[], None]
    distinct: Callable[[], None]
    skip: Callable[[], None]


class ComparePanel(QFrame):
    """gone: one of the two records is not there any more; leaving: somebody goes to a record."""

    gone = Signal()
    leaving = Signal()

    def __init__(self, bench: Bench, answers: Answers) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._bench = bench
        self.pair: Pair | None = None
        self.preview: MergePreview | None = None
        self.grid = MergeGrid()
        self._names = label("", "title", wrap=True)
        self._strength = chip("", "grey")
        self._why = label("", wrap=True)
        self._sides = (self._side("keep"), self._side("drop"))
        self.reveal_button = button("显示号码、电话和健康状况(&V)", self._reveal, role="link")
        self.reveal_button.setToolTip("会记入日志")
        self.merge_button = button("合并(&M) …", answers.merge, role="primary")
        self.distinct_button = button(
            "不是同一人(&D)", answers.distinct, tip="记住这两份是两个人，以后不再提示"
        )
        self.skip_button = button("跳过(&K)", answers.skip, tip="这次先不处理，下次查重再问")
        self._lay_out()
        self.show_pair(None)

    def _side(self, side: Choice) -> QPushButton:
        return button("", lambda: self._open(side), role="link", tip="到户档里打开这一份")

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(column(self.grid, self.reveal_button, None, spacing=8))
        scroll.setWidget(inside)
        head = row(self._names, self._strength, None)
        links = column(
            row(label("第一份", "muted"), self._sides[0], None),
            row(label("第二份", "muted"), self._sides[1], None),
            spacing=0,
        )
        layout = column(head, self._why, links, scroll, spacing=8)
        layout.setStretch(3, 1)
        layout.addLayout(row(self.merge_button, self.distinct_button, None, self.skip_button))
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        self.setLayout(layout)

    # -- what is shown ---------------------------------------------------------------------------

    def show_pair(self, pair: Pair | None) -> None:
        """None: nothing is chosen."""
        self.pair, self.preview = pair, None
        self._enable(enabled=False)
        if pair is None:
            return
        self._names.setText(names_of(pair))
        set_chip(self._strength, STRENGTH_WORDS[pair.match.strength], TONES[pair.match.strength])
        self._why.setText(pair.match.sentence)
        for link, side in zip(self._sides, (pair.first, pair.second), strict=True):
            link.setText(place_of(side))
        office, ids = self._bench.office, pair.key
        self._bench.tasks.run(
            lambda progress: office.duplicates.merge_preview(*ids),
            self._show,
            owner=self,
            key="duplicates.preview",
            failed=self._lost,
        )

    def _show(self, preview: MergePreview) -> None:
        self.preview = preview
        self.grid.show_fields(preview.fields)
        self._enable(enabled=True)

    def _lost(self, error: KnownError) -> None:
        self._bench.notices.info(error.message)
        self.gone.emit()

    def _enable(self, *, enabled: bool) -> None:
        for one in (self.merge_button, self.distinct_button, self.skip_button):
            one.setEnabled(enabled)
        secret = self.preview is not None and any(
            f.secret and not f.same for f in self.preview.fields
        )
        self.reveal_button.setVisible(enabled and secret)

    # -- what can be done ------------------------------------------------------------------------

    def _open(self, side: Choice) -> None:
        if self.pair is not None:
            person = self.pair.first if side == "keep" else self.pair.second
            self.leaving.emit()
            self._bench.show(Target("resident", person.id))

    def _reveal(self) -> None:
        """Every look is logged by the service."""
        preview = self.preview
        if preview is None:
            return
        office = self._bench.office
        wanted = [f.key for f in preview.fields if f.key in _SECRETS and not f.same]
        ids: tuple[tuple[Choice, int], ...] = (("keep", preview.keep.id), ("drop", preview.drop.id))

        def work(progress: object) -> dict[tuple[str, Choice], str]:
            return {
                (key, side): office.households.reveal(ident, key)
                for key in wanted
                for side, ident in ids
            }

        self._bench.tasks.run(work, self._revealed, owner=self)

    def _revealed(self, values: dict[tuple[str, Choice], str]) -> None:
        worded = {
            (key, side): HEALTH.label(text) if key == "health" and text else text
            for (key, side), text in values.items()
        }
        self.grid.reveal(worded)
        self.reveal_button.hide()
