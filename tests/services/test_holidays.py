"""The holiday table on a real file: read from files, taken in, taken back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.holidays import Holiday, Reading, read_notice
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

WANTED = {
    date(2027, 1, 1): (False, "元旦"), date(2027, 9, 26): (True, "国庆节调休"),
    **{date(2027, 10, day): (False, "国庆节") for day in range(1, 9)},
}  # fmt: skip


def workbook(path: Path) -> None:
    """A real date, a range as text, rows above the heads, an empty row."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("2027")
    sheet.write(0, 0, "2027 年节假日安排")
    sheet.write_row(2, 0, ["日期", "安排", "名称"])
    sheet.write_datetime(3, 0, date(2027, 1, 1), book.add_format({"num_format": "yyyy-m-d"}))
    sheet.write_row(3, 1, ["放假", "元旦"])
    sheet.write_row(5, 0, ["10月1日至8日", "放假", "国庆节"])
    sheet.write_row(6, 0, ["2027/9/26", "上班", "国庆节"])
    book.close()


def csv(path: Path) -> None:
    lines = (
        "日期,安排,名称", "2027-01-01,放假,元旦", "2027-10-01至2027-10-08,放假,国庆节",
        "9月26日,上班,国庆节",
    )  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("gb18030"))


@pytest.mark.parametrize(("name", "make"), [("a.xlsx", workbook), ("b.csv", csv)])
def test_a_file_is_read(
    office: Office, tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    reading = office.holidays.read_file(tmp_path / name, 2027)
    assert {one.day: (one.working, one.name) for one in reading.days} == WANTED
    assert reading.doubts == ()


def test_what_is_no_table_is_refused_in_words(office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "a.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(InputError, match="图片"):
        office.holidays.read_file(picture, 2027)
    with pytest.raises(InputError, match="不存在"):
        office.holidays.read_file(tmp_path / "none.xlsx", 2027)
    big = tmp_path / "big.csv"
    big.write_bytes(b"1,2,3\n" * 500_000)
    with pytest.raises(InputError, match="2 MB"):
        office.holidays.read_file(big, 2027)
    other = tmp_path / "other.csv"
    other.write_text("姓名,电话\n张三,1\n", "utf-8")
    reading = office.holidays.read_file(other, 2027)
    assert (reading.days, len(reading.doubts)) == ((), 1)
    with pytest.raises(InputError, match="没有看懂任何一天"):
        office.holidays.take_in(reading)


def test_a_part_is_put_in_and_a_whole_year_replaces(office: Office) -> None:
    before = [one for one in office.holidays.days() if one.day.year == 2026]
    extra = Holiday(date(2026, 11, 12), working=False, name="校庆")
    office.holidays.take_in(Reading((extra,), ()))
    now = [one for one in office.holidays.days() if one.day.year == 2026]
    assert now == sorted([*before, extra], key=lambda one: one.day)
    text = "国庆节：10月1日至7日放假，共7天。\n春节：2月15日至23日放假，共9天。"
    office.holidays.take_in(read_notice(text, 2026))
    assert len([one for one in office.holidays.days() if one.day.year == 2026]) == 16
    office.holidays.save(before, (2026,))
    assert [one for one in office.holidays.days() if one.day.year == 2026] == before


def test_other_years_are_left_alone(office: Office) -> None:
    before = [one for one in office.holidays.days() if one.day.year != 2027]
    office.holidays.take_in(read_notice("元旦：1月1日至3日放假。", 2027))
    assert [one for one in office.holidays.days() if one.day.year != 2027] == before
