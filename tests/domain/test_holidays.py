"""The yearly notice and tables, as the State Council's office and people write them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

import chinese_calendar
import pytest

from ldz_desktop.domain.holidays import (
    Holiday,
    Reading,
    known_years,
    merged,
    missing_year,
    read_notice,
    read_rows,
)

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
国务院办公厅
2025年11月4日
"""
NOTICE_2024 = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""


def table(days: Iterable[Holiday]) -> dict[date, bool]:
    return {one.day: one.working for one in days}


def package(year: int) -> dict[date, bool]:
    """What the package chinesecalendar knows of a year."""
    found = {d: False for d in chinese_calendar.holidays if d.year == year}
    return found | {d: True for d in chinese_calendar.workdays if d.year == year}


def test_the_notice_of_2026_is_read_to_the_day() -> None:
    """The chosen year does not matter where the notice says its own."""
    for year in (2026, 2030):
        reading = read_notice(NOTICE_2026, year)
        assert table(reading.days) == package(2026)
        assert reading.doubts == ()
    names = {one.day: one.name for one in reading.days}
    assert names[date(2026, 2, 15)] == "春节"
    assert names[date(2026, 2, 14)] == "春节调休"
    assert names[date(2026, 10, 10)] == "国庆节调休"


def test_the_notice_of_2024_is_read_and_the_advice_is_named() -> None:
    reading = read_notice(NOTICE_2024, 2024)
    weekend_free = {d: w for d, w in package(2024).items() if w or d.weekday() < 5}
    read = {d: w for d, w in table(reading.days).items() if w or d.weekday() < 5}
    assert read == weekend_free
    assert [d for d in reading.doubts if "除夕" in d] == list(reading.doubts)
    assert len(reading.doubts) == 1
    assert date(2024, 2, 9) not in table(reading.days)


@pytest.mark.parametrize(
    ("head", "signed"),
    [
        ("国务院办公厅关于调整2019年劳动节假期安排的通知", "2019年3月22日"),
        ("关于调整二〇一九年五一放假安排的通知", "2018年12月6日"),
        ("关于调整休息日的通知", "2018年12月6日"),  # the dates say the year
    ],
)
def test_a_notice_that_changes_one_holiday_has_its_own_year(head: str, signed: str) -> None:
    text = (
        f"{head}\n经国务院批准，现通知如下：\n一、2019年5月1日至4日放假调休，共4天。"
        f"4月28日（星期日）、5月5日（星期日）上班。\n国务院办公厅\n{signed}"
    )
    reading = read_notice(text, 2027)
    assert reading.doubts == ()
    assert table(reading.days) == {
        **{date(2019, 5, day): False for day in (1, 2, 3, 4)},
        date(2019, 4, 28): True, date(2019, 5, 5): True,
    }  # fmt: skip


def test_a_holiday_made_longer_is_named_and_not_guessed() -> None:
    text = "一、延长2020年春节假期至2月2日（星期日），2月3日（星期一）起正常上班。"
    reading = read_notice(text, 2027)
    assert reading.days == ()
    assert len(reading.doubts) == 1


def test_chinese_numbers_and_a_line_without_a_name() -> None:
    text = "十月一日至八日放假调休，共8天。9月27日（星期六）、10月11日（星期六）上班"
    reading = read_notice(text, 2025)
    assert table(reading.days) == {
        **{date(2025, 10, 1) + timedelta(n): False for n in range(8)},
        date(2025, 9, 27): True,
        date(2025, 10, 11): True,
    }
    assert {one.name for one in reading.days} == {"国庆节", "国庆节调休"}
    assert reading.doubts == ()


def test_a_wrong_year_shows_itself_and_nothing_doubtful_is_kept() -> None:
    text = "十月一日至八日放假调休，共8天。9月27日（星期六）、10月11日（星期六）上班"
    reading = read_notice(text, 2027)
    assert all(not one.working for one in reading.days)
    assert len(reading.doubts) == 2
    assert all("年份选对了吗" in doubt for doubt in reading.doubts)
    without_weekday = read_notice("9月27日上班。", 2027)
    assert without_weekday.days == ()
    assert "本来就上班" in without_weekday.doubts[0]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", ["2022-12-31", "2023-01-02"]),
        ("元旦：12月31日至1月2日放假。", ["2027-12-31", "2028-01-02"]),
        ("元旦：1月1日（周五）放假1天，不调休。", ["2027-01-01", "2027-01-01"]),
        ("国庆节：１０月１日 至 ３日 放假", ["2027-10-01", "2027-10-03"]),
        ("劳动节：5月1日—5月5日放假。", ["2027-05-01", "2027-05-05"]),
        ("劳动节：2027年5月1日到5日休假", ["2027-05-01", "2027-05-05"]),
    ],
)
def test_ways_to_write_a_range(text: str, days: list[str]) -> None:
    reading = read_notice(text, 2027)
    assert [reading.days[0].day.isoformat(), reading.days[-1].day.isoformat()] == days
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("国庆节：10月1日至8日放假，共7天。", "写着共 7 天，日期却是 8 天"),
        ("春节：2月30日放假。", "没有这一天"),
        ("国庆节：10月8日至1日放假。", "起止日期不对"),
        ("国庆节：10月1日（周一）放假。", "不是星期一"),
        ("除夕（2月5日）提前休息。", "没有看懂"),
        ("10月1日至7日放假，9月26日", "没有看懂"),
    ],
)
def test_what_cannot_be_right_is_named(text: str, doubt: str) -> None:
    reading = read_notice(text, 2027)
    assert doubt in "".join(reading.doubts)
    assert not {date(2027, 2, 5), date(2027, 9, 26)} & table(reading.days).keys()


