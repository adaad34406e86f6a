"""Tables of the small kinds, row by row: leaders, anonymous sheets, star booklets."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from typing_extensions import override

from ldz_desktop.domain.booklets import number_in
from ldz_desktop.domain.evaluation import BLANK
from ldz_desktop.domain.leaders import FACTS
from ldz_desktop.domain.schemes import MOST_QUESTIONS
from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.cells import MASKED, Fault, Raw, is_empty, text
from ldz_desktop.services.importing.chunks import LineChunk, Report
from ldz_desktop.services.importing.columns import Values, values_of
from ldz_desktop.services.importing.dwellings import (
    PLACE_KEYS,
    DwellingCells,
    Dwellings,
    PlaceFault,
    required,
)
from ldz_desktop.services.importing.fields import FIELD_TITLES
from ldz_desktop.services.importing.filling import fill_places
from ldz_desktop.services.importing.marks import Grades, stars
from ldz_desktop.services.importing.persons import (
    Names,
    is_masked_name,
    known_birth,
    mismatches,
    read_identities,
)
from ldz_desktop.services.importing.places import Place
from ldz_desktop.services.importing.tables import Block, RowReader, Table

_STARS = ("stars1", "stars2", "stars3")
_VACANCY = frozenset(
    ("空缺", "待定", "暂缺", "空", "待选", "待选举", "缺", "暂无", "待补选", "待聘")
)

Row = dict[str, Raw]
Line = dict[str, Any]


class LineParser(ABC):
    """Reads the tables of one file, in order."""

    anchors: ClassVar[Sequence[str]]  # meanings of which every row of data has one

    def __init__(self, today: date, questions: Sequence[str] = ()) -> None:
        """questions: of the month's scheme, for sheets; its duty classes, for stars."""
        self.report = Report()
        self.today = today
        self.questions = tuple(f"q{n}" for n in range(1, len(questions) + 1))
        self._dwellings = Dwellings()

    def parse(self, table: Table) -> Iterator[LineChunk]:
        """The accepted rows of a table; what is wrong goes to `report`."""
        table.fill_merged()
        found = (table.layout.column(key) for key in self.anchors)
        fill_places(table, [index for index in found if index is not None])
        self.begin(table)
        mended = table.is_refused_rows()
        places: dict[Place, DwellingCells] = {}
        for block in RowReader(table, None).blocks():
            self.report.seen += len(block.rows)
            lines = self._lines(table, block, places)
            yield LineChunk([line | {"mended": mended} for line in lines])
        self.report.lacking = sorted(self._dwellings.lacking)

    def _lines(
        self, table: Table, block: Block, places: dict[Place, DwellingCells]
    ) -> Iterator[Line]:
        keys = tuple(key for key in PLACE_KEYS if key in block.columns)
        cells = places.setdefault(
            block.default, DwellingCells(self._dwellings, block.default, keys, table, rooms=False)
        )
        for index, number in enumerate(block.rows):
            row = {key: column[index] for key, column in block.columns.items()}
            place = cells[tuple(row[key] for key in keys)]
            faults: list[tuple[str, Fault]] = []
            if isinstance(place, PlaceFault):
                faults.append((place.key, place.fault))
            line = self.read(row, number + 1, faults)
            known = place.known if isinstance(place, PlaceFault) else self._dwellings.names[place]
            if isinstance(place, int):
                name = self._dwellings.names[place]
                line |= {
                    "street": name.street, "community": name.community,
                    "compound": name.compound, "building": name.building,
                }  # fmt: skip
                if not any(fault.level == "refused" for _, fault in faults):
                    self.compare(line, number + 1, faults)
            if self._told(table, number, faults, known):
                yield {"table": table.index, "row": number + 1, **line}

    def begin(self, table: Table) -> None:
        """Called before the rows of a table. May raise InputError."""
        del table

    @abstractmethod
    def read(self, row: Row, number: int, faults: list[tuple[str, Fault]]) -> Line:
        """The row's own fields; what is wrong goes to faults. number: its row, from 1."""

    @abstractmethod
    def compare(self, line: Line, number: int, faults: list[tuple[str, Fault]]) -> None:
        """Against the rows before, once the row is sound."""

    def _told(
        self,
        table: Table,
        number: int,
        faults: list[tuple[str, Fault]],
        known: tuple[str, ...],
    ) -> bool:
        """Report the faults of a row; whether it is taken. known: its place."""
        refused = any(fault.level == "refused" for _, fault in faults)
        repeated = any(fault.code == "repeated" for _, fault in faults)
        for key, fault in faults:
            if refused and fault.level == "note":
                continue
            title = table.layout.title(key, FIELD_TITLES.get(key, ""))
            self.report.problems.append(
                (
                    table.index, number + 1, key, title,
                    fault.shown, fault.reason, fault.level, fault.code,
                )
            )  # fmt: skip
        if refused:
            cells = tuple(text(cell) for cell in table.sheet.row(number))
            self.report.refused.append((table.index, number + 1, cells, tuple(known)))
        elif repeated:
            self.report.repeated += 1
        return not refused and not repeated


