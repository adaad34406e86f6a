"""Sheets that are not handed over stay out of backups, to the last byte."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.storage import backup

PASSWORD = "测试口令-2026"
UNLOCK = by_password("", PASSWORD)
MONTH = "2026-10"
HandOver = Callable[[str, tuple[str, ...]], None]
PILE = [f"{a}{b}{c}{d}4321" for a in "12345" for b in "123" for c in "12" for d in "45"]  # 60


def building(office: Office) -> int:
    return int(office.core.database.value("SELECT id FROM building"))


# -- sheets that are not handed over ---------------------------------------------------------------


def test_drafts_stay_out_and_leave_no_trace(
    office: Office, stick: Path, tmp_path: Path, hand_over: HandOver
) -> None:
    """A backup is kept for months: neither the order of the pile nor which sheets came between two
    backups may be read from it (reliability.md §4.2), by somebody who has the password."""
    office.evaluation.open_month(MONTH)
    hand_over(MONTH, ("55555555",) * 5)
    for count in range(1, len(PILE) + 1):  # as the window does: stored with every sheet
        second = Keying(tuple(PILE[: count // 2]), ":43")
        draft = Draft(Header(80, 65, 65, 0, 0), tuple(PILE[:count]), ":123", second)
        office.evaluation.save_draft(MONTH, building(office), draft)
    made = office.backups.make(stick)
    restore(made.path, UNLOCK, tmp_path / "new")
    again = open_office(tmp_path / "new", "", PASSWORD)
    database = again.core.database
    for table in ("sheet_draft", "sheet_check"):
        assert database.value(f"SELECT count(*) FROM {table}") == 0
    assert database.value("SELECT count(*) FROM sheet") == 5, "what was handed over is there"
    pages = bytes(database.connection().serialize("main"))
    assert not any(sheet.encode() in pages for sheet in PILE)
    assert again.evaluation.draft(MONTH, building(again)) == Draft(Header())
    again.close()
    assert office.evaluation.draft(MONTH, building(office)).sheets == tuple(PILE), "here they stay"


def test_the_attack_has_teeth(office: Office, stick: Path, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """The same search finds the sheets in a backup that takes drafts along."""
    office.evaluation.open_month(MONTH)
    draft = Draft(Header(80, 60, 60, 0, 0), tuple(PILE))
    office.evaluation.save_draft(MONTH, building(office), draft)
    monkeypatch.setattr(backup, "DRAFTS", ())
    made = office.backups.make(stick)
    restore(made.path, UNLOCK, tmp_path / "new")
    again = open_office(tmp_path / "new", "", PASSWORD)
    pages = bytes(again.core.database.connection().serialize("main"))
    assert all(sheet.encode() in pages for sheet in PILE)
    again.close()


def test_a_draft_in_a_month_that_was_closed_stays_out_too(office: Office, stick: Path) -> None:
    office.evaluation.open_month(MONTH)
    office.evaluation.save_draft(MONTH, building(office), Draft(Header(80), ()))
    office.core.database.execute("UPDATE month SET state = 'closed', hash = 'x'")
    office.backups.make(stick)
