"""The sentences of the year's report: true whatever the numbers are (none, one, many), and for a
year that is over as for one that is not."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.amounts import yuan_text
from ldz_desktop.domain.awards import KINDS
from ldz_desktop.domain.evaluation import half_up
from ldz_desktop.domain.mending_records import SEVERITIES
from ldz_desktop.domain.rewards import EVENTS
from ldz_desktop.domain.selections import WAYS
from ldz_desktop.domain.training import hours_text
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.annual_report_numbers import (
    count,
    mean,
    mean_stars,
    months_text,
    parts,
    percent,
    rate,
    together,
)
from ldz_desktop.services.annual_report_records import FEW, AnnualReport, Granted, MonthLine

_COURSES = {"岗前": "岗前培训", "轮训": "轮训", "顶岗": "顶岗锻炼"}
_UNITS = {"building": "栋", "leader": "名"}


def opening(report: AnnualReport) -> str:
    """What is reported, on which days, and what is not in it."""
    last = f"{report.until.month}月{report.until.day}日"
    text = (
        f"现将{report.unit}{report.year}年楼栋长工作情况报告如下。"
        f"报告期为{report.year}年1月1日至{last}。"
    )
    if not report.whole:
        text += "本年还没有结束，本报告只反映到这一天的情况。"
    if report.begun is not None and report.begun.month > 1:
        text += f"登记的工作最早是{date_text(report.begun)}的，此前的工作没有登记，不在本报告之内。"
    if report.until != report.today:
        text += (
            f"社区、楼栋、户档的数，以及待办的各项，是制表当日（{date_text(report.today)}）的现状。"
        )
    return text


# -- 一 and 二 -------------------------------------------------------------------------------------


def base(report: AnnualReport) -> Iterator[str]:
    one = report.base
    today = date_text(report.today)
    if not one.communities:
        yield f"截至{today}，还没有登记社区、小区和楼栋。"
    else:
        yield (
            f"截至{today}，共有{count(len(one.communities))}个社区、{count(one.compounds)}个小区、"
            f"{count(one.buildings)}栋楼，在册户档{count(one.households)}户、"
            f"居民{count(one.residents)}人。"
        )
    if not one.leaders:
        yield f"{date_text(one.on)}没有在任的楼栋长。"
        return
    vacant = one.buildings - one.led
    yield (
        f"{date_text(one.on)}在任楼栋长{count(one.leaders)}名，其中中共党员（含预备党员）"
        f"{count(one.party)}名，占{percent(one.party, one.leaders, 0)}；高中（中职）及以上学历"
        f"{count(one.upper_secondary)}名，占{percent(one.upper_secondary, one.leaders, 0)}。"
        + (f"没有楼栋长的楼栋{count(vacant)}栋。" if vacant else "每栋楼都有楼栋长。")
    )


def changes(report: AnnualReport) -> Iterator[str]:
    one = report.changes
    begun = sum(one.begun.values())
    told = []
    if begun:
        ways = parts(((WAYS[way], n) for way, n in one.begun.items()), "次")
        told.append(f"年内开始推选{count(begun)}次（{ways}）")
    told += [f"任命{count(one.appointed)}名"] if one.appointed else []
    told += [f"终止推选{count(one.given_up)}次"] if one.given_up else []
    told += [f"到报告期末还在进行的{count(one.running)}次"] if one.running else []
    yield ("，".join(told) if told else "年内没有推选和任命") + "。"
    started = parts((("新任", one.fresh), ("连任", one.renewed)), "名")
    left = ""
    if one.gone:
        reasons = parts(one.left.items(), "名")
        rest = one.gone - one.handed_over
        handed = "离任交接都已办结"
        if rest:
            handed = f"离任交接办结{count(one.handed_over)}份，没有办结的{count(rest)}份"
        left = (
            f"卸任{count(one.gone)}名（{reasons}），涉及{count(one.left_buildings)}栋楼；{handed}"
        )
    if started or left:
        yield "，".join(filter(None, (f"年内{started}" if started else "", left))) + "。"
    else:
        yield "年内没有楼栋长任职或卸任。"
    if one.expiring:
        yield (
            f"在任的楼栋长中，任期在{report.year + 1}年年底以前届满（含已经届满）的有"
            f"{count(one.expiring)}栋，需要换届。"
        )


# -- 三 -------------------------------------------------------------------------------------------


def training(report: AnnualReport) -> Iterator[str]:
    one = report.training
    held = [kind for kind in one.courses if kind.courses]
    courses, attended = sum(k.courses for k in held), sum(k.attended for k in held)
    if attended:
        each = "；".join(
            f"{_COURSES[k.kind]}{count(k.courses)}次、{count(k.attended)}人次" for k in held
        )
        numbered = sum(k.certificates for k in held)
        text = f"年内举办培训{count(courses)}次，参训{count(attended)}人次（{each}）"
        yield text + (f"，编发合格证{count(numbered)}份。" if numbered else "。")
    elif courses:
        yield f"年内举办培训{count(courses)}次，没有签到记录。"
    else:
        yield "年内没有举办培训。"
    if not one.people:
        return
    hours = Decimal(hours_text(one.minutes, one.per_hour))
    mine = str(half_up(Fraction(one.minutes, one.people * one.per_hour), 1)).removesuffix(".0")
    lacking = parts(
        (("缺岗前培训的", one.lack_induction), (f"不足全年{one.yearly}学时的", one.short)), "名"
    )
    yield (
        f"年内在任过的楼栋长{count(one.people)}名，合计参训{hours:,}学时，人均{mine}学时。"
        + (
            f"报告期末在任的楼栋长中，{lacking}。"
            if lacking
            else "报告期末在任的楼栋长没有欠缺岗前培训和年学时的。"
        )
    )


def duties(report: AnnualReport) -> Iterator[str]:
    one = report.duties
    if not one.asked and not one.total:
        yield "年内没有在任的楼栋长，没有履职登记。"
        return
    first, last = f"{int(one.first[5:7])}月", f"{int(one.last[5:7])}月"
    months = first if first == last else f"{first}至{last}"
    asked = f"{months}应填报履职月报{count(one.asked)}份（每名楼栋长在任的每个月一份）"
    if not one.total:
        yield f"{asked}，没有填报。"
        return
    share = f"，占{percent(one.reported, one.asked)}" if one.asked else ""
    yield (
        f"{asked}，已填报{count(one.reported)}份{share}；登记履职{count(one.total)}次，分项如下。"
    )


# -- 四 -------------------------------------------------------------------------------------------


def evaluation(report: AnnualReport) -> Iterator[str]:
    one = report.evaluation
    closed, asked = one.closed, len(one.months)
    if not closed:
        yield f"报告期内没有封存的测评月份，这一部分没有数可列。{_not_closed(one.months)}"
        return
    hung = sum(m.state == "published" for m in closed)
    missing = _not_closed(one.months)
    if missing:
        missing += "没有封存的月份不列数，也不推算。"
    yield (f"报告期的{asked}个月里，已封存{len(closed)}个月，其中已公示{hung}个月。{missing}")
    yield sheets(closed) + opinions(closed)
    again = [m.month for m in closed if m.edition > 1]
    corrected = f"更正后重新封存的{len(again)}个月（{months_text(again)}）" if again else ""
    verdicts = (("成立的", one.upheld), ("不成立的", one.rejected), ("没有答复的", one.waiting))
    objections = sum(n for _, n in verdicts)
    against = "测评公示没有收到异议"
    if objections:
        against = f"测评公示收到异议{count(objections)}件，其中{parts(verdicts, '件')}"
    yield f"{corrected or '没有更正过的月份'}；{against}。"


def _not_closed(months: Iterable[MonthLine]) -> str:
    """Which months have no numbers, and why."""
    open_ = [m for m in months if not m.closed]
    why = (
        ("没有测评记录", [m.month for m in open_ if m.state is None]),
        ("还没有封存", [m.month for m in open_ if m.state is not None and m.edition == 1]),
        ("重开后还没有重新封存", [m.month for m in open_ if m.state is not None and m.edition > 1]),
    )
    told = [f"{months_text(names)}{words}" for words, names in why if names]
    return "，".join(told) + "。" if told else ""


def sheets(closed: Sequence[MonthLine]) -> str:
    """How many papers went out and came back; issued is told only where every batch was counted."""
    returned, valid = sum(m.returned for m in closed), sum(m.valid for m in closed)
    issued = [m.issued for m in closed]
    text = f"收回满意度调查表{count(returned)}张，有效{count(valid)}张。"
    if None in issued:
        return text
    total = sum(n for n in issued if n is not None)
    back = f"回收率{percent(returned, total)}，" if total else ""
    return (
        f"发出满意度调查表{count(total)}张，收回{count(returned)}张，{back}有效{count(valid)}张。"
    )


def opinions(closed: Sequence[MonthLine]) -> str:
    """The year's two numbers with what they are of."""
    if any(m.rolling for m in closed):
        return "滚动计分的月份互相重叠，不作全年合计，各月见表。"
    whole = together(m.opinion for m in closed)
    score, share, stars = mean(whole), rate(whole), mean_stars(whole)
    if score is None or share is None or stars is None:
        return "没有达到排名条件的楼栋，不列得分。"
    return (
        f"参加排名的楼栋，满意度得分平均{score}分（有效表{count(whole.sheets)}张）；满意率"
        f"{share}%（答项{count(whole.answers)}项中计为满意的"
        f"{count(whole.satisfied)}项）；星级得分平均{stars}分。"
    )


