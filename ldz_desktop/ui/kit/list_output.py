"""The lists of the section on paper and as files: what is shown, in the order it is shown."""

from typing import TYPE_CHECKING, Any

from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.ui.kit.takeaway import export_table, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.records import RecordModel

_PX = 14  # one Chinese character of the design
_ABOUT = "按列表所示的列和顺序，不含证件号码和电话。"
_LAST = 20  # characters of the column that takes what is left


class ListOutput:
    """Of one list. subject: what the log says left."""

    def __init__(
        self,
        bench: "Bench",
        owner: "QWidget",
        model: "RecordModel[Any]",
        titles: tuple[str, str],
        *,
        records: "Callable[[], Sequence[Any]] | None" = None,
        about: str = _ABOUT,
    ) -> None:
        """titles: of the list, and the subject in the log; records: what leaves in place of what
        the list shows (where that may be unmasked); about: what is in a file."""
        self._bench = bench
        self._owner = owner
        self._model = model
        self._title, self._subject = titles
        self._records = records or model.records
        self._about = about

    def print(self, scope: str) -> None:
        make = self._maker(scope)
        print_table(self._bench, self._owner, self._title, make)

    def export(self, scope: str) -> None:
        make = self._maker(scope)
        export_table(self._bench, self._owner, self._title, self._subject, make, self._about)

    def _maker(self, scope: str) -> Any:  # noqa: ANN401 - a function that makes the table
        columns, rows = self._model.chosen(), self._records()
        office, title = self._bench.office, self._title

        def make() -> Table:
            profile = office.settings.profile()
            heads = tuple(
                TableColumn(
                    c.title, (c.width or _LAST * _PX) // _PX,
                    "number" if c.align == "right" else "text",
                )
                for c in columns
            )  # fmt: skip
            cells = [tuple(c.text(r) for c in columns) for r in rows]
            note = "，".join(filter(None, (scope, f"共 {len(rows)} 行")))
            return Table(title, heads, tuple(cells), note, profile.unit or profile.office)

        return make
