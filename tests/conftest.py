"""Fixtures that every layer's tests share: a real office on a real encrypted file."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage import keyring

PASSWORD = "测试口令-2026"

# No screen is needed; LDZ_TEST_PLATFORM=windows or xcb shows the real windows.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("LDZ_TEST_PLATFORM", "offscreen")


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
