"""The household card, labels, rosters and statistics, printed from a real office and read back."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import Tag, years_before
from ldz_desktop.errors import InputError
from ldz_desktop.reports import chart_style, charts, labels, statistics_paper, table_paper
from ldz_desktop.reports.household_card import card_of, render
from ldz_desktop.services.context import Office
from ldz_desktop.services.lists import Label


class ReadPdf(Protocol):
    def text(self, page: int | None = None, *, layout: bool = False) -> str: ...
    def flat(self, page: int | None = None) -> str: ...
    def info(self) -> dict[str, str]: ...


Read = Callable[[bytes], ReadPdf]


@pytest.fixture
def family(office: Office) -> int:
    """A head, his wife, a child of ten, a grandmother of 84, one who died."""
    building = office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]
    household = office.households.create(building, "1单元", "101", "自有").ids[0]
    today = office.today()
    for resident in (
        Resident(0, 0, "罗桂芳", "52", sex="2", birth=years_before(today, 84), health="60"),
        Resident(0, 0, "陈一诺", "20", sex="1", birth=years_before(today, 10)),
        Resident(0, 0, "陈志远", "02", id_number="511902196707260018", phone="13912340018",
                 education="20", registered_here=True),
        Resident(0, 0, "何丽娟", "12", sex="2", birth=years_before(today, 50), lives_here=False),
        Resident(0, 0, "陈老先生", "51", sex="1", state="dead", state_on=date(2025, 1, 2)),
    ):  # fmt: skip
        office.households.add_resident(household, resident)
    before = office.households.get(household)
    office.households.save(
        before,
        replace(before, contact_name="陈磊", contact_phone="13800002222", contact_relation="子"),
    )
    people = {m.name: m.id for m in before.members}
    tags = office.tags
    tags.add(Tag(0, people["罗桂芳"], "残疾", date(2020, 5, 1), None, "残疾人证（肢体二级）"))
    tags.add(Tag(0, people["陈志远"], "退役军人", date(2019, 8, 1), None, "优待证"))
    return household


def test_the_card_is_masked_by_default(office: Office, family: int, read_pdf: Read) -> None:
    paper = render([card_of(office, family)])
    text = read_pdf(paper.pdf).flat()
    assert paper.pages == 1
    for word in ("居民家庭档案卡", "福锦苑2栋", "1单元101", "陈志远", "在册4人，实际居住3人",
                 "退役军人", "优待证", "高龄", "按档案算出", "户主（签字）", "已去世"):  # fmt: skip
        assert word in text, word
    for secret in ("511902196707260018", "13912340018", "13800002222", "陈一诺", "残疾"):
        assert secret not in text, secret
    assert "5119**********18" in text
    assert "另有1项敏感标签未印出" in text


def test_the_card_of_a_closed_file_says_so(office: Office, family: int, read_pdf: Read) -> None:
    assert "注销" not in read_pdf(render([card_of(office, family)]).pdf).flat()
    with office.core.action("测试"):
        office.core.database.update("household", {"closed_on": "2026-03-01"}, {"id": family})
    text = read_pdf(render([card_of(office, family)]).pdf).flat()
    assert "注销日期" in text
    assert "2026年3月1日，户档已注销" in text


def test_the_full_card_has_everything(office: Office, family: int, read_pdf: Read) -> None:
    text = read_pdf(render([card_of(office, family, full=True)]).pdf).flat()
    for word in (
        "511902196707260018",
        "13912340018",
        "13800002222",
        "陈一诺",
        "残疾人证（肢体二级）",
    ):
        assert word in text, word
    assert "未印出" not in text


def test_members_stand_in_the_order_of_the_booklet(
    office: Office, family: int, read_pdf: Read
) -> None:
    text = read_pdf(render([card_of(office, family, full=True)]).pdf).flat()
    part = text[text.index("家庭成员") :]
    order = [part.index(name) for name in ("陈志远", "何丽娟", "陈一诺", "罗桂芳", "陈老先生")]
    assert order == sorted(order)


def test_an_empty_household_and_several_cards(office: Office, family: int, read_pdf: Read) -> None:
    building = office.households.buildings()[0].id
    vacant = office.households.create(building, "1单元", "102", "空置").ids[0]
    pdf = read_pdf(render([card_of(office, family), card_of(office, vacant)]).pdf)
    assert pdf.info()["Pages"] == "2"
    assert "这一户还没有成员" in pdf.flat(2)
    assert "第1页，共1页" in pdf.flat(2)


def test_twenty_members_run_over_to_a_second_page(
    office: Office, family: int, read_pdf: Read
) -> None:
    for number in range(20):
        person = Resident(0, 0, f"租客{number}", "99", workplace="兴文街道第一建筑工程有限公司" * 2)
        office.households.add_resident(family, person)
    paper = render([card_of(office, family)])
    text = read_pdf(paper.pdf).flat()
    assert paper.pages > 1
    assert all(f"租客{number}" in text for number in range(20))


@pytest.mark.parametrize("sheet", labels.SHEETS)
def test_labels_begin_where_the_sheet_has_room(sheet: labels.Sheet, read_pdf: Read) -> None:
    many = [Label("兴新社区福锦苑", f"2栋1单元{n}", f"张{n}") for n in range(1, 31)]
    start = sheet.count - 1
    paper = labels.render(many, sheet=sheet, start=start, sender="兴文街道办事处")
    pdf = read_pdf(paper.pdf)
    assert paper.pages == 1 + -(-28 // sheet.count)
    assert len(re.findall("收", pdf.flat(1))) == 2
    assert "张3" in pdf.flat(2)
    long = [
        Label(
            "巴中经济开发区兴文街道兴新社区时代新居安置小区", "101栋12单元1102-1", "阿卜杜拉·买买提"
        )
    ]
    assert "阿卜杜拉·买买提" in read_pdf(labels.render(long, sheet=sheet).pdf).flat()
    for wrong in (0, sheet.count + 1):
        with pytest.raises(InputError):
            labels.render(many, sheet=sheet, start=wrong)
    with pytest.raises(InputError):
        labels.render([], sheet=sheet)


def test_labels_of_a_list(office: Office, family: int) -> None:
    ids = office.lists.ids(PersonFilter(age_from=18))
    assert len(ids) == 3
    assert [(x.place, x.door, x.name) for x in office.lists.labels(ids)] == [
        ("兴新社区福锦苑", "2栋1单元101", "陈志远")
    ]
    assert {x.name for x in office.lists.labels(ids, each_person=True)} == {
        "陈志远", "何丽娟", "罗桂芳"
    }  # fmt: skip


def test_one_number_on_tree_list_statistics_and_paper(
    office: Office, family: int, read_pdf: Read
) -> None:
    building = office.households.buildings()[0]
    place = PlaceRef("building", building.id)
    node = office.households.tree()[0].compounds[0].buildings[0]
    figures = office.statistics.figures(place)
    assert node.residents == office.lists.count(PersonFilter(place)) == figures.residents == 4
    text = read_pdf(statistics_paper.render(figures).pdf).flat()
    assert f"共{node.households}户、{node.residents}人" in text
    assert "福锦苑2栋居民统计表" in text
    for heading in (
        "一、年龄与性别",
        "二、文化程度",
        "五、户籍与居住",
        "六、房屋性质",
        "七、分楼栋",
    ):
        assert heading in text, heading
    assert text.count("合计4100.0%") == 5
    assert figures.definition.replace(" ", "") in text
    roster = read_pdf(table_paper.render(office.lists.roster(place), today=office.today()).pdf)
    assert "1户，4人" in roster.flat()
    assert "陈老先生" not in roster.flat()


def test_statistics_of_nothing_can_be_printed(office: Office, read_pdf: Read) -> None:
    paper = statistics_paper.render(office.statistics.figures())
    assert "共0户、0人" in read_pdf(paper.pdf).flat()


def test_charts_show_the_tables_figures(office: Office, family: int) -> None:
    figures = office.statistics.figures()
    svg = charts.pyramid_figure(figures.group("age"))
    shown = sorted(t.get_text() for axes in svg.axes for t in axes.texts)
    lines = [x for x in figures.group("age").lines if x.label[0].isdigit()]
    assert shown == sorted(f"{n:,}" for x in lines for n in (x.male, x.female))
    assert figures.group("axes").total == 4
    bars = charts.bars_figure(figures.group("axes"))
    widths = [p.get_width() for p in bars.axes[0].patches]
    assert widths == [x.total for x in figures.group("axes").lines]
    assert chart_style.to_png(bars).startswith(b"\x89PNG")
