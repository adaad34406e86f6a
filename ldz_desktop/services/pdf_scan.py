"""A scan that comes as a PDF, as it is kept: a picture of each page, and nothing else of the file.

Who made it, when and with what, scripts, attached files and hidden text stay out: each page is
drawn and encoded anew, as a photo is (services.photo).
"""

import io
from threading import RLock
from typing import TYPE_CHECKING

from ldz_desktop.errors import InputError
from ldz_desktop.services.photo import LONGEST, Photo, jpeg_of, thumbnail_of

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

HEAD = b"%PDF-"
MOST_PAGES = 50
_SEARCHED = 1024  # bytes in which a PDF has its head
_SHARPEST = 300 / 72  # pixels a point: no page is drawn finer than it can have been scanned
_LARGEST = 14_400.0  # points, 5 m: what PDF allows

PDFIUM = RLock()
"""The library that reads PDFs works for one thread at a time: whoever uses it holds this."""


def is_pdf(data: bytes) -> bool:
    """Whether it claims to be one."""
    return HEAD in data[:_SEARCHED]


def make_scan(data: bytes) -> Photo:
    """A PDF as a scan; the thumbnail and the size are those of its first page. Raises InputError
    for one that is locked, damaged or too long."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(locked="password" in str(error).lower()) from None
    try:
        with PDFIUM:
            pages = len(document)
        if pages > MOST_PAGES:
            raise InputError(
                "页数太多",
                f"这份 PDF 有 {pages} 页，一份材料最多 {MOST_PAGES} 页，没有读入。",
                "请分成几份，或只扫描需要的几页。",
            )
        if not pages:
            raise _unreadable(locked=False)
        return _kept(document, pages)
    finally:
        with PDFIUM:
            document.close()


def _kept(document: "pypdfium2.PdfDocument", pages: int) -> Photo:
    import pypdfium2

    with PDFIUM:
        made = pypdfium2.PdfDocument.new()
    try:
        first: tuple[bytes, int, int] | None = None
        for number in range(pages):  # the lock is let go after each, for the screen to draw
            with PDFIUM:
                small, size = _page(document, number, made)
            first = first or (small, *size)
        stream = io.BytesIO()
        with PDFIUM:
            made.save(stream)
    finally:
        with PDFIUM:
            made.close()
    assert first is not None
    return Photo(stream.getvalue(), *first)


def _page(
    document: "pypdfium2.PdfDocument", number: int, made: "pypdfium2.PdfDocument"
) -> tuple[bytes, tuple[int, int]]:
    """Draw a page and append the picture to `made`: its thumbnail and its size in pixels."""
    import pypdfium2

    try:
        page = document[number]
        wide, high = page.get_size()
        if not (0 < wide <= _LARGEST and 0 < high <= _LARGEST):
            raise _unreadable(locked=False)
        scale = min(_SHARPEST, LONGEST / max(wide, high))
        image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    except pypdfium2.PdfiumError:
        raise _unreadable(locked=False) from None
    new = made.new_page(wide, high)
    picture = pypdfium2.PdfImage.new(made)
    picture.load_jpeg(io.BytesIO(jpeg_of(image)), inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    new.insert_obj(picture)
    new.gen_content()
    new.close()
    return thumbnail_of(image), (image.width, image.height)


def _unreadable(*, locked: bool) -> InputError:
    if locked:
        return InputError(
            "PDF 加了密码",
            "这份 PDF 要密码才能打开，没有读入。",
            "请用原来的密码打开，另存或打印成没有密码的 PDF，再添加。",
        )
    return InputError(
        "PDF 已损坏", "这份 PDF 读不出完整的内容。", "请重新扫描，或另存为新的 PDF 再添加。"
    )
