"""What a form can ask for: every field of the archive, what is computed, and the words for it.

The words are those of imports (services.importing.fields); here are only the ones that imports
pass over and forms ask for: ages, tags, the leader, who fills in and when.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ldz_desktop.domain import tags
from ldz_desktop.domain.codes import Code, CodeTable
from ldz_desktop.services.importing.fields import (
    FIELD_TITLES,
    IGNORED,
    Meaning,
    Vocabulary,
    fold_header,
)

LEFT_EMPTY = IGNORED
"""A header that is understood and is for a hand: signature, seal, photograph, opinion."""

TAG = "tag."
KINDS = tuple(kind.name for kind in tags.KINDS)
COMPUTED = tuple(kind.name for kind in tags.KINDS if kind.computed)
"""Tags that are worked out: nobody needs to have written them down."""

TAGS = CodeTable(
    "人群标签",
    tuple(Code(kind, kind) for kind in KINDS),
    """
    高龄 高龄老人 80岁以上 80周岁以上 八十岁以上老人 80岁及以上 80周岁及以上 80岁以上老人
    独居 独居老人 独居户 单独居住 孤寡 孤寡老人  空巢 空巢老人 空巢家庭 空巢户
    失能 失能老人 半失能 失能半失能 失能、半失能 生活不能自理 失能人员
    残疾 残疾人 残疾人员 持证残疾人 残  低保 低保户 低保对象 低保人员 最低生活保障对象 享受低保
    低保家庭
    特困 特困人员 特困供养 特困供养人员 五保 五保户 五保老人 分散供养
    重病 重病患者 大病 大病患者 重大疾病 重病人员  孕产妇 孕妇 产妇
    0-3岁婴幼儿 0-3岁 婴幼儿 3岁以下 三岁以下婴幼儿  留守儿童 农村留守儿童
    困境儿童 孤儿 事实无人抚养儿童  退役军人 退伍军人 复员军人 转业军人 退伍 退役 复退军人
    优抚 优抚对象 烈属 军属 烈军属 军烈属  失业 失业人员 登记失业 下岗失业
    志愿者 注册志愿者 志愿服务者
    """,
)

_PLACE = ("street", "community", "compound", "building", "unit", "room")
PERSON = (
    *("name", "sex", "birth", "birth_month", "age", "id_type", "id_number", "ethnic"),
    *("political", "education", "marital", "occupation", "workplace", "health", "phone"),
    *("registered", "registered_address", "note"),
)
FAMILY = (
    *("relation", "is_head", "head.name", "head.id_number", "head.phone", "people"),
    *("spouse.name", "spouse.id_number", "spouse.phone", "father.name", "mother.name"),
    *(
        "contact.name",
        "contact.phone",
        "contact.both",
        "contact.relation",
        "landlord.name",
        "landlord.phone",
    ),
)
HOME = ("address", "whole_address", *_PLACE, "door", "tenure", "file_no", "checked", "opened")
TAGGED = ("tags", *(TAG + kind for kind in KINDS))
FILLING = (
    *("seq", "filled_on", "filled_by", "unit_name", "office_name", "office_phone"),
    *("leader.name", "leader.phone"),
)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "本人": PERSON,
    "家庭": FAMILY,
    "住址": HOME,
    "标签": TAGGED,
    "填表": FILLING,
}
OF_THE_FORM = frozenset(FILLING) - {"seq", "leader.name", "leader.phone"}
"""Fields that are the same for everybody on the form."""

_TITLES: Mapping[str, str] = {
    "age": "年龄",
    "birth_month": "出生年月",
    "people": "家庭人口数",
    "head.name": "户主姓名",
    "head.id_number": "户主证件号码",
    "head.phone": "户主联系电话",
    "contact.name": "紧急联系人",
    "contact.phone": "紧急联系人电话",
    "contact.both": "紧急联系人和电话",
    "contact.relation": "紧急联系人与本人关系",
    "landlord.name": "房东姓名",
    "landlord.phone": "房东电话",
    "address": "住址（小区、楼栋、单元、房号）",
    "whole_address": "住址（从社区写起）",
    "door": "单元和房号",
    "registered": "户籍与居住",
    "file_no": "档案编号",
    "checked": "最近核对日期",
    "opened": "建档日期",
    "tags": "人群标签（全部）",
    "seq": "序号",
    "filled_on": "填表日期",
    "filled_by": "填表人",
    "unit_name": "填表单位",
    "office_name": "办公室名称",
    "office_phone": "办公室电话",
    "leader.name": "楼栋长姓名",
    "leader.phone": "楼栋长电话",
}
_PEOPLE = {"head": "户主", "spouse": "配偶", "father": "父亲", "mother": "母亲"}
DATES = frozenset({"birth", "birth_month", "filled_on", "checked", "opened"})
NUMBERS = frozenset({"age", "people", "seq"})

_EXTRA: Mapping[str, str] = {
    "seq": "序号 编号 号 no 序 顺序号 号数",
    "age": "年龄 周岁 岁数 实足年龄 年纪 实际年龄 现年",
    "birth_month": "出生年月",
    "people": "家庭人口数 人口数 家庭人数 家庭人口 户内人口 家庭成员数 人口 家庭总人口 在册人数 "
    "共同生活人数 家庭成员人数 保障人口 保障人数",
    "leader.name": "楼栋长 楼栋长姓名 楼长 楼长姓名 栋长 包楼人",
    "leader.phone": "楼栋长电话 楼栋长联系电话 楼长电话 楼栋长手机",
    "filled_on": "填表日期 登记日期 登记时间 采集时间 填报日期 填报时间 填表时间 制表日期 "
    "制表时间 上报日期 上报时间 统计日期 统计时间 日期 时间 采集日期 申请日期",
    "filled_by": "登记人 填表人 采集人 填报人 制表人 录入人 统计人 填写人 登记员 制表",
    "unit_name": "填表单位 填报单位 上报单位 报送单位 制表单位 登记单位 统计单位 填写单位 "
    "社区居委会名称 所属单位名称",
    "contact.name": "紧急联系人 紧急联系人姓名 应急联系人 监护人 监护人姓名 联系人姓名 家属姓名 "
    "家属",
    "contact.phone": "紧急联系电话 紧急联系人电话 应急联系电话 监护人电话 监护人联系电话 "
    "联系人电话 家属电话 家属联系电话 紧急联系人联系电话 紧急联系人手机 紧急联系方式",
    "contact.both": "紧急联系人及电话 紧急联系人及联系电话 紧急联系人及联系方式 监护人及电话 "
    "监护人及联系电话 家属及联系电话 联系人及电话 联系人及联系电话 家属联系方式 紧急联系人和电话",
    "contact.relation": "紧急联系人关系 与紧急联系人关系 与监护人关系 与联系人关系",
    "landlord.name": "房东 房东姓名 房主 房主姓名 产权人 产权人姓名 出租人 出租人姓名",
    "landlord.phone": "房东电话 房东联系电话 房主电话 出租人电话 出租人联系电话 产权人电话",
    "file_no": "档案编号 档案号 户编号 户档编号 家庭编号",
    "name": "本人 本人姓名 申请人 申请人姓名 老人姓名 老年人姓名 儿童姓名 对象姓名 残疾人姓名 "
    "患者姓名 受种者姓名 接种者姓名 接种人 被调查人 户主成员 救助对象 承诺人 志愿者姓名 "
    "优抚对象姓名",
    "tags": "人群标签 特殊人群 特殊人群类别 重点人群 重点人群类别 困难类型 困难类别 困难情况 "
    "救助类别 人群类别 服务对象类别 对象类别 老人类别 老年人类别 人群分类 特殊群体 特殊类别 "
    "关爱对象类别 身份类别 特殊情况类别",
    "spouse.name": "配偶 配偶姓名 爱人姓名 妻子姓名 丈夫姓名",
    "spouse.phone": "配偶电话 配偶联系电话",
    "spouse.id_number": "配偶身份证号 配偶身份证号码",
    "father.name": "父亲 父亲姓名",
    "mother.name": "母亲 母亲姓名",
    "whole_address": "户口所在社区及住址",
    "registered_address": "户籍",
    **{
        TAG + kind: " ".join(f"是否{word} {word}" for word in words.split())
        for kind, words in {
            "高龄": "高龄 高龄老人",
            "独居": "独居 独居老人",
            "空巢": "空巢 空巢老人",
            "失能": "失能 失能老人 失能半失能",
            "残疾": "残疾 残疾人",
            "低保": "低保 低保户 低保对象 享受低保",
            "特困": "特困 特困人员 五保户",
            "重病": "重病 大病",
            "孕产妇": "孕产妇",
            "留守儿童": "留守儿童",
            "困境儿童": "困境儿童",
            "退役军人": "退役军人 退伍军人 退役士兵",
            "优抚": "优抚 优抚对象 军烈属",
            "失业": "失业 失业人员",
            "志愿者": "志愿者",
        }.items()
    },
    LEFT_EMPTY: "签字 签名 盖章 公章 审核人 负责人 审批人 审批意见 审核意见 社区意见 街道意见 "
    "村居意见 居委会意见 单位意见 主管部门意见 民政部门意见 意见 审核 审批 复核人 复核 分管领导 "
    "单位负责人 主要负责人 单位盖章 照片 相片 一寸照片 二寸照片 贴照片处 照片粘贴处 近期免冠照片 "
    "本人签字 本人签名 申请人签字 申请人签名 经办人 领导签字 合计 总计 小计 审核日期 审批日期 "
    "填表说明 领取人签字 领款人签字 家属签字 审核单位 承诺人签字 户主签字 监护人签字 代办人签字 "
    "手印 指印",
}
_GUESSED = frozenset({"日期", "时间", "监护人", "家属", "人口", "编号", "制表", "统计日期", "户籍"})
"""Words that often mean something else: taken, but shown to the clerk."""

_OTHERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("紧急联系人", "应急联系人", "监护人", "联系人", "家属"), "contact"),
    (("房东", "房主", "产权人", "出租人", "出租方"), "landlord"),
    (("楼栋长", "楼长", "栋长"), "leader"),
    (("配偶", "妻子", "丈夫", "爱人", "妻", "夫"), "spouse"),
    (("父亲", "父"), "father"),
    (("母亲", "母"), "mother"),
)
_KNOWN_OF = {
    "contact": {"name", "phone", "relation"},
    "landlord": {"name", "phone"},
    "leader": {"name", "phone"},
}
_WHOLE_WORD = 3
_BY_HAND = re.compile("签|盖章|手印|指印|照片|相片")
_WHOM = (
    *(
        "申请人",
        "老人",
        "老年人",
        "儿童",
        "救助对象",
        "对象",
        "承诺人",
        "残疾人",
        "受种者",
        "接种者",
    ),
    *("被调查人", "优抚对象", "志愿者", "退役军人", "保障对象", "患者", "学生", "您的"),
)
_OF_PEOPLE = frozenset(PERSON) | {"relation"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a header of a form asks for. field: LEFT_EMPTY where it is for a hand."""

    field: str
    sure: bool