class LeaderParser(LineParser):
    """The roster: one leader a row."""

    anchors = ("name",)
    _FIELDS = (*(key for key in FACTS if key not in ("name", "id_number")), "started")

    def __init__(self, today: date, questions: Sequence[str] = ()) -> None:
        super().__init__(today, questions)
        self._names = Names()
        self._values: dict[str, Values] = {}
        self._buildings: dict[tuple[str, ...], tuple[int, str, str | None]] = {}
        self._numbers: dict[str, tuple[int, str]] = {}

    @override
    def read(self, row: Row, number: int, faults: list[tuple[str, Fault]]) -> Line:
        if text(row.get("name", "")) in _VACANCY:
            reason = "楼栋长空缺，只登记了楼栋。"
            faults.append(("name", Fault("note", "vacancy", reason, text(row["name"]))))
            return {"name": None}
        name = self._names[row.get("name", "")]
        if isinstance(name, Fault):
            faults.append(("name", required("姓名") if name.code == "vacant" else name))
            return {"name": None}
        if name.note is not None:
            faults.append(("name", name.note))
        if is_masked_name(name.name):
            reason = "姓名是遮住的（带星号），看不出是谁。"
            faults.append(("name", Fault("refused", MASKED, reason)))
        line: Line = {"name": name.name, "pinyin": " ".join(name.keys)}
        for key in self._FIELDS:
            if key in row:
                line[key] = self._value(key, row[key], faults)
        self._identify(line, row, faults)
        return line

    def _value(self, key: str, cell: Raw, faults: list[tuple[str, Fault]]) -> Any:  # noqa: ANN401
        values = self._values.setdefault(key, values_of(key, FIELD_TITLES[key]))
        value = values[cell]
        if isinstance(value, Fault):
            faults.append((key, value))
            return value.kept
        return value

    def _identify(self, line: Line, row: Row, faults: list[tuple[str, Fault]]) -> None:
        found = read_identities([row.get("id_number", "")], None, self.today)
        if found.birth[0] is not None:
            faults[:] = [(k, known_birth(f) if k == "birth" else f) for k, f in faults]
        faults += [("id_number", fault) for fault in found.faults.get(0, ())]
        told = mismatches(found, [line.get("sex")], [line.get("birth")], self.today)
        faults += [(one.field, one.fault) for one in told]
        line["id_number"] = found.number[0]
        line["sex"] = found.sex[0] or line.get("sex")
        line["birth"] = found.birth[0] or line.get("birth")
        started = line.get("started")
        if started is not None and started > self.today.isoformat():
            reason = "任职日期晚于今天，请核对。"
            faults.append(("started", Fault("note", "started_later", reason, started)))

    @override
    def compare(self, line: Line, number: int, faults: list[tuple[str, Fault]]) -> None:
        if line["name"] is None:
            return
        place = (line["community"], line["compound"], line["building"])
        person = (line["name"], line["id_number"])
        if line["id_number"] is not None:
            row, name = self._numbers.setdefault(line["id_number"], (number, line["name"]))
            if name != line["name"]:
                reason = f"与第{row}行证件号码相同，姓名不同，请核对这两行。"
                faults.append(("id_number", Fault("refused", "duplicate_number", reason)))
                return
        first = self._buildings.setdefault(place, (number, *person))
        if first[0] == number:
            return
        if first[1:] == person:
            reason = f"与第{first[0]}行相同，没有重复登记。"
            faults.append(("name", Fault("note", "repeated", reason)))
        else:
            reason = f"这栋楼在第{first[0]}行已有楼栋长，一栋楼只能有一位在任。"
            faults.append(("building", Fault("refused", "two_leaders", reason)))


