"""Badge, plate and roster with photos: what stands on them, what does not, and that it fits."""

import io
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError
from ldz_desktop.reports import badge, door_plate, photo_roster
from ldz_desktop.reports.fonts import FontSet, bundled_fonts
from ldz_desktop.reports.paper import Paper
from ldz_desktop.services.context import Office
from ldz_desktop.services.person_papers import Badge, DoorPlate, Face, PhotoRoster, PlateRules
from ldz_desktop.services.photo import fitted
from ldz_desktop.services.scans import PORTRAIT

TODAY = date(2026, 11, 24)
_MM = 72 / 25.4


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return bundled_fonts()


def _text(paper: Paper, tmp_path: Path) -> list[str]:
    """Each page as poppler reads it, without blanks."""
    path = tmp_path / "纸.pdf"
    path.write_bytes(paper.pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace(" ", "").split("\f")[:-1]


def _jpeg(color: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (330, 440), color).save(stream, "JPEG")
    return stream.getvalue()


def _badge(name: str = "张建国", photo: bytes | None = None) -> Badge:
    return Badge(name, "福锦苑1栋", "兴新社区", "楼栋长", "兴文街道办事处", photo)


def _plate(**changed: object) -> DoorPlate:
    values = {
        "name": "张建国", "party": True, "place": "福锦苑1栋", "community": "兴新社区",
        "office": "兴文街道办事处", "phone": ("社区服务电话", "0827-5550152"),
        "duties": (("政策宣讲“带头人”", ("政策宣传入户", "通知上传下达")),), "photo": None,
    }  # fmt: skip
    return DoorPlate(**{**values, **changed})  # type: ignore[arg-type]


def _ink(paper: Paper, page: int = 0) -> Image.Image:
    pdf = pypdfium2.PdfDocument(paper.pdf)
    try:
        return pdf[page].render(scale=2).to_pil().convert("RGB")
    finally:
        pdf.close()


def test_eight_badges_to_a_page(fonts: FontSet, tmp_path: Path) -> None:
    paper = badge.render([_badge()] * 9, TODAY, fonts)
    assert (paper.pages, paper.missing_glyphs) == (2, ())
    first, second = _text(paper, tmp_path)
    assert first.count("张建国") == 8
    assert second.count("张建国") == 1
    for words in ("福锦苑1栋", "兴新社区", "楼栋长", "兴文街道办事处", "照片"):
        assert words in second


def test_a_photo_is_printed_and_the_empty_frame_is_not(fonts: FontSet, tmp_path: Path) -> None:
    with_photo = badge.render([_badge(photo=_jpeg((30, 160, 60)))], TODAY, fonts)
    assert "照片" not in _text(with_photo, tmp_path)[0]
    green = sum(1 for p in _ink(with_photo).get_flattened_data() if p[1] > 140 and p[0] < 60)
    assert green > 5000
    bare = badge.render([_badge()], TODAY, fonts)
    assert sum(1 for p in _ink(bare).get_flattened_data() if p[1] > 140 and p[0] < 60) == 0


def test_the_marks_lie_outside_the_badges(fonts: FontSet) -> None:
    paper = badge.render([_badge()] * 8, TODAY, fonts)
    image = _ink(paper)
    left = round((210 - 2 * 90 - 6) / 2 * _MM * 2)
    top = round((297 - 4 * 60 - 3 * 6) / 2 * _MM * 2)
    outside = image.crop((left - 12, top - 12, left - 1, top + 2)).convert("L")
    assert outside.getextrema()[0] < 200
    white_edge = image.crop((left + 4, top + round(40 * _MM * 2), left + 10, top + 260))
    assert white_edge.convert("L").getextrema()[0] == 255


def test_a_long_name_is_set_smaller_not_cut(fonts: FontSet, tmp_path: Path) -> None:
    name = "阿不都热合曼·买买提依明·吐尔逊江"
    paper = badge.render([_badge(name)], TODAY, fonts)
    assert name in _text(paper, tmp_path)[0].replace("\n", "")
    pdf = pypdfium2.PdfDocument(paper.pdf)
    page = pdf[0].get_textpage()
    right = max(page.get_charbox(i)[2] for i in range(page.count_chars()))
    pdf.close()
    assert right <= ((210 - 186) / 2 + 90) * _MM


def test_the_plate_says_who_what_for_and_whom_to_call(fonts: FontSet, tmp_path: Path) -> None:
    paper = door_plate.render([_plate(), _plate(phone=("", ""), party=False)], TODAY, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (2, ())
    first, second = _text(paper, tmp_path)
    for words in (
        "福锦苑1栋楼栋长", "张建国", "兴新社区·中共党员", "政策宣讲“带头人”", "1.政策宣传入户",
        "2.通知上传下达", "社区服务电话", "0827-5550152", "兴文街道办事处",
    ):  # fmt: skip
        assert words in first, words
    assert "电话" not in second
    assert "党员" not in second


@pytest.mark.parametrize(("size", "wide", "high"), [("A4", 842, 595), ("A5", 595, 421)])
def test_the_plate_lies_across(fonts: FontSet, size: door_plate.Size, wide: int, high: int) -> None:
    pdf = pypdfium2.PdfDocument(door_plate.render([_plate()], TODAY, size, fonts).pdf)
    try:
        assert [round(x) for x in pdf[0].get_size()] == [wide, high]
    finally:
        pdf.close()


def test_forty_long_duties_still_fit(fonts: FontSet, tmp_path: Path) -> None:
    names = tuple(f"流动人口与出租房屋信息登记更新和上门核对第{n}项" for n in range(40))
    duties = (("一", names[:14]), ("二", names[14:28]), ("三", names[28:]))
    paper = door_plate.render([_plate(duties=duties)], TODAY, fonts=fonts)
    text = _text(paper, tmp_path)[0]
    assert "40.流动人口" in text
    pdf = pypdfium2.PdfDocument(paper.pdf)
    page = pdf[0].get_textpage()
    boxes = [page.get_charbox(i) for i in range(page.count_chars())]
    pdf.close()
    foot = (14 + 22) * _MM
    inside = [b for b in boxes if foot + 1 < b[1] < 595 - (14 + 26) * _MM]
    assert len(inside) > 40 * 20
    assert max(b[2] for b in boxes) <= (297 - 14) * _MM


def test_the_roster_with_photos_turns_its_pages(fonts: FontSet, tmp_path: Path) -> None:
    faces = tuple(Face(f"王{n}", f"福锦苑{n}栋", ("群众 · 初中",), None) for n in range(1, 31))
    vacant = Face("", "福锦苑31栋", (), None)
    roster = PhotoRoster(
        "楼栋长花名册", "共 31 栋", "兴文街道办事处", TODAY,
        (("兴新社区", faces), ("东锦社区", (vacant,))),
    )  # fmt: skip
    paper = photo_roster.render(roster, fonts)
    pages = _text(paper, tmp_path)
    assert paper.pages == len(pages) == 2
    assert "共31栋" in pages[0]
    assert "兴新社区30栋" in pages[0]
    assert all(f"王{n}" in "".join(pages) for n in range(1, 31))
    assert "（空缺）" in pages[1]
    assert "第2页，共2页" in pages[1]


def test_a_picture_is_cut_to_its_shape_not_squeezed() -> None:
    stream = io.BytesIO()
    wide = Image.new("RGB", (800, 400), (255, 255, 255))
    wide.paste((0, 0, 0), (0, 0, 250, 400))
    wide.save(stream, "JPEG")
    small = Image.open(io.BytesIO(fitted(stream.getvalue(), 300, 400)))
    assert small.size == (300, 400)
    assert min(small.convert("L").get_flattened_data()) > 200  # the black third is cut off


# -- from an office -------------------------------------------------------------------------------


@pytest.fixture
def led(office: Office, portrait: bytes) -> Office:
    """Two buildings with leaders, one with a photo; a third is vacant."""
    for name, building, phone in (("张建国", "1栋", "13900010001"), ("王芳", "2栋", None)):
        place = office.households.add_place("兴新社区", "福锦苑", building).ids[0]
        who = Leader(0, name, id_number="511902196707260018", phone=phone, political="01")
        made = office.roster.create(who, place, date(2020, 3, 1)).ids[0]
        if phone:
            office.scans.add_picture("leader", made, PORTRAIT, portrait)
    office.households.add_place("兴新社区", "福锦苑", "3栋")
    return office


def test_numbers_stand_on_no_paper_unless_the_office_allows_the_telephone(
    led: Office, tmp_path: Path
) -> None:
    papers, rows = led.person_papers, led.roster.rows()
    for paper in (
        badge.render(papers.badges(rows), TODAY),
        door_plate.render(papers.plates(rows), TODAY),
        photo_roster.render(papers.photo_roster(rows, "")),
    ):
        text = "".join(_text(paper, tmp_path))
        assert "张建国" in text
        assert "王芳" in text
        assert "5119" not in text
        assert "13900010001" not in text
    papers.save_rules(PlateRules(own_phone=True, service_phone="0827-1"))
    assert [p.phone for p in papers.plates(rows)] == [
        ("联系电话", "13900010001"),
        ("社区服务电话", "0827-1"),
    ]


def test_the_offices_telephone_is_the_one_of_its_profile_unless_another_is_named(
    led: Office,
) -> None:
    from dataclasses import replace

    papers, rows = led.person_papers, led.roster.rows()
    assert {p.phone for p in papers.plates(rows)} == {("", "")}
    led.settings.save_profile(replace(led.settings.profile(), phone="0827-5550152"))
    assert {p.phone for p in papers.plates(rows)} == {("社区服务电话", "0827-5550152")}


def test_duties_are_those_of_the_offices_own_list(led: Office) -> None:
    plate = led.person_papers.plates(led.roster.rows())[0]
    assert [(title, len(names)) for title, names in plate.duties] == [
        ("政策宣讲“带头人”", 6),
        ("睦邻友好“守护人”", 7),
        ("服务民生“贴心人”", 6),
    ]
    assert plate.photo is not None
    assert Image.open(io.BytesIO(plate.photo)).size == (720, 960)


def test_vacancies_have_no_badge_but_stand_in_the_roster(led: Office) -> None:
    papers, rows = led.person_papers, led.roster.rows()
    assert len(papers.badges(rows)) == 2
    assert [f.name for f in papers.photo_roster(rows, "").groups[0][1]] == ["张建国", "王芳", ""]
    with pytest.raises(InputError, match="没有在任"):
        papers.badges([row for row in rows if not row.leader_id])


def test_what_was_printed_is_logged_without_a_name(led: Office) -> None:
    rows = led.roster.rows()
    led.person_papers.badges(rows)
    led.person_papers.plates(rows[:1])
    found = led.core.database.rows(
        "SELECT event, subject, detail FROM audit WHERE event LIKE 'document.%' ORDER BY id"
    )
    assert found == [
        ("document.badge", "", "2"),
        ("document.door_plate", f"leader:{rows[0].leader_id}", "1"),
    ]
