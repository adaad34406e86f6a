"""Schemes as versions on a real encrypted file: what a save, a switch and a preview do, and months
of six and ten questions from the first sheet to the notice."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.schemes import SCHEME_1, SCHEME_2, Scheme
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.reports.notice import render_notice
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.importing import ImportOptions

NAMES = "甲乙丙丁"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community, each with a leader since 2020."""
    return [add(office, "兴新社区", f"{n}栋", f"楼长{NAMES[n - 1]}") for n in range(1, 5)]


def add(office: Office, community: str, building: str, leader: str) -> int:
    key = office.households.add_place(community, f"{community[:2]}苑", building).ids[0]
    if leader:
        office.roster.create(Leader(0, leader), key, date(2020, 1, 1))
    return key


def hand_over(office: Office, month: str, building: int, sheets: tuple[str, ...]) -> None:
    header = Header(80, len(sheets), len(sheets), 0, 0)
    office.evaluation.save_draft(month, building, Draft(header, sheets))
    office.evaluation.commit_draft(month, building)


def run_month(office: Office, month: str, said: dict[int, tuple[str, ...]]) -> None:
    """A whole month, closed."""
    with suppress(InputError):
        office.evaluation.open_month(month)
    for building, sheets in said.items():
        hand_over(office, month, building, sheets)
        office.evaluation.save_stars(month, building, {1: "444"})
    office.evaluation.close(month)


def questions(count: int) -> Scheme:
    """Scheme 1 with another number of questions."""
    words = tuple(f"第{'一二三四五六七八九十'[n]}件事做得怎么样" for n in range(count))
    return replace(SCHEME_1, questions=words, answered_minimum=3)


# -- versions -------------------------------------------------------------------------------------


def test_a_save_is_a_new_version_for_the_next_month(office: Office, buildings: list[int]) -> None:
    run_month(office, "2026-09", dict.fromkeys(buildings, ("44444444",) * 6))
    before = office.evaluation.month("2026-09"), office.evaluation.ranking("2026-09")
    office.evaluation.open_month("2026-10")
    change = office.schemes.save(replace(SCHEME_1, scope="街道", notice_days=7))
    assert change.ids == (2,)
    assert office.evaluation.ranking("2026-10").scheme.version == 1  # it was open already
    office.evaluation.open_month("2026-11")
    assert office.evaluation.ranking("2026-11").scheme.version == 2
    newest, first = office.schemes.versions()
    assert newest.changes == ("排名范围：社区 → 街道", "公示期：5 个工作日 → 7 个工作日")
    assert newest.saved == f"{office.today().isoformat()} 李敏"
    assert (newest.months, first.months) == (("2026-11",), ("2026-09", "2026-10"))
    assert (newest.newest, first.newest) == (True, False)
    assert (office.evaluation.month("2026-09"), office.evaluation.ranking("2026-09")) == before
    assert office.evaluation.verify("2026-09").ok


def test_what_does_not_hold_together_or_changes_nothing_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match=r"合计应为 100 %，现在是 110 %"):
        office.schemes.save(replace(SCHEME_1, stars_weight=Fraction(1, 2)))
    with pytest.raises(InputError, match="和最新的一版相同"):
        office.schemes.save(SCHEME_1)
    assert len(office.schemes.versions()) == 1


def test_an_unused_version_can_be_taken_back(office: Office, buildings: list[int]) -> None:
    office.schemes.save(replace(SCHEME_1, notice_days=7))
    office.schemes.remove(2)
    assert [v.scheme.version for v in office.schemes.versions()] == [1]
    office.schemes.save(replace(SCHEME_1, notice_days=9))
    office.evaluation.open_month("2026-10")
    with pytest.raises(RuleError, match="已用于2026年10月"):
        office.schemes.remove(2)
    with pytest.raises(RuleError, match="第 1 版"):
        office.schemes.remove(1)
    with pytest.raises(InputError, match="没有第 7 版"):
        office.schemes.remove(7)


