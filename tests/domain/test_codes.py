"""The code tables of domain.md §4 and the words offices write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.codes import (
    EDUCATION,
    EMPLOYMENT,
    ETHNIC,
    HEALTH,
    ID_TYPE,
    MARITAL,
    POLITICAL,
    RELATION,
    SEX,
    TABLES,
    TENURE,
    CodeTable,
    is_party,
    upper_secondary,
)

ALL = (*TABLES.values(), EMPLOYMENT)

# Every code of domain.md §4 that has a label of its own there.
DOMAIN: list[tuple[CodeTable, str]] = [
    (SEX, "0 未知 1 男 2 女 9 未说明"),
    (MARITAL, "10 未婚 20 已婚 21 初婚 22 再婚 23 复婚 30 丧偶 40 离婚 90 未说明"),
    (HEALTH, "10 健康或良好 20 一般或较弱 30 慢性病 60 残疾"),
    (
        EMPLOYMENT,
        """
        11 国家公务员 13 专业技术人员 17 职员 21 企业管理人员 24 工人 27 农民 31 学生 37 现役军人
        51 自由职业者 54 个体经营者 70 无业 80 退(离)休 90 其他
        """,
    ),
    (POLITICAL, "01 中共党员 02 预备党员 03 共青团员 12 无党派人士 13 群众"),
    (
        EDUCATION,
        "10 研究生 20 大学本科 30 大学专科 40 中等职业 60 普通高中 70 初中 80 小学 90 其他",
    ),
    (
        RELATION,
        """
        02 户主 10 配偶 11 夫 12 妻 20 子 22 长子 23 次子 24 三子 28 女婿 30 女 32 长女 33 次女
        38 儿媳 41 孙子 42 孙女 43 外孙子 44 外孙女 51 父 52 母 53 公公 54 婆婆 55 岳父 56 岳母
        61 祖父 62 祖母 63 外祖父 64 外祖母 71 兄 73 弟 75 姐 77 妹 74 弟媳 72 嫂 93 侄子 94 侄女
        97 其他亲属 99 非亲属
        """,
    ),
    (TENURE, "自有 自有 租赁 租赁 群租 群租 借住 借住 空置 空置"),
]

WORDS: list[tuple[CodeTable, str, str]] = [
    (SEX, "1", "男 男性 男士 M m １ 1-男 1.男"),
    (SEX, "2", "女 女性 F"),
    (MARITAL, "10", "未婚 单身"),
    (MARITAL, "20", "已婚 有配偶"),
    (MARITAL, "40", "离婚 离异"),
    (MARITAL, "30", "丧偶"),
    (HEALTH, "10", "健康 良好 健康或良好 正常"),
    (HEALTH, "20", "一般 较弱 体弱"),
    (HEALTH, "30", "慢性病 高血压 有慢性病 慢性病（高血压）"),
    (HEALTH, "60", "残疾 肢体残疾 残疾（肢体三级） 肢体残疾二级 残疾人"),
    (EMPLOYMENT, "54", "个体 个体户 经商"),
    (EMPLOYMENT, "13", "教师 医生"),
    (EMPLOYMENT, "80", "退休 离休 退（离）休 退(离)休"),
    (EMPLOYMENT, "27", "农民 务农"),
    (EMPLOYMENT, "70", "无业 待业 失业"),
    (POLITICAL, "01", "中共党员 党员 共产党员 中国共产党党员 01 01-中共党员"),
    (POLITICAL, "02", "预备党员 中共预备党员"),
    (POLITICAL, "03", "团员 共青团员"),
    (POLITICAL, "04", "民革 民革党员"),
    (POLITICAL, "11", "台盟"),
    (POLITICAL, "13", "群众 普通群众"),
    (EDUCATION, "10", "研究生 硕士 博士 硕士研究生"),
    (EDUCATION, "20", "本科 大学 大学本科 本科及以上 大学文化 本科学历"),
    (EDUCATION, "30", "大专 专科 大学专科 高职"),
    (EDUCATION, "40", "中专 职高 技校"),
    (EDUCATION, "60", "高中 普通高中 高中毕业 高中/中专"),
    (EDUCATION, "70", "初中 初中毕业 初中及以下 初中文化程度"),
    (EDUCATION, "80", "小学 小学肄业"),
    (EDUCATION, "90", "文盲 学龄前 未上学 其他"),
    (RELATION, "02", "户主 户主本人"),
    (RELATION, "10", "配偶 爱人 老伴"),
    (RELATION, "11", "丈夫 夫 老公"),
    (RELATION, "12", "妻子 妻 户主之妻 之妻"),
    (RELATION, "20", "子 儿子 户主的儿子"),
    (RELATION, "22", "长子 大儿子"),
    (RELATION, "30", "女 女儿 户主之女"),
    (RELATION, "38", "儿媳 儿媳妇"),
    (RELATION, "28", "女婿"),
    (RELATION, "41", "孙子 孙儿"),
    (RELATION, "43", "外孙 外孙子"),
    (RELATION, "51", "父 父亲 爸爸"),
    (RELATION, "52", "母 母亲 妈妈"),
    (RELATION, "55", "岳父 丈人"),
    (RELATION, "56", "岳母 丈母娘"),
    (RELATION, "61", "爷爷 祖父"),
    (RELATION, "64", "外婆 姥姥 外祖母"),
    (RELATION, "71", "哥哥 兄"),
    (RELATION, "77", "妹妹 妹"),
    (RELATION, "93", "侄子 侄儿"),
    (RELATION, "99", "非亲属 租户 租客 保姆 朋友"),
    (ETHNIC, "01", "汉 汉族"),
    (ETHNIC, "04", "藏 藏族"),
    (ETHNIC, "05", "维吾尔族 维吾尔 维族"),
    (ETHNIC, "07", "彝 彝族"),
    (ETHNIC, "33", "羌 羌族"),
    (ETHNIC, "56", "基诺族 基诺"),
    (TENURE, "自有", "自有 自住 自购"),
    (TENURE, "租赁", "租赁 出租 租住 租房"),
    (TENURE, "群租", "群租 合租"),
    (TENURE, "借住", "借住 暂住"),
    (TENURE, "空置", "空置 空 空房 无人居住"),
    (ID_TYPE, "居民身份证", "居民身份证 身份证 二代身份证"),
    (ID_TYPE, "港澳台居民居住证", "港澳台居民居住证 台湾居民居住证"),
    (ID_TYPE, "外国人永久居留证", "外国人永久居留身份证 永久居留证"),
    (ID_TYPE, "护照", "护照 Passport"),
    (ID_TYPE, "军官证", "军官证 士兵证"),
    (ID_TYPE, "出生证", "出生医学证明"),
    (ID_TYPE, "残疾人证", "残疾证 残疾人证"),
    (ID_TYPE, "其他", "其他 其它 台胞证"),
]


@pytest.mark.parametrize(("table", "text"), DOMAIN, ids=[table.name for table, _ in DOMAIN])
def test_codes_and_labels_of_the_domain(table: CodeTable, text: str) -> None:
    parts = text.split()
    for code, label in zip(parts[::2], parts[1::2], strict=True):
        assert table.label(code) == label
        assert table.code(label) == code
        assert table.code(code) == code


@pytest.mark.parametrize(
    ("table", "code", "word"), [(t, c, w) for t, c, words in WORDS for w in words.split(" ")]
)
def test_words_offices_write(table: CodeTable, code: str, word: str) -> None:
    assert table.code(word) == code


def test_spaces_and_line_breaks_inside_a_word_do_not_matter() -> None:
    assert RELATION.code(" 户\u3000主\n") == "02"
    assert ETHNIC.code("汉 族") == "01"


@pytest.mark.parametrize("word", [None, "", " ", "无", "-", "/", "随便写的"])
def test_what_a_table_does_not_know_is_none(word: str | None) -> None:
    for table in ALL:
        assert table.code(word) is None


@pytest.mark.parametrize(
    ("table", "word"), [(RELATION, "媳妇"), (RELATION, "子女"), (EDUCATION, "中学")]
)
def test_words_with_two_meanings_are_not_guessed(table: CodeTable, word: str) -> None:
    assert table.code(word) is None


def test_label_of_nothing_and_of_the_unknown() -> None:
    assert SEX.label(None) == ""
    assert ETHNIC.label("穿青人") == "穿青人"


def test_numbers_of_entries() -> None:
    assert len(ETHNIC.entries) == 56
    assert len({entry.label for entry in ETHNIC.entries}) == 56
    assert [entry.code for entry in POLITICAL.entries] == [f"{n:02}" for n in range(1, 14)]
    assert len(RELATION.common) == 15


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_tables_are_sound(table: CodeTable) -> None:
    codes = [entry.code for entry in table.entries]
    assert len(set(codes)) == len(codes)
    assert len({entry.label for entry in table.entries}) == len(codes)
    assert set(table.common) <= set(codes)
    for word in table.aliases.split():
        assert table.code(word) in codes


def test_education_rises_while_its_codes_fall() -> None:
    order = ["90", "80", "70", "60", "40", "30", "20", "10"]
    ranks = [EDUCATION.rank(code) for code in order]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)
    assert len(set(ranks)) == len(ranks)
    assert EDUCATION.rank(None) is None
    assert SEX.rank("1") is None


def test_upper_secondary_schooling() -> None:
    assert [c for c in ("10", "20", "30", "40", "60", "70", "80", "90") if upper_secondary(c)] == [
        *("10", "20", "30", "40", "60")
    ]
    assert not upper_secondary(None)


def test_party_members() -> None:
    assert [c for c in ("01", "02", "03", "12", "13", None) if is_party(c)] == ["01", "02"]


def test_no_table_for_what_must_not_be_recorded() -> None:
    assert {"religion", "police", "petition"}.isdisjoint(TABLES)


@given(st.text(max_size=12))
def test_any_text_is_either_a_known_code_or_none(text: str) -> None:
    for table in ALL:
        code = table.code(text)
        assert code is None or code in {entry.code for entry in table.entries}
