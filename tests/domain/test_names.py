"""Names: what is kept, what is refused, how they are masked and read (domain.md §5)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from pypinyin.pinyin_dict import pinyin_dict

from ldz_desktop.domain.masks import mask_name, split_surname
from ldz_desktop.domain.names import Reader, Reading, check_name, clean_name
from ldz_desktop.domain.surnames import COMPOUND, GIVEN, SURNAMES
from ldz_desktop.paths import resource_path
from ldz_desktop.services.codes import reader

# ---- cleaning --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 李玉", "李玉"),
        ("姓  名", "姓名"),
        ("王\u3000芳\n", "王芳"),
        ("\ufeff张\u200b三", "张三"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提‧吐尔逊", "买买提·吐尔逊"),
        ("买买提･吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("买买提··吐尔逊", "买买提·吐尔逊"),
        ("艾力·", "艾力"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("José  García", "José García"),
        ("", ""),
    ],
)
def test_clean_name(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    "name",
    [
        *("李𬱖", "陈𫘥", "张䶮", "欧阳㛃", "王\ue863", "刘\U000e0100", "郎凉", "葛\U000e0101"),
        *("吉里呷呷", "阿卜杜热合曼·买买提", "ＪＯＨＮ"),
    ],
)
def test_characters_stay_exactly_as_written(name: str) -> None:
    assert clean_name(name) == name
    assert clean_name(f" {name}\t") == name


@given(st.text(max_size=20))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once
    assert once == once.strip()


# ---- judging ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *(
            "张三",
            "李𬱖",
            "陈𫘥",
            "张䶮",
            "王𪨊",
            "赵𡈽",
            "吉里呷呷",
            "买买提·吐尔逊",
            "John Smith",
        ),
        *("阿" * 50, "O'Neill", "王\U00031350"),
    ],
)
def test_real_names_are_never_refused(name: str) -> None:
    assert check_name(name) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        ("阿" * 51, "length"),
        ("123", "characters"),
        ("-", "characters"),
        ("···", "characters"),
        ("张\x07三", "characters"),
    ],
)
def test_what_cannot_be_a_name_is_refused(name: str, code: str) -> None:
    (problem,) = check_name(name)
    assert (problem.level, problem.field, problem.code) == ("refused", "name", code)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王\ue863", "rare_character"),
        ("葛\U000e0100红", "rare_character"),
        ("张三1", "odd_character"),
        ("张?三", "odd_character"),
        ("张\ufffd", "odd_character"),
        ("张*", "odd_character"),
        ("张", "single_character"),
        ("𬱖", "single_character"),
    ],
)
def test_odd_names_are_taken_with_a_note(name: str, code: str) -> None:
    found = [(problem.level, problem.code) for problem in check_name(name)]
    assert ("note", code) in found
    assert all(level == "note" for level, _ in found)


# ---- masking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张建发", "张*发"),
        ("吉里呷呷", "吉**呷"),
        ("欧阳锋", "欧阳*"),
        ("欧阳震华", "欧阳*华"),
        ("尉迟恭", "尉迟*"),
        ("欧阳", "欧*"),
        ("买买提·吐尔逊", "买买提·*"),
        ("阿卜杜热合曼·买买提·艾力", "阿卜杜热合曼·*"),
        ("John Smith", "John *"),
        ("李𬱖", "李*"),
        ("𬱖𬱖𬱖", "𬱖*𬱖"),
        ("葛\U000e0100红", "葛\U000e0100*"),
        ("张", "*"),
        ("", "*"),
    ],
)
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text("张王欧阳买提·李 a𬱖\U000e0100", max_size=8))
def test_a_mask_always_hides_something(text: str) -> None:
    name = clean_name(text)
    masked = mask_name(name)
    assert "*" in masked
    assert masked != name


# ---- readings --------------------------------------------------------------------------------

SURNAME_READINGS = """
    曾 zeng 仇 qiu 解 xie 查 zha 单 shan 区 ou 盖 ge 翟 zhai 覃 qin 任 ren 朴 piao 尉迟 yuchi
    万俟 moqi 华 hua 乐 yue 纪 ji 召 shao 黑 he 折 she 缪 miao 冼 xian 员 yun 秘 bi 种 chong
    燕 yan 令狐 linghu 澹台 tantai 长孙 zhangsun 单于 chanyu 欧阳 ouyang 诸葛 zhuge 皇甫 huangfu
    鲜于 xianyu 呼延 huyan 薄 bo 卜 bu 都 du 阚 kan 繁 po 洗 xian 祭 zhai 句 gou 粘 nian 乜 nie
    那 na 车 che 张 zhang 吕 lv
