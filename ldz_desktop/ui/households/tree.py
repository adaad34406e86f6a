"""The tree at the left: community → compound → building, each with its households."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.ui.kit import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ldz_desktop.services.households_records import CommunityNode

Index = QModelIndex | QPersistentModelIndex

PLACE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_ONE_SCREEN, _FEW = 20, 4


@dataclass(eq=False)
class PlaceNode:
    """One line of the tree. titles: the name from the community down, for headings."""

    place: PlaceRef
    name: str
    households: int = 0
    residents: int = 0
    above: "PlaceNode | None" = None
    below: "list[PlaceNode]" = field(default_factory=list)
    row: int = 0

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the community down to this place; empty for the whole office."""
        if self.place.kind == "all":
            return ()
        return (*(self.above.path if self.above is not None else ()), self.name)

    def add(self, node: "PlaceNode") -> "PlaceNode":
        node.above, node.row = self, len(self.below)
        self.below.append(node)
        return node

    def walk(self) -> "Iterator[PlaceNode]":
        yield self
        for node in self.below:
            yield from node.walk()


def place_nodes(communities: "Sequence[CommunityNode]") -> PlaceNode:
    """An invisible root over 全部 and the communities."""
    root = PlaceNode(ALL, "")
    root.add(
        PlaceNode(
            ALL,
            "全部",
            sum(c.households for c in communities),
            sum(c.residents for c in communities),
        )
    )
    for c in communities:
        community = root.add(
            PlaceNode(PlaceRef("community", c.id), c.name, c.households, c.residents)
        )
        for k in c.compounds:
            compound = community.add(
                PlaceNode(PlaceRef("compound", k.id), k.name, k.households, k.residents)
            )
            for b in k.buildings:
                compound.add(
                    PlaceNode(PlaceRef("building", b.id), b.name, b.households, b.residents)
                )
    return root


_ANSWERS: "dict[int, Callable[[PlaceNode], Any]]" = {
    int(Qt.ItemDataRole.DisplayRole): lambda n: n.name,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda n: f"{n.name}，{n.households} 户",
    int(Qt.ItemDataRole.ToolTipRole): lambda n: (
        f"{''.join(n.path) or '全部'} · {n.households:,} 户 · {n.residents:,} 人"
    ),
    PLACE_ROLE: lambda n: n.place,
    COUNT_ROLE: lambda n: f"{n.households:,} 户",
}


class PlaceModel(QAbstractItemModel):
    """The places as Qt sees them: one column, the count beside the name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = PlaceNode(ALL, "")
        self._by_place: dict[PlaceRef, PlaceNode] = {}

    def set_places(self, root: PlaceNode) -> None:
        """Show other places."""
        self.beginResetModel()
        self._root = root
        self._by_place = {node.place: node for top in root.below for node in top.walk()}
        self.endResetModel()

    def node(self, place: PlaceRef) -> PlaceNode | None:
        return self._by_place.get(place)

    def nodes(self) -> list[PlaceNode]:
        return list(self._by_place.values())

    def index_of(self, place: PlaceRef) -> QModelIndex:
        """Where that place stands; invalid where it is gone."""
        node = self._by_place.get(place)
        return QModelIndex() if node is None else self.createIndex(node.row, 0, node)

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        above = self._of(parent)
        if column != 0 or not 0 <= row < len(above.below):
            return QModelIndex()
        return self.createIndex(row, column, above.below[row])

    @override
    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self._of(child).above
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return len(self._of(parent).below)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        maker = _ANSWERS.get(role)
        return None if maker is None else maker(self._of(index))

    def _of(self, index: Index) -> PlaceNode:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, PlaceNode) else self._root


class PlaceDelegate(QStyledItemDelegate):
    """The name at the left, the count right-aligned, so that figures stand under each other.
    Where there is no room for both the name stands alone."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option_: Any = option
        rect = option_.rect
        selected = bool(option_.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option_.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        view: Any = option_.widget
        focused = view is not None and view.hasFocus()
        chosen = "select" if focused else "select-off"
        ground = chosen if selected else "ground" if hovered else "paper"
        painter.fillRect(rect, theme.color(ground))
        metrics = QFontMetrics(option_.font)
        inner = rect.adjusted(theme.px(4), 0, -theme.px(8), 0)
        name, count = str(index.data() or ""), str(index.data(COUNT_ROLE) or "")
        small = QFont(option_.font)
        small.setPixelSize(theme.px(13))
        middle = Qt.AlignmentFlag.AlignVCenter
        wide = metrics.horizontalAdvance(name) + QFontMetrics(small).horizontalAdvance(count)
        if wide + theme.px(8) <= inner.width():
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | middle), count)
        painter.setFont(option_.font)
        painter.setPen(theme.color("ink"))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | middle), shown)
        if selected and focused:
            painter.setPen(theme.color("focus"))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        hint = super().sizeHint(option, index)
        hint.setHeight(theme.px(30))
        return hint