def test_the_database_itself_guards_the_rules_of_a_closed_month(
    office: Office, buildings: list[int]
) -> None:
    run_month(office, "2026-09", dict.fromkeys(buildings, ("44444444",) * 6))
    database = office.core.database
    office.schemes.save(questions(6))
    for statement in (
        "UPDATE scheme SET rules = '{}' WHERE version = 1",
        "DELETE FROM scheme WHERE version = 1",
        "UPDATE month SET scheme_version = 2 WHERE month = '2026-09'",
    ):
        with pytest.raises(RuleError, match="已封月的数据不能改动"):
            database.execute(statement)


def test_an_open_month_switches_only_while_it_has_no_papers(
    office: Office, buildings: list[int]
) -> None:
    for month in ("2026-09", "2026-10", "2026-11"):
        office.evaluation.open_month(month)
    office.evaluation.save_draft("2026-09", buildings[0], Draft(Header(10), ("55555555",)))
    office.evaluation.save_stars("2026-10", buildings[0], {1: "555"})
    office.schemes.save(questions(6))
    assert office.schemes.switchable() == ("2026-11",)
    assert office.schemes.switch(("2026-11",), 2).what == "2026年11月改用第 2 版方案"
    assert len(office.evaluation.ranking("2026-11").scheme.questions) == 6
    assert office.schemes.switchable() == ()
    for month in ("2026-09", "2026-10"):
        with pytest.raises(RuleError, match="已经录入了表或评分册"):
            office.schemes.switch((month,), 2)
        assert office.evaluation.ranking(month).scheme.version == 1


def test_a_re_opened_month_keeps_its_scheme(
    office: Office, buildings: list[int], correct_month: Callable[..., None]
) -> None:
    run_month(office, "2026-09", dict.fromkeys(buildings, ("44444444",) * 6))
    office.schemes.save(questions(6))
    with pytest.raises(RuleError, match="已经封过月"):
        office.schemes.switch(("2026-09",), 2)
    correct_month("2026-09", {buildings[0]: "5"})
    assert office.evaluation.month("2026-09").edition == 2
    assert office.evaluation.month("2026-09").scheme_version == 1
    assert office.schemes.versions()[-1].months == ("2026-09",)


# -- another number of questions ------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 6, 10])
def test_a_month_of_another_number_of_questions(
    office: Office, buildings: list[int], count: int, tmp_path: Path
) -> None:
    scheme = replace(questions(count), answered_minimum=min(3, count))
    office.schemes.save(scheme)
    office.evaluation.open_month("2026-10")
    with pytest.raises(InputError, match="题数或选项不对"):
        hand_over(office, "2026-10", buildings[0], ("5" * (count + 1),) * 6)
    said = {b: (str(5 - n) * count,) * 6 for n, b in enumerate(buildings)}
    run_month(office, "2026-10", said)
    best = office.evaluation.ranking("2026-10").standings[0].score
    assert best.score == Decimal("92.00")
    assert sum(best.grades) == 6 * count
    assert office.evaluation.verify("2026-10").ok
    steps = {s.label: s for s in office.evaluation.explain("2026-10", buildings[0]).steps}
    assert f"答满 {min(3, count)} 题" in steps["有效表"].formula
    assert f"全部 {6 * count} 项" in steps["满意率"].formula
    (notice,) = office.notices.notices("2026-10")
    assert render_notice(notice).pages > 0
    asked = office.charts.answers("2026-10", "兴新社区").questions
    assert [q.text for q in asked] == list(scheme.questions)


