"""The notice keeper on a real encrypted file, on a day the test sets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import apsw
import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.holidays import Holiday, read_notice
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import Decision, Length, Objection, PostingDraft, Report
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.scans import POSTED, TAKEN_DOWN
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage.evaluation import scheme_text
from ldz_desktop.storage.migrations import m0001_start, m0002_journal, m0003_reading, m0004_terms

MONTH = "2026-08"
PARTS_2027 = """关于2027年部分节假日安排的通知
元旦：1月1日（周五）至3日（周日）放假，共3天。
春节：2月5日（周五）至11日（周四）放假调休，共7天。
国庆节：10月1日至7日放假，共7天。"""


class Day:
    """The office's clock."""

    def __init__(self, day: date) -> None:
        self.today = day
        self._asked = timedelta()

    def __call__(self) -> datetime:
        """A moment later every time it is asked: keys are in the order they were made."""
        self._asked += timedelta(milliseconds=1)
        return datetime.combine(self.today, time(9, 30)).astimezone() + self._asked

    def to(self, text: str) -> None:
        self.today = date.fromisoformat(text)


@pytest.fixture
def day() -> Day:
    return Day(date(2026, 9, 3))


@pytest.fixture
def office(tmp_path: Path, day: Day) -> Iterator[Office]:
    made, _ = create_office(
        tmp_path / "office", "兴文街道办事处", "李敏", "测试口令-2026", clock=day
    )
    made.settings.save_profile(Profile("兴文街道办事处", "西锦社区居民委员会", "0827-5260110"))
    yield made
    made.close()


FREE = PostingDraft(
    "other", "关于例会时间的公示", place="公示栏", content="例会改时间。\n地点不变。"
)
OBJECTION = Objection(0, 0, date(2026, 9, 4), "排名有误", "来电", "张德发")
DECISION = Decision(date(2026, 9, 7), "党支部", upheld=False, decision="维持", reason="核对无误")
REPORT = Report(date(2026, 9, 11), "没有异议，成立", "归档")


def post(office: Office, draft: PostingDraft = FREE) -> int:
    return office.postings.post(draft).change.ids[0]


def words(office: Office) -> str:
    return office.postings.rows()[0].countdown


def test_a_notice_from_the_wall_to_its_report(office: Office, day: Day) -> None:
    key = post(office)
    made = office.postings.get(key)
    assert (made.unit, made.contact) == ("西锦社区居民委员会", "0827-5260110")
    assert (made.posted_on, made.last_on, made.certain) == (day.today, date(2026, 9, 10), True)
    assert words(office) == "还有 5 个工作日"
    day.to("2026-09-04")
    objected = office.postings.object(key, OBJECTION).change.ids[1]
    day.to("2026-09-10")
    assert words(office) == "今天到期"
    day.to("2026-09-11")
    assert words(office) == "已满，1 件异议待答复"
    with pytest.raises(InputError, match="还有 1 件异议没有答复"):
        office.postings.report(key, REPORT)
    office.postings.decide(objected, DECISION)
    assert words(office) == "已满，待出结果"
    office.postings.report(key, REPORT)
    (row,) = office.postings.rows()
    assert (row.state, row.countdown) == ("reported", "")
    assert row.posting.objections[0] == replace(
        OBJECTION, id=objected, posting_id=key, decided_on=date(2026, 9, 7), decided_by="党支部",
        decision="维持", reason="核对无误", upheld=False,
    )  # fmt: skip


