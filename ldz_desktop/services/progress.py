"""How long work tells how far it is, and where it can be cancelled."""

from typing import Protocol


class Progress(Protocol):
    """report may raise errors.Cancelled; call it between steps that may be undone together."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """done of total (0: unknown); text: what is being done, in Chinese."""


class Silent:
    """Work that nobody watches."""

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total, text


SILENT = Silent()
