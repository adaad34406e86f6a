"""Photos on paper, and text that fits its room."""

from dataclasses import replace

from ldz_desktop.reports.layout import baseline
from ldz_desktop.reports.paper import GREY, Document, Pen, Style

_EMPTY = Style("body", 12.0, GREY)
_FRAME = Pen(0.6, GREY)


def draw_photo(
    document: Document, corner: tuple[float, float], size: tuple[float, float], jpeg: bytes | None
) -> None:
    """The photo with a thin edge; without one an empty frame that says where it is glued."""
    if jpeg is not None:
        document.picture(corner, size, jpeg)
        document.box(corner, size, None, _FRAME)
        return
    document.box(corner, size, None, replace(_FRAME, dash=(3.0, 2.0)))
    style = replace(_EMPTY, size=min(_EMPTY.size, size[0] / 4))
    middle = corner[0] + size[0] / 2
    document.text(middle, baseline(corner[1], size[1], style.size), "照片", style, "center")