def test_what_is_refused_leaves_nothing_behind(office: Office, day: Day) -> None:
    for draft, why in (
        (replace(FREE, title=" "), "请填写公示的标题"),
        (replace(FREE, posted_on=date(2026, 9, 4)), "张贴日期还没有到"),
        (replace(FREE, days=0), "截止不能早于张贴"),
        (replace(FREE, days=-1), "截止不能早于张贴"),
    ):
        with pytest.raises(InputError, match=why):
            office.postings.post(draft)
    assert office.postings.rows() == ()
    key = post(office)
    before = office.postings.get(key)
    with pytest.raises(InputError, match="请写明异议的内容"):
        office.postings.object(key, replace(OBJECTION, received_on=day.today, matter=" "))
    with pytest.raises(InputError, match="公示期还没有满"):
        office.postings.report(key, REPORT)
    with pytest.raises(InputError, match="请写明撤下的原因"):
        office.postings.withdraw(key, day.today, " ")
    with pytest.raises(RuleError, match="已经张贴"):
        office.postings.discard(key)
    assert office.postings.get(key) == before


def test_a_decision_without_a_reason_is_refused(office: Office, day: Day) -> None:
    key = post(office)
    day.to("2026-09-07")
    objected = office.postings.object(key, OBJECTION).change.ids[1]
    with pytest.raises(InputError, match="没有理由的决定"):
        office.postings.decide(objected, replace(DECISION, reason=""))
    assert office.postings.get(key).open_objections != ()
    office.postings.decide(objected, DECISION)
    with pytest.raises(RuleError, match="已经答复的异议不能删除"):
        office.postings.remove_objection(objected)


def test_the_length_is_a_setting_and_every_notice_may_have_its_own(office: Office) -> None:
    assert office.postings.usual() == Length(5, "working")
    office.postings.save_usual(Length(7, "calendar"))
    assert office.postings.get(post(office)).last_on == date(2026, 9, 10)
    own = office.postings.get(post(office, replace(FREE, days=7, day_unit="working")))
    assert (own.days, own.last_on) == (7, date(2026, 9, 14))
    with pytest.raises(InputError, match="1 到 90"):
        office.postings.save_usual(Length(0))
    assert office.postings.usual() == Length(7, "calendar")


def test_a_draft_is_edited_put_up_or_thrown_away(office: Office, day: Day) -> None:
    key = office.postings.draft(FREE).change.ids[0]
    one = office.postings.get(key)
    assert (one.posted_on, one.last_on, one.state(day.today)) == (None, None, "draft")
    office.postings.edit(one, replace(FREE, title="新标题", days=3))
    with pytest.raises(ConflictError):
        office.postings.edit(one, FREE)
    with pytest.raises(InputError, match="张贴日期还没有到"):
        office.postings.put_up(key, date(2026, 9, 4))
    office.postings.put_up(key, date(2026, 9, 2))
    now = office.postings.get(key)
    assert (now.title, now.posted_on, now.last_on) == ("新标题", date(2026, 9, 2), date(2026, 9, 7))
    other = office.postings.draft(FREE)
    gone = office.postings.discard(other.change.ids[0])
    assert len(office.postings.rows()) == 1
    office.history.undo(gone.batch_id)
    assert len(office.postings.rows()) == 2


def test_what_people_have_read_does_not_change(office: Office) -> None:
    key = post(office)
    one = office.postings.get(key)
    office.postings.edit(one, replace(FREE, title="别的", place="单元门口", days=9, note="补贴"))
    now = office.postings.get(key)
    assert now == replace(one, place="单元门口", contact=None, note="补贴", version=2)


def test_two_notices_about_one_thing_do_not_hang_together(office: Office, day: Day) -> None:
    about = replace(FREE, kind="candidates", about="selection:7")
    key = post(office, about)
    with pytest.raises(InputError, match="还在张贴"):
        office.postings.post(about)
    post(office, replace(about, kind="correction"))  # of another kind it may
    office.postings.withdraw(key, day.today, "名字写错")
    again = post(office, about)
    assert [one.id for one in office.postings.of("selection:7") if one.kind == "candidates"] == [
        key,
        again,
    ]