@pytest.mark.parametrize("text", ["", "……", "放假", "年月日至", "（（（", "一、：。", "共8天放假"])
def test_nonsense_is_no_crash(text: str) -> None:
    assert read_notice(text, 2027).days == ()


@pytest.mark.parametrize("year", range(2010, 2027))
def test_every_year_written_as_rows_comes_back(year: int) -> None:
    """Ranges of days that follow one another, as an office would type them."""
    want = package(year)
    rows = [["某办公室整理"], ["", ""], ["日期", "安排", "名称"]]
    for (working, _), group in groupby(
        enumerate(sorted(want)), lambda p: (want[p[1]], p[1].toordinal() - p[0])
    ):
        days = [day for _, day in group]
        first, last = days[0], days[-1]
        text = f"{first.month}月{first.day}日"
        if last != first:
            text += (
                f"至{last.month}月{last.day}日" if last.month != first.month else f"至{last.day}日"
            )
        rows.append([text, "上班" if working else "放假", "某节"])
    reading = read_rows(rows, year)
    assert table(reading.days) == want
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027-01-01", date(2027, 1, 1)), ("2027/1/1", date(2027, 1, 1)),
        ("2027.1.1", date(2027, 1, 1)), ("2027-01-01T00:00:00", date(2027, 1, 1)),
        ("2027年1月1日", date(2027, 1, 1)), ("1月1日", date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_ways_to_write_a_date_in_a_cell(cell: str, day: date) -> None:
    reading = read_rows([["日期", "安排"], [cell, "放假"]], 2027)
    assert table(reading.days) == {day: False}


def test_rows_that_are_not_understood_are_named_by_their_number() -> None:
    rows = [
        ["日期", "放假/上班", "节日"], ["2027-01-01", "放假", "元旦"], ["x", "放假", ""],
        ["", "", ""], ["2月30日", "放假", ""], ["2027-03-03", "不知道", ""], ["2027-03-03", "上班"],
    ]  # fmt: skip
    reading = read_rows(rows, 2027)
    assert table(reading.days) == {date(2027, 1, 1): False}
    assert [doubt[:5] for doubt in reading.doubts] == ["第 3 行", "第 5 行", "第 6 行", "第 7 行"]


def test_a_table_without_heads_says_which_it_needs() -> None:
    reading = read_rows([["1月1日", "元旦"]], 2027)
    assert reading.days == ()
    assert "“日期”和“安排”" in reading.doubts[0]


def test_one_day_is_no_table_of_a_year() -> None:
    assert known_years([(date(2031, 1, 1), False)]) == frozenset()
    assert known_years(package(2026).items()) == {2026}


@pytest.mark.parametrize(
    ("today", "years", "missing"),
    [
        ("2026-09-30", {2026}, None), ("2026-10-01", {2026}, 2027), ("2026-12-28", {2026}, 2027),
        ("2026-12-28", {2026, 2027}, None), ("2027-01-02", {2026}, 2027),
        ("2027-01-02", set(), 2027),
    ],
)  # fmt: skip
def test_from_october_on_the_next_year_is_missed(
    today: str, years: set[int], missing: int | None
) -> None:
    assert missing_year(date.fromisoformat(today), frozenset(years)) == missing


def test_a_whole_year_replaces_and_a_part_is_put_in() -> None:
    old = tuple(Holiday(d, w, "旧") for d, w in sorted(package(2026).items()))
    part = Reading((Holiday(date(2026, 3, 9), False, "加"),), ())  # noqa: FBT003
    assert len(merged(old, part)) == len(old) + 1
    whole = read_notice(NOTICE_2026, 2026)
    assert {one.name for one in merged(old, whole)} & {"旧"} == set()
    assert merged(old, Reading((), ())) == ()
