"""年度报告 on paper: the scheme's year in the page of GB/T 9704, for the street office.

Numbers of offices, buildings and work; of residents only counts, and no small ones. No identity
number, telephone, room or resident's name is on it. Where every number comes from stands at its
end (annual_report_notes), so that it can be checked on the program's own screens.
"""

from collections.abc import Iterable, Sequence

from ldz_desktop.domain.duties import CLASSES, class_title
from ldz_desktop.domain.tags import PERIODS
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports import annual_report_words as words
from ldz_desktop.reports.annual_report_chart import HEIGHT, Panel, draw_panel
from ldz_desktop.reports.annual_report_notes import notes
from ldz_desktop.reports.annual_report_numbers import count, mean, mean_stars, rate, together
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, HEADING, PITCH, Flow, baseline
from ldz_desktop.reports.paper import GREY, About, Document, Paper, Style
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.annual_report_records import AnnualReport, MonthLine, Opinion

MATTER = "年楼栋长工作年度报告"
NONE = "—"
_SUB = Style("kai", BODY.size)
_CAPTION = Style("heading", 12.0)
_NOTE = Style("body", 10.5, GREY)
_NOTE_PITCH = 16.0
_LOOK = Look(sizes=(11.0, 10.5, 10.0, 9.5, 9.0, 8.5), pitch=20.0)
_GAP = 8.0
_ACROSS = 4  # tags side by side
_LEAST_ROWS = 4


def render(report: AnnualReport, *, fonts: FontSet | None = None) -> Paper:
    """The whole report. fonts: the machine's own by default."""
    title = f"{report.year}{MATTER}"
    about = About(f"{report.unit}{title}", report.unit, report.today, "年度报告")
    document = Document(fonts or machine_fonts(), about)
    flow = Flow(document)
    flow.title((report.unit, title))
    if not report.whole:
        middle = flow.frame.left + flow.frame.measure / 2
        y = baseline(flow.y, PITCH, _SUB.size)
        document.text(middle, y, f"（截至{date_text(report.until)}）", _SUB, "center")
        flow.y += PITCH
    flow.skip(PITCH / 2)
    flow.paragraph(words.opening(report))
    _base(flow, report)
    _changes(flow, report)
    _work(flow, report)
    _evaluation(flow, report)
    _honours(flow, report)
    _heading(flow, "六、末位处置")
    _paragraphs(flow, words.cautions(report))
    _files(flow, report)
    _sign(flow, report)
    _notes(flow, report)
    flow.feet(title)
    return document.finish()


# -- the parts -------------------------------------------------------------------------------------


def _base(flow: Flow, report: AnnualReport) -> None:
    one = report.base
    _heading(flow, "一、基本情况")
    _paragraphs(flow, words.base(report))
    if not one.communities:
        return
    rows = [
        _numbers(x.name, x.compounds, x.buildings, x.led, x.households, x.residents)
        for x in one.communities
    ]
    if len(rows) > 1:
        rows.append(
            _numbers(
                "合计", one.compounds, one.buildings, one.led, one.households, one.residents
            )
        )  # fmt: skip
    heads = ("社区", "小区", "楼栋", "有楼栋长的楼栋", "在册户档", "居民")
    _table(flow, _columns(heads, 1), rows)


def _changes(flow: Flow, report: AnnualReport) -> None:
    _heading(flow, "二、选任与调整")
    _paragraphs(flow, words.changes(report))


def _work(flow: Flow, report: AnnualReport) -> None:
    """Training, then duties: the three classes side by side, as the sheet has them."""
    _heading(flow, "三、培训与履职")
    _subheading(flow, "（一）培训")
    _paragraphs(flow, words.training(report))
    _subheading(flow, "（二）履职")
    _paragraphs(flow, words.duties(report))
    one = report.duties
    if not one.total:
        return
    groups = [one.of(group) for group in CLASSES]
    rows = []
    for at in range(max(map(len, groups))):
        cells: list[str] = []
        for group in groups:
            there = at < len(group)
            cells += [group[at].name, count(group[at].times)] if there else ["", ""]
        rows.append(Row(tuple(cells)))
    sums: list[str] = []
    for group in groups:
        sums += ["小计", count(sum(x.times for x in group))]
    rows.append(Row(tuple(sums)))
    columns = []
    for group_key in CLASSES:
        columns += [
            Column(class_title(group_key).partition("“")[0], wrap=True),
            Column("次数", "right", figures=True),
        ]
    _table(flow, columns, rows)


def _evaluation(flow: Flow, report: AnnualReport) -> None:
    one = report.evaluation
    _heading(flow, "四、月度测评")
    _paragraphs(flow, words.evaluation(report))
    closed = one.closed
    if not closed:
        return
    rows = [_month_row(month) for month in one.months]
    if len(closed) > 1:
        rows.append(_year_row(closed))
    heads = (
        "月份", "参评", "排名", "发出", "收回", "有效", "满意度得分", "满意率", "答项", "星级",
    )  # fmt: skip
    _table(flow, [*_columns(heads, 1), Column("备注", wrap=True)], rows)
    if len(closed) > 1 and any(m.opinion.sheets for m in closed):
        _chart(flow, one.months)


def _chart(flow: Flow, months: Sequence[MonthLine]) -> None:
    flow.keep(PITCH + 2 * HEIGHT)
    middle = flow.frame.left + flow.frame.measure / 2
    y = baseline(flow.y, PITCH, _CAPTION.size)
    flow.document.text(middle, y, "各月满意度得分和满意率", _CAPTION, "center")
    flow.y += PITCH
    told = [m.opinion if m.closed else Opinion() for m in months]
    names = [f"{int(m.month[5:7])}月" for m in months]
    scores, rates = tuple(map(mean, told)), tuple(map(rate, told))
    draw_panel(flow, names, Panel("满意度得分（分）", scores))
    draw_panel(flow, names, Panel("满意率（%）", rates))
    flow.skip(_GAP)