class FormVocabulary(Vocabulary):
    """The words of imports, and what forms ask beyond them."""

    def __init__(self) -> None:
        super().__init__("households")
        self._own: dict[str, str] = {}
        for field, words in _EXTRA.items():
            self._own.update(dict.fromkeys(words.split(), field))
        self._words.update(self._own)

    def asked(self, upper: str, header: str) -> Asked | None:
        """What a header asks for under its upper headers; None where no word is known."""
        bare, above = fold_header(header), fold_header(upper)
        if not bare:
            return None
        if _BY_HAND.search(header) and not bare.endswith("单位"):
            return Asked(LEFT_EMPTY, sure=True)
        other = self._of_others(bare, above)
        if other is not None:
            return other
        if bare in self._own:
            return _asked(Meaning(self._own[bare], _WHOLE_WORD), bare)
        found = self.meaning(upper, header)
        if found is None or found.weight == 1:
            found = self._without_whom(bare) or found
        if found is not None and found.field.startswith(TAG) and found.weight < _WHOLE_WORD:
            return None  # 残疾类别, 低保金额
        return None if found is None else _asked(found, bare)

    def _without_whom(self, bare: str) -> Meaning | None:
        """申请人身份证号, 老人住址: who the form calls its person says nothing."""
        for head in _WHOM:
            if bare.startswith(head) and bare != head:
                found = self._alone(bare.removeprefix(head))
                if found is not None and found.weight > 1:
                    return found
        return None

    def _of_others(self, bare: str, above: str) -> Asked | None:
        """紧急联系人/电话, 房东/姓名: a person named by the upper header."""
        for words, group in _OTHERS:
            if any(above == word or above == f"{word}信息" for word in words):
                found = self._alone(bare)
                allowed = _KNOWN_OF.get(group, _OF_PEOPLE)
                if found is not None and found.field in allowed:
                    return Asked(f"{group}.{found.field}", sure=found.weight > 1)
                return None
        return None


