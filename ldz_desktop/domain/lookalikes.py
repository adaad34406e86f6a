"""Characters of names that are written, typed or read for one another.

Data only: domain.duplicates reads it. VARIANTS are one character in several forms (simplified,
traditional, variant, and the forms registries wrote by mistake); LOOKALIKES are different
characters that eyes and hands confuse. Characters that only sound alike need no table: the pinyin
of names tells them.
"""


def _groups(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The first character of a group stands for all of it.
VARIANTS = _groups("""
    张張 陈陳 刘劉 黄黃 杨楊 赵趙 吴吳呉 孙孫 马馬 罗羅 郑鄭 谢謝 许許 韩韓 冯馮 邓鄧 肖萧蕭
    闫阎閻 付傅 蒋蔣 卢盧 苏蘇甦 吕呂 贾賈 钟鍾鐘锺鈡 谭譚 陆陸 范範 余餘馀 邹鄒 龚龔 严嚴 蓝藍
    赖賴 龙龍 齐齊亝 乔喬 庞龐 顾顧 纪紀 庄莊荘 聂聶 荣榮 项項 毕畢 单單 车車 宁寧甯寍 欧歐 卫衛衞
    满滿 谈談 邬鄔 储儲 鲍鮑 华華 庐廬 岳嶽 汤湯 鲁魯 韦韋 仓倉 闻聞 党黨 谯譙 窦竇 温溫 叶葉
    涂凃塗 盖蓋 万萬 沈瀋 谌諶 费費 贺賀 阳陽 阴陰 际際 蒙矇濛 滕縢 缪繆 骆駱 鲜鮮 麦麥 黎藜 双雙
    晁鼂 国國囯 军軍 伟偉 丽麗 红紅 兰蘭 凤鳳 贵貴 宝寶寳 鹏鵬 飞飛 杰傑 强強 胜勝 爱愛
    莲蓮 琼瓊 洁潔 静靜 纲綱 刚剛 东東 兴興 义義 礼禮 学學 书書 亿億 长長 庆慶 丰豐 风風 云雲 汉漢
    涛濤 泽澤 滨濱 澜瀾 莺鶯 鸿鴻 鹤鶴 骏駿 腾騰 骥驥 银銀 铁鐵 锦錦 钢鋼 铭銘 钱錢 镇鎮 锋鋒 钰鈺
    铃鈴 钧鈞 键鍵 镜鏡 鉴鑒鑑鍳 环環 莹瑩 玺璽 瑶瑤 玛瑪 珍珎 珲琿 玮瑋 娅婭 妈媽 娇嬌 婵嬋 娈孌
    岚嵐 峰峯 岭嶺 岛島 岗崗 峦巒 广廣 应應 怀懷 忆憶 恒恆 悦悅 宪憲 战戰 扬揚 拥擁 择擇 晓曉 晔曄
    旸暘 时時 晋晉 昼晝 会會 乐樂 树樹 桦樺 检檢 权權 欢歡 岁歲 气氣 沪滬 涟漣 渐漸 润潤 灿燦 焕煥
    炜煒 炽熾 烨燁爗 烁爍 献獻 狮獅 画畫 尽盡 祯禎 称稱 颖穎頴 竞競 笔筆 节節 纹紋 纯純 绚絢 绮綺
    维維 绿綠 绪緒 线線 萦縈 绩績 继繼 续續 缨纓 翘翹 圣聖 聪聰聦 声聲 艳艷豔 苇葦 荫蔭廕 荟薈
    艺藝 蕴蘊 芦蘆 苹蘋 蝉蟬 术術 咏詠 诗詩 诚誠 语語 诺諾 谦謙 议議 译譯 让讓 赞贊讚 财財 贞貞
    宾賓 贤賢 质質 赢贏 赛賽 轩軒 辉輝煇暉 轮輪 辅輔 达達 运運 远遠 选選 迈邁 乡鄉 医醫 钊釗 锐銳
    铠鎧 闪閃 闽閩 闵閔 开開 关關 阔闊 鸡雞 霁霽 灵靈霛 韬韜 韵韻 顺順 颂頌 颉頡 颜顏 显顯 飘飄
    养養 驰馳 骐騏 骁驍 骄驕 发發髮 郁鬱 鲲鯤 鹃鵑 鹰鷹 点點 龄齡 奋奮 宽寬 实實 审審 将將 寻尋
    对對 导導 啸嘯 园園 圆圓 坚堅 尘塵 壮壯 寿壽 梦夢 奥奧 姗姍 个個箇 伦倫 侦偵 备備 传傳 优優
    仪儀 偿償 儿兒 两兩 册冊 凯凱 创創 剑劍劒 劲勁 动動 务務 勋勳勛 励勵 劳勞 厉厲 丛叢 启啟啓
    员員 唤喚 图圖 坛壇 垒壘 妇婦 宫宮 层層 峡峽 帅帥 师師 归歸 当當 录錄録 彦彥 征徵 径徑 德悳惪
    志誌 怜憐 恋戀 恳懇 惠恵 愿願 摄攝 敌敵 斋齋 无無 旷曠 昆崑 昙曇 朴樸 机機 杂雜 来來 枫楓 枣棗
    栋棟 栖棲 样樣 桥橋 档檔 梅楳槑 楼樓 横橫 樱櫻桜 沟溝 洒灑 浅淺 浆漿 济濟 浏瀏 浓濃 涌湧 渊淵
    渔漁 湾灣 灏灝 炉爐 烛燭 热熱 爷爺 牵牽 犹猶 独獨 珏玨 现現 琏璉 瑷璦 畅暢 疗療 监監 盘盤 真眞
    睿叡 矿礦 码碼 硕碩 祎禕 祐佑 禄祿 离離 种種 积積 稳穩 窑窯 竖豎 筑築 简簡 篮籃 类類 粮糧 紧緊
    纬緯 细細 织織 终終 组組 经經 结結 给給 统統 绢絹 绣繡綉 绥綏 缘緣 群羣 联聯 肃肅 肠腸 胆膽
    脉脈 脑腦 苍蒼 茧繭 荆荊 莅蒞 莱萊 获獲穫 菓果 萝蘿 营營 蔼藹 虑慮 虽雖 虾蝦 蚂螞 袭襲 观觀
    觉覺 计計 记記 讯訊 训訓 论論 证證 识識 词詞 详詳 请請 课課 调調 谊誼 谱譜 贝貝 贡貢 责責 货貨
    贯貫 贻貽 赐賜 赋賦 赏賞 跃躍 践踐 轻輕 载載 辑輯 边邊 迁遷 过過 进進 连連 迟遲 适適 逊遜 遥遙
    邮郵 邻鄰隣 里裏裡 钗釵 钿鈿 铎鐸 铜銅 铨銓 锁鎖 锡錫 锤錘 镕鎔 闯闖 问問 间間 闰閏 阁閣 陇隴
    陕陝 隐隱 随隨 难難 雏雛 雾霧 须須鬚 预預 领領 频頻 题題 额額 饶饒 驭馭 驻駐 驾駕 骅驊 骞騫
    鲤鯉 鸣鳴 鸥鷗 鸾鸞 鼎鼑 昇升陞 喆哲 堃坤 脩修 嫻娴嫺 邨村 氷冰 净淨浄 産产產 敍叙敘 秘祕 瑠琉
    燿耀 钜巨 仝同 衆众眾 舘馆館 烟煙 焰燄 珪圭 赟贇 凌淩 况況 凉涼 决決 减減 准凖準 游遊
    尧堯 璇璿 嬷嬤 潇瀟 滢瀅 颢顥 皑皚 皓皜 嫔嬪 屿嶼 嵘嶸 峥崢 嵩崧 谷穀 于於
""")

LOOKALIKES = _groups("""
    己已巳 末未 土士 日曰 千干于 人入八 天夭夫 王玉主 刀刁力 午牛 由甲申田 令今 候侯 免兔 茶荼
    崇祟 戌戍戊成 晴睛 清情请晴倩靖 析折拆 班斑 治冶 莎沙纱 苹萍 妍研 姗珊 玲铃伶岭 遥瑶谣 旋璇
    潞璐露 莹萤营荧 蓉容溶榕 娟涓捐鹃 媛援暖缓 亭停婷 伟玮炜纬韦 涛焘铸 锋峰烽蜂逢 刚钢岗纲
    俊峻浚骏竣 明朋 昊吴昃旲 昱昰显 晨辰宸震 喧暄宣萱瑄煊渲 森淼鑫 杉彬衫 兰蓝 滨宾缤 冰水永
    泳咏永 汉汊 择译泽铎 浩皓晧洁 椒淑 原源愿 湘相想 儒濡孺 建健键楗 忠志思 恩思 垣恒桓烜 说悦锐阅
    惠慧 成城诚晟盛 欣新昕 晓饶绕烧浇尧 曼漫蔓 木本术 林琳彬淋霖 飒枫 伯柏 梁粱 楠南喃 泰秦奏 沉沈
    炎焱淡琰 煜昱熠 烨晔桦华 炫玄弦 玥钥 珠株 琛深探 瑜愉渝榆瑜喻 瑾谨槿 璋彰漳樟 甜恬 皎姣娇骄
    真镇 祥详翔洋 程珵呈 竹筑 筱攸 纯钝 翠萃 若苦 英瑛 茜倩 茵菌 莉利俐 莲连涟 菲霏斐裴 董懂
    蔚慰尉 薇微徽 虹红虫 裕浴俗 诗待侍 贝见 赛寨 远近 迪笛 均钧匀 锦绵棉 闯闱 阳阴 雨两 雪雷 雯文
    霞暇 青清 韬滔稻 顺须 颖颍 香杳 骄娇 魁魄 鹤鸽 邢刑那 付什伏 代戴 余佘涂徐 于干 冷泠 柳栁 卞卡
    户卢芦庐 栗粟 荀苟 芽茅矛 覃潭谭镡 祁祈 祖租 阮院 陶淘陷 靳勒 催崔 毛手 百白自 纪记 廖缪谬
    瞿翟 薛薜 辛幸莘 郎朗 赫郝 尹伊君 屈届 膝滕腾 焦集 能熊 牟车 殷段 供洪共 除徐 曹漕 朱未 李季
    杜社 扬杨汤 管菅 官宫 宗宋 寇冠 简筒 符付府 汪注 项顼 颜彦 贾贡 邱邸 邵郡 邹郑 卓桌 左佐右
    巩恐 叶计 史吏 冉再 母毋 闵闽 牧枚 玫枚 珍珎诊 琴瑟 琼凉 丽俪 利和 力历 立丽 文纹汶 刘浏 贵贯
    宝玉 强弘 胜性 洪鸿 海梅 波坡 涵函菡 澜阑 灵炅 珂坷 珺君郡 璟景憬 琬婉宛碗 婕捷睫 嫣焉 娜那
    娅亚 婧靖 妮尼泥 姝妹殊 娣弟梯 芳方 芬分纷 芸云 芷止 苗田 荷何 菁青 蕊芯 蕾雷 萌明 葵癸 科料
    宏弘 宁宇字 定宗 寅演 宸辰 岩宕 峥净 嵘荣 帆凡 庆厌 康糠 延廷 彤丹 彭澎 怡恰治 恺凯 悟语 愉偷
    振震 捷婕 文交 旭旮 旺汪 昆混 昌晶 晖辉挥 景影 晗涵 智知 朝潮 权杈 来采 杭航抗 松忪 枝技 柯何
    栋冻陈 根银 桐铜洞 梓辛 棠堂 榜傍 毅役 沛浦 津律 润闰 湛谌 溪奚 灿烂 炳柄 烁砾 熙照 爽奕 玺尔
    珏钰 瑞端 璧壁 畅杨 盼吩 睿容 碧璧 磊垒 祎伟 禄绿 禾木 秉乘 章童 筠均 粤奥 纲网 绪诸 维唯 胤凯
    致到 舒予 艺亿 芮丙 苏办 范犯 荣菜 莫奠 蒋将 蒙家 裴装 褚诸 谢射 贺资 赖懒 赵起 路骆 轩杆 辰唇
    辽过 迟尺 郁那 酆丰 钱线 钟种 铭鸣 锐税 闫闰 隋随 雄雅 韩朝 颂须 顾颐 马乌 驰弛 鲁鱼 鲍饱 鸣鸥
    麒骐 黎藜 默黑 佳住桂 凤风 江汪汀 宴晏 徽微 武斌 富福幅 尤龙 琪琦淇棋祺骐 琦绮倚骑 其淇 冼洗
    邱丘 淑婌 琇秀 州洲 郤郄 路璐 珍诊
""")


def _variant_table() -> dict[int, str]:
    """For str.translate: every form → the one that stands for it."""
    return {ord(char): group[0] for group in VARIANTS for char in group[1:]}


def _neighbours() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in LOOKALIKES:
        for char in group:
            found.setdefault(char, set()).update(group)
    return {char: frozenset(others - {char}) for char, others in found.items()}


def _families() -> dict[int, str]:
    """For str.translate: every character → one character for all it can be reached from."""
    stands: dict[str, str] = {}
    for group in LOOKALIKES:
        roots = sorted({stands.get(char, char) for char in group})
        for char, root in [*stands.items(), *((c, c) for c in group)]:
            if root in roots or char in group:
                stands[char] = roots[0]
    return {ord(char): root for char, root in stands.items() if char != root}


VARIANT_TABLE = _variant_table()
NEIGHBOURS = _neighbours()
FAMILY_TABLE = _families()
