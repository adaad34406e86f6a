"""A batch on a real encrypted file: given out, keyed twice, agreed, handed over, looked at."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import BuildingProgress, Draft
from ldz_desktop.services.opening import open_office

MONTH = "2026-10"
SHEETS = ("55555555", "54545454", "44444444", "33333333", "5543----")
HEADER = Header(40, 5, 5, 0, 0)


@pytest.fixture
def building(office: Office) -> int:
    found = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "赵琴"), found, date(2020, 1, 1))
    office.evaluation.open_month(MONTH)
    return found


def progress(office: Office) -> BuildingProgress:
    return office.evaluation.progress(MONTH)[0]


def test_key_by_key_it_is_on_the_disk(office: Office, building: int, tmp_path: Path) -> None:
    draft = Draft(HEADER, SHEETS, "2:443", Keying(SHEETS[:3], ":55"))
    office.evaluation.save_draft(MONTH, building, draft)
    copytree(office.folder, tmp_path / "after")  # what a cut of power leaves
    again = open_office(tmp_path / "after", "李敏", "测试口令-2026")
    assert again.evaluation.draft(MONTH, building) == draft
    again.close()


def test_a_count_sheet_alone_is_no_draft_a_sheet_in_hand_is_one(
    office: Office, building: int
) -> None:
    for draft, count in (
        (Draft(HEADER), 0), (Draft(HEADER, (), ":55"), 1), (Draft(HEADER, SHEETS, ":5"), 6),
        (Draft(HEADER, SHEETS, "2:443"), 5), (Draft(Header()), 0),
    ):  # fmt: skip
        office.evaluation.save_draft(MONTH, building, draft)
        assert progress(office).drafted == count


def test_two_keyings_that_agree_are_checked_for_ever(office: Office, building: int) -> None:
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS, "", Keying(SHEETS)))
    assert progress(office).checked
    office.evaluation.commit_draft(MONTH, building)
    assert progress(office).checked
    assert office.core.database.value("SELECT count(*) FROM sheet_check") == 0
    office.evaluation.save_stars(MONTH, building, {1: "444"})
    office.evaluation.close(MONTH)
    assert office.evaluation.verify(MONTH).ok
    with pytest.raises(RuleError):
        office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS))


def test_differing_keyings_are_not_handed_over(office: Office, building: int) -> None:
    second = Keying((*SHEETS[:4], "5542----"))
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS, "", second))
    with pytest.raises(RuleError, match="还有 1 张不一致"):
        office.evaluation.commit_draft(MONTH, building)
    draft = office.evaluation.draft(MONTH, building)
    assert (draft.sheets, draft.second) == (SHEETS, second)
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS))  # given up
    office.evaluation.commit_draft(MONTH, building)
    assert not progress(office).checked


def test_a_checked_batch_taken_back_and_handed_over_again(office: Office, building: int) -> None:
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS, "", Keying(SHEETS)))
    office.evaluation.commit_draft(MONTH, building)
    office.evaluation.recall_batch(MONTH, building)
    office.evaluation.commit_draft(MONTH, building)
    assert progress(office).checked
    office.evaluation.recall_batch(MONTH, building)
    draft = office.evaluation.draft(MONTH, building)
    changed = Draft(Header(40, 6, 6, 0, 0), (*draft.sheets, "11111111"), "", draft.second)
    office.evaluation.save_draft(MONTH, building, changed)
    with pytest.raises(RuleError, match="不一致"):  # what came later was keyed once
        office.evaluation.commit_draft(MONTH, building)


def test_envelopes_are_written_down_and_used(office: Office, building: int) -> None:
    office.evaluation.record_issued(MONTH, {building: 30})
    assert (progress(office).given, office.evaluation.overview(MONTH).issued) == (30, 30)
    assert office.evaluation.overview(MONTH).given == 1
    office.evaluation.record_issued(MONTH, {building: None})
    assert progress(office).given is None
    for wrong in (-1, 10_000):
        with pytest.raises(InputError, match="0 到 9999"):
            office.evaluation.record_issued(MONTH, {building: wrong})


def test_what_was_given_out_is_kept_when_a_draft_is_thrown_away(
    office: Office, building: int
) -> None:
    office.evaluation.record_issued(MONTH, {building: 30})
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS))
    office.evaluation.discard_draft(MONTH, building)
    assert progress(office).given == 30
    assert office.evaluation.draft(MONTH, building) == Draft(Header())


def test_more_sheets_than_issued_are_refused_odd_ones_only_named(
    office: Office, building: int
) -> None:
    office.evaluation.save_draft(MONTH, building, Draft(Header(4, 5, 5, 0, 0), SHEETS))
    with pytest.raises(RuleError, match="收回 5 张，多于发出的 4 张"):
        office.evaluation.commit_draft(MONTH, building)
    office.evaluation.record_issued(MONTH, {building: 4})
    same = ("55555555",) * 5
    office.evaluation.save_draft(MONTH, building, Draft(Header(6, 5, 5, 0, 0), same))
    office.evaluation.commit_draft(MONTH, building)
    one = progress(office)
    assert (one.keyed_valid, one.problems) == (5, ())
    assert one.oddities == (
        "表头写发出 6、收回 5 张，发放时只登记了 4 张。", "5 张有效表填得一模一样。",
    )  # fmt: skip
    assert office.evaluation.problems(MONTH) == ()


def test_a_closed_month_gives_nothing_out(office: Office, building: int) -> None:
    office.evaluation.save_draft(MONTH, building, Draft(HEADER, SHEETS))
    office.evaluation.commit_draft(MONTH, building)
    office.evaluation.close(MONTH)
    with pytest.raises(RuleError, match="已经封月"):
        office.evaluation.record_issued(MONTH, {building: 3})
    with pytest.raises(RuleError):  # nor through the table itself
        office.core.database.insert(
            "sheet_issue", {"month": MONTH, "building_id": building, "envelopes": 3}
        )
