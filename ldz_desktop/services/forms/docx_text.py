"""Putting holes into the runs of paragraphs without disturbing how anything looks."""

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.docx_reading import child, pieces
from ldz_desktop.services.forms.gaps import Gap, Held, from_right, held, replace
from ldz_desktop.services.forms.package import local
from ldz_desktop.services.forms.templates import hole

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def put_holes(
    paragraphs: Sequence["Element"], gaps: Sequence[Gap], usual: "Element | None"
) -> None:
    """Replace gaps of the text of these paragraphs (joined by line breaks). usual: how a text looks
    where there is none yet and the paragraph's own mark does not say."""
    elements: list[Element] = []
    texts: list[Held] = []
    starts: list[tuple[int, Element]] = []
    at = 0
    for paragraph in paragraphs:
        starts.append((at, paragraph))
        found = pieces(paragraph)
        elements += [piece.element for piece in found]
        texts += held([piece.real for piece in found], at)
        at += sum(len(piece.real) for piece in found) + 1
    for gap in from_right(gaps):
        if not replace(texts, gap):
            _new_run(starts, gap, usual)
    for element, text in zip(elements, texts, strict=True):
        if text.changed:
            _write(element, text.after)


def _new_run(starts: Sequence[tuple[int, "Element"]], gap: Gap, usual: "Element | None") -> None:
    """A run at the end of the paragraph that the position lies in."""
    paragraph = next((p for start, p in reversed(starts) if start <= gap.start), starts[0][1])
    names = paragraph.tag.rpartition("}")[0] + "}"
    run = paragraph.makeelement(names + "r")
    about = child(paragraph, "pPr")
    look = child(about, "rPr") if about is not None else None
    look = usual if look is None else look
    if look is not None:
        run.append(_of_a_run(look))
    text = run.makeelement(names + "t")
    text.text = hole(gap.number)
    text.set(_SPACE, "preserve")
    run.append(text)
    paragraph.append(run)


def _of_a_run(look: "Element") -> "Element":
    """The look of a paragraph's mark without what only a mark has (tracked changes)."""
    made = copy.deepcopy(look)
    for mark in [e for e in made if local(e) in ("ins", "del", "moveFrom", "moveTo", "rPrChange")]:
        made.remove(mark)
    return made


def _write(element: "Element", text: str) -> None:
    if local(element) != "t":
        names = element.tag.rpartition("}")[0] + "}"
        made = element.makeelement(names + "t")
        element.getparent().replace(element, made)
        element = made
    element.text = text
    element.set(_SPACE, "preserve")
