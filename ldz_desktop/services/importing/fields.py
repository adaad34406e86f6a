"""The words offices write above their columns, and what they mean.

Recognition is by words, never by position. A header is folded (no spaces, punctuation, brackets),
looked up among the whole words, then again without the heads and tails that change nothing
(居民姓名, 所在小区名称), and at last searched for a part that settles it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.evaluation import SCHEME_1
from ldz_desktop.services.importing.cells import folded
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
    "note": "备注",
    "head.name": "户主姓名",
    "head.id_number": "户主证件号码",
    "head.phone": "户主联系电话",
    "started": "任职日期",
    "assessor": "评分人",
    "stars1": "政策宣讲",
    "stars2": "睦邻友好",
    "stars3": "服务民生",
    **{f"q{n}": f"第{n}题" for n in range(1, 9)},
}

_PLACES = ("street", "community", "compound", "building")
KIND_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "households": (
        *_PLACES,
        *("unit", "room", "address", "tenure", "name", "relation", "is_head", "id_type"),
        *("id_number", "sex", "birth", "ethnic", "education", "occupation", "workplace"),
        *("health", "political", "marital", "phone", "registered", "registered_address"),
        *("note", "head.name", "head.id_number", "head.phone"),
    ),
    "leaders": (
        *_PLACES,
        *("name", "sex", "id_number", "birth", "political", "education", "phone", "started"),
        "note",
    ),
    "sheets": (*_PLACES, *(f"q{n}" for n in range(1, 9))),
    "stars": (*_PLACES, "assessor", "stars1", "stars2", "stars3"),
}

_WORDS: Mapping[str, str] = {
    "street": "街道 镇街 乡镇街道 街道办 街道办事处 乡镇 镇 街镇 镇街道 所属街道 街办",
    "community": "社区 居委会 社区居委会 村社区 村居 居村委 社区村 行政村 居民委员会 社区居民委员会",
    "compound": "小区 院落 楼盘 小区院落 院子 小区名 物业小区 居民小区 住宅小区 小区楼院 楼院 楼盘名 "
    "小区楼盘 院落小区 居民院落",
    "building": "楼栋 栋 幢 栋号 楼号 幢号 楼栋号 栋数 楼 楼幢 楼幢号 座 座号 几栋 栋楼 栋幢 楼座 号楼 "
    "楼宇 楼栋座 栋楼号 楼栋楼号 幢栋 楼房号 几号楼 楼栋编号 楼牌号",
    "unit": "单元 单元号 单元门 门洞 几单元 单元门号",
    "room": "房号 门牌号 室号 房间号 房屋号 门号 室 房间 门牌 房 户室号 房室号 户室 门户号 门牌房号 住房号 "
    "房门号 户号 房屋房号 几号房 室号房号",
    "address": "住址 地址 家庭住址 现住址 居住地址 详细地址 家庭地址 居住地 房屋地址 现居住地址 住房地址 "
    "现居住地 楼栋单元房号 单元房号 栋单元室 居住住址 门牌地址 小区楼栋房号 房屋坐落 坐落 栋单元房号 "
    "楼栋房号 现住地址 详细住址 小区楼栋单元房号 栋单元房 单元室号 单元门牌号 楼号单元室 楼号单元房号 "
    "现居地 现居住址 具体地址 具体住址 楼栋单元室 楼房号 房屋位置 实际居住地 实际居住地址",
    "tenure": "居住情况 居住性质 房屋性质 房屋状态 住房情况 住房性质 房屋使用情况 居住状态 居住类型 房屋类型 "
    "住房类型 住房来源 使用性质 产权性质 产权情况 入住情况 房屋现状 租住情况 居住方式 居住类别 住房属性 "
    "房屋属性 房屋用途 自住出租 租住性质 房屋权属 住房权属 权属 自有租赁 房屋情况 房屋来源 住房状况 "
    "房屋状况 居住状况 自有或租赁 自有租住 自住租住 住房使用情况 居住形式 是否自有 住房方式",
    "name": "姓名 名字 成员 家庭成员 住户 居民 业主 名 人员姓名 人名 住户名 业主名 全名 居住人员 居住人 现住人员",
    "head.name": "户主 户主姓名 户主名字 户主名 户主称呼",
    "relation": "与户主关系 家庭关系 关系 与户主之关系 同户主关系 和户主关系 户主关系 与房主关系 与业主关系 "
    "亲属关系 成员关系 称谓 与户主的关系 家庭成员关系 与户主 身份关系 与产权人关系 与承租人关系 与本人关系 "
    "与登记人关系 与户主称谓 家庭角色 家庭称谓 与户主系 和户主的关系 跟户主关系 户内关系 人员关系 户主或与户主关系",
    "is_head": "是否户主 是否为户主 是否是户主 户主标识 户主标志",
    "id_type": "证件类型 证件种类 证件名称 证件类别 证件",
    "id_number": "身份证号码 身份证号 身份证 证件号码 证件号 公民身份号码 公民身份证号码 公民身份证号 身份号码 "
    "身份证件号码 居民身份证号码 居民身份证号 身份证编号 证件编号 身份证明号码 公民身份证 有效证件号码 "
    "身份证件号 有效证件号 居民身份证 身份证件 公民身份证件号码 身份号 公民身份证号码18位 二代身份证号",
    "sex": "性别 男女",
    "birth": "出生日期 出生年月日 出生年月 生日 出生时间 出生 出生年份 生辰 出生月日 出生年 诞辰",
    "ethnic": "民族 族别 族",
    "education": "文化程度 学历 教育程度 文化 受教育程度 文化水平 最高学历 学历水平 学历层次 教育水平 文化学历 "
    "学历文化 学历程度 受教育情况 教育情况",
    "occupation": "职业 从业情况 从业状况 就业情况 就业状况 职业情况 工作情况 职业类别 从事职业 从事工作 工种 就业 "
    "职务 工作 职业状况 职业身份 从业 工作状况 工作性质 谋生方式 从业类别 就业状态 从业状态 职业类型 "
    "现从事职业 职业工种 主要职业 职业或身份",
    "workplace": "工作单位 单位 服务处所 从业单位 工作学习单位 就读学校 所在单位 单位名称 务工地点 工作地点 "
    "工作单位学校 就业单位 工作学校 学校 服务单位 就职单位 工作地 工作单位或学校 工作单位及职务 就业地点 "
    "工作单位就读学校 工作处所 学习工作单位",
    "health": "健康状况 健康情况 身体状况 身体情况 健康 健康程度 身体健康状况 健康状态 身体健康情况 身体 体质",
    "political": "政治面貌 政治面目 党派 政治身份 政治 面貌 政治面貌党派 是否党员 党员",
    "marital": "婚姻状况 婚姻 婚姻情况 婚姻状态 婚否 婚育状况 是否结婚 婚育情况 婚况",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 移动电话 联系号码 联系手机 联系电话号码 "
    "联系电话手机 固定电话 固话 座机 常用电话 本人电话 通讯方式 通信方式 手机电话 电话手机 联系电话手机号 "
    "通讯号码 联络方式 联络电话 移动电话号码 tel mobile phone",
    "registered": "人户状态 户籍状况 户籍情况 人户情况 人户一致 户口情况 户口状态 是否本地户籍 户籍类型 户籍性质 "
    "人户分离 户籍类别 是否户籍人口 人口类型 人口性质 人员类型 人口类别 人员类别 户籍 是否常住 "
    "是否人户一致 户籍属性 是否本社区户籍 人户 是否户籍 常住流动 人员性质 人户状况 居住户籍情况 是否人户分离",
    "registered_address": "户籍地址 户籍所在地 户口所在地 户口地址 户籍地 身份证地址 户籍住址 户籍详细地址 "
    "户籍登记地 户口登记地 户口地 身份证住址 户籍所在地址 户籍登记地址 身份证上地址 户口所在地址",
    "note": "备注 说明 附注 其他 其它 备考 备注说明 情况说明 其他说明 备注信息 备注情况 特殊情况 备注栏",
    "started": "任职日期 任职时间 上任时间 上任日期 聘任日期 聘任时间 到任日期 任期开始 聘用时间 聘用日期 当选日期 "
    "当选时间 任命时间 任命日期 任职起始 开始时间 开始日期 上岗时间 上岗日期 任职起始时间 任职起始日期 "
    "任期起 担任时间 就任日期 就任时间 任期起始 入职日期 入职时间 任职年月 受聘日期 受聘时间 任期",
    "assessor": "评分人 评价人 评议人 考评人 评分主体 打分人 评委 测评人 评分单位 评分者 测评主体 评价主体 "
    "打分单位 评议主体 评分人员 评价者 打分者 考核人 考核主体 评定人 评分方 评价方 评分来源 测评人员 "
    "评星人 评审人 评分人姓名 评价单位 参评人 打分主体 考评主体 评议单位 评分对象类别",
    "stars1": "政策宣讲 政策 宣讲 带头人 政策宣讲带头人 政策宣传 宣讲星级 政策星级 宣传",
    "stars2": "睦邻友好 睦邻 友好 守护人 睦邻友好守护人 邻里 邻里和睦 睦邻星级",
    "stars3": "服务民生 服务 民生 贴心人 服务民生贴心人 民生服务 服务星级 便民服务",
    IGNORED: "序号 编号 号 no 年龄 周岁 岁数 实足年龄 家庭人口数 人口数 人数 家庭人数 面积 建筑面积 住房面积 "
    "房屋面积 楼栋长 楼栋长姓名 楼栋长电话 楼栋长联系电话 楼长 网格员 网格 网格号 网格员姓名 填表日期 "
    "登记日期 登记时间 户数 楼层 层 层数 籍贯 户编号 档案编号 档案号 户档编号 家庭编号 家庭人口 年纪 "
    "登记人 填表人 总人数 采集时间 采集人 序 顺序号 合计 总分 平均 平均分 得分 总星 总星级 星级合计 "
    "综合得分 评分日期 紧急联系人 紧急联系电话 紧急联系人电话 物业 物业电话 照片 签字 签名 入住时间 入住日期 "
    "宗教信仰 信仰 宗教 房产证号 车牌号 车牌 微信 微信号 qq 邮箱 血型 身高 民警 卡号 银行卡号 开户行 "
    "任职年限 所辖户数 管辖户数 服务户数 联系人 房主 房主姓名 产权人 房东 房东姓名 房东电话",
}

# A leader's roster and the papers of a month use some words in another sense.
_SENSES: Mapping[Kind, Mapping[str, str]] = {
    "households": {},
    "leaders": {
        "name": "楼栋长 楼栋长姓名 楼长 楼长姓名 栋长 栋长姓名 楼栋长名字 单元长 负责人 姓名 楼栋长名单 楼幢长 "
        "现任楼栋长 现任",
        "phone": "楼栋长电话 楼栋长联系电话 楼长电话 楼栋长手机 楼栋长联系方式 楼栋长手机号",
        "building": "负责楼栋 所辖楼栋 管辖楼栋 服务楼栋 任职楼栋 包联楼栋 所管楼栋 责任楼栋 分管楼栋 住址 地址 "
        "负责楼栋号 辖区 范围 管理楼栋 负责区域 服务范围 管辖范围 责任区 任职楼栋号",
        IGNORED: "职业 民族 籍贯 婚姻状况 健康状况 所在楼栋户数 户数 家庭住址 居住地址 家庭地址 现住址 房号 门牌号 "
        "单元 职务 工作单位",
    },
    "sheets": {
        IGNORED: "姓名 楼栋长 楼栋长姓名 日期 时间 意见 建议 意见建议 意见和建议 备注 房号 单元 电话 "
        "提交时间 答题时间 编号 问卷编号 总分 得分",
    },
    "stars": {IGNORED: "姓名 楼栋长 楼栋长姓名 备注 日期 单元 说明"},
}

_HEADS = (
    *("所属", "所在", "居住", "现居住", "现住", "居民", "住户", "人员", "家庭成员", "成员", "本人"),
    *("个人", "业主", "登记", "填报", "实际", "常住", "住房", "房屋", "租户", "租客", "承租人", "现"),
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
    (r"任职|上任|聘任|就任|当选|任命", "started"),
    (r"文化程度|学历|教育程度", "education"),
    (r"政治面", "political"),
    (r"婚姻|婚育", "marital"),
    (r"健康|身体状", "health"),
    (r"职业|从业|就业", "occupation"),
    (r"单位|学校", "workplace"),
    (r"评分人|评价人|评议人|打分人|评委|考评人", "assessor"),
    (r"政策|宣讲", "stars1"),
    (r"睦邻|友好", "stars2"),
    (r"民生|贴心", "stars3"),
    (r"备注|说明", "note"),
    (r"单元.*(房|室|门牌)|栋.*(房|室)号", "address"),
    (r"(房|室|门牌)号", "room"),
    (r"单元", "unit"),
    (r"(楼|栋|幢)号|楼栋", "building"),
    (r"小区|院落|楼盘", "compound"),
    (r"社区|居委", "community"),
    (r"住址|地址", "address"),
    (r"居住(情况|性质|状)|房屋(性质|状|类)|住房(性质|类)|租住|自有|产权", "tenure"),
    (r"姓名$", "name"),
)

_JUNK = re.compile(r"[\s\W_]+")
_BRACKETS = re.compile(r"[(\[{【〔<《].*?[)\]}】〕>》]")
_MEMBER = re.compile(r"^(?:家庭)?成员(\d+|[一二三四五六七八九十]+)(.*)$|^(.*?)(\d+)$")
_GROUP_WORDS = (
    *("户主", "配偶", "妻子", "丈夫", "父亲", "母亲", "儿子", "女儿", "长子", "次子", "长女", "次女"),
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
    """The words of one kind of import."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        allowed = frozenset(KIND_FIELDS[kind]) | {IGNORED}
        self._words: dict[str, str] = {}
        for field, words in _WORDS.items():
            if field in allowed:
                self._words.update(dict.fromkeys(words.split(), field))
        for field, words in _SENSES[kind].items():
            self._words.update(dict.fromkeys(words.split(), field))
        self._parts = tuple(
            (re.compile(part), field) for part, field in _PARTS if field in allowed
        )

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
            number = question_number(bare)
            if number is not None:
                return Meaning(f"q{number}", 3)
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
        if any(word in above for word in _OTHER_PEOPLE):
            return Meaning(IGNORED, 3)
        if self._words.get(bare) == "head.name":
            return _meant("head.name", 3)
        group, rest = _split_group(bare, above)
        if group:
            found = self._alone(rest)
            if found is not None and found.field not in _OF_THE_DWELLING:
                return Meaning(found.field, found.weight, group)
        return None


_OF_THE_DWELLING = frozenset(
    (*_PLACES, *("unit", "room", "address", "tenure", "relation", "is_head", IGNORED, "head.name"))
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
    r"(?:第|问题|题目|题|问|q|question|item|项目|评价)?(\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"(?:题|问|项|小题|个问题|条)?(.*)"
)
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_QUESTIONS = tuple(fold_header(question) for question in SCHEME_1.questions)


def question_number(bare: str) -> int | None:
    """Which question of the sheet a folded header is: 第3题, 问题三, q3, 3, or its own words."""
    for number, words in enumerate(_QUESTIONS, 1):
        if words in bare or (len(bare) >= _ENOUGH_WORDS and bare in words):
            return number
    found = _QUESTION.fullmatch(bare)
    if found is None:
        return None
    number, rest = found[1], found[2]
    if rest and not bare.startswith(("第", "问题", "题", "q", number)):
        return None
    if any(c in rest for c in "栋幢楼座号"):
        return None
    return int(number) if number.isdigit() else _CHINESE.get(number)


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
