"""The single changes of an action: whose, which field, from, to."""

from typing import TYPE_CHECKING

from ldz_desktop.record import record
from ldz_desktop.ui.kit.history.words import EMPTY
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, LazyRecordModel, RecordModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldz_desktop.services.history import UndoPart
    from ldz_desktop.services.history_words import HistoryLine

    Read = Callable[[list[int], Callable[[Sequence[HistoryLine]], None]], None]


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


class LineTable(RecordTable):
    """The changes of an action. Read only; the arrows walk through it."""

    def __init__(self, name: str) -> None:
        self._lines: RecordModel[Line] = RecordModel(_COLUMNS)
        super().__init__(self._lines, name)

    def show_lines(self, lines: "Sequence[HistoryLine]") -> None:
        self._lines.set_records([_line(at, one) for at, one in enumerate(lines, start=1)])


class PartTable(RecordTable):
    """A part of an action that undo is about. read(numbers, then): the words of more changes than
    the first, which are read as they come into sight; turn: what is shown of a change."""

    def __init__(
        self,
        name: str,
        part: "UndoPart",
        read: "Read",
        turn: "Callable[[HistoryLine], HistoryLine]" = lambda line: line,
    ) -> None:
        def worded(numbers: "Sequence[int]", lines: "Sequence[HistoryLine]") -> list[Line]:
            return [_line(n, turn(one)) for n, one in zip(numbers, lines, strict=True)]

        def fetch(numbers: list[int]) -> None:
            read(numbers, lambda lines: model.deliver(worded(numbers, lines)))

        model: LazyRecordModel[Line] = LazyRecordModel(_COLUMNS, fetch)
        super().__init__(model, name)
        model.deliver(worded(part.numbers[: len(part.first)], part.first))
        model.set_ids(part.numbers)


def _line(number: int, one: "HistoryLine") -> Line:
    if one.field in ("新增", "删除"):
        return Line(number, one.subject, one.field, "", one.after or one.before)
    return Line(number, one.subject, one.field, one.before or EMPTY, one.after or EMPTY)
