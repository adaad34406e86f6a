"""What the tests of paper share: a month to print, and a PDF read back by other programs."""

import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import (
    SCHEME_1,
    BuildingMonth,
    Standing,
    rank,
    score_building,
)
from ldz_desktop.reports.fonts import FontSet, bundled_fonts
from ldz_desktop.services.evaluation_notice import NoticeData

_COMPOUNDS = ("西锦苑", "时代新居", "金桂苑", "康居苑")
_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = ("建国", "晓东", "丽娟", "文静", "国强", "玉梅", "伟", "敏")


def _building(number: int, dice: random.Random, community: str = "西锦社区") -> BuildingMonth:
    sheets: dict[str, int] = {}
    good = dice.uniform(0.55, 0.97)
    for _ in range(dice.randint(12, 40)):
        sheet = "".join("5" if dice.random() < good else dice.choice("44321") for _ in range(8))
        sheets[sheet] = sheets.get(sheet, 0) + 1
    marks = {str(n): "".join(dice.choice("5554") for _ in range(3)) for n in range(5)}
    valid = sum(sheets.values())
    compound = _COMPOUNDS[number % len(_COMPOUNDS)]
    return BuildingMonth(
        building_id=number + 1,
        street="兴文街道",
        community=community,
        compound=compound,
        building=f"{number // len(_COMPOUNDS) + 1}栋",
        tenure_id=number + 1,
        leader=dice.choice(_SURNAMES) + dice.choice(_GIVEN),
        occupied=60,
        sheets=sheets,
        marks=marks,
        issued=valid + 6,
        returned=valid + 2,
    )


@pytest.fixture(scope="session")
def months() -> Callable[[int], list[BuildingMonth]]:
    """So many buildings of one community with different scores, the same at every call."""

    def make(count: int) -> list[BuildingMonth]:
        dice = random.Random(7)
        return [_building(number, dice) for number in range(count)]

    return make


MakeNotice = Callable[..., NoticeData]


@pytest.fixture(scope="session")
def make_notice(months: Callable[[int], list[BuildingMonth]]) -> MakeNotice:
    """The notice of 西锦社区 for October 2026: make_notice(5, phone="", leaders={1: "张三"})."""

    def make(
        count: int = 5,
        *,
        buildings: list[BuildingMonth] | None = None,
        leaders: dict[int, str] | None = None,
        **changes: object,
    ) -> NoticeData:
        every = buildings or months(count)
        named = leaders or {}
        every = [replace(b, leader=named.get(b.building_id, b.leader)) for b in every]
        rows: tuple[Standing, ...] = rank(map(score_building, every), "社区")
        issued = [b.issued for b in every if b.issued is not None]
        data = NoticeData(
            unit="西锦社区居民委员会",
            scope_name="西锦社区",
            month="2026-10",
            state="published",
            rows=rows,
            scheme=SCHEME_1,
            issued=sum(issued),
            returned=sum(b.returned for b in every),
            valid=sum(row.score.valid for row in rows),
            undecided=(),
            posted=date(2026, 11, 2),
            period_last=date(2026, 11, 9),
            period_certain=True,
            notice_days=5,
            phone="0827-5260110",
            code="7F3A-91C2-08BD-E6A4",
            previous_code="5D10-7B3E-22F9-0C81",
            previous={b.building_id: Decimal("90.00") for b in every},
        )
        return replace(data, **changes)  # type: ignore[arg-type]  # the tests name real fields

    return make


@dataclass(frozen=True)
class ReadPdf:
    """A PDF as other programs see it."""

    path: Path

    def text(self, page: int | None = None, *, layout: bool = False) -> str:
        """The text layer as poppler reads it; page counts from 1."""
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        options = ["-layout"] if layout else ["-raw"]
        return self._run("pdftotext", *options, *pages, str(self.path), "-")

    def flat(self, page: int | None = None) -> str:
        """The text without spaces and line ends."""
        return "".join(self.text(page).split())

    def fonts(self) -> list[tuple[str, bool]]:
        """Typefaces by name, and whether each is embedded."""
        lines = self._run("pdffonts", str(self.path)).splitlines()[2:]
        return [(line.split()[0], line[55:].split()[1] == "yes") for line in lines]

    def info(self) -> dict[str, str]:
        """The properties; dates raw, as poppler writes their zone's name in the code page."""
        lines = self._run("pdfinfo", "-rawdates", str(self.path)).splitlines()
        return {k: v.strip() for k, _, v in (line.partition(":") for line in lines)}

    def picture(self, page: int = 1, scale: float = 1.0) -> bytes:
        """The page as grey pixels, as pypdfium2 (the preview) draws it."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self.path)
        try:
            bitmap = document[page - 1].render(scale=scale, grayscale=True)
            return bytes(bitmap.buffer)
        finally:
            document.close()

    @staticmethod
    def _run(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, check=True)
        assert not done.stderr, done.stderr
        return done.stdout.decode("utf-8")


@pytest.fixture
def read_pdf(tmp_path: Path) -> Callable[[bytes], ReadPdf]:
    """The bytes of a PDF, to be read back."""
    count = 0

    def read(pdf: bytes) -> ReadPdf:
        nonlocal count
        count += 1
        path = tmp_path / f"paper{count}.pdf"
        path.write_bytes(pdf)
        return ReadPdf(path)

    return read


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    """The bundled typefaces, whatever this machine has."""
    return bundled_fonts()