def test_an_extension_goes_on_from_the_notice_before(office: Office, day: Day) -> None:
    key = post(office, replace(FREE, about="selection:7"))
    day.to("2026-09-07")
    objected = office.postings.object(key, OBJECTION).change.ids[1]
    with pytest.raises(InputError, match="为什么重新公示"):
        office.postings.repost(key, FREE, " ")
    made = office.postings.repost(key, replace(FREE, days=3), "核查需要时间")
    new = made.change.ids[0]
    before, now = office.postings.chain(new)
    assert (before.withdrawn_on, before.withdraw_reason) == (day.today, "核查需要时间")
    assert (now.previous_id, now.about, now.last_on) == (key, "selection:7", date(2026, 9, 10))
    assert office.postings.next_of(key) == new
    day.to("2026-09-11")
    with pytest.raises(InputError, match="还有 1 件异议没有答复"):
        office.postings.report(new, REPORT)
    office.postings.decide(objected, DECISION)
    office.postings.report(new, REPORT)
    with pytest.raises(RuleError, match="已经撤下"):
        office.postings.object(key, OBJECTION)


def test_an_extension_is_one_action_and_undone_as_one(office: Office) -> None:
    key = post(office)
    before = office.postings.get(key)
    made = office.postings.repost(key, FREE, "延长")
    office.history.undo(made.batch_id)
    now = office.postings.get(key)
    assert (now.withdrawn_on, now.withdraw_reason) == (None, None)
    assert now.last_on == before.last_on
    assert [row.id for row in office.postings.rows()] == [key]


def test_every_step_is_taken_back(office: Office, day: Day) -> None:
    posted = office.postings.post(FREE)
    key = posted.change.ids[0]
    day.to("2026-09-11")
    added = office.postings.object(key, OBJECTION)
    with pytest.raises(RuleError, match="别处正在用"):
        office.history.undo(posted.batch_id)
    assert office.postings.get(key).objections != ()  # what an objection hangs on stays
    decided = office.postings.decide(added.change.ids[1], DECISION)
    reported = office.postings.report(key, REPORT)
    office.history.undo(reported.batch_id)
    assert office.postings.get(key).reported_on is None
    office.history.undo(decided.batch_id)
    assert office.postings.get(key).open_objections != ()
    again = office.postings.object(key, OBJECTION)
    office.history.undo(again.batch_id)
    assert [one.id for one in office.postings.get(key).objections] == [added.change.ids[1]]


def test_after_the_report_it_is_reopened_with_a_reason(office: Office, day: Day) -> None:
    key = post(office)
    day.to("2026-09-11")
    office.postings.report(key, REPORT)
    late = replace(OBJECTION, received_on=day.today)
    with pytest.raises(RuleError, match="结果已经报告"):
        office.postings.object(key, late)
    with pytest.raises(InputError, match="不能再撤下"):
        office.postings.withdraw(key, day.today, "有误")
    with pytest.raises(InputError, match="为什么重开"):
        office.postings.reopen(key, "")
    office.postings.reopen(key, "期满后收到异议")
    assert office.postings.get(key).conclusion is None
    office.postings.object(key, late)


def test_who_objected_is_masked_in_the_history_and_a_look_is_logged(office: Office) -> None:
    key = post(office)
    objected = office.postings.object(key, replace(OBJECTION, received_on=date(2026, 9, 3)))
    assert office.postings.reveal(objected.change.ids[1]) == "张德发"
    logged = office.core.database.rows("SELECT event, subject, detail FROM audit")
    assert ("objection.reveal", f"objection:{objected.change.ids[1]}", "from_whom") in logged
    assert "张德发" not in str(office.history.today())
    office.postings.remove_objection(objected.change.ids[1])
    assert "张德发" not in str(office.history.today())
    table = office.postings.table([key])
    assert "张德发" not in str(table)


def test_photos_show_in_the_list(office: Office, jpeg: bytes) -> None:
    key = post(office)
    assert not office.postings.rows()[0].photo
    added = office.scans.add_picture("posting", key, POSTED, jpeg)
    office.scans.add_picture("posting", key, TAKEN_DOWN, jpeg)
    row = office.postings.rows()[0]
    assert (row.photo, row.taken_down) == (True, True)
    office.history.undo(added.batch_id)
    assert not office.postings.rows()[0].photo


