"""Rows that come in between: everything below them moves, and ranges around them grow.

What a spreadsheet program does when somebody inserts rows: merged cells, formulas (of other sheets
too), names with the print area, drop-down lists, conditional formats, comments and pictures.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldz_desktop.errors import InputError
from ldz_desktop.services.forms.package import Package, local

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_RANGE = re.compile(r"(\$?[A-Za-z]{1,3})?(\$?)(\d+)(?::(\$?[A-Za-z]{1,3})?(\$?)(\d+))?")
_QUALIFIED = re.compile(r"(?:('(?:[^']|'')+'|[^'!]+)!)?(.+)", re.DOTALL)
_REFERENCES = ("ref", "sqref", "activeCell", "topLeftCell")
_GROWING = frozenset({
    "dataValidation", "conditionalFormatting", "protectedRange", "ignoredError", "autoFilter",
    "dimension", "table", "sortState", "sqref",
})  # fmt: skip
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula"})
LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Shift:
    """by rows come in behind the row `after` (from 1) of the sheet of that name."""

    after: int
    by: int
    sheet: str

    def row(self, row: int) -> int:
        return row + self.by if row > self.after else row

    def span(self, first: int, last: int, *, grow: bool) -> tuple[int, int]:
        """Rows first…last. A range over the place grows; one that ends right there too, if it is
        more than a row, or if `grow` says so of single rows."""
        if first > self.after:
            return first + self.by, min(last + self.by, LAST_ROW)
        if last > self.after or (last == self.after and (grow or first < last)):
            return first, min(last + self.by, LAST_ROW)
        return first, last

    def reference(self, text: str, *, grow: bool = False) -> str:
        """A1, $A$1:$C$3, 1:3, as it reads afterwards; anything else as it is."""
        match = _RANGE.fullmatch(text)
        if match is None or (match[1] is None and match[6] is None):
            return text
        if match[6] is None:
            first = int(match[3])
            if grow and first == self.after:
                last = first + self.by
                return f"{match[1]}{match[2]}{first}:{match[1]}{match[2]}{last}"
            return f"{match[1]}{match[2]}{self.row(first)}"
        first, last = self.span(int(match[3]), int(match[6]), grow=grow)
        return f"{match[1] or ''}{match[2]}{first}:{match[4] or ''}{match[5]}{last}"

    def references(self, text: str, *, grow: bool) -> str:
        """Several, separated by blanks."""
        return " ".join(self.reference(one, grow=grow) for one in text.split())

    def formula(self, text: str, *, at_home: bool) -> str:
        """A formula without its "=". at_home: it stands on the sheet itself."""
        from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

        try:
            tokens = Tokenizer("=" + text)
        except (TokenizerError, IndexError):
            return text
        for token in tokens.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self._operand(token.value, at_home=at_home)
        return str(tokens.render())[1:]

    def _operand(self, text: str, *, at_home: bool) -> str:
        match = _QUALIFIED.fullmatch(text)
        if match is None:
            return text
        sheet, reference = match[1], match[2]
        if sheet is None:
            return self.reference(reference) if at_home else text
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        return f"{sheet}!{self.reference(reference)}" if name == self.sheet else text


def shift_sheet(root: "Element", shift: Shift) -> None:
    """Everything of a sheet's own XML but the rows that come in."""
    for element in root.iter():
        name = local(element)
        if name == "row" and element.get("r"):
            element.set("r", str(shift.row(int(element.get("r")))))
        elif name == "c" and element.get("r"):
            element.set("r", shift.reference(element.get("r")))
        elif name == "brk":
            element.set("id", str(shift.row(int(element.get("id", "0")))))
        elif name in _FORMULAS and element.text:
            element.text = shift.formula(element.text, at_home=True)
        elif name == "sqref" and element.text:
            element.text = shift.references(element.text, grow=True)
        for attribute in _REFERENCES:
            value = element.get(attribute)
            if value is not None and name not in ("c", "sheetPr"):
                element.set(attribute, shift.references(value, grow=name in _GROWING))


def shift_around(package: Package, part: str, shift: Shift) -> None:
    """What lies outside of the sheet: names, other sheets' formulas, pictures, comments."""
    _names(package, shift)
    for name in package.names():
        is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml") and name != part
        if is_sheet or name.startswith("xl/charts/"):
            _foreign_formulas(package, name, shift)
    for kind, target in package.related(part).values():
        if not package.has(target):
            continue
        if kind == "drawing":
            _pictures(package.tree(target), shift)
        elif kind in ("comments", "threadedComment", "table"):
            shift_sheet(package.tree(target), shift)
        elif kind == "vmlDrawing":
            _notes(package, target, shift)


def _names(package: Package, shift: Shift) -> None:
    for element in package.tree("xl/workbook.xml").iter():
        if local(element) == "definedName" and element.text:
            element.text = shift.formula(element.text, at_home=False)


def _foreign_formulas(package: Package, name: str, shift: Shift) -> None:
    if b"f>" not in package.text(name):
        return
    for element in package.look(name).iter():
        if local(element) in _FORMULAS and element.text and shift.sheet in element.text:
            package.tree(name)  # from here on it is changed
            element.text = shift.formula(element.text, at_home=False)


def _pictures(root: "Element", shift: Shift) -> None:
    """Anchors count rows from 0."""
    for anchor in root:
        moved = False
        for corner in anchor:
            row = next((e for e in corner if local(e) == "row"), None)
            if local(corner) not in ("from", "to") or row is None:
                continue
            if local(corner) == "from":
                moved = int(row.text) >= shift.after
            if moved or (anchor.get("editAs", "twoCell") == "twoCell" and local(corner) == "to"):
                row.text = str(shift.row(int(row.text) + 1) - 1)


_NOTE_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def _notes(package: Package, name: str, shift: Shift) -> None:
    """The boxes of comments; their markup is often no XML at all."""

    def row(match: "re.Match[bytes]") -> bytes:
        moved = shift.row(int(match[2]) + 1) - 1
        return match[1] + str(moved).encode() + match[3]

    def anchor(match: "re.Match[bytes]") -> bytes:
        parts = match[2].decode("ascii", "replace").split(",")
        for at in (2, 6):
            if len(parts) > at and parts[at].strip().isdigit():
                parts[at] = f" {shift.row(int(parts[at]) + 1) - 1}"
        return match[1] + ",".join(parts).encode() + match[3]

    package.put(name, _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, package.text(name))))


def check_room(last: int) -> None:
    """Raises InputError where a sheet has no more rows."""
    if last > LAST_ROW:
        raise InputError("行数太多", "一张表放不下这么多人。", "请分社区或分楼栋填。")