class PlaceTree(QTreeView):
    """place_changed(PlaceRef): another place is selected. Selection and what is open survive
    new figures."""

    place_changed = Signal(object)
    entered = Signal()

    def __init__(self, model: PlaceModel | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = model or PlaceModel(self)
        self._place = ALL
        self.setModel(self._places)
        self.setItemDelegate(PlaceDelegate(self))
        self.setAccessibleName("社区与楼栋")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.px(16))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(True)

    @property
    def place(self) -> PlaceRef:
        """What is selected."""
        return self._place

    def node(self, place: PlaceRef) -> PlaceNode | None:
        return self._places.node(place)

    def path(self) -> tuple[str, ...]:
        """Names of the selected place from the community down; empty for the whole office."""
        node = self._places.node(self._place)
        return () if node is None else node.path

    def nodes(self) -> list[PlaceNode]:
        """Every line, from top to bottom."""
        return self._places.nodes()

    def show_places(
        self, communities: "Sequence[CommunityNode]", wanted: PlaceRef | None = None
    ) -> None:
        """Other figures or places: what was open stays open, what was selected stays selected
        (where it is gone: the whole office). wanted: select this instead."""
        self.show_root(place_nodes(communities), opened_at_first(communities), wanted)

    def show_root(
        self, root: PlaceNode, kinds: "Collection[str]", wanted: PlaceRef | None = None
    ) -> None:
        """As show_places(). kinds: of places that are open at first."""
        first = not self._places.nodes()
        opened = {
            n.place for n in self._places.nodes() if self.isExpanded(self._places.index_of(n.place))
        }
        self._places.set_places(root)
        for node in self._places.nodes():
            if node.place in opened or (first and node.place.kind in kinds):
                self.expand(self._places.index_of(node.place))
        target = wanted or self._place
        self.select_place(target if self._places.node(target) is not None else ALL)

    def select_place(self, place: PlaceRef) -> bool:
        """Select and show a place; False where there is none."""
        index = self._places.index_of(place)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        place = current.data(PLACE_ROLE) if current.isValid() else None
        if isinstance(place, PlaceRef) and place != self._place:
            self._place = place
            self.place_changed.emit(place)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The selection goes on under the arrow, in the colour of the row; the style sheet knows
        only one colour for it."""
        if not self.selectionModel().isSelected(index):
            super().drawBranches(painter, rect, index)
            return
        painter.fillRect(rect, theme.color("select" if self.hasFocus() else "select-off"))
        if self.model().hasChildren(index):
            side, cell = theme.px(14), self.indentation()
            left = rect.right() + 1 - cell + (cell - side) // 2
            top = rect.center().y() - side // 2
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            theme.icon(name).paint(painter, left, top, side, side)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the list; the arrows open, close and move as everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def opened_at_first(communities: "Sequence[CommunityNode]") -> tuple[str, ...]:
    """Kinds of places that stand open in a tree that is shown for the first time: everything
    where it fits on the screen, the communities where they are few."""
    compounds = [k for c in communities for k in c.compounds]
    if len(communities) + len(compounds) + sum(len(k.buildings) for k in compounds) <= _ONE_SCREEN:
        return ("community", "compound")
    return ("community",) if len(communities) <= _FEW else ()
