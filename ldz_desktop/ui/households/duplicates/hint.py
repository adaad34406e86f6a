"""Under the member form: who on file may already be the person being typed."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.domain.duplicates import STRENGTH_WORDS
from ldz_desktop.domain.households import Resident
from ldz_desktop.services.duplicates_records import Candidate
from ldz_desktop.ui.households.duplicates.columns import TONES, place_of
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, chip, clear, column, label, row

_PAUSE_MS = 200
_SHOWN = 3
_ASKED = ("name", "id_number", "birth", "sex", "phone", "relation", "household_id", "id")


class DuplicateHint(QFrame):
    """Hidden while there is nobody. set_draft() at every change of the form; the question is asked
    once typing pauses and never takes the cursor."""

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._bench = bench
        self._draft: Resident | None = None
        self._asked: tuple[object, ...] = ()
        self.candidates: tuple[Candidate, ...] = ()
        self._lines = column(spacing=8)
        margin = theme.px(12)
        layout = column(label("可能已经登记过", "strong"), self._lines, spacing=8)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        self.setLayout(layout)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._ask)
        self.hide()

    def set_draft(self, resident: Resident | None) -> None:
        """What the form holds now; None: no form is open."""
        self._draft = resident
        if resident is None:
            self._soon.stop()
            self._asked = ()
            self._show(())
        elif self._question(resident) != self._asked:
            self._soon.start()
        else:
            self._soon.stop()

    def waits(self) -> bool:
        """Typing has not paused long enough yet."""
        return self._soon.isActive()

    def _question(self, resident: Resident) -> tuple[object, ...]:
        return tuple(getattr(resident, field) for field in _ASKED)

    def _ask(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._asked = self._question(draft)
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.duplicates.candidates(draft),
            lambda found: self._arrived(draft, found),
            owner=self,
            key="duplicates.hint",
        )

    def _arrived(self, draft: Resident, found: Sequence[Candidate]) -> None:
        if self._draft is not None and self._question(draft) == self._asked:
            self._show(tuple(found))

    def _show(self, found: tuple[Candidate, ...]) -> None:
        if found == self.candidates:
            return
        self.candidates = found
        clear(self._lines)
        for one in found[:_SHOWN]:
            self._lines.addWidget(self._line(one))
        if len(found) > _SHOWN:
            self._lines.addWidget(label(f"还有 {len(found) - _SHOWN} 位相近的人", "muted"))
        self.setVisible(bool(found))

    def _line(self, one: Candidate) -> QWidget:
        made = QWidget()
        person, match = one.person, one.match
        strength = chip(STRENGTH_WORDS[match.strength], TONES[match.strength])
        go = button("打开", lambda: self._bench.show(Target("resident", person.id)), role="link")
        go.setAccessibleName(f"打开 {person.name}")
        words = column(
            row(strength, label(f"{person.name}　{place_of(person)}"), None, go),
            label(match.sentence, "muted", wrap=True),
            spacing=2,
        )
        made.setLayout(words)
        return made
