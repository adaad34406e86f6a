"""Code tables of the national standards, and the words that offices write for them.

Stored is the code, shown is the label. What a table does not know stays a word: label() gives it
back as it is, so that nobody's answer is lost.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from ldz_desktop.record import record


@record
class Code:
    """rank: rises with the level where a table has levels (education), otherwise None."""

    code: str
    label: str
    rank: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """One table as frozen data.

    aliases: other words, written as `code word word … code word …`. common: the codes a form
    shows first; the rest goes under 更多. heads, tails: what may stand before or after a word
    without changing it (户主之妻, 初中毕业).
    """

    name: str
    entries: tuple[Code, ...]
    aliases: str = field(default="", repr=False)
    common: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    _labels: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _words: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _ranks: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._labels.update((entry.code, entry.label) for entry in self.entries)
        self._ranks.update((e.code, e.rank) for e in self.entries if e.rank is not None)
        current = ""
        for word in self.aliases.split():
            if word in self._labels:
                current = word
            else:
                self._words[word] = current
        self._words.update((entry.label, entry.code) for entry in self.entries)
        self._words.update((entry.code, entry.code) for entry in self.entries)
        if not self.common:
            object.__setattr__(self, "common", tuple(entry.code for entry in self.entries))

    def label(self, code: str | None) -> str:
        """The Chinese label; "" for None, the code itself where the table does not know it."""
        return "" if code is None else self._labels.get(code, code)

    def code(self, word: str | None) -> str | None:
        """The code of a word as offices write it, or None where the table does not know it."""
        if not word:
            return None
        return self._words.get(word) or self._loosely(word)

    def rank(self, code: str | None) -> int | None:
        """The level of a code; None where the table has no levels or does not know the code."""
        return None if code is None else self._ranks.get(code)

    def _loosely(self, word: str) -> str | None:
        bare = _SPACE.sub("", unicodedata.normalize("NFKC", word)).upper()
        for form in (bare, _NUMBERED.sub("", bare), _BRACKETS.sub("", bare)):
            found = self._words.get(form) or self._words.get(self._stripped(form))
            if found:
                return found
        return None

    def _stripped(self, word: str) -> str:
        for head in self.heads:
            if word.startswith(head) and len(word) > len(head):
                word = word.removeprefix(head)
                break
        for tail in self.tails:
            if len(word) > len(tail):
                word = word.removesuffix(tail)
        return word


_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_NUMBERED = re.compile(r"^\d{1,2}[-.、:_|]*(?=\D)")  # "1-男", "01.中共党员" of drop-down lists
_BRACKETS = re.compile(r"\([^()]*\)|[一二三四1-4]级$")  # "残疾(肢体三级)", "肢体残疾二级"


def _table(text: str) -> tuple[Code, ...]:
    """Entries from `code label code label …`."""
    words = text.split()
    return tuple(Code(code, label) for code, label in zip(words[::2], words[1::2], strict=True))


def _same(text: str) -> tuple[Code, ...]:
    """Entries of a table whose labels are its codes."""
    return tuple(Code(label, label) for label in text.split())


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SEX = CodeTable(
    "性别",  # GB/T 2261.1
    _table("0 未知 1 男 2 女 9 未说明"),
    """
    1 男性 男士 男生 男孩 男子 M MALE ♂  2 女性 女士 女生 女孩 女子 F FEMALE ♀
    0 未知的性别 不详 不明  9 未说明的性别
    """,
    common=("1", "2"),
)

MARITAL = CodeTable(
    "婚姻状况",  # GB/T 2261.2
    _table("10 未婚 20 已婚 21 初婚 22 再婚 23 复婚 30 丧偶 40 离婚 90 未说明"),
    """
    10 单身 未娶 未嫁  20 有配偶 结婚 已结婚  21 初次结婚  22 再次结婚 二婚
    30 丧 寡 丧夫 丧妻 丧偶未再婚  40 离异 离 离婚未再婚  90 未说明的婚姻状况 不详 不明
    """,
    common=("10", "20", "30", "40"),
)

HEALTH = CodeTable(
    "健康状况",  # GB/T 2261.3
    _table("10 健康或良好 20 一般或较弱 30 慢性病 60 残疾"),
    """
    10 健康 良好 好 很好 较好 正常 健康良好 身体健康 无疾病 无病 健康/良好
    20 一般 较弱 弱 体弱 较差 差 亚健康 身体一般 体弱多病 一般/较弱
    30 有慢性病 慢病 慢性疾病 患慢性病 长期慢性病 患病 有病 生病 高血压 糖尿病 冠心病 心脏病
    高血压病 慢性病患者 心血管病 脑血管病 慢性呼吸系统病 慢性消化系统病 慢性肾炎 结核病
      神经或精神疾患
    60 残 残疾人 有残疾 残障 视力残疾 听力残疾 言语残疾 肢体残疾 智力残疾 精神残疾 多重残疾 肢残
      伤残
    """,
)

EMPLOYMENT = CodeTable(
    "从业状况",  # GB/T 2261.4
    _table("""
    11 国家公务员  13 专业技术人员  17 职员  21 企业管理人员  24 工人  27 农民  31 学生
    37 现役军人  51 自由职业者  54 个体经营者  70 无业  80 退(离)休  90 其他
    """),
    """
    11 公务员 干部 机关干部 参公人员
    13 专技人员 技术人员 教师 老师 医生 护士 工程师 会计 律师 科研人员
    17 职工 员工 公司职员 企业职工 单位职工 事业单位 事业单位人员 文员
    21 企业管理 管理人员 经理 企业主
    24 务工 打工 农民工 务工人员 外出务工 在外务工 普工 技工 司机  27 务农 种地 种植 养殖
    31 在校学生 在校生 大学生 中学生 小学生 读书 上学  37 军人 现役 士兵 军官 武警
    51 自由职业 灵活就业  54 个体 个体户 个体工商户 经商 做生意 自营 商人
    70 待业 失业 无职业 无工作 家务 家庭主妇 下岗 未就业
    80 退休 离休 退(离)休人员 离退休 退休人员 离退休人员 退离休 内退 退休职工 退休干部 退休教师
    90 其它
    """,
)

POLITICAL = CodeTable(
    "政治面貌",  # GB/T 4762
    _table("""
    01 中共党员  02 预备党员  03 共青团员  04 民革党员  05 民盟盟员  06 民建会员  07 民进会员
    08 农工党党员  09 致公党党员  10 九三学社社员  11 台盟盟员  12 无党派人士  13 群众
    """),
    """
    01 党员 共产党员 中国共产党党员 正式党员 中共正式党员 中共  02 中共预备党员 中国共产党预备党员
    03 团员 共青团 中国共产主义青年团团员 青年团员 团  04 民革 民革会员 中国国民党革命委员会会员
    05 民盟 中国民主同盟盟员  06 民建 中国民主建国会会员  07 民进 中国民主促进会会员
    08 农工党 农工 中国农工民主党党员  09 致公党 中国致公党党员  10 九三学社 九三 九三社员
    11 台盟 台湾民主自治同盟盟员  12 无党派 无党派民主人士 民主人士
    13 普通群众 一般群众 普通公民 公民 非党员 群
    """,
    common=("13", "01", "02", "03", "12"),
)


def _education() -> tuple[Code, ...]:
    """GB/T 4658: codes fall as the level rises, so the rank is kept apart (中专 beside 高中)."""
    levels = _table("""
    10 研究生  20 大学本科  30 大学专科  40 中等职业  60 普通高中  70 初中  80 小学  90 其他
    """)
    return tuple(Code(entry.code, entry.label, 7 - n) for n, entry in enumerate(levels))


EDUCATION = CodeTable(
    "文化程度",
    _education(),
    """
    10 硕士 博士 硕士研究生 博士研究生 博士后 硕博 硕 博
    20 本科 大学 大本 学士 全日制本科 大学本 本 本科学士
    30 大专 专科 高职 高专 高职高专 大学大专 高等职业 专
    40 中专 职高 技校 中技 中师 中等专业 中等专科 职业高中 职业中专 中等职业学校 技工学校
      中专中技 职中 中专技校
    60 高中 高级中学 普高 高 高中/中专 中专/高中 高中中专  70 初级中学 初  80 小 小学生
    90 其它 文盲 半文盲 文盲半文盲 文盲或半文盲 文盲/半文盲 不识字 未上学 没上学 未上过学 学龄前
      学前 幼儿园 幼儿 私塾 扫盲班 未入学 学龄前儿童 学前儿童
    """,
    tails=_split("及以上 及以下 以上 以下 程度 毕业 肄业 结业 在读 学历 文化 教育"),
)

_UPPER_SECONDARY_RANK = 3


def upper_secondary(code: str | None) -> bool:
    """Upper-secondary schooling or more: 普通高中, 中等职业, 大专, 本科, 研究生."""
    rank = EDUCATION.rank(code)
    return rank is not None and rank >= _UPPER_SECONDARY_RANK


def is_party(code: str | None) -> bool:
    """Members of the party, probationary ones included, as offices count them."""
    return code in {"01", "02"}


RELATION = CodeTable(
    "与户主关系",  # GB/T 4761: what the member IS to the head
    _table("""
    02 户主  01 本人  10 配偶  11 夫  12 妻  20 子  21 独生子  22 长子  23 次子  24 三子  25 四子
    26 五子  27 养子或继子  28 女婿  29 其他儿子  30 女  31 独生女  32 长女  33 次女  34 三女
    35 四女  36 五女  37 养女或继女  38 儿媳  39 其他女儿  40 孙辈  41 孙子  42 孙女  43 外孙子
    44 外孙女  45 孙媳妇或外孙媳妇  46 孙女婿或外孙女婿  47 曾孙子或外曾孙子  48 曾孙女或外曾孙女
    49 其他孙辈  50 父母  51 父  52 母  53 公公  54 婆婆  55 岳父  56 岳母  57 继父或养父
    58 继母或养母  59 其他父母关系  60 祖父母或外祖父母  61 祖父  62 祖母  63 外祖父  64 外祖母
    65 配偶的祖父母或外祖父母  66 曾祖父  67 曾祖母  68 配偶的曾祖父母或外曾祖父母
    69 其他祖父母关系  70 兄弟姐妹  71 兄  72 嫂  73 弟  74 弟媳  75 姐  76 姐夫  77 妹  78 妹夫
    79 其他兄弟姐妹  80 其他  81 伯父  82 伯母  83 叔父  84 婶母  85 舅父  86 舅母  87 姨父
    88 姨母  89 姑父  90 姑母  91 堂兄弟姐妹  92 表兄弟姐妹  93 侄子  94 侄女  95 外甥  96 外甥女
    97 其他亲属  99 非亲属
    """),
    """
    01 自己  02 主 户主本人 本人户主 本户户主 代户主 代理户主 临时户主 户主代 现户主 户主/本人
      本人/户主  10 爱人 老伴 伴侣 夫妻 夫妇  11 丈夫 老公  12 妻子 老婆 太太  20 儿子 儿  21 独子
    22 大儿子 大儿 长男 大子  23 二儿子 二子 次男 二儿  24 三儿子 三儿  25 四儿子  26 五儿子
    27 养子 继子 义子  28 上门女婿 婿  30 女儿 闺女  31 独女 独生女儿  32 大女儿 大女 长女儿
    33 二女儿 二女 次女儿  34 三女儿  35 四女儿  36 五女儿  37 养女 继女 义女
    38 儿媳妇 子媳 长媳 儿妇  40 孙子女 孙 孙子孙女 外孙子女 孙子、孙女或外孙子、外孙女
    41 孙儿 长孙 次孙 男孙  42 长孙女 次孙女 女孙  43 外孙 外孙儿  45 孙媳 孙媳妇 外孙媳妇
    46 孙女婿 外孙女婿 孙婿  47 曾孙 曾孙子 重孙 重孙子 外曾孙 外曾孙子  48 曾孙女 重孙女 外曾孙女
    51 父亲 爸爸 爸 爹  52 母亲 妈妈 妈 娘  53 公爹  54 婆母 婆妈  55 丈人 老丈人 岳丈
    56 丈母娘 丈母  57 继父 养父  58 继母 养母  61 爷爷 爷  62 奶奶 奶  63 外公 姥爷 外爷
    64 外婆 姥姥 外奶奶  66 太爷爷  67 太奶奶  70 兄弟姊妹 兄弟 姐妹 姊妹 兄妹 姐弟 兄、弟、姐、妹
    71 哥哥 哥 兄长 大哥 二哥  72 嫂子 嫂嫂 兄嫂  73 弟弟 胞弟  74 弟妹 弟媳妇 弟妇
    75 姐姐 大姐 二姐 姊  77 妹妹 胞妹  81 伯伯 大伯  83 叔叔 叔  84 婶婶 婶  85 舅舅 舅  86 舅妈
    87 姨夫  88 姨妈 小姨 姨  89 姑夫  90 姑妈 姑姑 姑
    91 堂兄 堂弟 堂姐 堂妹 堂哥 堂兄弟 堂姐妹 堂兄弟、堂姐妹
    92 表兄 表弟 表姐 表妹 表哥 表兄弟 表姐妹 表兄弟、表姐妹  93 侄儿 侄 侄男  95 外甥子 外侄
    96 外侄女  97 亲属 亲戚 其它亲属 其他亲戚  80 其它
    99 租户 租客 租房 租住人 承租人 承租 房客 保姆 护工 朋友 同学 同事 同住人 合租 合租人
      非亲属关系 雇员 室友 无亲属关系 其他非亲属 同居 未婚夫 未婚妻 男朋友 女朋友 寄住 暂住
    """,
    common=_split("02 10 20 30 38 28 41 42 43 44 51 52 70 97 99"),
    heads=("与户主关系", "系户主之", "户主之", "户主的", "户主", "之"),
)

_ETHNIC_GROUPS = _table("""
    01 汉族  02 蒙古族  03 回族  04 藏族  05 维吾尔族  06 苗族  07 彝族  08 壮族  09 布依族
    10 朝鲜族  11 满族  12 侗族  13 瑶族  14 白族  15 土家族  16 哈尼族  17 哈萨克族  18 傣族
    19 黎族  20 傈僳族  21 佤族  22 畲族  23 高山族  24 拉祜族  25 水族  26 东乡族  27 纳西族
    28 景颇族  29 柯尔克孜族  30 土族  31 达斡尔族  32 仫佬族  33 羌族  34 布朗族  35 撒拉族
    36 毛南族  37 仡佬族  38 锡伯族  39 阿昌族  40 普米族  41 塔吉克族  42 怒族  43 乌孜别克族
    44 俄罗斯族  45 鄂温克族  46 德昂族  47 保安族  48 裕固族  49 京族  50 塔塔尔族  51 独龙族
    52 鄂伦春族  53 赫哲族  54 门巴族  55 珞巴族  56 基诺族
