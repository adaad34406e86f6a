"""An office file as its parts: what is not touched goes back byte for byte.

A form belongs to another department, so nothing of it may be lost. Libraries that load a document
and save it again drop what they do not model (openpyxl: text boxes, shapes, form controls, printer
settings, rich text); here only the parts that are filled in are written anew.
"""

import io
import posixpath
import time
import zipfile
from typing import TYPE_CHECKING, Any, TypeAlias

from ldz_desktop.errors import InputError

if TYPE_CHECKING:
    Element: TypeAlias = Any  # lxml has no types

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEVEL = 3  # of compression: half the time of the usual 6 for a few percent


def parse(content: bytes) -> "Element":
    """An XML part; nothing outside of it is ever fetched or expanded."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise damaged() from None
    if root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def serialised(root: "Element") -> bytes:
    from lxml import etree

    body: bytes = etree.tostring(root, encoding="UTF-8")
    return _DECLARATION + body


def damaged() -> InputError:
    return InputError(
        "读不了这张表", "文件已经损坏，读不出内容。", "请用 WPS 或 Office 打开它，另存一份再试。"
    )


def local(element: "Element") -> str:
    """An element's name without its namespace; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Package:
    """The parts of one file. parts that were asked for as trees are written from the tree."""

    def __init__(self, body: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(body))
        self._names: dict[str, zipfile.ZipInfo | None] = {
            i.filename: i for i in self._zip.infolist()
        }
        self._looked: dict[str, Element] = {}
        self._trees: dict[str, Element] = {}
        self._texts: dict[str, bytes] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def has(self, name: str) -> bool:
        return name in self._names

    def text(self, name: str) -> bytes:
        """The bytes of a part as they would be written."""
        if name in self._texts:
            return self._texts[name]
        if name in self._trees:
            return serialised(self._trees[name])
        if self._names.get(name) is None:
            raise damaged()
        return self._zip.read(name)

    def look(self, name: str) -> "Element":
        """A part to look at: what is changed in it is not written."""
        if name in self._trees:
            return self._trees[name]
        if name not in self._looked:
            self._looked[name] = parse(self.text(name))
        return self._looked[name]

    def tree(self, name: str) -> "Element":
        """A part to change: it is written from this tree."""
        if name not in self._trees:
            self._trees[name] = self.look(name)
            self._looked.pop(name)
        return self._trees[name]

    def put(self, name: str, content: bytes) -> None:
        """A part made anew (or a new one)."""
        self._names.setdefault(name, None)
        self._trees.pop(name, None)
        self._looked.pop(name, None)
        self._texts[name] = content

    def drop(self, name: str) -> None:
        """A part that is no longer there, with what points at it."""
        for known in (self._names, self._looked, self._trees, self._texts):
            known.pop(name, None)
        types = self.tree("[Content_Types].xml")
        for override in types.findall(f"{{{TYPES}}}Override"):
            if override.get("PartName") == "/" + name:
                types.remove(override)
        for holder in [n for n in self._names if n.endswith(".rels")]:
            if name.encode() not in self.text(holder) and name.rpartition("/")[2].encode() not in (
                self.text(holder)
            ):
                continue
            root = self.look(holder)
            if any(self._target(holder, relation) == name for relation in root):
                root = self.tree(holder)
            for relation in list(root):
                if self._target(holder, relation) == name:
                    root.remove(relation)

    # -- relations -------------------------------------------------------------------------------

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relation id → (the last word of its type, the part) of what a part points at inside."""
        holder = rels_name(name)
        if holder not in self._names:
            return {}
        return {
            relation.get("Id"): (relation.get("Type", "").rpartition("/")[2], target)
            for relation in self.look(holder)
            if (target := self._target(holder, relation))
        }

    def _target(self, holder: str, relation: "Element") -> str:
        """The part a relation points at; "" for what is outside."""
        if relation.get("TargetMode") == "External" or not isinstance(relation.tag, str):
            return ""
        folder = posixpath.dirname(posixpath.dirname(holder))
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
        return target.lstrip("/")

    def relate(self, name: str, target: str, kind: str) -> str:
        """A new relation of a part; its id. kind: the whole type."""
        from lxml import etree

        holder = rels_name(name)
        if holder not in self._names:
            self.put(holder, _DECLARATION + f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode())
        root = self.tree(holder)
        taken = {relation.get("Id") for relation in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship")
        made.set("Id", f"rId{number}")
        made.set("Type", kind)
        made.set("Target", "/" + target)
        return f"rId{number}"

    def content_type(self, name: str) -> str:
        """What [Content_Types].xml says of a part by name; "" where only its ending says it."""
        for override in self.look("[Content_Types].xml").iterfind(f"{{{TYPES}}}Override"):
            if override.get("PartName", "").lower() == "/" + name.lower():
                return str(override.get("ContentType"))
        return ""

    def declare(self, name: str, content_type: str) -> None:
        """A line for a new part in [Content_Types].xml."""
        from lxml import etree

        made = etree.SubElement(self.tree("[Content_Types].xml"), f"{{{TYPES}}}Override")
        made.set("PartName", "/" + name)
        made.set("ContentType", content_type)

    def sign(self, unit: str) -> None:
        """Who changed the file last: the office, not a person."""
        from lxml import etree

        if "docProps/core.xml" not in self._names:
            return
        root = self.tree("docProps/core.xml")
        by = root.find(f"{{{CORE}}}lastModifiedBy")
        if by is None:
            by = etree.SubElement(root, f"{{{CORE}}}lastModifiedBy")
        by.text = unit

    # -- writing ---------------------------------------------------------------------------------

    def written(self, replaced: "dict[str, bytes] | None" = None) -> bytes:
        """The whole file. replaced: parts that differ in this copy only."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name, info in self._names.items():
                content = self.text(name) if replaced is None or name not in replaced else None
                stamp = info.date_time if info is not None else time.localtime()[:6]
                entry = zipfile.ZipInfo(name, stamp)
                assert replaced is not None or content is not None
                data = content if content is not None else (replaced or {})[name]
                target.writestr(entry, data, zipfile.ZIP_DEFLATED, _LEVEL)  # not the archive's
        return out.getvalue()

    def freeze(self) -> None:
        """Turn every changed tree into bytes once, for files that are written many times."""
        for name in list(self._trees):
            self._texts[name] = serialised(self._trees.pop(name))


def rels_name(name: str) -> str:
    """Where the relations of a part are kept: xl/workbook.xml → xl/_rels/workbook.xml.rels."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
