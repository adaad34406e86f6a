"""What came out of a notice (公示情况报告): how it hung, what was said against it, how that was
decided, conclusion and next step (domain.md §6). Whoever objected is masked."""

from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.postings import Objection, Posting
from ldz_desktop.domain.workdays import Period, date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, HEADING, PITCH, Flow
from ldz_desktop.reports.paper import About, Document, Paper, Style
from ldz_desktop.reports.periods import UNITS, span
from ldz_desktop.reports.posting_notice import DRAFT, DRAFT_GREY
from ldz_desktop.services.postings_records import PostingPaper

MATTER = "情况报告"
_SUB = Style("kai", BODY.size)
_NOT_YET = "公示结果还没有报告。"


def render(data: PostingPaper, fonts: FontSet | None = None) -> Paper:
    """The report of the newest notice of a chain; without its result it is a draft, and says so
    across every page. fonts: the machine's own by default."""
    posting = data.posting
    day = posting.reported_on or data.today
    title = f"{posting.title}{MATTER}"
    document = Document(fonts or machine_fonts(), About(title, posting.unit, day, "公示结果报告"))
    flow = Flow(document)
    flow.title((posting.title, MATTER))
    flow.skip(PITCH)
    *before, hung = map(_hung, data.chain, data.periods)
    for text in before:
        flow.paragraph(text)
    flow.paragraph(f"{hung}现将公示情况报告如下。")
    objections = [one for posting in data.chain for one in posting.objections]
    numbers = iter("一二三四")
    _section(flow, f"{next(numbers)}、异议受理情况", _received(objections))
    if objections:
        _heading(flow, f"{next(numbers)}、异议处理情况")
        for at, objection in enumerate(objections, 1):
            _one(flow, at, objection)
    _section(flow, f"{next(numbers)}、结论", posting.conclusion or _NOT_YET)
    _section(flow, f"{next(numbers)}、下一步", posting.next_step or _NOT_YET, below=3 * PITCH)
    flow.skip(PITCH)
    flow.signature(posting.unit, date_text(day))
    flow.feet("")
    if posting.reported_on is None:
        document.across(DRAFT, DRAFT_GREY, flow.pages)
    return document.finish()


def _heading(flow: Flow, text: str) -> None:
    flow.keep(3 * PITCH)
    flow.paragraph(text, HEADING)


def _section(flow: Flow, heading: str, text: str, *, below: float = 0) -> None:
    """below: what has to follow on the same page: nobody signs an empty one."""
    lines = flow.lines(text)
    flow.keep((1 + len(lines)) * PITCH + below)
    flow.paragraph(heading, HEADING)
    flow.set_lines(lines, BODY, PITCH)


def _hung(posting: Posting, period: Period) -> str:
    """When, where and how long it hung, and why it was taken down before."""
    if posting.posted_on is None:
        return f"《{posting.title}》还没有张贴。"
    where = f"在{posting.place}" if posting.place else ""
    length = f"{posting.days}个{UNITS[posting.day_unit]}"
    expected = "" if posting.certain else "预计"
    text = (
        f"《{posting.title}》于{date_text(posting.posted_on)}{where}张贴，"
        f"公示期{expected}为{span(period.first, period.last)}（{length}）。"
    )
    if posting.withdrawn_on is not None:
        why = (posting.withdraw_reason or "").rstrip("。")
        text += f"{date_text(posting.withdrawn_on)}撤下，原因：{why}。"
    return text


def _received(objections: list[Objection]) -> str:
    if not objections:
        return "公示期内没有收到异议。"
    ways: dict[str, int] = {}
    for one in objections:
        ways[one.channel or "其他"] = ways.get(one.channel or "其他", 0) + 1
    counted = "、".join(f"{way}{count}件" for way, count in ways.items())
    upheld = sum(one.upheld is True for one in objections)
    waiting = sum(one.open for one in objections)
    rest = f"，尚未答复{waiting}件" if waiting else ""
    return (
        f"共收到异议{len(objections)}件（{counted}），其中成立{upheld}件，"
        f"不成立{len(objections) - upheld - waiting}件{rest}。"
    )


def _one(flow: Flow, number: int, one: Objection) -> None:
    """An objection with what was decided and why."""
    who = mask_name(one.from_whom) if one.from_whom else "匿名"
    head = f"{number}．{date_text(one.received_on)}{one.channel or ''}（{who}）"
    flow.keep(3 * PITCH)
    flow.paragraph(head, _SUB)
    flow.paragraph(f"反映内容：{_ended(one.matter)}")
    if one.decided_on is None:
        flow.paragraph("尚未答复。")
        return
    verdict = "异议成立" if one.upheld else "异议不成立"
    flow.paragraph(
        f"处理：{verdict}。{_ended(one.decision or '')}理由：{_ended(one.reason or '')}"
        f"（{one.decided_by}，{date_text(one.decided_on)}答复）"
    )


def _ended(text: str) -> str:
    """With a full stop."""
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"
