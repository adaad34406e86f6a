"""Gaps, dates and boxes within texts, and which box is ticked."""

import pytest

from ldz_desktop.services.forms.boxes import field_of_options, ticks
from ldz_desktop.services.forms.dates import is_date_format, style_of
from ldz_desktop.services.forms.spots import spots_in
from ldz_desktop.services.forms.writers import fitted


def labels(text: str) -> list[tuple[str, str]]:
    return [(found.label, found.spot.kind) for found in spots_in(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "填报单位：        填报日期：    年  月  日",
            [("填报单位", "part"), ("填报日期", "date")],
        ),
        ("姓名：____", [("姓名", "part")]),
        ("填表人：审核人：", [("填表人", "part"), ("审核人", "part")]),
        ("    年   月   日", [("", "date")]),
        ("20__年__月", [("", "date")]),
        ("____社区低保名单", [("社区", "part")]),
        ("□男 □女", [("", "boxes")]),
        ("性别：□男  □女", [("性别", "boxes")]),
        # none of these has room for anything
        ("单位：西锦社区", []),
        ("出生年月", []),
        ("二○二六年", []),
        ("备注：1.本表一式两份。", []),
        ("家庭住址", []),
        ("联系电话： 0827-5551234", []),
        ("上午8:30至12:00", []),
    ],
)
def test_room_in_texts(text: str, wanted: list[tuple[str, str]]) -> None:
    assert labels(text) == wanted


def test_places_one_after_another() -> None:
    found = labels("现住____街道____社区____小区____栋____单元____室")
    assert [label for label, _ in found] == ["街道", "社区", "小区", "楼栋", "单元", "房号"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("□男 □女", ("男", "女")),
        ("男□ 女□", ("男", "女")),
        ("健康：☐良好、☐一般、☐其他（____）", ("良好", "一般", "其他")),
        ("是□否□其他", ()),  # before or behind?
    ],
)
def test_words_of_boxes(text: str, words: tuple[str, ...]) -> None:
    assert spots_in(text)[0].spot.words == words


@pytest.mark.parametrize(
    ("field", "value", "words", "wanted"),
    [
        ("sex", "女", ("男", "女"), (False, True)),
        ("health", "慢性病", ("健康", "患病", "残疾"), (False, True, False)),
        ("education", "普通高中", ("小学及以下", "初中", "高中/中专", "大专及以上"),
         (False, False, True, False)),
        ("education", "研究生", ("小学及以下", "初中", "高中/中专", "大专及以上"),
         (False, False, False, True)),
        ("education", "大学本科", ("高中及以上", "大专及以上"), None),
        ("marital", "再婚", ("未婚", "已婚", "丧偶", "离异"), (False, True, False, False)),
        ("political", "中共党员", ("党员", "团员", "群众"), (True, False, False)),
        ("political", "民盟盟员", ("党员", "团员", "群众"), None),
        ("tag.低保", "是", ("是", "否"), (True, False)),
        ("tag.低保", "否", ("有", "无"), (False, True)),
        ("tags", "高龄、低保", ("高龄", "低保户", "特困"), (True, True, False)),
        ("tags", "志愿者", ("高龄", "低保户"), None),
        ("tenure", "自有", ("自住", "出租", "空置"), (True, False, False)),
        ("sex", "", ("男", "女"), None),
    ],
)  # fmt: skip
def test_ticks(
    field: str, value: str, words: tuple[str, ...], wanted: tuple[bool, ...] | None
) -> None:
    assert ticks(field, value, words) == wanted


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("男", "女"), "sex"),
        (("未婚", "已婚", "丧偶", "离婚"), "marital"),
        (("低保", "特困", "残疾", "其他"), "tags"),
        (("是", "否"), ""),
        (("同意", "不同意"), ""),
    ],
)
def test_options_tell_what_is_asked(words: tuple[str, ...], field: str) -> None:
    assert field_of_options(words) == field


@pytest.mark.parametrize(
    ("example", "style"),
    [
        ("出生年月（如1962.07）", "dot"), ("1962-07-05", "dash"), ("（YYYY年MM月）", "han"),
        ("1962/7/5", "slash"), ("19620705", "compact"), ("XXXX年XX月", "han"), ("出生年月", ""),
        ("身份证号 511902196707260018", ""),
    ],
)  # fmt: skip
def test_the_forms_own_way_to_write_dates(example: str, style: str) -> None:
    assert style_of(example) == style


def test_number_formats_that_show_days() -> None:
    assert is_date_format('yyyy"年"m"月"')
    assert is_date_format("d-mmm")
    assert not is_date_format("#,##0.00")
    assert not is_date_format('0"元 yd"')
    assert not is_date_format("General")


def test_gaps_keep_their_width() -> None:
    assert fitted("李敏", "          ") == "  李敏    "
    assert fitted("7", "  ") == "7"
    assert fitted("511902196707260018", "______") == "511902196707260018"
    assert fitted("", "____") == "____"
