"""A page for each person: copies of a document's body, each a section of its own."""

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.docx_reading import child
from ldz_desktop.services.forms.package import local

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

# What must be unique in a document and is not needed: bookmarks, ids of paragraphs and controls.
_UNIQUE = frozenset({"bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "proofErr"})
_UNIQUE_ATTRIBUTES = ("paraId", "textId")
_BEFORE_TYPE = frozenset({"headerReference", "footerReference", "footnotePr", "endnotePr"})
_BEFORE_NUMBERS = _BEFORE_TYPE | frozenset(
    {"type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"}
)


def cleaned(element: "Element") -> "Element":
    """The element without what two copies of it must not share."""
    for inner in list(element.iter()):
        name = local(inner)
        for attribute in [a for a in inner.attrib if a.rpartition("}")[2] in _UNIQUE_ATTRIBUTES]:
            del inner.attrib[attribute]
        doubled = name in _UNIQUE or (name == "id" and local(inner.getparent()) == "sdtPr")
        if doubled and inner is not element:
            inner.getparent().remove(inner)
    return element


def prepared_section(body: "Element", section: "Element | None") -> None:
    """Sections that begin a new page and count their pages from 1."""
    for one in [section, *body.iter(f"{_names(body)}sectPr")]:
        if one is not None:
            _set(one, "type", "nextPage", _BEFORE_TYPE)
    if section is not None and child(section, "pgNumType") is None:
        _set(section, "pgNumType", "1", _BEFORE_NUMBERS, attribute="start")


def broken(contents: Sequence["Element"], section: "Element | None") -> list["Element"]:
    """The last element of a copy with the end of its section, for every copy but the last one."""
    last = contents[-1] if contents else None
    end = None if section is None else copy.deepcopy(section)
    if last is not None and local(last) == "p" and not _ends_section(last):
        paragraph = copy.deepcopy(last)
        about = child(paragraph, "pPr")
        if about is None:
            about = paragraph.makeelement(_names(paragraph) + "pPr")
            paragraph.insert(0, about)
        before = []
    elif last is not None:
        paragraph, about = _thin_paragraph(last)
        before = [last]
    else:
        return []
    if end is None:
        end = paragraph.makeelement(_names(paragraph) + "sectPr")
    change = child(about, "pPrChange")
    about.insert(len(about) - (change is not None), end)
    return [*before, paragraph]


def _ends_section(paragraph: "Element") -> bool:
    about = child(paragraph, "pPr")
    return about is not None and child(about, "sectPr") is not None


def _thin_paragraph(beside: "Element") -> tuple["Element", "Element"]:
    """A paragraph of one point's height, so that a form that fills its page still fits."""
    names = _names(beside)
    paragraph = beside.makeelement(names + "p")
    about = paragraph.makeelement(names + "pPr")
    spacing = about.makeelement(names + "spacing")
    for attribute, value in (
        ("before", "0"),
        ("after", "0"),
        ("line", "20"),
        ("lineRule", "exact"),
    ):
        spacing.set(names + attribute, value)
    about.append(spacing)
    paragraph.append(about)
    return paragraph, about


def _set(
    section: "Element", name: str, value: str, before: frozenset[str], *, attribute: str = "val"
) -> None:
    """A property of a section at its place in the schema's order."""
    names = _names(section)
    found = child(section, name)
    if found is None:
        found = section.makeelement(names + name)
        place = sum(1 for element in section if local(element) in before)
        section.insert(place, found)
    found.set(names + attribute, value)


def _names(element: "Element") -> str:
    """The element's namespace as lxml writes it before a name."""
    return str(element.tag.rpartition("}")[0]) + "}"