@pytest.mark.parametrize("count", [6, 10])
@pytest.mark.parametrize("words", [False, True], ids=["numbers", "the scheme's words"])
def test_sheets_are_imported_by_the_months_own_questions(
    office: Office, buildings: list[int], tmp_path: Path, count: int, *, words: bool
) -> None:
    from openpyxl import Workbook

    scheme = questions(count)
    office.schemes.save(scheme)
    office.evaluation.open_month("2026-10")
    book = Workbook()
    heads = scheme.questions if words else [f"第{n}题" for n in range(1, count + 1)]
    assert book.active is not None
    book.active.append(["社区", "小区", "楼栋", *heads])
    for _ in range(6):
        book.active.append(["兴新社区", "兴新苑", "1栋", *[5] * (count - 1), 4])
    for _ in range(2):
        book.active.append(["兴新社区", "兴新苑", "1栋", 5, 5, *[None] * (count - 2)])
    book.save(tmp_path / "表.xlsx")
    options = ImportOptions(month="2026-10")
    result = office.importing.take("sheets", tmp_path / "表.xlsx", options)
    assert (result.created, result.refused) == (8, 0)
    (stored,) = office.core.database.rows("SELECT valid, spoiled, blank FROM sheet_count")
    assert tuple(stored) == (6, 2, 0)  # three answers make a sheet of this scheme valid
    sheets = office.core.database.rows("SELECT DISTINCT answers FROM sheet ORDER BY 1")
    assert [len(row[0]) for row in sheets] == [count, count]


def test_a_file_of_the_old_number_of_questions_is_refused(
    office: Office, buildings: list[int], tmp_path: Path
) -> None:
    from openpyxl import Workbook

    office.schemes.save(questions(10))
    office.evaluation.open_month("2026-10")
    book = Workbook()
    assert book.active is not None
    book.active.append(["社区", "小区", "楼栋", *[f"第{n}题" for n in range(1, 9)]])
    book.active.append(["兴新社区", "兴新苑", "1栋", *[5] * 8])
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(InputError, match="应有 10 题，这个文件里认出 8 题"):
        office.importing.take("sheets", tmp_path / "表.xlsx", ImportOptions(month="2026-10"))


# -- preview --------------------------------------------------------------------------------------


def test_the_preview_shows_ranks_old_and_new_and_who_wins_or_loses_a_flag(
    office: Office, buildings: list[int]
) -> None:
    one, two, three, four = buildings
    office.evaluation.open_month("2026-10")
    said = ((one, "5", "111"), (two, "4", "333"), (three, "3", "444"), (four, "2", "555"))
    for building, grade, marks in said:
        hand_over(office, "2026-10", building, (grade * 8,) * 6)
        office.evaluation.save_stars("2026-10", building, {1: marks})
    office.evaluation.close("2026-10")
    before = office.evaluation.ranking("2026-10").standings
    assert [s.score.building_id for s in before if s.flag] == [two, one]
    stars = replace(SCHEME_1, satisfaction_weight=Fraction(1, 10), stars_weight=Fraction(9, 10))
    preview = office.schemes.preview(stars)
    assert [(r.new.rank, r.old.rank) for r in preview.rows] == [(1, 4), (2, 3), (3, 1), (4, 2)]
    assert preview.rows[0].moved == 3
    assert preview.rows[0].new.score.score == Decimal("94.00")
    assert (preview.won, preview.lost) == (("兴新苑4栋", "兴新苑3栋"), ("兴新苑2栋", "兴新苑1栋"))
    assert office.evaluation.ranking("2026-10").standings == before  # nothing was written
    assert len(office.schemes.versions()) == 1


def test_another_number_of_questions_cannot_be_previewed_and_says_why(
    office: Office, buildings: list[int]
) -> None:
    assert "还没有封存的月份" in office.schemes.preview(SCHEME_2).why_not
    run_month(office, "2026-10", dict.fromkeys(buildings, ("44444444",) * 6))
    preview = office.schemes.preview(questions(10))
    assert preview.rows == ()
    assert "是 8 题，改后是 10 题" in preview.why_not
    with pytest.raises(InputError, match="第 2 题和前面的题重复"):
        office.schemes.preview(replace(SCHEME_1, questions=("好", "好", "好", "好")))


def test_a_rolling_preview_says_how_many_months_it_has(
    office: Office, buildings: list[int]
) -> None:
    run_month(office, "2026-10", dict.fromkeys(buildings, ("44444444",) * 40))
    assert office.schemes.preview(SCHEME_2).notes == ("只有 1 个封存的月份可以滚动，不足 3 个月。",)


