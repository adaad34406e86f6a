"""A list whose less needed columns give way where it is narrow (large type)."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.finder import FinderTable
from ldz_desktop.ui.kit.records import RecordModel

_STRETCHED = 130  # the column that takes what is left needs this much


class NarrowTable(FinderTable):
    """dispensable: keys of columns, those that go first in front."""

    def __init__(
        self,
        model: RecordModel,  # type: ignore[type-arg]
        name: str,
        dispensable: Sequence[str],
        *,
        multiple: bool = False,
    ) -> None:
        super().__init__(model, name, multiple=multiple)
        self._model = model
        self._dispensable = dispensable

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, hidden = event.size().width(), set[str]()
        for key in ("", *self._dispensable):
            hidden.add(key)
            shown = [c for c in self._model.columns if c.key not in hidden]
            if sum(theme.px(c.width or _STRETCHED) for c in shown) <= room:
                break
        for section, column in enumerate(self._model.columns):
            self.setColumnHidden(section, column.key in hidden)
