"""How long work tells how far it is, and where it can be cancelled."""

from typing import Protocol


class Progress(Protocol):
    """report may raise errors.Cancelled; call it between steps that may be undone together."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """done of total (0: unknown); text: what is being done, in Chinese."""


_WHOLE = 10_000


class Part:
    """A step of longer work: how far the step is, told as a share of the whole, so that the time
    left is that of all steps together."""

    def __init__(self, whole: Progress, first: float, last: float) -> None:
        """first, last: where the step begins and ends, 0 to 1."""
        self._whole = whole
        self._first = first
        self._last = last

    def report(self, done: int, total: int, text: str = "") -> None:
        share = done / total if total else 0.0
        at = self._first + (self._last - self._first) * share
        self._whole.report(round(at * _WHOLE), _WHOLE, text)


class Silent:
    """Work that nobody watches."""

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total, text


SILENT = Silent()
