"""A scan that comes as a PDF: its pages are kept, encrypted, and nothing else of the file."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.pdf_scan import MOST_PAGES, is_pdf
from ldz_desktop.services.scans import PORTRAIT, SIGNED

AUTHOR, HIDDEN = "Scanner-of-Wang", "secret under the picture"
Making = Callable[..., Path]


@pytest.fixture
def home(office: Office) -> int:
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    return office.households.create(place.ids[0], "1单元", "101", "自有").ids[0]


@pytest.fixture
def scan(tmp_path: Path) -> Making:
    """Writes a PDF as a scanner's program does: a picture a page, an author, hidden text."""

    def make(pages: int = 2, size: tuple[float, float] = A4, password: str | None = None) -> Path:
        path = tmp_path / f"scan-{pages}.pdf"
        canvas = Canvas(str(path), pagesize=size, encrypt=password)
        canvas.setAuthor(AUTHOR)
        for number in range(pages):
            canvas.setFillColorRGB(1, 1, 1)
            canvas.drawString(50, 60, HIDDEN)
            canvas.setFillColorRGB(0.8, 0.1, 0.1) if number == 0 else canvas.setFillGray(0.2)
            canvas.rect(40, 40, size[0] / 2, size[1] / 2, fill=1)
            canvas.showPage()
        canvas.save()
        return path

    return make


def test_its_pages_are_kept_and_nothing_else(office: Office, home: int, scan: Making) -> None:
    path = scan(3)
    done = office.attachments.add(home, None, path, "租赁合同")
    (one,) = office.attachments.of_household(home)
    assert done.change.what == "已添加租赁合同"
    small = Image.open(io.BytesIO(one.thumbnail))
    assert small.format == "JPEG"
    assert max(small.size) == 160
    assert one.height == 2000
    body = office.attachments.open(one.id)
    assert is_pdf(body)
    document = pypdfium2.PdfDocument(body)
    assert len(document) == 3
    assert document.get_page_size(0) == pytest.approx(A4, abs=1)
    about = document.get_metadata_dict(skip_empty=True)
    assert about.keys() <= {"Creator", "Producer", "CreationDate"}  # the program, and now
    texts = [document[n].get_textpage().get_text_bounded() for n in range(3)]
    assert texts == ["", "", ""]
    red = document[0].render(scale=0.2).to_pil().convert("RGB").getpixel((30, 140))
    assert red[0] > 150 > red[2]
    assert AUTHOR.encode() not in body
    assert not office.core.database.rows(
        "SELECT 1 FROM attachment WHERE title LIKE '%scan%' OR title LIKE '%pdf%'"
    ), "the file's name is not kept"


def test_of_the_offices_own_papers_too_but_a_portrait_is_a_photo(
    office: Office, scan: Making
) -> None:
    office.scans.add("caution", 7, SIGNED, scan())
    (one,) = office.scans.of("caution", 7)
    assert is_pdf(office.scans.body(one.id))
    with pytest.raises(InputError, match="不是 JPEG 或 PNG"):
        office.scans.add("leader", 7, PORTRAIT, scan())


def test_what_cannot_be_kept_says_why(
    office: Office, home: int, scan: Making, tmp_path: Path
) -> None:
    broken, empty = tmp_path / "broken.pdf", tmp_path / "empty.pdf"
    broken.write_bytes(scan(1).read_bytes()[:400])
    empty.write_bytes(b"%PDF-1.7\n%%EOF")
    for path, words in (
        (scan(MOST_PAGES + 1), f"最多 {MOST_PAGES} 页"),
        (scan(1, password="geheim"), "要密码才能打开"),
        (broken, "读不出完整的内容"),
        (empty, "读不出完整的内容"),
    ):
        with pytest.raises(InputError, match=words):
            office.attachments.add(home, None, path)
    assert office.attachments.of_household(home) == ()


def test_a_huge_page_stays_small(office: Office, home: int, scan: Making) -> None:
    office.attachments.add(home, None, scan(1, size=(14_000.0, 9_000.0)))
    (one,) = office.attachments.of_household(home)
    assert (one.width, one.height) == (2000, 1286)