def _asked(found: Meaning, bare: str) -> Asked | None:
    sure = found.weight > 1 and bare not in _GUESSED
    if not found.group:
        return Asked(found.field, sure)
    group = "spouse" if found.group in ("配偶", "妻子", "丈夫") else found.group
    group = {"父亲": "father", "母亲": "mother"}.get(group, group)
    if group in _PEOPLE and found.field in _OF_PEOPLE:
        return Asked(f"{group}.{found.field}", sure)
    if found.field in ("name", "phone") and group.startswith("m"):
        return Asked(replace(found, group="").field, sure=False)
    return None


def title(key: str) -> str:
    """A field in the clerk's words."""
    if key in _TITLES:
        return _TITLES[key]
    if key.startswith(TAG):
        kind = key.removeprefix(TAG)
        return f"是否{kind}"
    if key in FIELD_TITLES:
        return FIELD_TITLES[key]
    group, _, field = key.partition(".")
    return f"{_PEOPLE.get(group, group)}{title(field)}" if field else key


def is_field(key: str) -> bool:
    """Whether a key is one this program can fill in."""
    if any(key in keys for keys in GROUPS.values()):
        return True
    group, _, field = key.partition(".")
    return group in _PEOPLE and field in _OF_PEOPLE


def is_date(key: str) -> bool:
    return key.rpartition(".")[2] in DATES


def is_of_family(key: str) -> bool:
    """Whether somebody else of the household has to be looked at: 户主姓名, 配偶电话."""
    return key.partition(".")[0] in _PEOPLE
