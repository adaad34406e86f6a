"""Copies of a sheet within its workbook: names, print areas, pictures and notes come along."""

import copy
import posixpath
import re
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.package import OFFICE_RELATION, Package, local, rels_name
from ldz_desktop.services.forms.xlsx_reading import Sheet, Workbook, relation_id

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_SHEET_RELATION = OFFICE_RELATION + "/worksheet"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# Parts a copy needs for itself; others (images, printer settings) are shared.
_OWN = frozenset({
    "drawing", "comments", "vmlDrawing", "table", "threadedComment", "ctrlProp", "chart",
})  # fmt: skip
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31
_SELECTED = re.compile(r'\stabSelected="(1|true)"')


class SheetCopier:
    """Makes copies of one sheet and gives every one its name."""

    def __init__(self, package: Package, book: Workbook, sheet: Sheet) -> None:
        self._package = package
        self._book = book
        self._sheet = sheet
        self._root = package.tree(book.part)
        self._lines = next(e for e in self._root if local(e) == "sheets")
        lines = [e for e in self._lines if local(e)]
        related = package.related(book.part)
        self._index = next(
            n for n, e in enumerate(lines) if related.get(relation_id(e), ("", ""))[1] == sheet.part
        )
        self._line = lines[self._index]
        self._taken = {e.get("name", "").lower() for e in lines}
        self._names: list[str] = []
        self._made: list[Element] = []
        self._copies: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._free_id = max(int(e.get("sheetId", "1")) for e in lines)
        self._tables = 0

    def copy(self) -> str:
        """Another sheet like the first; its part."""
        part = self._free_name(self._sheet.part)
        self._package.put(part, b"")
        self._copies.add(part)
        self._package.declare(part, _SHEET_TYPE)
        self._copy_relations(self._sheet.part, part)
        relation = self._package.relate(self._book.part, part, _SHEET_RELATION)
        line = copy.deepcopy(self._line)
        self._free_id += 1
        line.set("sheetId", str(self._free_id))
        for attribute in line.attrib:
            if attribute.startswith("{") and attribute.endswith("}id"):
                line.set(attribute, relation)
        self._made.append(line)
        return part

    def name(self, wanted: str) -> None:
        """What the newest sheet is called (the first time: the sheet that was there)."""
        bare = _NOT_IN_NAMES.sub("", wanted).strip("'")[:_LONGEST] or "表"
        name, number = bare, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{bare[: _LONGEST - 5]}_{number}"
        self._taken.add(name.lower())
        self._names.append(name)

    def finish(self) -> None:
        """Write the list of sheets and the names that belong to each of them."""
        names = self._names
        if self._is_referred_to():
            names[0] = self._sheet.name
        place = list(self._lines).index(self._line) + 1
        for number, (line, name) in enumerate(zip(self._made, names[1:], strict=True)):
            line.set("name", name)
            self._lines.insert(place + number, line)
        self._line.set("name", names[0])
        self._copy_names(names)
        for view in self._root.iter():
            if local(view) == "workbookView":
                view.set("activeTab", str(self._index))
                view.set("firstSheet", "0")
        self._forget_titles()

    # -- parts -----------------------------------------------------------------------------------

    def _free_name(self, like: str) -> str:
        """xl/worksheets/sheet1.xml → the first of its kind that is not there."""
        stem, ending = posixpath.splitext(like)
        stem = stem.rstrip("0123456789")
        number = self._numbers.get(stem, 0) + 1
        while self._package.has(f"{stem}{number}{ending}"):
            number += 1
        self._numbers[stem] = number
        return f"{stem}{number}{ending}"

    def _copy_relations(self, source: str, target: str) -> None:
        """The same relations under the same ids; parts of its own are copied."""
        holder = rels_name(source)
        if not self._package.has(holder):
            return
        own = {
            relation: self._copy_part(part)
            for relation, (kind, part) in self._package.related(source).items()
            if kind in _OWN and self._package.has(part)
        }
        root = copy.deepcopy(self._package.look(holder))
        folder = posixpath.dirname(source)
        for relation in root:
            if relation.get("Id") in own:
                relation.set("Target", "/" + own[relation.get("Id")])
            elif relation.get("TargetMode") != "External":
                part = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
                relation.set("Target", part)
        from lxml import etree

        self._package.put(rels_name(target), etree.tostring(root, encoding="UTF-8"))

    def _copy_part(self, source: str) -> str:
        target = self._free_name(source)
        self._package.put(target, self._package.text(source))
        kind = self._package.content_type(source)
        if kind:
            self._package.declare(target, kind)
        if kind.endswith("table+xml"):
            self._rename_table(target)
        self._copy_relations(source, target)
        return target

    def _rename_table(self, part: str) -> None:
        """Every table of a workbook has a number and a name of its own."""
        self._tables += 1
        root = self._package.tree(part)
        root.set("id", str(10_000 + self._tables))
        for attribute in ("name", "displayName"):
            if root.get(attribute):
                root.set(attribute, f"{root.get(attribute)}_{self._tables + 1}")

    # -- names -----------------------------------------------------------------------------------

    def _is_referred_to(self) -> bool:
        """Whether formulas or names of the whole workbook speak of the sheet by its name."""
        for part in self._package.names():
            is_sheet = part.startswith("xl/worksheets/sheet") and part not in self._copies
            if is_sheet and b"f>" in self._package.text(part):
                formulas = (e for e in self._package.look(part).iter() if local(e) == "f")
                if any(self._sheet.name in (e.text or "") for e in formulas):
                    return True
        names = (e for e in self._root.iter() if local(e) == "definedName")
        return any(
            e.get("localSheetId") is None and self._sheet.name in (e.text or "") for e in names
        )

    def _copy_names(self, names: list[str]) -> None:
        """Print areas and titles for every copy; those of later sheets count anew."""
        holder = next((e for e in self._root if local(e) == "definedNames"), None)
        if holder is None:
            return
        added = len(self._made)
        mine = []
        for element in holder:
            index = element.get("localSheetId")
            if index is None:
                continue
            if int(index) == self._index:
                mine.append(element)
            elif int(index) > self._index:
                element.set("localSheetId", str(int(index) + added))
        for element in mine:
            text = element.text or ""
            for number, name in enumerate(names):
                one = element if number == 0 else copy.deepcopy(element)
                one.set("localSheetId", str(self._index + number))
                one.text = _renamed(text, self._sheet.name, name)
                if number:
                    holder.append(one)

    def _forget_titles(self) -> None:
        """docProps/app.xml lists the sheets' names; it may as well not."""
        if not self._package.has("docProps/app.xml"):
            return
        root = self._package.tree("docProps/app.xml")
        for element in [e for e in root if local(e) in ("TitlesOfParts", "HeadingPairs")]:
            root.remove(element)


def _renamed(text: str, before: str, after: str) -> str:
    """References to the sheet under its new name."""
    quoted = "'" + after.replace("'", "''") + "'!"
    for spoken in ("'" + before.replace("'", "''") + "'!", before + "!"):
        if spoken in text:
            return text.replace(spoken, quoted)
    return text


def only_selected(text: str, *, first: bool) -> str:
    """Only the first of several sheets is selected: what is typed must not go into all of them."""
    return text if first else _SELECTED.sub("", text)
