"""Which buildings are taken along: the tree with check marks, found through by typing."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.ui.households.tree import (
    PLACE_ROLE,
    Index,
    PlaceDelegate,
    PlaceModel,
    PlaceNode,
    PlaceTree,
    opened_at_first,
    place_nodes,
)
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.finder import FinderField, spelled
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldz_desktop.services.households_records import CommunityNode

_BOX = 16
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_STATE = Qt.CheckState


def spellings(communities: "Sequence[CommunityNode]") -> dict[int, str]:
    """Building id → what it is found by, in lower case. For the worker (see finder.spelled)."""
    found = {}
    for c in communities:
        for k in c.compounds:
            compound = spelled(k.name)
            for b in k.buildings:
                keys = [a + z for a, z in zip(compound, spelled(b.name), strict=True)]
                found[b.id] = " ".join((f"{c.name}{k.name}{b.name}", *keys)).lower()
    return found


class CheckModel(PlaceModel):
    """The places with a check mark each; a compound is marked where all its buildings are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: set[int] = set()

    def chosen(self) -> set[int]:
        """Building ids."""
        return set(self._chosen)

    def choose(self, buildings: Collection[int]) -> None:
        """These and no others."""
        self._chosen = set(buildings)
        for node in self.nodes():
            if node.row == 0 and node.above is not None:
                last = node.above.below[-1]
                self.dataChanged.emit(self.index_of(node.place), self.index_of(last.place))

    def state(self, node: PlaceNode) -> Qt.CheckState:
        ids = [one.place.id for one in buildings_of(node)]
        marked = sum(ident in self._chosen for ident in ids)
        if not marked:
            return _STATE.Unchecked
        return _STATE.Checked if marked == len(ids) else _STATE.PartiallyChecked

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == _CHECK and index.isValid():
            return self.state(self._of(index))
        return super().data(index, role)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


def buildings_of(node: PlaceNode) -> "Iterator[PlaceNode]":
    """The node itself where it is a building."""
    return (one for one in node.walk() if one.place.kind == "building")


class CheckDelegate(PlaceDelegate):
    """A box before the name."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole: Any = option
        left, selected = QRect(whole.rect), whole.state & QStyle.StateFlag.State_Selected
        hovered = whole.state & QStyle.StateFlag.State_MouseOver
        inner = QStyleOptionViewItem(option)
        inner_: Any = inner
        inner_.rect = left.adjusted(theme.px(_BOX + 6), 0, 0, 0)
        super().paint(painter, inner, index)
        left.setWidth(theme.px(_BOX + 6))
        view: Any = whole.widget
        chosen = "select" if view is not None and view.hasFocus() else "select-off"
        ground = chosen if selected else "ground" if hovered else "paper"
        painter.fillRect(left, theme.color(ground))
        self._box(painter, left, index.data(_CHECK))

    def _box(self, painter: QPainter, left: QRect, state: Qt.CheckState) -> None:
        side = theme.px(_BOX)
        box = QRect(left.left() + theme.px(2), left.center().y() - side // 2, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = state == _STATE.Checked
        painter.setPen(QPen(theme.color("faint" if state == _STATE.Unchecked else "red"), 1))
        painter.setBrush(theme.color("red" if on else "paper"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if on:
            theme.icon("tick", "paper").paint(painter, box.adjusted(2, 2, -2, -2))
        elif state == _STATE.PartiallyChecked:
            bar = box.adjusted(side // 4, side // 2 - 1, -(side // 4), -(side // 2 - 1))
            painter.fillRect(bar, theme.color("red"))
        painter.restore()


class CheckTree(PlaceTree):
    """toggled(PlaceRef): the mark of that line is to change; typed(text): something to look for."""

    toggled = Signal(object)
    typed = Signal(str)

    def __init__(self, model: CheckModel) -> None:
        super().__init__(model)
        self.setItemDelegate(CheckDelegate(self))
        self.setAccessibleName("带走哪些楼栋")
        self.setExpandsOnDoubleClick(False)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on a line marks it; the arrow before it opens and closes."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        inside = index.isValid() and event.position().x() >= self.visualRect(index).left()
        if inside and event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(index.data(PLACE_ROLE))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.place)
        elif event.text().isprintable() and event.text() and not event.modifiers():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class BuildingChooser(QWidget):
    """changed: other buildings are marked. entered: Enter was pressed in the tree."""

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keys: Mapping[int, str] = {}
        self.model = CheckModel(self)
        self.tree = CheckTree(self.model)
        self.field = FinderField("找小区、楼栋：福锦苑1栋、fjy1", "找楼栋")
        self.none_button = button("都不选(&U)", lambda: self.choose(()), role="link")
        self._found = label("", "muted")
        self.setLayout(column(row(self.field, self.none_button), self._found, self.tree))
        self._found.hide()
        self.field.searched.connect(self._narrow)
        self.field.entered.connect(self._take_over)
        self.tree.toggled.connect(self._toggle)
        self.tree.typed.connect(self.field.begin)
        self.tree.entered.connect(self.entered)
        self.none_button.setEnabled(False)

    def show_places(self, communities: "Sequence[CommunityNode]", keys: Mapping[int, str]) -> None:
        """Other figures or places; marks stay on buildings that are still there."""
        self._keys = keys
        root = place_nodes(communities)
        root.below = [node for node in root.below if node.place.kind != "all"]
        for at, node in enumerate(root.below):
            node.row = at
        self.tree.show_root(root, opened_at_first(communities))
        self.choose(self.model.chosen() & {n.place.id for n in buildings_of(root)})
        self._narrow()

    def choose(self, buildings: Collection[int]) -> None:
        self.model.choose(buildings)
        self.none_button.setEnabled(bool(buildings))
        self.changed.emit()

    def reveal(self, place: PlaceRef) -> bool:
        """Bring a place into view, open down to it; False where there is none."""
        return self.tree.select_place(place)

    def chosen(self) -> list[PlaceNode]:
        """The marked buildings, from top to bottom."""
        marked = self.model.chosen()
        return [
            n for n in self.model.nodes() if n.place.kind == "building" and n.place.id in marked
        ]

    def _toggle(self, place: PlaceRef) -> None:
        """A line with lines below it marks all of those that are shown, or none."""
        node = self.model.node(place)
        if node is None:
            return
        ids = {one.place.id for one in buildings_of(node) if self._wanted(one)}
        marked = self.model.chosen()
        self.choose(marked - ids if ids <= marked else marked | ids)

    def _wanted(self, node: PlaceNode) -> bool:
        text = self._keys.get(node.place.id, "")
        return all(word in text for word in self.field.wanted().lower().split())

    def _narrow(self) -> None:
        """Only what has a building that was looked for, and open down to it."""
        words, found = self.field.wanted(), 0
        for node in self.model.nodes():
            fitting = [one for one in buildings_of(node) if self._wanted(one)]
            index = self.model.index_of(node.place)
            self.tree.setRowHidden(index.row(), index.parent(), bool(words) and not fitting)
            if node.place.kind == "building":
                found += bool(fitting)
            elif words and fitting:
                self.tree.expand(index)
        self._found.setVisible(bool(words))
        self._found.setText(f"找到 {found} 栋" if found else "没有找到，换个写法试试")

    def _take_over(self) -> None:
        """Enter in the field: on to the first building that was found."""
        for node in self.model.nodes():
            if node.place.kind == "building" and self._wanted(node):
                self.tree.select_place(node.place)
                break
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
