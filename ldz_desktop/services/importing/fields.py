"""The words offices write above their columns, and what they mean.

Recognition is by words, never by position. A header is folded (no spaces, punctuation, brackets),
looked up among the whole words, then again without the heads and tails that change nothing
(居民姓名, 所在小区名称), and at last searched for a part that settles it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.schemes import MOST_QUESTIONS
from ldz_desktop.services.importing.cells import folded
from ldz_desktop.services.importing.header_words import SENSES, WORDS
from ldz_desktop.services.importing.records import Kind

IGNORED = "ignored"
HEAD_PREFIX = "head."

# key → the title that the mapping page shows
FIELD_TITLES: Mapping[str, str] = {
    "street": "街道",
    "community": "社区",
    "compound": "小区",
    "building": "楼栋",
    "unit": "单元",
    "room": "房号",
    "address": "完整住址（楼栋、单元、房号在一格里）",
    "tenure": "居住情况",
    "name": "姓名",
    "relation": "与户主关系",
    "is_head": "是否户主",
    "id_type": "证件类型",
    "id_number": "证件号码",
    "sex": "性别",
    "birth": "出生日期",
    "ethnic": "民族",
    "education": "文化程度",
    "occupation": "职业",
    "workplace": "工作单位",
    "health": "健康状况",
    "political": "政治面貌",
    "marital": "婚姻状况",
    "phone": "联系电话",
    "registered": "户籍与居住（人户状态）",
    "registered_address": "户籍地址",
    "state": "人员状态（在册、迁出、死亡）",
    "dead_on": "死亡日期（或是否死亡）",
    "moved_on": "迁出日期（或是否迁出）",
    "note": "备注",
    "head.name": "户主姓名",
    "head.id_number": "户主证件号码",
    "head.phone": "户主联系电话",
    "started": "任职日期",
    "branch": "所在党支部",
    "former_work": "原职业",
    "service": "服役经历",
    "assessor": "评分人",
    "stars1": "政策宣讲",
    "stars2": "睦邻友好",
    "stars3": "服务民生",
    **{f"q{n}": f"第{n}题" for n in range(1, MOST_QUESTIONS + 1)},
}

_PLACES = ("street", "community", "compound", "building")
KIND_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "households": (
        *_PLACES,
        *("unit", "room", "address", "tenure", "name", "relation", "is_head", "id_type"),
        *("id_number", "sex", "birth", "ethnic", "education", "occupation", "workplace"),
        *("health", "political", "marital", "phone", "registered", "registered_address"),
        *("state", "dead_on", "moved_on", "note", "head.name", "head.id_number", "head.phone"),
    ),
    "leaders": (
        *_PLACES,
        *("name", "sex", "id_number", "birth", "political", "education", "phone", "started"),
        *("branch", "former_work", "service", "note"),
    ),
    "sheets": (*_PLACES, *(f"q{n}" for n in range(1, MOST_QUESTIONS + 1))),
    "stars": (*_PLACES, "assessor", "stars1", "stars2", "stars3"),
}

_HEADS = (
    *("所属", "所在", "居住", "现居住", "现住", "居民", "住户", "人员", "家庭成员", "成员", "本人"),
    *(
        "个人",
        "业主",
        "登记",
        "填报",
        "实际",
        "常住",
        "住房",
        "房屋",
        "租户",
        "租客",
        "承租人",
        "现",
    ),
    *("当前", "主要", "该", "被登记人", "同住人", "入户", "楼栋长"),
)
_TAILS = (
    *("名称", "情况", "状况", "信息", "类型", "类别", "号码", "编号", "代码", "栏", "项", "必填"),
    *("选填", "名", "全称", "一栏", "星", "星级", "分", "评分", "得分", "打分", "分数", "号"),
)
# Searched for in what is left; the first that fits decides. Weaker than a whole word.
_PARTS: tuple[tuple[str, str], ...] = (
    (r"身份证|身份号|证件号|公民身份", "id_number"),
    (r"证件(类|种)", "id_type"),
    (r"(与|和|同|跟)?户主.*关系|家庭.*关系|关系$", "relation"),
    (r"户(籍|口).*(地|址)|身份证.*址", "registered_address"),
    (r"户籍|户口|人户", "registered"),
    (r"电话|手机|联系方式|联系号", "phone"),
    (r"出生|生日", "birth"),
    (r"任职|上任|聘任|就任|当选|任命|担任|到岗|选举|聘期|任期", "started"),
    (r"文化|学历|教育", "education"),
    (r"政治面|党员", "political"),
    (r"婚", "marital"),
    (r"民族", "ethnic"),
    (r"健康|身体状", "health"),
    (r"单位|学校", "workplace"),
    (r"职业|从业|就业|务工|在职|行业", "occupation"),
    (r"评分人|评价人|评议人|打分人|评委|考评人", "assessor"),
    (r"政策|宣讲", "stars1"),
    (r"睦邻|友好", "stars2"),
    (r"民生|贴心", "stars3"),
    (r"(死亡|去世|亡故).*(日期|时间)|是否.*(死亡|已故|去世|过世|亡故)", "dead_on"),
    (r"(迁出|搬离|搬出).*(日期|时间)|是否.*(迁出|搬走|搬离)", "moved_on"),
    (r"是否.*(健在|在世|在册|注销)|(人员|居民|人口).*状态", "state"),
    (r"备注|说明", "note"),
    (r"单元.*(房|室|门牌)|栋.*(房|室)号", "address"),
    (r"(房|室|门牌)号", "room"),
    (r"单元", "unit"),
    (r"(楼|栋|幢)号|楼栋", "building"),
    (r"小区|院落|楼盘", "compound"),
    (r"社区|居委", "community"),
    (r"住址|地址", "address"),
    (r"(居住|房屋|住房|住宅|入住|房产).*(情况|性质|状|类|形|权属|用途|方式)", "tenure"),
    (r"租住|自有|自住|产权|权属", "tenure"),
    (r"姓名$", "name"),
)

_JUNK = re.compile(r"[\s\W_]+")
_BRACKETS = re.compile(r"[(\[{【〔<《].*?[)\]}】〕>》]")
_MEMBER = re.compile(r"^(?:家庭)?成员(\d+|[一二三四五六七八九十]+)(.*)$|^(.*?)(\d+)$")
_GROUP_WORDS = (
    *(
        "户主",
        "配偶",
        "妻子",
        "丈夫",
        "父亲",
        "母亲",
        "儿子",
        "女儿",
        "长子",
        "次子",
        "长女",
        "次女",
    ),
)
_OTHER_PEOPLE = ("楼栋长", "网格员", "填表人", "紧急联系人", "负责人", "房东", "产权人", "物业")
_GROUP_TAILS = re.compile(r"(基本)?(信息|情况|资料|登记)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says. weight: 3 a whole word, 2 with heads or tails, 1 only a part of it.

    group: "" the person of the row; "head", "m2", "配偶" …: another person in the same row.
    """

    field: str
    weight: int
    group: str = ""

    @property
    def key(self) -> str:
        """The field as a mapping writes it: name, head.name, m2.name."""
        return f"{self.group}.{self.field}" if self.group else self.field