class SheetParser(LineParser):
    """Anonymous satisfaction sheets: an answer a question in a row, blank sheets included."""

    anchors = tuple(f"q{n}" for n in range(1, MOST_QUESTIONS + 1))

    def __init__(self, today: date, questions: Sequence[str] = ()) -> None:
        super().__init__(today, questions)
        self._grades = Grades(())

    @override
    def begin(self, table: Table) -> None:
        asked = [key for key in table.layout.keys if key and key.startswith("q")]
        wanted = len(self.questions)
        if set(asked) != set(self.questions):
            raise InputError(
                "题数不对",
                f"这个月的调查表应有 {wanted} 题，这个文件里认出 {len(asked)} 题。",
                f"请检查表头（第1题…第{wanted}题）是否齐全，没有多出或缺少的题。",
            )
        self._grades = Grades(
            cell
            for key in self.questions
            for cell in (table.column(key) or ())[table.layout.data_row :]
        )

    @override
    def read(self, row: Row, number: int, faults: list[tuple[str, Fault]]) -> Line:
        del number
        answers = ""
        for key in self.questions:
            mark = self._grades.mark(row[key])
            if isinstance(mark, Fault):
                faults.append((key, mark))
            else:
                answers += mark
        return {"answers": answers}

    @override
    def compare(self, line: Line, number: int, faults: list[tuple[str, Fault]]) -> None:
        """Equal sheets are different people."""


class StarParser(LineParser):
    """Star booklets: one assessor's three marks a row, under the number of the booklet or a name.

    A name tells whether two rows are of one person, and stays in here.
    """

    anchors = ("assessor", *_STARS)

    def __init__(self, today: date, questions: Sequence[str] = ()) -> None:
        super().__init__(today, questions)
        self._known: dict[tuple[str | int, ...], tuple[int, str]] = {}

    @override
    def read(self, row: Row, number: int, faults: list[tuple[str, Fault]]) -> Line:
        del number
        assessor = text(row["assessor"])
        if is_empty(assessor):
            faults.append(("assessor", required("评分人")))
        marks = ""
        for key in _STARS:
            mark = stars(row[key])
            if isinstance(mark, Fault):
                faults.append((key, mark))
            else:
                marks += mark
        if marks == BLANK * len(_STARS):
            reason = "三类职责都没有评分，这一行没有导入。"
            faults.append((_STARS[0], Fault("refused", "required", reason)))
        booklet = number_in(assessor)
        return {"assessor": booklet or assessor, "marks": marks}

    @override
    def compare(self, line: Line, number: int, faults: list[tuple[str, Fault]]) -> None:
        assessor = line.pop("assessor")
        line["number"] = assessor if isinstance(assessor, int) else None
        place = (line["community"], line["compound"], line["building"], assessor)
        row, marks = self._known.setdefault(place, (number, line["marks"]))
        if row == number:
            return
        if marks == line["marks"]:
            reason = f"与第{row}行相同，没有重复计入。"
            faults.append(("assessor", Fault("note", "repeated", reason)))
        else:
            reason = f"这位评分人在第{row}行已经给这栋楼评过分，一位评分人只计一次。"
            faults.append(("assessor", Fault("refused", "assessor_twice", reason)))


PARSERS: Mapping[str, type[LineParser]] = {
    "leaders": LeaderParser,
    "sheets": SheetParser,
    "stars": StarParser,
}
