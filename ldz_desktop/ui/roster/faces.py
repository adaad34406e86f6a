"""The small photos of the list: read and made small off the screen's thread, kept as small as they
are shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.portrait import SHAPE, cut_to, paint_portrait
from ldz_desktop.ui.kit.record_table import RecordDelegate
from ldz_desktop.ui.kit.records import RECORD_ROLE, Index

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.record_table import RecordTable

_HIGH = 28


class Faces(RecordDelegate):
    """Paints the column of photos; read() once the list is shown, and when a photo changed."""

    def __init__(self, bench: "Bench", table: "RecordTable") -> None:
        super().__init__(table)
        self._bench = bench
        self._table = table
        self._faces: Mapping[int, QImage] = {}

    def read(self) -> None:
        """Nobody waits for it: the list is there first."""
        office, ratio = self._bench.office, self._table.devicePixelRatioF()
        size = QSize(round(theme.px(_HIGH) * SHAPE * ratio), round(theme.px(_HIGH) * ratio))
        self._bench.tasks.run_later(
            lambda progress: small_faces(office, size),
            self._show,
            owner=self._table,
            key="roster.faces",
        )

    def _show(self, faces: Mapping[int, QImage]) -> None:
        self._faces = faces
        self._table.viewport().update()

    def face(self, leader_id: int) -> QImage | None:
        """The photo as it is painted; None without one."""
        return self._faces.get(leader_id)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row: Any = index.data(RECORD_ROLE)
        if row is None or not row.leader_id:
            return
        high = theme.px(_HIGH)
        rect: Any = option.rect
        box = QRectF(0, 0, high * SHAPE, high)
        box.moveCenter(QRectF(rect).center())
        paint_portrait(painter, box, self._faces.get(row.leader_id), row.name)


def small_faces(office: "Office", size: QSize) -> dict[int, QImage]:
    """leader_id → photo of exactly that size, of everybody who has one."""
    found = {}
    for leader_id, jpeg in office.persons.portraits().items():
        image = QImage.fromData(jpeg)
        if not image.isNull():
            part = image.copy(cut_to(image.size(), size).toRect())
            mode = Qt.TransformationMode.SmoothTransformation
            found[leader_id] = part.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    return found