# -- scheme 2 -------------------------------------------------------------------------------------


@pytest.fixture
def rolling(office: Office, buildings: list[int]) -> list[int]:
    """August to October under scheme 2; the best of October was the worst before."""
    office.schemes.save(SCHEME_2)
    for month, grades in (("2026-08", "2345"), ("2026-09", "2345"), ("2026-10", "5344")):
        run_month(office, month, {b: (g * 8,) * 12 for b, g in zip(buildings, grades, strict=True)})
    return buildings


def test_three_months_count_and_verify(office: Office, rolling: list[int]) -> None:
    first = office.evaluation.ranking("2026-08")
    assert {s.score.why_unranked for s in first.standings} == {"样本不足"}  # 12 of 30
    ranking = office.evaluation.ranking("2026-10")
    by_id = {s.score.building_id: s for s in ranking.standings}
    one, four = by_id[rolling[0]].score, by_id[rolling[3]].score
    # own 36 sheets: 12 × (40 + 40 + 100) and 12 × (100 + 100 + 80); all 144: 10 560 ÷ 144
    assert one.satisfaction == Decimal("64.76")  # (2160 + 20 × 73⅓) ÷ 56
    assert four.satisfaction == Decimal("86.19")  # (3360 + 20 × 73⅓) ÷ 56
    assert (one.valid, one.issued, one.returned, one.minimum) == (36, 240, 36, 30)
    assert by_id[rolling[3]].rank == 1
    for month in ("2026-08", "2026-09", "2026-10"):
        verified = office.evaluation.verify(month)
        assert (verified.ok, verified.problems) == (True, ())
    steps = {s.label: s for s in office.evaluation.explain("2026-10", rolling[0]).steps}
    assert steps["满意度得分"].value == "64.76"
    assert "2026年9月 12 张 + 2026年8月 12 张" in steps["有效表"].formula
    assert office.rank_intervals.of_month("2026-10").keys() == set(rolling)


def test_the_notice_of_a_rolling_month_has_the_sentence(office: Office, rolling: list[int]) -> None:
    import pypdfium2

    (notice,) = office.notices.notices("2026-10")
    document = pypdfium2.PdfDocument(render_notice(notice).pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    flat = "".join(text.split())
    assert "近3个月发出调查表960张，收回144张" in flat
    assert "得分看最近3个月的表，并给每栋楼先添上20张本社区平均水平的表" in flat
    assert "3个月有效表少于30张的不排名" in flat
    assert "在住户数" not in flat


def test_a_change_in_a_month_of_the_window_is_found(office: Office, rolling: list[int]) -> None:
    """Sheets of September changed behind the program's back: October's results no longer follow."""
    database = office.core.database
    triggers = database.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sheet'"
    )
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    database.execute("UPDATE sheet SET answers = '55555555' WHERE month = '2026-09'")
    for _, sql in triggers:
        database.execute(sql)
    problems = office.evaluation.verify("2026-10").problems
    assert any("2026年10月" in one and "重新计算的不一致" in one for one in problems)
    assert any("2026年9月" in one for one in problems)


def test_a_building_that_was_never_ranked_drops_out_of_nothing(
    office: Office, rolling: list[int]
) -> None:
    """A new building has no past: it is unranked until it has sheets enough, and nobody's mean
    counts it before."""
    new = add(office, "兴新社区", "5栋", "楼长戊")
    said: dict[int, tuple[str, ...]] = dict.fromkeys(rolling, ("44444444",) * 12)
    run_month(office, "2026-11", {**said, new: ("11111111",) * 9})
    by_id = {s.score.building_id: s for s in office.evaluation.ranking("2026-11").standings}
    score = by_id[new].score
    assert (by_id[new].rank, score.satisfaction, score.valid) == (None, None, 9)
    steps = office.evaluation.explain("2026-11", rolling[0]).steps
    (basis,) = [step for step in steps if "社区平均" in step.label]
    assert "4 栋楼 144 张表" in basis.formula