# -- 五 and 六 -------------------------------------------------------------------------------------


def flags(report: AnnualReport) -> str:
    one = report.honours
    buildings = sum(len(line.buildings) for line in one.flags)
    text = "封存的月份里没有评出流动红旗。"
    if one.held:
        text = (
            f"封存的月份共评出流动红旗{count(one.held)}面次，由{count(buildings)}栋楼持有，"
            "持旗月数如下。"
        )
    if one.undecided:
        text += f"另有{count(one.undecided)}面次因得分并列，还没有决定归属。"
    return text


def money(report: AnnualReport) -> Iterator[str]:
    one = report.honours
    if one.rewards:
        sums = "，".join(
            f"{name}{yuan_text(cents)}元"
            for name, cents in (
                ("已发放", one.paid), ("待发放", one.approved), ("待审批", one.proposed),
            )
            if cents
        )  # fmt: skip
        yield (
            f"流动红旗奖励{count(one.rewards)}笔，{count(one.people)}名楼栋长，合计"
            f"{yuan_text(one.cents)}元，其中{sums}。"
        )
    else:
        yield "没有流动红旗奖励。"
    events = parts(((EVENTS[kind], n) for kind, n in one.events.items()), "项")
    yield f"登记荣誉与任用：{events}。" if events else "没有登记荣誉与任用。"
    granted = [g for g in one.awards if g.count]
    if granted:
        yield f"{report.year}年度表彰：{'；'.join(map(_awarded, granted))}。"
    else:
        yield f"没有授予{report.year}年度{'、'.join(KINDS.values())}。"


