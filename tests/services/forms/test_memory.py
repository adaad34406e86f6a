"""The same form next month: one click. And what is on record about it."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms import Answer, Hints
from ldz_desktop.services.forms.service import Way

Blank = Callable[[str], Path]


def logged(office: Office) -> list[tuple[str, str, str]]:
    return [
        (str(event), str(subject), str(detail))
        for event, subject, detail in office.core.database.rows(
            "SELECT event, subject, detail FROM audit WHERE event LIKE 'export%' ORDER BY id"
        )
    ]


def test_a_form_is_asked_once(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    path = blank("低保名单")
    plan = office.forms.read(path)
    assert not plan.known
    assert [b.key for b in plan.questions()] == ["保障金额（元）"]
    place = PlaceRef("building", family.building_id)
    way = Way(rules=PersonFilter(place=place, tags=("低保",), age_from=18))
    plan = plan.answered({"保障金额（元）": Answer("text", "620")})
    office.forms.fill(
        plan, [family.members[0].id], tmp_path / "a.xlsx", "报街道", way=way
    )  # fmt: skip

    book = openpyxl.load_workbook(path)
    book["低保名单"]["A1"] = "2027年第一季度最低生活保障对象名单"
    book.save(tmp_path / "下个季度.xlsx")
    again = office.forms.read(tmp_path / "下个季度.xlsx")
    assert again.known
    assert again.questions() == ()
    assert again.answers["保障金额（元）"] == Answer("text", "620")
    assert again.last.rules == way.rules
    assert again.last.purpose == "报街道"
    assert again.body == (tmp_path / "下个季度.xlsx").read_bytes()


def test_one_click_without_the_file(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    path = blank("居民信息")
    plan = office.forms.read(path)
    office.forms.fill(plan, [family.members[0].id], tmp_path / "a.docx", "建档")
    path.unlink()
    listed = office.forms.remembered()
    assert [(f.name, f.suffix, f.last.people) for f in listed] == [("居民信息", ".docx", 1)]
    again = office.forms.again(listed[0].fingerprint)
    office.forms.fill(again, [family.members[1].id], tmp_path / "b.docx", "建档")
    assert (tmp_path / "b.docx").stat().st_size > 1000
    assert len(office.forms.remembered()) == 1


def test_how_it_had_to_be_read_is_remembered_too(
    office: Office, family: Household, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "住址", "联系电话"])
    book.create_sheet("第二张").append(["户主姓名", "联系电话"])
    book.save(tmp_path / "a.xlsx")
    plan = office.forms.read(tmp_path / "a.xlsx", Hints(sheet="第二张"))
    office.forms.fill(plan, [family.members[0].id], tmp_path / "b.xlsx", "核对")
    again = office.forms.again(office.forms.remembered()[0].fingerprint)
    assert again.sheet == "第二张"
    assert [b.key for b in again.blanks] == ["户主姓名", "联系电话"]


def test_people_named_one_by_one_are_of_that_day(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    plan = office.forms.read(blank("居民信息"))
    office.forms.fill(plan, [family.members[0].id], tmp_path / "a.docx", "建档")
    assert office.forms.remembered()[0].last.rules is None


def test_rules_of_a_newer_program_are_left_out(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    plan = office.forms.read(blank("居民信息"))
    way = Way(rules=PersonFilter(age_from=18))
    office.forms.fill(plan, [family.members[0].id], tmp_path / "a.docx", "建档", way=way)
    with office.core.database.transaction():
        office.core.database.execute(
            "UPDATE form_memory SET mapping = replace(mapping, 'age_from', 'shoe_size')"
        )
    last = office.forms.remembered()[0].last
    assert (last.rules, last.purpose) == (None, "建档")


def test_rename_and_forget(office: Office, blank: Blank, family: Household, tmp_path: Path) -> None:
    office.forms.fill(
        office.forms.read(blank("居民信息")), [family.members[0].id], tmp_path / "a.docx", "建档"
    )
    fingerprint = office.forms.remembered()[0].fingerprint
    office.forms.rename(fingerprint, "派出所采集表")
    assert office.forms.remembered()[0].name == "派出所采集表"
    assert office.forms.read(blank("居民信息")).name == "派出所采集表"
    office.forms.forget(fingerprint)
    assert office.forms.remembered() == ()
    with pytest.raises(InputError):
        office.forms.again(fingerprint)


def test_a_purpose_is_required_and_logged(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    plan = office.forms.read(blank("低保名单"))
    with pytest.raises(InputError) as caught:
        office.forms.fill(plan, [family.members[0].id], tmp_path / "a.xlsx", "  ")
    assert caught.value.title == "缺少用途"
    assert not (tmp_path / "a.xlsx").exists()
    assert logged(office) == []
    office.forms.fill(plan, [m.id for m in family.members], tmp_path / "a.xlsx", "报街道民政办")
    assert logged(office) == [("export.full", f"form {plan.fingerprint[:8]} 4", "报街道民政办")]


def test_nobody_chosen(office: Office, blank: Blank, tmp_path: Path) -> None:
    plan = office.forms.read(blank("低保名单"))
    for people in ([], [12345]):
        with pytest.raises(InputError):
            office.forms.fill(plan, people, tmp_path / "a.xlsx", "核对")
    assert logged(office) == []


def test_what_is_missing_is_told(
    office: Office, blank: Blank, family: Household, alone: Household, tmp_path: Path
) -> None:
    plan = office.forms.read(blank("低保名单"))
    ids = [m.id for home in (family, alone) for m in home.members]
    result = office.forms.fill(plan, [*ids, 12345], tmp_path / "a.xlsx", "核对")
    assert result.gone == 1
    assert dict(result.missing) == {
        "身份证号码": 4, "联系电话": 3, "健康状况": 3,
    }  # fmt: skip
    assert result.sentence().startswith("身份证号码 4 人、")
    last = result.lacking[-1]
    assert (last.name, last.household_id) == ("罗桂芳", alone.id)
    assert last.what == ("身份证号码", "联系电话", "健康状况")
    assert any("还没有给任何人登记过“残疾”标签" in note for note in result.notes)


def test_a_file_that_cannot_be_written_is_said(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    from ldz_desktop.errors import StorageError

    plan = office.forms.read(blank("低保名单"))
    with pytest.raises(StorageError):
        office.forms.fill(plan, [family.members[0].id], tmp_path / "no" / "a.xlsx", "核对")


def test_cancelling_leaves_nothing_behind(
    office: Office, blank: Blank, family: Household, tmp_path: Path
) -> None:
    from ldz_desktop.errors import Cancelled

    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            if done == 2:
                raise Cancelled

    plan = office.forms.read(blank("居民信息"))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Cancelled):
        office.forms.fill(
            plan, [m.id for m in family.members], out, "建档", Impatient(), Way(output="folder")
        )
    assert list(out.iterdir()) == []
