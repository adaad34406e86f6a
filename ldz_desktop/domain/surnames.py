"""Readings that names have and dictionaries do not put first.

Data only: domain.names reads it. Both a table's readings and the character's usual one are indexed.
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """`character reading reading … character reading …`; syllables of one reading joined by '."""
    found: dict[str, tuple[str, ...]] = {}
    current = ""
    for word in text.split():
        if word.isascii():
            found[current] = (*found[current], word.replace("'", " "))
        else:
            current = word
            found[current] = ()
    return found


# 《现代汉语词典》 and 《中国姓氏大辞典》; where usage is split, the commoner reading stands first.
SURNAMES = _table("""
    万俟 mo'qi wan'si  尉迟 yu'chi  澹台 tan'tai  长孙 zhang'sun  单于 chan'yu  令狐 ling'hu
    鲜于 xian'yu  乐正 yue'zheng  宰父 zai'fu  谷梁 gu'liang  穀梁 gu'liang  拓跋 tuo'ba
    仲长 zhong'chang  亓官 qi'guan  夹谷 jia'gu  子车 zi'ju  褚师 chu'shi  呼延 hu'yan  哥舒 ge'shu
    曾 zeng  仇 qiu  解 xie  查 zha  单 shan  区 ou  盖 ge  翟 zhai  覃 qin  任 ren  朴 piao
    华 hua  乐 yue le  纪 ji  召 shao  黑 he  折 she  缪 miao  冼 xian  员 yun  秘 bi  种 chong
    燕 yan  尉 wei yu  薄 bo  卜 bu  都 du  阚 kan  繁 po  郇 xun  洗 xian  祭 zhai  句 gou
    晟 cheng  么 yao  幺 yao  粘 nian  佴 nai  乜 nie  能 nai  隗 wei  逄 pang  逢 pang
    眭 sui  谌 chen shen  牟 mou mu  车 che  莘 shen xin  郗 xi chi  郄 qie xi  贲 ben  俞 yu
    那 na  哈 ha  隽 juan  褚 chu  沈 shen  石 shi  宁 ning  盛 sheng  强 qiang  冒 mao  訾 zi
    长 chang  行 hang  适 kuo  角 jue  宓 mi fu  柏 bai  叶 ye  湛 zhan  钭 tou  睢 sui  瞿 qu
    殷 yin  谷 gu  嵇 ji  阿 a  宿 su  於 yu  芮 rui  晁 chao  镡 tan chan  禤 xuan  缑 gou
    仝 tong  亓 qi  厍 she  妫 gui  昝 zan  郜 gao  綦 qi  笪 da  仉 zhang  臧 zang  冯 feng
    咸 xian  池 chi  蒲 pu  干 gan  滑 hua  糜 mi  焦 jiao  庞 pang  甄 zhen  于 yu  余 yu
    夏 xia  万 wan  吴 wu  涂 tu  艾 ai  居 ju  暨 ji  家 jia  祝 zhu  占 zhan  传 chuan
    重 chong  术 zhu  藏 zang  朝 chao  扎 zha  降 jiang  阴 yin  洼 wa  毋 wu
    炅 gui  铫 yao  沓 ta  会 gui kuai  圈 juan  卡 qia  费 fei bi  呙 guo  炔 gui  撖 han  郏 jia
    阙 que  相 xiang  称 cheng  省 xing  观 guan  葸 xi  郤 xi  恽 yun  逯 lu  谯 qiao  乘 cheng
    毋丘 wu'qiu guan'qiu  毌丘 guan'qiu wu'qiu
""")

_PLAIN_COMPOUND = """
    欧阳 司马 上官 诸葛 东方 皇甫 司徒 司空 夏侯 公孙 慕容 宇文 轩辕 端木 南宫 独孤 闻人 赫连 公羊
    濮阳 淳于 公冶 太叔 太史 申屠 仲孙 钟离 闾丘 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 段干 百里 东郭
    南门 羊舌 微生 梁丘 左丘 西门 第五 南荣 东里 即墨 达奚 纳兰 完颜 耶律 宗政
    歐陽 司馬 諸葛 東方 公孫
"""
COMPOUND = frozenset(_PLAIN_COMPOUND.split()) | {name for name in SURNAMES if len(name) > 1}

# In given names: readings in the order of likelihood, where the dictionary's first one misleads
# or a second one is about as common.
GIVEN = _table("""
    长 chang zhang  重 chong zhong  乐 le yue  晟 sheng cheng  茜 qian xi  柏 bai bo
    朝 chao zhao  藏 cang zang  琢 zhuo  炅 jiong gui  筠 yun jun  省 xing sheng  仔 zi zai
    什 shi  都 du  薄 bo  卜 bu  曾 zeng ceng  翟 zhai di  莞 wan guan  单 shan dan
    查 cha zha  珩 heng  率 shuai lv  峤 qiao jiao  隽 jun juan  崴 wei wai  奘 zang zhuang
    偲 si cai  泊 bo  荥 xing ying  婼 ruo chuo  媞 ti  的 di  着 zhuo  著 zhu  了 liao  佛 fo
    伽 jia qie  勒 le lei  参 shen can  劲 jin jing  尉 wei yu  蔚 wei yu  颉 jie xie
    行 xing hang  调 diao tiao  娜 na nuo  澄 cheng deng  仇 qiu chou  解 jie xie  朴 pu piao
    盖 gai ge  覃 qin tan  区 qu ou  纶 lun guan  瑱 zhen tian  玚 yang chang  嬛 huan xuan
    桧 hui gui  缪 miao mou  降 jiang xiang  扎 zha za  呷 ga xia  骠 biao piao  辟 bi pi
    还 huan hai  钥 yue yao  观 guan  觉 jue jiao  没 mo mei  折 zhe she  种 zhong chong
""")