def _awarded(one: Granted) -> str:
    words = f"{KINDS[one.kind]}{count(one.count)}{_UNITS[one.kind]}"
    return f"{words}，{'、'.join(one.names)}" if one.names else f"{words}（还没有公示，名单从略）"


def cautions(report: AnnualReport) -> Iterator[str]:
    one = report.cautions
    if one.last:
        yield f"封存的月份里列为末位{count(one.last)}人次，涉及{count(one.people)}名楼栋长。"
    else:
        yield "封存的月份里没有列为末位的楼栋长。"
    taken = parts(
        (("提醒", one.reminders), ("约谈", one.talks), ("提请研究", one.proposals)), "人次"
    )
    decided = parts((("免去职务", one.dismissed), ("继续留任", one.kept)), "名")
    text = f"年内{taken}" if taken else "年内没有提醒、约谈和提请研究"
    if one.void:
        text += f"（其中{count(one.void)}人次所依据的月份后来更正，已经失效）"
    text += f"；经研究决定{decided}。" if decided else "；没有作出处理决定。"
    if one.waiting:
        text += f"到制表日还有{count(one.waiting)}项待办。"
    yield text


# -- 七 -------------------------------------------------------------------------------------------


def visits(report: AnnualReport) -> str:
    one = report.files
    text = (
        f"年内登记走访{count(one.visits)}次，走到{count(one.visited)}户。"
        if one.visits
        else "年内没有登记走访。"
    )
    if not one.rhythm:
        return f"{text}按周期走访的不足{FEW}户，不列。"
    due = f"其中{count(one.due)}户已到期未走访" if one.due else "没有到期未走访的"
    return (
        f"{text}截至{date_text(report.today)}，按周期走访的{count(one.in_rhythm)}户，{due}，"
        f"按周期分列如下（不足{FEW}户的周期不列）。"
    )


def tags(report: AnnualReport) -> str:
    """The sentence before the table of tags."""
    day = date_text(report.today)
    if not report.files.tags:
        return f"截至{day}，有服务标签的居民各类都不足{FEW}人，不列。"
    return f"截至{day}，有服务标签的居民人数如下（一人可有几项，不足{FEW}人的类别不列）。"


def files(report: AnnualReport) -> Iterator[str]:
    one = report.files
    if one.changes:
        text = f"年内更新户档{count(one.touched)}户、{count(one.changes)}次"
        moved = parts(one.moves, "件")
        yield text + (f"，其中{moved}（不足{FEW}件的不列）。" if moved else "。")
    else:
        yield "年内没有逐户更新户档。"
    bulk = parts(one.bulk, "次")
    if bulk:
        yield f"成批更新另计：{bulk}。"
    day = date_text(report.today)
    if not report.base.households:
        yield f"截至{day}没有在册户档，没有待办。"
        return
    found = parts(((SEVERITIES[s], n) for s, n in one.findings.items()), "条")
    if not found:
        yield f"截至{day}，数据体检没有发现要处理的，户档一年内都核对过。"
        return
    unchecked = f"一年以上没有核对的{count(one.unchecked)}户" if one.unchecked else "一年内都核对过"
    yield f"截至{day}，数据体检待处理{found}；户档{unchecked}。"
