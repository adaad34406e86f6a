"""Surnames by their real frequency, and whole names for a family of any people."""

import random
from itertools import accumulate

from ldz_desktop.services.demo.given_names import FEMALE, MALE, RARE, Fashion

HAN, HUI, TIBETAN, UYGHUR, MIAO, YI, TUJIA, QIANG = "01", "03", "04", "05", "06", "07", "15", "33"

# Per ten thousand, after the national table; the surnames of northern Sichuan (苟 岳 蒲 向 谯 鲜)
# are as frequent as they are there.
_SURNAMES: tuple[tuple[str, int], ...] = (
    ("李", 760), ("王", 690), ("张", 660), ("刘", 540), ("陈", 510), ("杨", 480), ("何", 300),
    ("吴", 280), ("黄", 260), ("赵", 260), ("周", 240), ("苟", 230), ("罗", 220), ("马", 190),
    ("徐", 180), ("岳", 170), ("谢", 160), ("朱", 150), ("胡", 150), ("唐", 140), ("郭", 140),
    ("冯", 140), ("邓", 130), ("向", 130), ("余", 130), ("孙", 120), ("蒲", 120), ("许", 110),
    ("蒋", 110), ("彭", 110), ("曾", 105), ("谭", 105), ("林", 100), ("肖", 100), ("程", 95),
    ("袁", 90), ("韩", 85), ("杜", 85), ("曹", 85), ("熊", 80), ("龚", 80), ("廖", 80),
    ("魏", 75), ("冉", 75), ("潘", 70), ("田", 70), ("梁", 70), ("高", 70), ("严", 65),
    ("景", 60), ("任", 60), ("鲜", 60), ("付", 55), ("覃", 30), ("丁", 50), ("苏", 50),
    ("吕", 50), ("汪", 50), ("石", 50), ("夏", 50), ("龙", 50), ("雷", 50), ("侯", 45),
    ("白", 45), ("贾", 45), ("邹", 45), ("康", 40), ("钟", 40), ("姚", 40), ("贺", 40),
    ("文", 40), ("章", 15), ("方", 35), ("孟", 35), ("秦", 35), ("易", 35), ("江", 35),
    ("董", 35), ("宋", 60), ("郑", 60), ("沈", 30), ("范", 30), ("卢", 30), ("姜", 30),
    ("崔", 20), ("陆", 25), ("金", 20), ("陶", 25), ("黎", 25), ("温", 20), ("毛", 20),
    ("邱", 20), ("薛", 20), ("牟", 20), ("谯", 20), ("闫", 15), ("段", 15), ("史", 15),
    ("尹", 15), ("万", 15), ("武", 12), ("戴", 12), ("莫", 10), ("孔", 10), ("汤", 10),
    ("常", 10), ("乔", 8), ("赖", 8), ("施", 8), ("洪", 8), ("柳", 8), ("伍", 10),
    ("申", 8), ("殷", 6), ("辛", 5), ("解", 5), ("仇", 4), ("单", 4), ("翟", 4), ("查", 3),
    ("朴", 2), ("盖", 2), ("区", 2), ("幸", 3), ("宓", 1), ("庹", 3), ("晏", 4), ("淳", 1),
    ("欧阳", 8), ("司马", 3), ("上官", 3), ("诸葛", 2), ("尉迟", 2), ("皇甫", 2), ("令狐", 2),
    ("公孙", 1), ("万俟", 1), ("东方", 1),
)  # fmt: skip
_SURNAME_LIST = [name for name, _ in _SURNAMES]
_SURNAME_WEIGHTS = list(accumulate(weight for _, weight in _SURNAMES))

_PEOPLES: tuple[tuple[str, int], ...] = (
    (HAN, 9840), (QIANG, 40), (YI, 30), (HUI, 30), (TIBETAN, 20), (TUJIA, 20), (MIAO, 12),
    (UYGHUR, 8),
)  # fmt: skip
_PEOPLE_LIST = [code for code, _ in _PEOPLES]
_PEOPLE_WEIGHTS = list(accumulate(weight for _, weight in _PEOPLES))

_HUI_SURNAMES = ("马", "马", "马", "穆", "哈", "沙", "丁", "白", "撒")
_YI_CLANS = ("吉里", "阿苦", "沙马", "曲比", "海来", "吉克", "马海", "俄木", "阿尔")
_YI_MALE = ("日哈", "木果", "拉且", "尔古", "石布", "惹古", "伍呷", "古铁")
_YI_FEMALE = ("呷呷", "阿芝", "阿果", "木呷", "阿依", "伍牛", "阿呷")
_TIBETAN_MALE = ("扎西", "次仁", "多吉", "丹增", "洛桑", "尼玛", "平措", "旺堆", "格桑")
_TIBETAN_FEMALE = ("卓玛", "央金", "拉姆", "白玛", "曲珍", "德吉", "卓嘎", "梅朵")
_UYGHUR_MALE = ("买买提", "艾力", "阿卜杜拉", "吐尔逊", "库尔班", "玉素甫", "艾尼瓦尔", "地里夏提")
_UYGHUR_FEMALE = ("阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "迪丽努尔", "米热古丽")
_RARE_SHARE = 0.0014


class Namer:
    """Draws names. family: what children share: a surname, a clan, or the father's own name."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def people(self) -> str:
        """A family's ethnic group (GB/T 3304)."""
        return self._rng.choices(_PEOPLE_LIST, cum_weights=_PEOPLE_WEIGHTS)[0]

    def family(self, people: str = HAN) -> str:
        """A family's name."""
        choice = self._rng.choice
        if people == YI:
            return choice(_YI_CLANS)
        if people == UYGHUR:
            return choice(_UYGHUR_MALE)
        if people == TIBETAN:
            return ""
        if people == HUI:
            return choice(_HUI_SURNAMES)
        return self._rng.choices(_SURNAME_LIST, cum_weights=_SURNAME_WEIGHTS)[0]

    def full(self, people: str, family: str, male: bool, year: int) -> str:
        """A whole name for somebody born in that year."""
        choice = self._rng.choice
        if people == YI:
            return family + choice(_YI_MALE if male else _YI_FEMALE)
        if people == UYGHUR:
            own = [n for n in (_UYGHUR_MALE if male else _UYGHUR_FEMALE) if n != family]
            return f"{choice(own)}·{family}"
        if people == TIBETAN:
            dot = "·" if self._rng.random() < 0.3 else ""
            first = choice(_TIBETAN_MALE)
            rest = [n for n in (_TIBETAN_MALE if male else _TIBETAN_FEMALE) if n != first]
            return first + dot + choice(rest)
        return family + self._given(MALE if male else FEMALE, year)

    def _given(self, fashions: tuple[Fashion, ...], year: int) -> str:
        rng = self._rng
        fashion = next(f for f in fashions if year < f.until)
        if year >= 1975 and rng.random() < _RARE_SHARE:
            rare = rng.choice(RARE)
            return rare if rng.random() < 0.5 else rng.choice(fashion.first) + rare
        if rng.random() < fashion.singles:
            return rng.choice(fashion.single)
        first, second = rng.choice(fashion.first), rng.choice(fashion.second)
        return first + second
