"""Every form as it leaves the printer: converted by LibreOffice, its text and pages looked at."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.services.context import Office

Blank = Callable[[str], Path]
Convert = Callable[[str, Path], Path]
NUMBER = "511902196707260018"


@contextmanager
def pages(path: Path) -> Iterator[list[pypdfium2.PdfPage]]:
    document = pypdfium2.PdfDocument(path)
    try:
        yield [document[n] for n in range(len(document))]
    finally:
        document.close()


def text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    found = re.sub(r"\s", "", words.get_text_bounded())
    words.close()
    return found


def ink(page: pypdfium2.PdfPage) -> float:
    """The share of the page that is not white."""
    picture = page.render(scale=0.5, grayscale=True).to_pil()
    dark = sum(count for shade, count in enumerate(picture.histogram()) if shade < 200)
    return dark / (picture.width * picture.height)


@pytest.fixture
def printed(
    office: Office, blank: Blank, tmp_path: Path, soffice: Convert
) -> Callable[[str, list[int]], Path]:
    """A form filled in for people, as a PDF."""

    def made(name: str, people: list[int]) -> Path:
        path = blank(name)
        out = tmp_path / f"已填{path.suffix}"
        office.forms.fill(office.forms.read(path), people, out, "核对")
        return soffice("pdf", out)

    return made


@pytest.fixture
def people(family: Household, alone: Household, office: Office) -> list[int]:
    place = office.households.add_place("兴新社区", "福锦苑", "3栋")
    found = [m.id for home in (family, alone) for m in home.members]
    for number in range(20):
        made = office.households.create(place.ids[0], "1单元", str(101 + number))
        office.households.add_resident(made.ids[0], Resident(0, 0, f"居民{number}号", "02"))
        found.append(office.households.get(made.ids[0]).members[0].id)
    return found


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "低保名单",
            ("2026年第四季度最低生活保障对象名单", "兴新社区居民委员会", "合计", "填表人"),
        ),
        ("残疾人统计", ("残疾人基本情况统计表", "残疾证号")),
        ("疫苗接种", ("基本信息", "1967年7月26日", "满80岁")),
        ("退役军人", ("退役军人信息登记表", "1967.07", "备注：本表由社区退役军人服务站留存。")),
    ],
)
def test_tables_on_paper(
    printed: Callable[[str, list[int]], Path], people: list[int], name: str, wanted: tuple[str, ...]
) -> None:
    with pages(printed(name, people)) as found:
        whole = "".join(text(page) for page in found)
        assert len(found) <= 3
        assert all(ink(page) > 0.0005 for page in found)
    for word in (*wanted, "陈志远", NUMBER, "罗桂芳", "居民19号"):
        assert word in whole
    assert whole.index("陈志远") < whole.index("罗桂芳") < whole.index("居民19号")
    assert "张三" not in whole


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("老年人登记表", ("老年人基本信息登记表", "照片", "社区意见")),
        ("居民信息", ("居民基本信息采集表", "公民身份号码", "填表人：李敏")),
        ("承诺书", ("消防安全承诺书", "承诺人（签字）：")),
    ],
)
def test_pages_on_paper(
    printed: Callable[[str, list[int]], Path], people: list[int], name: str, wanted: tuple[str, ...]
) -> None:
    """A page for each person: no more, no fewer, each with its own person."""
    with pages(printed(name, people[:6])) as found:
        assert len(found) == 6
        for page, person in zip(
            found, ("陈志远", "何丽娟", "陈一诺", "杨秀英", "罗桂芳", "居民0号"), strict=True
        ):
            words = text(page)
            assert person in words
            assert all(word in words for word in wanted)
            assert ink(page) > 0.005
        assert NUMBER in text(found[0])
        sizes = {page.get_size() for page in found}
    assert len(sizes) == 1
