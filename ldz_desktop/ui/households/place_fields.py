"""Community, compound, building: three boxes that offer what is there and take what is new."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import Building
from ldz_desktop.ui.kit.line_editor import LineEditor


class PlaceBox(QComboBox):
    """Existing names to choose from, or a new one typed in. Nothing completes by itself: that
    gets in the way of input methods."""

    changed = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = LineEditor(hint, longest=40)
        self.setEditable(True)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes it away so
        self.setMaxVisibleItems(16)
        line.changed.connect(self.changed)

    def value(self) -> str | None:
        return self.currentText().strip() or None

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.currentText():
            self.setEditText(value or "")

    def hint(self, text: str) -> None:
        """What stands in the empty field."""
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(text)

    def offer(self, names: Sequence[str]) -> None:
        """Other names to choose from; what stands there stays, and the cursor in it."""
        if [self.itemText(i) for i in range(self.count())] == list(names):
            return
        with QSignalBlocker(self):
            kept = self.currentText()
            self.clear()
            self.addItems(list(names))
            self.setCurrentIndex(self.findText(kept))
            self.setEditText(kept)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PlaceBoxes:
    """Three boxes that know of each other: the compounds of a community, its buildings."""

    def __init__(self) -> None:
        self.community = PlaceBox("如 兴新社区")
        self.compound = PlaceBox("如 福锦苑")
        self.building = PlaceBox("如 12栋")
        self._buildings: tuple[Building, ...] = ()
        self.community.changed.connect(self._offer)
        self.compound.changed.connect(self._offer)

    def box(self, key: str) -> PlaceBox:
        """community, compound or building."""
        boxes: dict[str, PlaceBox] = {
            "community": self.community,
            "compound": self.compound,
            "building": self.building,
        }
        return boxes[key]

    def know(self, buildings: Sequence[Building]) -> None:
        """The buildings there are."""
        self._buildings = tuple(buildings)
        self._offer()

    def start(self, path: Sequence[str]) -> None:
        """Fill in a place: community, compound, building as far as they are known."""
        for box, name in zip((self.community, self.compound, self.building), path, strict=False):
            box.set_value(name)
        self._offer()

    def values(self) -> tuple[str, str, str]:
        return tuple(b.value() or "" for b in (self.community, self.compound, self.building))  # type: ignore[return-value]  # three of them

    def _offer(self) -> None:
        community, compound, _ = self.values()
        inside = [b for b in self._buildings if not community or b.community == community]
        self.community.offer(_unique(b.community for b in self._buildings))
        self.compound.offer(_unique(b.compound for b in inside))
        here = [b for b in inside if b.compound == compound]
        self.building.offer(_unique(b.name for b in here))


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
