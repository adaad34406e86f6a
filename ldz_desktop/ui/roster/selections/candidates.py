"""Who stands: picked from the building's residents, counted, and ticked for the review."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.selections_evidence import Ballot
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, NumberEditor
from ldz_desktop.ui.kit.hit_popup import Answer, HitPopup
from ldz_desktop.ui.kit.pieces import button, clear, column, label, row
from ldz_desktop.ui.kit.search_field import SearchField

_VOTES_PX = 56

Ask = Callable[[str, Callable[[Sequence[Answer]], None]], None]
"""Looks for a text on the worker and hands the answers over; their values are resident ids."""
Check = Callable[[int, Callable[[str], None], Callable[[str], None]], None]
"""Asks whether a resident may stand: the name goes to the first function, a refusal to the
other."""


class CandidateLine(QWidget):
    """One candidate. touched: the tick is somebody's own, not the proposal."""

    changed = Signal()
    removed = Signal()

    def __init__(self, ballot: Ballot, about: str) -> None:
        super().__init__()
        self.resident_id = ballot.resident_id
        self.name = ballot.name
        self.touched = ballot.chosen
        self.votes = NumberEditor(0, 99_999)
        self.votes.setFixedWidth(theme.px(_VOTES_PX))
        self.votes.setAccessibleName(f"{ballot.name} 得票")
        self.votes.set_value(ballot.votes)
        self.chosen = CheckEditor("入选")
        self.chosen.setAccessibleName(f"{ballot.name} 入选")
        self.chosen.set_value(ballot.chosen)
        self.unit = label("票", "muted")
        self.away = button(
            "", self.removed.emit, role="quiet", icon="close", tip=f"去掉{ballot.name}"
        )
        name = label(ballot.name, "strong", wrap=True)
        line = row(spacing=6)
        line.addWidget(name, 1)
        for part in (self.votes, self.unit, self.chosen, self.away):
            line.addWidget(part)
        whole = column(line, spacing=0)
        if about:
            whole.addWidget(label(about, "small", wrap=True))
        self.setLayout(whole)
        self.votes.changed.connect(self.changed)
        self.chosen.pressed.connect(self._touch)  # before the tick itself changes
        self.chosen.changed.connect(self.changed)

    def ballot(self) -> Ballot:
        return Ballot(self.resident_id, self.votes.value(), self.chosen.value(), self.name)

    def show_votes(self, *, shown: bool) -> None:
        for part in (self.votes, self.unit):
            part.setVisible(shown)

    def _touch(self) -> None:
        self.touched = True


class CandidateEditor(QWidget):
    """A field of the vote's form. value(): a Ballot for each line."""

    changed = Signal()

    def __init__(self, ask: Ask, check: Check, window: QWidget) -> None:
        """window: what the answers of the finder hang in."""
        super().__init__()
        self._ask = ask
        self._check = check
        self._counting = True
        self.lines: list[CandidateLine] = []
        self.finder = SearchField("加候选人：姓名、拼音、房号", "加候选人")
        self.popup = HitPopup(self.finder, window, "本楼居民")
        self.finder.searched.connect(self._search)
        self.popup.chosen.connect(self._pick)
        self.refusal = label("", "error", wrap=True)
        self.refusal.hide()
        self._box = column(spacing=6)
        layout = column(spacing=6)
        layout.addWidget(self.finder)
        layout.addWidget(self.refusal)
        layout.addLayout(self._box)
        self.setLayout(layout)
        self.setFocusProxy(self.finder)

    def value(self) -> tuple[Ballot, ...]:
        return tuple(line.ballot() for line in self.lines)

    def set_value(self, ballots: Sequence[Ballot], about: Mapping[int, str] | None = None) -> None:
        """about: a few words below a name, by resident."""
        clear(self._box)
        self.lines = []
        for ballot in ballots:
            self._append(ballot, (about or {}).get(ballot.resident_id, ""))

    def problem(self) -> str:
        return next((text for line in self.lines if (text := line.votes.problem())), "")

    def set_counting(self, *, counting: bool) -> None:
        """Votes are counted in an election only."""
        self._counting = counting
        for line in self.lines:
            line.show_votes(shown=counting)
        self._propose()

    def add(self, resident_id: int, name: str, about: str = "") -> None:
        """A new line, unless the person stands already; the cursor goes to the votes."""
        if all(line.resident_id != resident_id for line in self.lines):
            line = self._append(Ballot(resident_id, name=name), about)
            self._propose()
            if self._counting:
                line.votes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _append(self, ballot: Ballot, about: str) -> CandidateLine:
        line = CandidateLine(ballot, about)
        line.changed.connect(self._changed)
        line.removed.connect(lambda: self._remove(line))
        line.votes.returnPressed.connect(self.finder.setFocus)  # the next one
        self._box.addWidget(line)
        before: QWidget = self.lines[-1].away if self.lines else self.finder
        for part in (line.votes, line.chosen, line.away):
            self.setTabOrder(before, part)
            before = part
        self.lines.append(line)
        line.show_votes(shown=self._counting)
        return line

    def _remove(self, line: CandidateLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.deleteLater()
        self._propose()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _changed(self) -> None:
        self._propose()
        self.changed.emit()

    def _propose(self) -> None:
        """Tick the one with most votes, until somebody ticks by hand."""
        if any(line.touched for line in self.lines):
            return
        votes = [line.votes.value() or 0 for line in self.lines]
        best = max(votes, default=0)
        clear_win = self._counting and best > 0 and votes.count(best) == 1
        alone = not self._counting and len(self.lines) == 1
        for line, count in zip(self.lines, votes, strict=True):
            with QSignalBlocker(line.chosen):
                line.chosen.set_value((clear_win and count == best) or alone)

    def _search(self) -> None:
        text = self.finder.wanted()
        self._refuse("")
        if not text:
            self.popup.dismiss()
            return
        self._ask(text, lambda answers: self.popup.show_answers(text, answers))

    def _pick(self, value: object) -> None:
        resident_id = int(str(value))
        found = next((a for a in self.popup.answers() if a.value == value), None)
        about = found.detail if found else ""
        self.finder.clear()
        self.finder.search_now()
        self._check(resident_id, lambda name: self.add(resident_id, name, about), self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