def fold_header(text: str) -> str:
    """A header without spaces, line breaks, brackets and punctuation."""
    plain = folded(text)
    bare = _JUNK.sub("", _BRACKETS.sub("", plain)).lower()
    return bare or _JUNK.sub("", plain).lower()


class Vocabulary:
    """The words of one kind of import. questions: of the month's scheme, for sheets; its duty
    classes, for stars."""

    def __init__(self, kind: Kind, questions: Sequence[str] = ()) -> None:
        self._kind = kind
        self._questions = tuple(fold_header(question) for question in questions)
        allowed = frozenset(KIND_FIELDS[kind]) | {IGNORED}
        self._words: dict[str, str] = {}
        self._words.update((w, field) for w, field in WORDS.items() if field in allowed)
        self._words.update(SENSES[kind])
        self._parts = tuple((re.compile(part), field) for part, field in _PARTS if field in allowed)

    def meaning(self, upper: str, header: str) -> Meaning | None:
        """What a header says under its upper headers (both as the file shows them)."""
        bare, above = fold_header(header), fold_header(upper)
        if not bare:
            return None
        if self._kind == "households":
            found = self._in_group(bare, above)
            if found is not None:
                return found
        if self._kind == "sheets":
            number = question_number(bare, self._questions)
            if number is not None:
                return Meaning(f"q{number}", 3)
        if self._kind == "stars":
            for number, words in enumerate(self._questions, 1):
                if words in bare:
                    return Meaning(f"stars{number}", 3)
        return self._alone(bare) or (self._alone(above + bare) if above else None)

    def _alone(self, bare: str) -> Meaning | None:
        if bare in self._words:
            return _meant(self._words[bare], 3)
        trimmed = self._trimmed(bare)
        if trimmed is not None:
            return _meant(trimmed, 2)
        if len(bare) > 16:
            return None
        for part, field in self._parts:
            if part.search(bare):
                return _meant(field, 1)
        return None

    def _trimmed(self, bare: str) -> str | None:
        forms = [bare]
        forms += [bare.removeprefix(h) for h in _HEADS if bare.startswith(h) and bare != h]
        for form in forms:
            if form in self._words:
                return self._words[form]
            for tail in _TAILS:
                if form.endswith(tail) and form[: -len(tail)] in self._words:
                    return self._words[form[: -len(tail)]]
        return None

    def _in_group(self, bare: str, above: str) -> Meaning | None:
        """A field of another person of the row: 户主/姓名, 户主电话, 成员2姓名, 配偶/身份证号."""
        if any(word in above or bare.startswith(word) for word in _OTHER_PEOPLE):
            return Meaning(IGNORED, 3)
        if self._words.get(bare) == "head.name":
            return _meant("head.name", 3)
        group, rest = _split_group(bare, above)
        if group:
            found = self._alone(rest)
            of_the_head = group == "head" and found is not None and found.field == "relation"
            if found is not None and found.field not in _OF_THE_DWELLING and not of_the_head:
                return Meaning(found.field, found.weight, group)
        return None