""")

ETHNIC = CodeTable(
    "民族",  # GB/T 3304
    _ETHNIC_GROUPS,
    " ".join(f"{group.code} {group.label.removesuffix('族')}" for group in _ETHNIC_GROUPS)
    + """
    01 漢 漢族 汗族 汉民  02 蒙 蒙族  03 回民  04 藏民  05 维 维族 维吾尔吾族  07 夷族  08 僮族
    10 鲜族  11 满洲族  17 哈族  21 佧佤族  22 畬族 畬  29 柯族  36 毛难族  46 崩龙族
    """,
    common=("01", "04", "33", "07", "03", "06", "15"),
)

TENURE = CodeTable(
    "居住情况",  # on the dwelling; the label is the code
    _same("自有 租赁 群租 借住 空置"),
    """
    自有 自住 自购 自有房 自有住房 自有房屋 产权 产权房 商品房 业主 业主自住 自建 自建房 房改房
      安置房 还房 拆迁安置 安置 回迁 回迁房 购买 自家 自用 自有自住
    租赁 出租 租住 租 租房 承租 租户 租用 已出租 出租房 出租屋 租赁房 租客 公租房 廉租房 公租
      廉租 租借 整租
    群租 合租 群租房 分租 转租  借住 借用 暂住 寄住 借居 借 借住房 亲友借住
    空置 空 空房 空置房 闲置 无人 无人居住 无人住 未入住 没人住 未住 空房屋 空户 未居住 待售 未售
    """,
)

ID_TYPE = CodeTable(
    "证件类型",  # the label is the code
    _same("居民身份证 港澳台居民居住证 外国人永久居留证 护照 军官证 出生证 残疾人证 其他"),
    """
    居民身份证 身份证 二代身份证 二代证 第二代身份证 第二代居民身份证 一代身份证 中国居民身份证
      大陆身份证 内地身份证 临时身份证 临时居民身份证 户口簿 户口本 身份证号 身份证号码
    港澳台居民居住证 港澳居民居住证 台湾居民居住证 港澳台居住证 港澳居住证 台湾居住证
    外国人永久居留证 外国人永久居留身份证 永久居留证 外国人居留证 永居证 五星卡
    护照 中国护照 外国护照 普通护照 PASSPORT
    军官证 士兵证 士官证 警官证 军人证 武警警官证 文职干部证 军人身份证 文职人员证
    出生证 出生医学证明 出生证明  残疾人证 残疾证 第二代残疾人证 二代残疾证
    其他 其它 其他证件 其它证件 回乡证 港澳居民来往内地通行证 台胞证 台湾居民来往大陆通行证
      港澳通行证 驾驶证 社保卡
    """,
)

# Attribute of a record → its table.
TABLES: Mapping[str, CodeTable] = {
    "sex": SEX,
    "marital": MARITAL,
    "health": HEALTH,
    "political": POLITICAL,
    "education": EDUCATION,
    "relation": RELATION,
    "ethnic": ETHNIC,
    "tenure": TENURE,
    "id_type": ID_TYPE,
}
