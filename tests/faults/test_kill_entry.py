"""The power goes in the middle of a batch: what was keyed is there, the sheet in hand too.

A process of its own opens the entry page and types into its pad; it is killed (kill -9) while it
types, and its data folder is opened again.
"""

import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import SCHEME_1, Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.ui.evaluation.batch_work import BatchWork
from ldz_desktop.ui.evaluation.entry import BACK

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
MONTH = "2026-10"
HEADER = Header(40, 30, 30, 0, 0)
FIRST, SECOND = (20, 20) if os.environ.get("LDZ_FAULTS") == "long" else (2, 1)
TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from ldz_desktop.services.opening import open_office
from ldz_desktop.ui.evaluation.tab import EvaluationTab
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.tasks import TaskRunner

app = QApplication(sys.argv[:1])
theme.prepare(app, large=False)
window = QWidget()
notices = Notices(window)
tasks = TaskRunner(notices)
office = open_office(Path(sys.argv[1]), "李敏", sys.argv[2])
preferences = Preferences(Path(sys.argv[1]))
tab = EvaluationTab(Bench(office, tasks, notices, print, lambda change: None, preferences))
QVBoxLayout(window).addWidget(tab.widget)
window.show()


def settle():
    while not tasks.idle():
        QTest.qWait(1)


tab.refresh(None)
settle()
tab.enter(0)
settle()
desk = tab.entry_page.desk
assert desk.work().stage == sys.argv[3], desk.work()
for number, key in enumerate(sys.argv[4], start=1):
    meant = Qt.Key.Key_Backspace if key == "<" else Qt.Key(ord(key))
    QTest.keyClick(desk.pad, meant)
    if number % 7 == 0:  # a typist is faster than the disk now and then
        settle()
        print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, int]:
    """A data folder with an open month, a building, and a draft with the count sheet."""
    office, _ = create_office(tmp_path / "data", "兴文街道", "李敏", PASSWORD)
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "赵琴"), building, date(2020, 1, 1))
    office.evaluation.open_month(MONTH)
    office.evaluation.save_draft(MONTH, building, Draft(HEADER))
    office.close()
    return tmp_path / "data", building


def keyed(work: BatchWork, keys: str) -> BatchWork:
    for key in keys:
        work, _ = work.press(BACK if key == "<" else key)
    return work


def killed_after(folder: Path, stage: str, keys: str, count: int) -> int:
    """Type, kill when at least `count` keys are said to be stored; how many that were."""
    process = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(folder), PASSWORD, stage, keys],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert process.stdout is not None
    stored = 0
    for line in process.stdout:
        stored = int(line)
        if stored >= count:
            break
    process.kill()
    process.wait()
    process.stdout.close()
    assert stored >= count, "the typist did not get so far"
    return stored


def test_killed_while_keying(folder: tuple[Path, int]) -> None:
    """First keying, killed several times and gone on with, then the second: never a key that was
    stored is missing, and nothing stands there that was not typed."""
    place, building = folder
    dice = random.Random(3)
    work = BatchWork.of(Draft(HEADER), SCHEME_1)
    for kill in range(FIRST + SECOND):
        if kill == FIRST:  # somebody else begins anew
            work = work.again()
            office = open_office(place, "李敏", PASSWORD)
            office.evaluation.save_draft(MONTH, building, work.draft(HEADER))
            office.close()
        keys = "".join(dice.choice("1234554321554<") for _ in range(60 if kill < FIRST else 20))
        if kill < FIRST:
            keys = "5" * 30 + keys
        stored = killed_after(place, work.stage, keys, dice.randrange(7, 14))
        office = open_office(place, "李敏", PASSWORD)
        found = office.evaluation.draft(MONTH, building)
        office.close()
        possible = [keyed(work, keys[:n]).draft(HEADER) for n in range(stored, len(keys) + 1)]
        assert found in possible
        work = BatchWork.of(found, SCHEME_1)
    assert work.first.sheets
    assert work.second is not None
    assert work.second.sheets or work.second.current