_OF_THE_DWELLING = frozenset(
    (*_PLACES, *("unit", "room", "address", "tenure", "is_head", IGNORED, "head.name"))
)


def _split_group(bare: str, above: str) -> tuple[str, str]:
    """The person a header speaks of besides the row's own, and the rest of the header."""
    upper = _GROUP_TAILS.sub("", above)
    if upper in _GROUP_WORDS:
        return _group_name(upper), bare
    for word in _GROUP_WORDS:
        if bare.startswith(word) and bare != word:
            return _group_name(word), bare.removeprefix(word)
    member = _MEMBER.fullmatch(upper) if upper else None
    if member is not None and member[1]:
        return f"m{member[1]}", bare
    member = _MEMBER.fullmatch(bare)
    if member is None:
        return "", bare
    if member[1]:
        return f"m{member[1]}", member[2]
    return f"m{member[4]}", member[3]


def _group_name(word: str) -> str:
    return "head" if word == "户主" else word


def group_relation(group: str) -> str | None:
    """The relation of everybody in such a group: 户主, 配偶, 长子; None where the group does not
    say it."""
    return "02" if group == "head" else RELATION.code(group)


_QUESTION = re.compile(
    r"(?:第|问题|题目|题|问|q|question|item|项目|评价)?(\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:题|问|项|小题|个问题|条)?(.*)"
)
_DIGITS = "一二三四五六七八九"
_CHINESE = {
    words: number
    for number, words in enumerate((*_DIGITS, "十", *(f"十{d}" for d in _DIGITS), "二十"), 1)
}


def question_number(bare: str, questions: Sequence[str]) -> int | None:
    """Which question of the sheet a folded header is: 第3题, 问题三, q3, 3, or its own words.
    questions: the scheme's, folded; a number beyond them is still a question, too many."""
    found = _QUESTION.fullmatch(bare)
    if found is not None and not any(c in found[2] for c in "栋幢楼座号"):
        return int(found[1]) if found[1].isdigit() else _CHINESE.get(found[1])
    for number, words in enumerate(questions, 1):
        if words in bare or (len(bare) >= _ENOUGH_WORDS and bare in words):
            return number
    return None


_ENOUGH_WORDS = 4


def _meant(field: str, weight: int) -> Meaning:
    if field.startswith(HEAD_PREFIX):
        return Meaning(field.removeprefix(HEAD_PREFIX), weight, "head")
    return Meaning(field, weight)


def field_of_title(title: str) -> str | None:
    """The key of a field given by its key or by the title that people read."""
    if title in FIELD_TITLES:
        return title
    return next((key for key, shown in FIELD_TITLES.items() if shown == title), None)
