"""kill -9 at any moment: a command has happened whole or not at all.

Short form here; LDZ_FAULTS=long runs forty kills of each.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, inspect_folder, open_office

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
KILLS = 40 if os.environ.get("LDZ_FAULTS") == "long" else 5


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A data folder with a month of 40 buildings that can be closed."""
    office, _ = create_office(tmp_path / "ready", "兴文街道", "李敏", PASSWORD)
    office.evaluation.open_month("2026-10")
    for number in range(1, 41):
        building = office.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        office.roster.create(Leader(0, "赵琴"), building, date(2020, 1, 1))
        draft = Draft(Header(30, 20, 20, 0, 0), ("54545454",) * 20)
        office.evaluation.save_draft("2026-10", building, draft)
        office.evaluation.commit_draft("2026-10", building)
        office.evaluation.save_stars("2026-10", building, {1: "545"})
    office.close()
    return tmp_path / "ready"


def killed(folder: Path, after: float, *command: str) -> bool:
    """Run a command and kill it after so many seconds; whether it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ldz_desktop", "--data", str(folder), *command],
        cwd=ROOT, env={**os.environ, "LDZ_PASSWORD": PASSWORD},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(after)  # the moment itself is what is tried
    running = process.poll() is None
    process.kill()
    process.wait()
    return running


def span(folder: Path, *command: str) -> float:
    """How long the command takes when nobody kills it."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "ldz_desktop", "--data", str(folder), *command],
        cwd=ROOT, env={**os.environ, "LDZ_PASSWORD": PASSWORD}, check=True, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - begun


def test_closing_a_month(ready: Path, tmp_path: Path) -> None:
    shutil.copytree(ready, tmp_path / "whole")
    whole = span(tmp_path / "whole", "month", "close", "2026-10")
    chance = random.Random(1)
    for number in range(KILLS):
        folder = tmp_path / f"try{number}"
        shutil.copytree(ready, folder)
        killed(folder, whole * chance.uniform(0.3, 1.0), "month", "close", "2026-10")
        office = open_office(folder, "", PASSWORD)
        month = office.evaluation.month("2026-10")
        results = office.core.database.value("SELECT count(*) FROM result")
        sheets = office.core.database.value("SELECT count(*) FROM sheet")
        assert sheets == 800
        if month.state == "open":
            assert (results, month.hash) == (0, None)
            office.evaluation.close("2026-10")
        assert office.evaluation.verify("2026-10").ok
        office.close()
        shutil.rmtree(folder)


def test_reopening_a_month(ready: Path, tmp_path: Path) -> None:
    """Closed with its results, or open with every one of them kept: nothing between."""
    office = open_office(ready, "", PASSWORD)
    office.evaluation.close("2026-10")
    code = office.evaluation.publish("2026-10").code
    office.close()
    command = ("month", "reopen", "2026-10", "--reason", "复核", "--second", "王芳")
    shutil.copytree(ready, tmp_path / "whole")
    whole = span(tmp_path / "whole", *command)
    chance = random.Random(3)
    for number in range(KILLS):
        folder = tmp_path / f"try{number}"
        shutil.copytree(ready, folder)
        killed(folder, whole * chance.uniform(0.3, 1.0), *command)
        office = open_office(folder, "", PASSWORD)
        month, kept = office.evaluation.month("2026-10"), office.reopening.editions("2026-10")
        results = office.core.database.value("SELECT count(*) FROM result")
        (hung,) = office.postings.of("month:2026-10")
        assert office.core.database.value("SELECT count(*) FROM sheet") == 800
        if month.state == "published":
            assert (month.code, results, kept, hung.withdrawn_on) == (code, 40, (), None)
            office.reopening.reopen("2026-10", "复核", SecondPerson("王芳"))
        else:
            assert (month.state, month.edition, results) == ("open", 2, 0)
            assert [one.code for one in kept] == [code]
            assert hung.withdrawn_on is not None
        assert office.evaluation.close("2026-10").edition == 2
        assert office.evaluation.verify("2026-10").ok
        office.close()
        shutil.rmtree(folder)


def test_making_an_office(tmp_path: Path) -> None:
    whole = span(tmp_path / "whole", "init", "--office", "街道")
    chance = random.Random(2)
    for number in range(KILLS):
        folder = tmp_path / f"try{number}"
        killed(folder, whole * chance.uniform(0.3, 1.0), "init", "--office", "街道")
        if folder.exists() and inspect_folder(folder).exists:
            open_office(folder, "", PASSWORD).close()
        else:
            create_office(folder, "街道", "李敏", PASSWORD)[0].close()


def test_an_office_left_unfinished_is_no_office(tmp_path: Path) -> None:
    create_office(tmp_path / "a", "街道", "李敏", PASSWORD)[0].close()
    (tmp_path / "a" / "archive.db").rename(tmp_path / "a" / "archive.new")
    assert not inspect_folder(tmp_path / "a").exists
    create_office(tmp_path / "a", "街道", "李敏", PASSWORD)[0].close()
    assert not (tmp_path / "a" / "archive.new").exists()
