"""Fixtures that every layer's tests share: a real office on a real encrypted file."""

import importlib.util
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.paths import resource_path
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage import keyring

if TYPE_CHECKING:
    from tests.helpers.selecting import Scene

PASSWORD = "测试口令-2026"

# No screen is needed; LDZ_TEST_PLATFORM=windows or xcb shows the real windows.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("LDZ_TEST_PLATFORM", "offscreen")
if os.name == "nt":  # where Qt without a screen knows only the typefaces of this folder
    os.environ.setdefault("QT_QPA_FONTDIR", str(resource_path("fonts")))

# How long an example takes says something of the machine, not of the program (the first one even
# reads all modules for constants).
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


@pytest.fixture(autouse=True)
def _cheap_key_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key slots of the least cost Argon2id allows: the derivation itself has tests of its own."""
    monkeypatch.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A fresh empty office, opened by 李敏."""
    opened, _ = create_office(tmp_path / "office", "兴文街道办事处", "李敏", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def portrait() -> bytes:
    """A picture of the size of a passport photo, as PNG."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (300, 400), (40, 90, 160)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The spreadsheets of ../shared/samples."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("../shared/samples is not here")
    return folder


CloseMonth = Callable[[str, dict[int, str]], None]


@pytest.fixture
def close_month(office: Office) -> CloseMonth:
    """A closed month: close_month("2026-10", {building: "5", …}), six sheets of one grade for each
    building and the same booklet for all; "-" leaves a building with too few sheets."""

    def run(month: str, grades: dict[int, str]) -> None:
        evaluation = office.evaluation
        evaluation.open_month(month)
        for building, grade in grades.items():
            sheets = ("55555555",) * 2 if grade == "-" else (grade * 8,) * 6
            header = Header(20, len(sheets), len(sheets), 0, 0)
            evaluation.save_draft(month, building, Draft(header, sheets))
            evaluation.commit_draft(month, building)
            evaluation.save_stars(month, building, {1: "444"})
        evaluation.close(month)

    return run


@pytest.fixture
def correct_month(office: Office) -> CloseMonth:
    """correct_month("2026-10", {building: "4", …}): a closed month is opened again (where it is not
    open yet), keyed anew for these buildings, and closed; {} leaves it open."""

    def run(month: str, grades: dict[int, str]) -> None:
        evaluation = office.evaluation
        if evaluation.month(month).state != "open":
            office.reopening.reopen(month, "计票有误", SecondPerson("王芳"))
        for building, grade in grades.items():
            evaluation.recall_batch(month, building)
            draft = Draft(Header(20, 6, 6, 0, 0), (grade * 8,) * 6)
            evaluation.save_draft(month, building, draft)
            evaluation.commit_draft(month, building)
        if grades:
            evaluation.close(month)

    return run


@pytest.fixture
def selecting(tmp_path: Path) -> "Iterator[Scene]":
    """An office of September 2026 whose day can be set, with a vacancy and people to choose from
    (tests/helpers/selecting.py)."""
    name = "ldz_tests_selecting"
    if name not in sys.modules:
        path = Path(__file__).parent / "helpers" / "selecting.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    scene: Scene = sys.modules[name].make_scene(tmp_path / "selecting")
    yield scene
    scene.office.close()