"""
_WORDS = SURNAME_READINGS.split()


@pytest.mark.parametrize(("surname", "reading"), list(zip(_WORDS[::2], _WORDS[1::2], strict=True)))
def test_the_table_of_surnames_wins(surname: str, reading: str) -> None:
    assert reader().readings(surname + "小明")[0].full == reading + "xiaoming"


@pytest.mark.parametrize(
    ("name", "fulls"),
    [
        ("曾庆", {"zengqing", "cengqing"}),
        ("仇和", {"qiuhe", "chouhe"}),
        ("单田芳", {"shantianfang", "dantianfang"}),
        ("乐嘉", {"yuejia", "lejia"}),
        ("尉迟恭", {"yuchigong", "weichigong"}),
        ("万俟卨", {"moqixie", "wansixie", "wanqixie"}),
        ("张重阳", {"zhangchongyang", "zhangzhongyang"}),
        ("任正非", {"renzhengfei"}),
    ],
)
def test_both_readings_are_indexed(name: str, fulls: set[str]) -> None:
    assert {reading.full for reading in reader().readings(name)} == fulls


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("张建国", Reading("zhangjianguo", "zjg", "zhang jian guo")),
        ("欧阳震华", Reading("ouyangzhenhua", "oyzh", "ou yang zhen hua")),
        ("吉里呷呷", Reading("jiligaga", "jlgg", "ji li ga ga")),
        ("买买提·吐尔逊", Reading("maimaitituerxun", "mmttex", "mai mai ti tu er xun")),
        ("李𬱖", Reading("lidi", "ld", "li di")),
        ("张䶮", Reading("zhangyan", "zy", "zhang yan")),
        ("陈𫘥", Reading("chenkun", "ck", "chen kun")),
        ("王𪨊", Reading("wangsong", "ws", "wang song")),
        ("欧阳㛃", Reading("ouyangjie", "oyj", "ou yang jie")),
        ("葛\U000e0100红", Reading("gehong", "gh", "ge hong")),
        ("John Smith", Reading("johnsmith", "js", "john smith")),
        ("José García", Reading("josegarcia", "jg", "jose garcia")),
        ("李Ann", Reading("liann", "la", "li ann")),
        ("", Reading("", "", "")),
    ],
)
def test_readings(name: str, first: Reading) -> None:
    assert reader().readings(name)[0] == first


def test_a_character_without_a_reading_sorts_last_and_stops_nothing() -> None:
    found = reader().readings("王㐂")[0]
    assert (found.full, found.initials) == ("wang", "w")
    assert found.sort > reader().sort_key("王卓")
    assert reader().readings("㐂㐂")[0].full == ""


def test_a_compatibility_character_reads_as_its_usual_form() -> None:
    assert reader().readings("\uf92c平")[0].full == "langping"


def test_lists_sort_by_sound_not_by_code_point() -> None:
    names = ["赵一", "欧阳锋", "单田芳", "安心", "张三", "李𬱖", "曾庆"]
    wanted = ["安心", "李𬱖", "欧阳锋", "单田芳", "曾庆", "张三", "赵一"]
    assert sorted(names, key=reader().sort_key) == wanted


def test_split_surname() -> None:
    assert split_surname("欧阳锋") == ("欧阳", "锋")
    assert split_surname("欧阳") == ("欧", "阳")
    assert split_surname("张三") == ("张", "三")
    assert split_surname("买买提·吐尔逊") == ("", "买买提·吐尔逊")
    assert split_surname("John") == ("", "John")
    assert split_surname("") == ("", "")


def test_the_tables_hold_readings_and_characters_in_their_places() -> None:
    for table in (SURNAMES, GIVEN):
        for key, readings in table.items():
            assert readings
            assert not key.isascii()
            assert all(r.replace(" ", "").isalpha() and r.isascii() for r in readings)
    assert all(len(r.split()) == len(k) for k, rs in SURNAMES.items() for r in rs)
    assert all(len(name) == 2 for name in COMPOUND)
    assert all(len(char) == 1 for char in GIVEN)


def test_the_cache_of_given_names_may_be_emptied() -> None:
    chars = [chr(0x20000 + n) for n in range(200)]
    small = Reader(dict.fromkeys(chars, ("a",)))
    names = [a + b for a in chars for b in chars]
    assert {small.readings("王" + name)[0].full for name in names} == {"aa"}
    assert small.readings("")[0] == Reading("", "", "")


# ---- the table of readings -------------------------------------------------------------------


def _table() -> dict[str, list[str]]:
    text = resource_path("codes", "pinyin.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {char: readings.split(",") for readings, chars in lines for char in chars}


def test_the_table_is_that_of_the_pinned_pypinyin() -> None:
    table = _table()
    known = [chr(point) for point in pinyin_dict]
    assert len(known) > 40000
    assert [char for char in known if char not in table] == []
    for char in known[:: len(known) // 2000]:
        (readings,) = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)
        plain = list(dict.fromkeys(text.replace("ê", "e") for text in readings))
        assert table[char] == plain, char


def test_every_reading_is_plain_letters() -> None:
    readings = {text for found in _table().values() for text in found}
    assert all(text.isascii() and text.isalpha() and text.islower() for text in readings)


# ---- speed -----------------------------------------------------------------------------------


def test_reading_is_fast_enough_for_an_import() -> None:
    surnames, given_names = "王李张刘陈杨黄曾", ["建国", "秀英", "伟", "红梅", "𬱖", "丽"] * 10
    names = [a + b for a in surnames for b in given_names] * 40
    read = reader().readings
    best = min(_seconds(read, names) for _ in range(3))
    assert best / len(names) < 40e-6  # measured 1 µs; the margin is for slow machines


def _seconds(read: object, names: list[str]) -> float:
    assert callable(read)
    start = time.perf_counter()
    for name in names:
        read(name)
    return time.perf_counter() - start


def test_the_tables_load_fast() -> None:
    reader.cache_clear()
    start = time.perf_counter()
    reader()
    assert time.perf_counter() - start < 0.2  # measured 9 ms
