"""Answers on a satisfaction sheet for a leader whose true share of satisfied answers is known."""

import random
from itertools import accumulate

from ldz_desktop.domain.evaluation import BLANK, SCHEME_1

_STEPS = 100
_QUESTIONS = len(SCHEME_1.questions)
_UNANSWERED = 0.015


class SheetModel:
    """Draws sheets. A person's mood moves all the answers of one sheet together."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._weights = [_grade_weights(step / _STEPS) for step in range(_STEPS + 1)]

    def sheet(self, truth: float) -> str:
        """A valid sheet: one character a question."""
        rng = self._rng
        mood = truth + rng.gauss(0, 0.06) * (1 if truth < 0.98 else 0.1)
        weights = self._weights[min(max(round(mood * _STEPS), 0), _STEPS)]
        answers = rng.choices("12345", cum_weights=weights, k=_QUESTIONS)
        if rng.random() < _UNANSWERED * _QUESTIONS:
            answers[rng.randrange(_QUESTIONS)] = BLANK
        return "".join(answers)

    def broken(self) -> str:
        """A sheet with too few answers to count."""
        answers = [BLANK] * _QUESTIONS
        for place in self._rng.sample(range(_QUESTIONS), self._rng.randrange(1, 4)):
            answers[place] = self._rng.choice("345")
        return "".join(answers)


def _grade_weights(satisfied: float) -> list[float]:
    """Running weights of the grades 1…5 for a share of answers that are 4 or 5."""
    fives = min(max(0.48 + 2.4 * (satisfied - 0.84), 0.12), 0.95)
    rest = 1 - satisfied
    return list(
        accumulate(
            (rest * 0.08, rest * 0.22, rest * 0.70, satisfied * (1 - fives), satisfied * fives)
        )
    )
