"""Sign-in sheet, certificate and lists of training, read back from the PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.training import Attendance, Course
from ldz_desktop.reports import sign_in_sheet, table_paper, training_certificate
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.training_records import LeaderYear, Rules, Trainee
from ldz_desktop.services.training_tables import (
    attendance_table,
    days_text,
    facts,
    year_table,
)

if TYPE_CHECKING:
    from tests.reports.conftest import ReadPdf

_COURSE = Course(
    1, "岗前", "新任楼栋长岗前培训", date(2026, 3, 2), 270, until_on=date(2026, 3, 3),
    subjects=("政治理论", "急救"), place="街道会议室", teacher="区委党校",
)  # fmt: skip
_TODAY = date(2026, 6, 10)
Read = Callable[[bytes], "ReadPdf"]


def test_days_are_written_as_people_do() -> None:
    assert days_text(_COURSE) == "2026年3月2日至3月3日"
    assert days_text(replace(_COURSE, until_on=None)) == "2026年3月2日"
    assert days_text(replace(_COURSE, until_on=date(2027, 1, 5))) == "2026年3月2日至2027年1月5日"


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (46, 1), (152, 3)])
def test_everybody_has_a_box_to_sign_in(
    count: int, pages: int, read_pdf: Read, fonts: FontSet
) -> None:
    people = tuple((f"福锦苑{n}栋", f"楼长{n}") for n in range(1, count + 1))
    data = sign_in_sheet.SignIn(
        "岗前培训签到表", "兴新社区居委会", _TODAY, facts(_COURSE, Rules()), people
    )
    paper = sign_in_sheet.render(data, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (pages, ())
    found = read_pdf(paper.pdf)
    text = found.flat()
    for part in ("岗前培训签到表", "时间：2026年3月2日至3月3日", "地点：街道会议室",
                 "学时：6学时（1学时＝45分钟）", "内容：政治理论、急救", f"应到{count}人",
                 "本人签到"):  # fmt: skip
        assert part in text
    assert all(f"福锦苑{n}栋楼长{n}" in text for n in range(1, count + 1))
    assert f"第{pages}页，共{pages}页" in found.flat(pages)


def test_a_certificate_is_a_landscape_page_each(read_pdf: Read, fonts: FontSet) -> None:
    one = training_certificate.Certificate(
        "吉里呷呷", "岗培〔2026〕007号", _COURSE.title, days_text(_COURSE), "6",
        _COURSE.subjects, "兴新社区居委会", _COURSE.last_on,
    )  # fmt: skip
    paper = training_certificate.render([one, replace(one, name="赵琴")], fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (2, ())
    found = read_pdf(paper.pdf)
    width, height = (float(v) for v in found.info()["Page size"].split(" pts")[0].split(" x "))
    assert width > height
    text = found.flat(1)
    for part in ("培训合格证", "编号：岗培〔2026〕007号", "吉里呷呷同志：",
                 "参加“新任楼栋长岗前培训”，学习了政治理论、急救等内容，学满全部6学时",
                 "兴新社区居委会", "2026年3月3日"):  # fmt: skip
        assert part in text
    assert "赵琴同志" in found.flat(2)
    with pytest.raises(ValueError, match="somebody"):
        training_certificate.render([])


def test_the_list_of_those_who_attended(read_pdf: Read, fonts: FontSet) -> None:
    def trainee(key: int, name: str, minutes: int | None, number: str | None = None) -> Trainee:
        here = None if minutes is None else Attendance(key, 1, key, minutes, number)
        return Trainee(key, name, "", "兴新社区", f"福锦苑{key}栋", in_office=True, attendance=here)

    trainees = [trainee(1, "赵琴", 270, "岗培〔2026〕001号"), trainee(2, "徐杨", None),
                trainee(3, "陈彬", 90)]  # fmt: skip
    table = attendance_table(_COURSE, trainees, Rules(), "兴新社区居委会")
    assert [row[3:] for row in table.rows] == [
        ("赵琴", "6", "岗培〔2026〕001号"), ("陈彬", "2", ""),
    ]  # fmt: skip
    text = read_pdf(table_paper.render(table, today=_TODAY, fonts=fonts).pdf).flat()
    assert "新任楼栋长岗前培训参训名单" in text
    assert "共2人" in text
    assert "徐杨" not in text
    assert attendance_table(_COURSE, trainees, Rules(60), "").rows[0][4] == "4.5"


def test_yearly_hours_say_what_is_lacking(read_pdf: Read, fonts: FontSet) -> None:
    rows = [
        LeaderYear(
            1, "赵琴", "", "兴新社区", "福锦苑1栋", date(2021, 1, 1),
            {"岗前": 0, "轮训": 720, "顶岗": 0}, lacks_induction=False, short=False,
        ),
        LeaderYear(
            2, "徐杨", "", "兴新社区", "福锦苑2栋", None,
            {"岗前": 135, "轮训": 0, "顶岗": 0}, lacks_induction=True, short=True,
        ),
    ]  # fmt: skip
    table = year_table(rows, 2026, Rules(), "兴新社区居委会", "兴新社区")
    assert [row[4:] for row in table.rows] == [
        ("2021年1月1日", "", "16", "", "16", ""), ("", "3", "", "", "3", "缺岗前、学时不足"),
    ]  # fmt: skip
    text = read_pdf(table_paper.render(table, today=_TODAY, landscape=True, fonts=fonts).pdf).flat()
    assert "兴新社区，共2人，1人有欠缺。1学时＝45分钟，每年不少于16学时" in text