def test_streaks_are_those_of_the_chain_when_the_scope_changes(office: Office) -> None:
    """August ranks by community, September by compound, October by street: a closed month keeps
    its own scheme, in the ranking, the roster and the caution chain."""
    places = {}
    for n, (community, compound) in enumerate(
        (c, k) for c in ("兴新社区", "东锦社区") for k in ("福锦苑", "文锦苑") for _ in range(3)
    ):
        key = office.households.add_place(community, compound, f"{n}栋").ids[0]
        office.roster.create(Leader(0, f"楼长{chr(0x5B50 + n)}"), key, date(2020, 1, 1))
        places[n] = key
    chance = Random(7)
    for month, scope in (("2026-08", "社区"), ("2026-09", "小区"), ("2026-10", "街道")):
        if scope != "社区":
            office.schemes.save(replace(SCHEME_1, scope=scope))  # type: ignore[arg-type]
        run_month(office, month, {
            key: (({2: "1", 5: "2"}.get(n) or chance.choice("345")) * 8,) * (5 + n % 3)
            for n, key in places.items()
        })  # fmt: skip
        streaks = {s.score.tenure_id: s.streak for s in office.evaluation.ranking(month).standings}
        chains = dict.fromkeys(streaks, 0) | {
            case.tenure_id: len(case.chain.lasts)
            for case in office.cautions.cases()
            if case.chain is not None and case.chain.running
        }
        assert streaks == chains
        assert {row.tenure_id: row.streak for row in office.roster.rows()} == chains
        assert max(chains.values()) == int(month[-2:]) - 7  # the worst one is last every time
    for row in office.roster.rows():  # a compound of that name in each community has three
        scores = office.roster.get(row.leader_id).scores
        assert [(one.month, one.of) for one in scores] == [
            ("2026-08", 6), ("2026-09", 3), ("2026-10", 12),
        ]  # fmt: skip


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", [SCHEME_1, replace(SCHEME_2, minimum_sheets=10)])
def test_odd_districts(office: Office, scheme: Scheme) -> None:
    """A community of one building, one where everybody is equal, a building without a leader, and a
    leader of two buildings."""
    if scheme is not SCHEME_1:
        office.schemes.save(scheme)
    alone = add(office, "东锦社区", "1栋", "楼长己")
    equal = [add(office, "兴新社区", f"{n}栋", f"楼长{NAMES[n]}") for n in range(3)]
    vacant = add(office, "西锦社区", "1栋", "")
    double = add(office, "西锦社区", "2栋", "楼长庚")
    again = add(office, "西锦社区", "3栋", "")
    leader = next(r for r in office.roster.rows() if r.building_id == double).leader_id
    office.roster.start_tenure(leader, again, date(2021, 1, 1))
    said = dict.fromkeys((alone, *equal, vacant), ("44444444",) * 12)
    run_month(office, "2026-10", {**said, double: ("55555555",) * 12, again: ("22222222",) * 12})
    ranking = office.evaluation.ranking("2026-10")
    by_id = {s.score.building_id: s for s in ranking.standings}
    assert (by_id[alone].rank, by_id[alone].flag, by_id[alone].last) == (1, True, False)
    assert {(by_id[b].rank, by_id[b].flag, by_id[b].last) for b in equal} == {(1, False, False)}
    assert [{s.building_id for s in tied} for tied in ranking.undecided] == [set(equal)]
    assert (by_id[vacant].rank, by_id[vacant].streak, by_id[vacant].score.leader) == (2, 0, "")
    assert (by_id[double].rank, by_id[again].rank) == (1, 3)
    assert (by_id[double].streak, by_id[again].streak) == (0, 1)  # each tenure has its own
    ties = office.evaluation.explain("2026-10", equal[0]).ties
    assert len(ties) == 2
    assert all("名次并列" in line for line in ties)
    assert office.evaluation.verify("2026-10").ok