@pytest.fixture
def jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    return out.getvalue()


# -- the month -------------------------------------------------------------------------------------


@pytest.fixture
def closed(office: Office) -> None:
    """A closed month of one building."""
    building = office.households.add_place("西锦社区", "西锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "张建国"), building, date(2020, 1, 1))
    office.evaluation.open_month(MONTH)
    header = Header(20, 6, 6, 0, 0)
    office.evaluation.save_draft(MONTH, building, Draft(header, ("55555555",) * 6))
    office.evaluation.commit_draft(MONTH, building)
    office.evaluation.save_stars(MONTH, building, {1: "444"})
    office.evaluation.close(MONTH)


@pytest.mark.usefixtures("closed")
def test_a_published_month_has_its_notice(office: Office, day: Day) -> None:
    published = office.evaluation.publish(MONTH)
    (hung,) = office.postings.of(f"month:{MONTH}")
    assert (hung.kind, hung.title) == ("ranking", "2026年8月楼栋长测评结果公示")
    assert (hung.posted_on, hung.last_on) == (published.published_on, published.notice_end)
    assert hung.last_on == date(2026, 9, 10)
    with pytest.raises(RuleError, match="已经公示"):
        office.evaluation.publish(MONTH)
    assert len(office.postings.of(f"month:{MONTH}")) == 1


@pytest.mark.usefixtures("closed")
def test_a_month_is_not_published_tomorrow(office: Office) -> None:
    with pytest.raises(InputError, match="张贴日期还没有到"):
        office.evaluation.publish(MONTH, date(2026, 9, 4))
    assert office.evaluation.month(MONTH).state == "closed"
    assert office.postings.rows() == ()


@pytest.mark.usefixtures("closed")
def test_publishing_stands_for_ever(office: Office) -> None:
    office.evaluation.publish(MONTH)
    event = next(e for e in office.history.today() if e.what == "登记测评公示")
    with pytest.raises(RuleError, match="不能撤销"):
        office.history.undo(event.batch_id)
    with pytest.raises(RuleError, match="不能撤销"):
        office.history.preview_undo(event.batch_id)
    assert office.postings.of(f"month:{MONTH}") != ()


@pytest.mark.usefixtures("closed")
def test_a_ranking_put_up_anew_prints_its_own_days(office: Office, day: Day) -> None:
    office.evaluation.publish(MONTH)
    (hung,) = office.postings.of(f"month:{MONTH}")
    day.to("2026-09-08")
    draft = PostingDraft("ranking", hung.title, days=7, day_unit="calendar")
    office.postings.repost(hung.id, draft, "张贴处被遮挡")
    (notice,) = office.notices.notices(MONTH)
    assert (notice.posted, notice.period_last) == (day.today, date(2026, 9, 15))
    assert (notice.notice_days, notice.period_unit) == (7, "calendar")
    assert office.evaluation.month(MONTH).notice_end == date(2026, 9, 15)
    assert office.evaluation.verify(MONTH).ok


def test_months_published_before_get_their_notice_with_the_new_form() -> None:
    """The step itself, over the tables of the form before."""
    connection = apsw.Connection(":memory:")
    for step in (m0001_start, m0002_journal, m0003_reading):
        connection.execute(step.SQL)
    from ldz_desktop.domain.evaluation import SCHEME_1

    connection.execute(
        "INSERT INTO scheme(version, name, rules) VALUES(1, '方案一', ?)", (scheme_text(SCHEME_1),)
    )
    connection.execute(
        "INSERT INTO setting(key, value) VALUES('profile', ?)",
        ('{"office": "兴文街道办事处", "unit": "", "phone": "0827-5260110"}',),
    )
    months = [
        ("2026-07", "published", "2026-08-03", "2026-08-10", 1),
        ("2026-11", "published", "2026-12-28", "2027-01-05", 0),
        ("2026-12", "open", None, None, None),
    ]
    for month in months:
        connection.execute(
            "INSERT INTO month(month, state, scheme_version, published_on, notice_end, "
            "notice_certain) VALUES(?, ?, 1, ?, ?, ?)",
            month,
        )
    connection.execute(m0004_terms.SQL)
    found = connection.execute(
        "SELECT id, kind, title, about, unit, contact, posted_on, days, day_unit, last_on, "
        "certain, version FROM posting ORDER BY id"
    ).fetchall()
    assert found == [
        (202607, "ranking", "2026年7月楼栋长测评结果公示", "month:2026-07", "兴文街道办事处",
         "0827-5260110", "2026-08-03", 5, "working", "2026-08-10", 1, 1),
        (202611, "ranking", "2026年11月楼栋长测评结果公示", "month:2026-11", "兴文街道办事处",
         "0827-5260110", "2026-12-28", 5, "working", "2027-01-05", 0, 1),
    ]  # fmt: skip


# -- the holiday table -----------------------------------------------------------------------------


def test_a_year_that_is_missing_is_no_crash_and_is_reckoned_anew(office: Office, day: Day) -> None:
    day.to("2026-12-28")
    key = post(office)
    one = office.postings.get(key)
    assert (one.last_on, one.certain) == (date(2027, 1, 5), False)
    assert words(office) == "还有 5 个工作日"
    assert office.holidays.missing_year() == 2027
    # 2027 gives the Monday after new year away as well
    text = PARTS_2027.replace("至3日（周日）放假，共3天", "至4日（周一）放假，共4天")
    change = office.holidays.take_in(read_notice(text, 2026))
    now = office.postings.get(key)
    assert (now.last_on, now.certain) == (date(2027, 1, 6), True)
    assert "1 份公示的截止日期按新表推算" in change.what
    assert office.holidays.missing_year() is None
    assert any(e.what == "更新节假日表" for e in office.history.today())


def test_a_table_taken_away_again_makes_the_day_expected_again(office: Office, day: Day) -> None:
    day.to("2026-12-28")
    key = post(office)
    office.holidays.take_in(read_notice(PARTS_2027, 2027))
    assert office.postings.get(key).certain
    office.holidays.save((), (2027,))
    assert not office.postings.get(key).certain
    assert {one.day.year for one in office.holidays.days()} >= {2026}
    assert 2027 not in {one.day.year for one in office.holidays.days()}


def test_a_day_that_was_printed_for_certain_stays(office: Office, day: Day) -> None:
    key = post(office)
    before = office.postings.get(key)
    days = [one for one in office.holidays.days() if one.day.year == 2026]
    office.holidays.save([*days, Holiday(date(2026, 9, 8), working=False, name="临时")])
    assert office.postings.get(key) == before


@pytest.mark.usefixtures("closed")
def test_the_month_prints_the_day_that_was_reckoned_anew(office: Office, day: Day) -> None:
    day.to("2026-12-28")
    office.evaluation.publish(MONTH)
    assert not office.evaluation.month(MONTH).notice_certain
    text = PARTS_2027.replace("至3日（周日）放假，共3天", "至4日（周一）放假，共4天")
    office.holidays.take_in(read_notice(text, 2027))
    info = office.evaluation.month(MONTH)
    assert (info.notice_end, info.notice_certain) == (date(2027, 1, 6), True)
    (notice,) = office.notices.notices(MONTH)
    assert (notice.period_last, notice.period_certain) == (date(2027, 1, 6), True)
    assert office.evaluation.verify(MONTH).ok


def test_the_table_for_paper(office: Office, day: Day) -> None:
    first, second = post(office), post(office, replace(FREE, title="另一份"))
    day.to("2026-09-11")
    office.postings.withdraw(second, day.today, "写错了")
    table = office.postings.table([second, first], "已结束")
    assert table.note == "已结束，共 2 份"
    assert [row[1] for row in table.rows] == ["另一份", "关于例会时间的公示"]
    assert table.rows[0][6] == "已撤下"
    assert table.rows[1][3:7] == ("2026-09-03", "5个工作日", "2026-09-10", "已满，待出结果")
