"""Given names as they were in fashion, for each sex and generation. All combinations are invented.

A name is drawn from `single`, or put together from a `first` and a `second` character.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fashion:
    """until: born before that year; singles: share of one-character names."""

    until: int
    singles: float
    first: str
    second: str
    single: str


MALE: tuple[Fashion, ...] = (
    Fashion(
        1955,
        0.10,
        "国德明光文正天世永万成兴洪绍朝显仕大玉忠先良全怀元代",
        "富才清荣华贵福寿全发林成安友云章明亮武忠义祥德元庭",
        "贵福才清荣富忠义明林",
    ),
    Fashion(
        1970,
        0.14,
        "建国志永文光明德正世中小新华学天洪仕兴万",
        "国军民华平强林明祥忠生荣全兵清才发勇伦贵",
        "平军兵勇明强林全忠斌",
    ),
    Fashion(
        1985,
        0.34,
        "建志晓小永文海俊国春东少光明宗",
        "军勇兵华东强波林峰平涛辉斌云松刚",
        "勇军兵强伟涛波刚斌辉磊峰超林鹏飞杰东毅",
    ),
    Fashion(
        2000,
        0.36,
        "俊志文小海浩泽鹏明子建佳晓宇世",
        "杰豪鹏林波峰涛辉文龙飞洋平伟强斌超",
        "鹏超杰磊伟涛浩鑫宇洋波凯帅龙飞强旭坤斌",
    ),
    Fashion(
        2012,
        0.14,
        "浩子俊宇鑫文佳嘉志博睿泽天思",
        "然豪杰轩涵博洋航宸阳林辰彬",
        "鑫浩宇杰涛洋豪航凯",
    ),
    Fashion(
        9999,
        0.07,
        "梓浩沐奕子俊一泽昊皓铭承景嘉",
        "轩宇辰宸霖阳涵晨航玮骏煜然睿",
        "睿宸轩泽煜",
    ),
)

FEMALE: tuple[Fashion, ...] = (
    Fashion(
        1955,
        0.10,
        "秀桂玉素淑大成正天光永明兰翠碧开",
        "英珍芳华清琼蓉容群香莲云贞芝",
        "英珍兰芳琼碧清",
    ),
    Fashion(
        1970,
        0.14,
        "秀玉桂淑素小红丽春晓光天明国清继",
        "英兰芳华蓉琼珍梅群萍玲容香莲碧菊霞",
        "琼蓉英兰芳群萍玲梅红",
    ),
    Fashion(
        1985,
        0.34,
        "晓小春海雪丽红玉秀冬光明继",
        "梅燕蓉琼芳霞英华玲艳娟兰萍琴莉容",
        "燕丽艳琼蓉霞敏静娟玲芳梅萍琴莉红娜英",
    ),
    Fashion(
        2000,
        0.34,
        "小晓雪佳丽玉文静思雨春海欣",
        "婷燕梅玲娟蓉琴霞瑶慧颖琳洁莉萍敏",
        "婷丽静燕敏雪倩娟琳慧洁颖璐瑶丹莉艳娜",
    ),
    Fashion(
        2012,
        0.12,
        "欣雨思佳梦子嘉心诗静雅可语馨",
        "怡涵琪彤瑶婷颖妍萱玥洁琳蕊",
        "婷怡琪欣颖悦玥",
    ),
    Fashion(
        9999,
        0.06,
        "梓欣一雨诗语可若沐思子馨艺舒伊",
        "涵彤萱诺玥怡妍瑶汐桐晴宁柠悦琪",
        "玥彤萱诺",
    ),
)

RARE = "䶮𬱖㛃𬭚𫘥"
"""Characters beyond the common fonts and the BMP, that parents really choose."""
