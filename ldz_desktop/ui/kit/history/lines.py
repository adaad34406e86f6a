"""The single changes of an action: whose, which field, from, to."""

from typing import TYPE_CHECKING

from ldz_desktop.record import record
from ldz_desktop.ui.kit.history.words import EMPTY
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.services.history import HistoryLine


@record
class Line:
    id: int
    subject: str
    field: str
    before: str
    after: str


_COLUMNS = (
    Column[Line]("subject", "对象", lambda x: x.subject, width=96, sortable=False),
    Column[Line]("field", "项目", lambda x: x.field, width=112, sortable=False),
    Column[Line](
        "before", "原来", lambda x: x.before, width=170, sortable=False, tip=lambda x: x.before
    ),
    Column[Line](
        "after", "改为", lambda x: x.after, width=0, sortable=False, tip=lambda x: x.after
    ),
)


_MOST = 500


class LineTable(RecordTable):
    """Read only; the arrows walk through it."""

    def __init__(self, name: str) -> None:
        self._lines: RecordModel[Line] = RecordModel(_COLUMNS)
        super().__init__(self._lines, name)

    def show_lines(self, lines: "Sequence[HistoryLine]") -> None:
        """The first five hundred: nobody reads more, and an import has sixty thousand."""
        shown = lines[:_MOST]
        self._lines.set_records([_line(at, one) for at, one in enumerate(shown, start=1)])


def _line(number: int, one: "HistoryLine") -> Line:
    if one.field in ("新增", "删除"):
        return Line(number, one.subject, one.field, "", one.after or one.before)
    return Line(number, one.subject, one.field, one.before or EMPTY, one.after or EMPTY)
