"""Where the numbers of the year's report come from, and what each of them means: to be checked on
the program's own screens."""

from collections.abc import Iterator

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.annual_report_records import FEW, AnnualReport
from ldz_desktop.services.rewards_tables import YEAR_NOTE
from ldz_desktop.services.statistics import HOUSEHOLDS, PEOPLE


def notes(report: AnnualReport) -> Iterator[str]:
    """One sentence or two for each part, with the place in the program."""
    today = date_text(report.today)
    yield (
        f"社区、小区、楼栋、户档和居民（户档）：{today}的现状。户指{HOUSEHOLDS}；人指{PEOPLE}。"
        "去世和迁出的都不计。"
    )
    yield (
        f"楼栋长（楼栋长→花名册）：{date_text(report.base.on)}任期没有结束的，一人负责几栋楼的计一名；"
        "政治面貌和学历按档案现在的登记，党员含预备党员，比例四舍五入。"
    )
    yield (
        "选任与调整：推选、任命按推选记录的日期，任职、卸任按任期的日期（楼栋长→推选、完整档案）；"
        "同一人在同一栋楼的任期相接的计为连任。卸任原因按登记的文字归类，不列原文。"
    )
    yield (
        f"培训（楼栋长→培训）：结束日期在报告期内的培训和签到；一学时{report.training.per_hour}分钟，"
        f"每年应学{report.training.yearly}学时。"
    )
    yield (
        "履职（楼栋长→履职）：月报表和逐条登记的次数相加；分类按当月使用的职责清单，"
        "名称按最近一版。"
    )
    yield (
        "月度测评（测评）：只列封存的月份；参评、排名是楼栋数。发出、收回、有效是各楼栋表头的合计，有一批没有登记发出数的"
        "不列发出数。满意度得分是满意程度的平均分，满意率是计为满意的答项占全部答项的比例，是两个不同的数："
        "前者由各楼栋公示的满意度得分按有效表张数加权平均，后者由各楼栋答项相加；星级是各楼栋星级得分的"
        "平均，合计行是各月各楼栋的平均。只算参加排名的楼栋；"
        f"有效表不足{FEW}张的任何结果都不在其内，也不能推算。"
    )
    yield (
        "流动红旗（荣誉墙）：封存月份的排名，和并列时登记的决定，一面旗在一栋楼一个月计一面次。"
        f"奖励（楼栋长→奖励→年度合计）{YEAR_NOTE}；荣誉与任用按登记的日期。年度表彰按登记的表决。"
    )
    yield (
        "末位处置（楼栋长→末位处置）：末位是封存月份里名次最后的，提醒、约谈、提请和决定按办理的日期。"
        "不列姓名。"
    )
    yield (
        "走访（户档→工具→标签与走访）：走访按登记的日期；周期、到期和标签是"
        f"{today}的现状，不足{FEW}户、{FEW}人的不列。更新户档按改动记录，已撤销的不计；"
        f"数据体检（户档→工具）也是{today}的现状。"
    )
    yield "本报告不含居民的姓名、证件号码、电话和房号。"
