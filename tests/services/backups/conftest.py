"""An office whose day can be set, and somewhere to keep its backups."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.errors import Cancelled
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office

PASSWORD = "测试口令-2026"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC).astimezone()

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An office with a building, opened by 李敏; its day can be set."""
    made, _ = create_office(tmp_path / "office", "兴文街道办事处", "李敏", PASSWORD, clock=clock)
    made.households.add_place("兴新社区", "福锦苑", "1栋")
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def hand_over(office: Office) -> Callable[[str, tuple[str, ...]], None]:
    """hand_over("2026-10", sheets): sheets of the office's building, keyed and handed over."""

    def run(month: str, sheets: tuple[str, ...]) -> None:
        building = int(office.core.database.value("SELECT id FROM building"))
        header = Header(80, len(sheets), len(sheets), 0, 0)
        office.evaluation.save_draft(month, building, Draft(header, sheets))
        office.evaluation.commit_draft(month, building)

    return run


class During:
    """Does something the moment the work says those words."""

    def __init__(self, words: str, act: Callable[[], None]) -> None:
        self._words = words
        self._act = act

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total
        if text == self._words:
            self._act()


@pytest.fixture
def during() -> type[During]:
    """during(words, act): a progress."""
    return During


@pytest.fixture
def cancelling() -> Callable[[], None]:
    """What 取消 does to the work."""

    def cancel() -> None:
        raise Cancelled

    return cancel
