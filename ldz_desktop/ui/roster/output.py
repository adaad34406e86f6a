"""The roster on paper and as a spreadsheet: what the list shows, in the order it shows it."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.services.tables import Table
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.roster.export_dialog import ExportDialog
from ldz_desktop.ui.roster.listing import RosterList


class RosterOutput:
    """Prints and exports a list."""

    def __init__(self, bench: Bench, owner: QWidget) -> None:
        self._bench = bench
        self._owner = owner

    def print(self, listing: RosterList) -> None:
        pass

    def export(self, listing: RosterList) -> None:
        pass