def _honours(flow: Flow, report: AnnualReport) -> None:
    _heading(flow, "五、流动红旗与奖励")
    flow.paragraph(words.flags(report))
    if report.honours.flags:
        rows = [
            Row((x.community, str(x.months), str(len(x.buildings)), "、".join(x.buildings)))
            for x in report.honours.flags
        ]
        columns = [
            Column("社区"), Column("持旗月数", "right", figures=True),
            Column("栋数", "right", figures=True), Column("楼栋", wrap=True),
        ]  # fmt: skip
        _table(flow, columns, rows)
    _paragraphs(flow, words.money(report))


def _files(flow: Flow, report: AnnualReport) -> None:
    one = report.files
    _heading(flow, "七、户档与走访")
    flow.paragraph(words.visits(report))
    if one.rhythm:
        heads = ("走访周期", "户数", "年内走访户数", "走访次数", "到期未走访")
        rows = [
            _numbers(_period(x.every), x.households, x.visited, x.visits, x.due)
            for x in one.rhythm
        ]  # fmt: skip
        _table(flow, _columns(heads, 1), rows)
    flow.paragraph(words.tags(report))
    if one.tags:
        _tags(flow, one.tags)
    *before, last = words.files(report)
    _paragraphs(flow, before)
    lines = flow.lines(last)
    flow.keep((len(lines) + 3) * PITCH)  # nobody signs an empty page
    flow.set_lines(lines, BODY, PITCH)


def _tags(flow: Flow, tags: Sequence[tuple[str, int]]) -> None:
    """Several side by side, in their order from left to right."""
    rows = []
    for start in range(0, len(tags), _ACROSS):
        cells: list[str] = []
        for kind, people in tags[start : start + _ACROSS]:
            cells += [kind, count(people)]
        rows.append(Row((*cells, *[""] * (2 * _ACROSS - len(cells)))))
    across = min(len(tags), _ACROSS)
    columns = [Column("标签"), Column("人数", "right", figures=True)] * across
    _table(flow, columns, [Row(row.cells[: 2 * across]) for row in rows])


def _sign(flow: Flow, report: AnnualReport) -> None:
    flow.keep(3 * PITCH)
    flow.skip(PITCH)
    flow.signature(report.unit, date_text(report.today))


def _notes(flow: Flow, report: AnnualReport) -> None:
    """Below the signature, as notes are; they do not begin with a line alone."""
    flow.skip(PITCH)
    flow.keep(PITCH + 4 * _NOTE_PITCH)
    y = baseline(flow.y, PITCH, _CAPTION.size)
    flow.document.text(flow.frame.left, y, "附：数据来源和口径", _CAPTION)
    flow.y += PITCH
    for number, text in enumerate(notes(report), 1):
        flow.set_lines(flow.lines(f"{number}．{text}", _NOTE, 0), _NOTE, _NOTE_PITCH)


# -- pieces ----------------------------------------------------------------------------------------


def _heading(flow: Flow, text: str) -> None:
    flow.keep(3 * PITCH)
    flow.paragraph(text, HEADING)


def _subheading(flow: Flow, text: str) -> None:
    flow.keep(3 * PITCH)
    flow.paragraph(text, _SUB)


def _paragraphs(flow: Flow, texts: Iterable[str]) -> None:
    for text in texts:
        flow.paragraph(text)


def _columns(heads: Sequence[str], texts: int) -> list[Column]:
    """The first ones hold words, the others numbers."""
    return [
        Column(head, "right", figures=True) if at >= texts else Column(head)
        for at, head in enumerate(heads)
    ]


def _numbers(name: str, *numbers: int) -> Row:
    return Row((name, *map(count, numbers)))


def _table(flow: Flow, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    flow.y += _GAP / 2
    flow.keep((1 + min(len(rows), _LEAST_ROWS)) * _LOOK.pitch)
    Table(flow.document, columns, rows, flow.frame.measure, _LOOK).draw(flow)
    flow.skip(_GAP)


def _month_row(month: MonthLine) -> Row:
    name = f"{int(month.month[5:7])}月"
    if not month.closed:
        begun = "没有封存" if month.edition == 1 else "重开未封"
        return Row((name, *[NONE] * 9, "无记录" if month.state is None else begun))
    again = "更正" if month.edition > 1 else ""
    remark = again or ("" if month.state == "published" else "未公示")
    issued = NONE if month.issued is None else count(month.issued)
    counts = (count(month.evaluated), count(month.ranked), issued)
    papers = (count(month.returned), count(month.valid))
    return Row((name, *counts, *papers, *_opinion(month.opinion), remark))


def _year_row(closed: Sequence[MonthLine]) -> Row:
    """Papers add up; opinions only where no month counts another one's sheets again."""
    issued = [m.issued for m in closed]
    total = NONE if None in issued else count(sum(n for n in issued if n is not None))
    papers = (count(sum(m.returned for m in closed)), count(sum(m.valid for m in closed)))
    rolling = any(m.rolling for m in closed)
    opinion = Opinion() if rolling else together(m.opinion for m in closed)
    return Row(("合计", NONE, NONE, total, *papers, *_opinion(opinion), ""))


def _opinion(one: Opinion) -> tuple[str, str, str, str]:
    score, share, stars = mean(one), rate(one), mean_stars(one)
    return (
        NONE if score is None else str(score), NONE if share is None else f"{share}%",
        NONE if share is None else count(one.answers), NONE if stars is None else str(stars),
    )  # fmt: skip


def _period(days: int) -> str:
    return PERIODS.get(days, f"每{days}天")
