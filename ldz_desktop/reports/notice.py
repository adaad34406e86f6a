"""The ranking notice to pin to the wall (domain.md §6): sentences, table, period, signature.

Leaders hold an office and are named in full; no resident, identity number, telephone of a person
or room appears. The last place is a rank like any other.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.evaluation import FEW_SHEETS, GRADES, SHOWN_FROM, Scheme, Standing
from ldz_desktop.domain.rank_interval import SHARE
from ldz_desktop.domain.schemes import percent, resident_sentence, tie_words
from ldz_desktop.domain.workdays import Period, date_text
from ldz_desktop.reports import periods
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, PITCH, Flow
from ldz_desktop.reports.notice_charts import draw_charts
from ldz_desktop.reports.paper import GREY, About, Document, Paper, Style
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.evaluation_notice import NoticeData

MATTER = "楼栋长测评结果公示"
DRAFT = "草稿"
DRAFT_GREY = (0.89, 0.89, 0.89)
_NOTE = Style("body", 10.5, GREY)
_NOTE_PITCH = 15.0
_GAP = 10.0
_MANY_ROWS = 40
_NONE = "—"

_COLUMNS = (
    Column("名次", "center"),
    Column("楼栋", wrap=True),
    Column("楼栋长", wrap=True),
    Column("得分", "right", figures=True),
    Column("满意度", "right", figures=True),
    Column("满意率", "right", figures=True),
    Column("星级", "right", figures=True),
    Column("有效表", "right", figures=True),
    Column("备注"),
)


def render_notice(data: NoticeData, fonts: FontSet | None = None) -> Paper:
    """One group's notice with its page of charts. fonts: the machine's own by default."""
    return render_notices((data,), fonts)


def render_notices(every: Sequence[NoticeData], fonts: FontSet | None = None) -> Paper:
    """The notices of several groups in one document; each begins a page and counts its own."""
    if not every:
        raise ValueError("a notice needs a group to speak of")
    first = every[0]
    names = "、".join(dict.fromkeys(one.scope_name for one in every))
    about = About(f"{names}{month_text(first.month)}{MATTER}", first.unit, first.posted, MATTER)
    document = Document(fonts or machine_fonts(), about)
    for number, data in enumerate(every):
        if number:
            document.new_page()
        add_notice(document, data)
    return document.finish()


def add_notice(document: Document, data: NoticeData) -> None:
    """A group's notice from the document's current page on, which is empty."""
    flow = Flow(document)
    flow.title((data.scope_name, month_text(data.month), MATTER))
    flow.skip(PITCH / 2)
    flow.paragraph(basis(data))
    flow.skip(_GAP)
    add_results(flow, data)
    add_closing(flow, data)
    draw_charts(flow, data)
    flow.feet(_foot(data))
    if data.state == "open":
        document.across(DRAFT, DRAFT_GREY, flow.pages)


def add_results(flow: Flow, data: NoticeData) -> None:
    """The ranking whole, how its numbers come about, and who holds the flag."""
    look = Look(pitch=21.5) if len(data.rows) > _MANY_ROWS else Look()
    Table(flow.document, _COLUMNS, table_rows(data), flow.frame.measure, look).draw(flow)
    flow.skip(_GAP / 2)
    flow.set_lines(flow.lines(_rules(data), _NOTE, 0), _NOTE, _NOTE_PITCH)
    flow.skip(_GAP)
    for text in _flags(data):
        flow.paragraph(text)


def add_closing(flow: Flow, data: NoticeData) -> None:
    """Period and signature stay together: nobody signs an empty page."""
    lines = flow.lines(f"{period_sentence(data)}{periods.contact_sentence(data.unit, data.phone)}")
    flow.keep((len(lines) + 3) * PITCH)
    flow.set_lines(lines, BODY, PITCH)
    flow.skip(PITCH)
    flow.signature(data.unit, date_text(data.posted))


def month_text(month: str) -> str:
    """2026年10月 for 2026-10."""
    return f"{int(month[:4])}年{int(month[5:7])}月"


def table_rows(data: NoticeData) -> list[Row]:
    """Ranked buildings, then the unranked below a line of their own."""
    ranked = [_row(one) for one in data.rows if one.rank is not None]
    unranked = [_row(one) for one in data.rows if one.rank is None]
    if not unranked:
        return ranked
    heading = f"以下{len(unranked)}栋楼本月不参加排名，原因见备注"
    return [*ranked, Row((heading,), heading=True), *unranked]


def _row(one: Standing) -> Row:
    score = one.score
    shown = score.why_unranked != FEW_SHEETS  # too few sheets speak for nobody, and would tell who
    numbers = [
        score.score if one.rank is not None else None,
        score.satisfaction if shown else None,
        score.satisfied_rate if shown else None,
        score.stars if shown else None,
    ]
    printed = [_number(n) for n in numbers]
    if numbers[2] is not None:
        printed[2] += "%"
    remark = "流动红旗" if one.flag else score.why_unranked or ""
    rank = _NONE if one.rank is None else str(one.rank)
    return Row((rank, score.title, score.leader or "空缺", *printed, str(score.valid), remark))


def _number(value: Decimal | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def basis(data: NoticeData) -> str:
    """By which rules who was evaluated, and how many sheets came back."""
    names = [one.score.leader for one in data.rows if one.score.leader]
    counted = f"{len(names)}名楼栋长"
    if len(set(names)) < len(names):  # one who looks after two buildings, or a namesake
        counted = f"{len(data.rows)}栋楼的楼栋长"
    elif len(names) != len(data.rows):
        counted = f"{len(data.rows)}栋楼、{counted}"
    span = f"近{data.scheme.window}个月" if data.scheme.rolling else ""
    issued = "" if data.issued is None else f"{span}发出调查表{data.issued}张，"
    back = "收回" if issued else f"{span}收回调查表"
    return (
        f"按照《楼栋长管理办法》，以不记名满意度调查表和星级评分册对{data.scope_name}"
        f"{counted}进行了{month_text(data.month)}测评。"
        f"{issued}{back}{data.returned}张，有效{data.valid}张。现将结果公示如下。"
    )


def _rules(data: NoticeData) -> str:
    """How the numbers come about, so that anyone can recompute the ranks."""
    scheme = data.scheme
    values = "、".join(
        f"{grade}{value}分"
        for grade, value in zip(reversed(GRADES), reversed(scheme.grade_values), strict=True)
    )
    answers = sum(sum(one.score.grades) for one in data.rows if one.rank is not None)
    return (
        f"说明：得分＝满意度×{_percent(scheme.satisfaction_weight)}＋星级×"
        f"{_percent(scheme.stars_weight)}，四舍五入保留两位小数，名次按此排列。"
        f"满意度是各张有效表平均分的平均（{values}）；星级是评分册平均星数×{scheme.star_value}；"
        f"满意率是“{GRADES[scheme.satisfied_from - 1]}”及以上答项占有效表全部答项的比例"
        f"（参加排名的楼栋共{answers}项）。"
        f"{_ties(scheme)}{_minimum(scheme)}{resident_sentence(scheme)}{_spread(data)}"
    )


def _ties(scheme: Scheme) -> str:
    compared = tie_words(scheme)
    return f"同分的依次比较{compared}，仍相同的名次并列。" if compared else "同分的名次并列。"


def _minimum(scheme: Scheme) -> str:
    """Who is not ranked; a rolling scheme leaves out months that a window would give away."""
    text = f"有效表少于{scheme.minimum_sheets}张"
    if scheme.minimum_share:
        text += f"，或少于在住户数{_percent(scheme.minimum_share)}"
    if scheme.rolling:
        text = f"{scheme.window}个月{text}的不排名；不足{SHOWN_FROM}张的月份不计入"
        return f"{text}，只计现任楼栋长任内的月份。"
    return f"{text}的，不排名。"


def _spread(data: NoticeData) -> str:
    """What the sheets can bear of the ranks (reliability.md §4.5), in one sentence."""
    if not data.spread:
        return ""
    return (
        f"收回的表只是住户意见的一部分，相近的名次差别可能出于偶然：按统计推算（把握{SHARE}%），"
        f"半数楼栋的名次可有{data.spread}名以上的上下。"
    )


def _percent(value: Fraction) -> str:
    return percent(value).replace(" ", "")


def _flags(data: NoticeData) -> list[str]:
    """Who holds the flag, and which places a recorded decision still has to fill."""
    holders: dict[str, list[str]] = {}
    for one in data.rows:
        if one.flag:
            holders.setdefault(one.score.community, []).append(one.score.title)
    found = []
    if len(holders) == 1:
        (titles,) = holders.values()
        found.append(f"本月流动红旗授予{'、'.join(titles)}。")
    elif holders:
        parts = [f"{name}{'、'.join(titles)}" for name, titles in holders.items()]
        found.append(f"本月流动红旗授予：{'；'.join(parts)}。")
    if data.undecided:
        tied = "、".join(data.undecided)
        found.append(f"{tied}得分并列，流动红旗的归属由集体研究决定，另行公布。")
    return found


def period_sentence(data: NoticeData) -> str:
    """Both dates and the unit, as far as they are known."""
    if data.period_last is None:
        length = f"{data.notice_days}个{periods.UNITS[data.period_unit]}"
        return f"公示期为{length}，自{date_text(data.posted)}张贴之次日起计算。"
    first = data.period_first or data.posted + timedelta(days=1)
    last, certain = data.period_last, data.period_certain
    return periods.period_sentence(
        Period(first, last, certain=certain, days=data.notice_days, unit=data.period_unit)
    )


def _foot(data: NoticeData) -> str:
    """The month's code, which ties this sheet to the closed month, and last month's."""
    if data.state == "open":
        return "草稿：本月尚未封月，没有核验码，不得张贴"
    if data.code is None:
        return ""
    previous = f"　上月 {data.previous_code}" if data.previous_code else ""
    again = f"（第{data.edition}版）" if data.edition > 1 else ""
    return f"核验码 {data.code}{again}{previous}"
