"""更正公示: a month that was closed again, old and new side by side (domain.md §6, §7).

Laid out as every notice (GB/T 9704). It says why, by whom, what was and what is; then the whole new
ranking as an ordinary notice has it. Scores of buildings that are not ranked appear in neither.
"""

from collections.abc import Sequence

from ldz_desktop.domain.evaluation import Standing
from ldz_desktop.domain.reopening import Pair
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import PITCH, Flow
from ldz_desktop.reports.notice import (
    DRAFT,
    DRAFT_GREY,
    add_closing,
    add_results,
    basis,
    month_text,
)
from ldz_desktop.reports.paper import About, Document, Paper, Style
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.reopening_records import CorrectionData, KeptEdition

MATTER = "楼栋长测评结果更正公示"
_HEADING = Style("heading", 16.0)
_GAP = 10.0
_MANY_ROWS = 20
_NONE = "—"
_COLUMNS = (
    Column("楼栋", wrap=True),
    Column("楼栋长", wrap=True),
    Column("原名次", "center"),
    Column("现名次", "center"),
    Column("原得分", "right", figures=True),
    Column("现得分", "right", figures=True),
    Column("说明", wrap=True),
)


def render_corrections(every: Sequence[CorrectionData], fonts: FontSet | None = None) -> Paper:
    """The corrections of several groups in one document; each begins a page and counts its own.
    fonts: the machine's own by default."""
    if not every:
        raise ValueError("a correction needs a group to speak of")
    first = every[0].notice
    names = "、".join(dict.fromkeys(one.notice.scope_name for one in every))
    about = About(f"{names}{month_text(first.month)}{MATTER}", first.unit, first.posted, MATTER)
    document = Document(fonts or machine_fonts(), about)
    for number, data in enumerate(every):
        if number:
            document.new_page()
        _add(document, data)
    return document.finish()


def _add(document: Document, data: CorrectionData) -> None:
    notice = data.notice
    flow = Flow(document)
    flow.title((notice.scope_name, month_text(notice.month), MATTER))
    flow.skip(PITCH / 2)
    for text in reasons(data):
        flow.paragraph(text)
    flow.paragraph("一、更正前后对照", _HEADING)
    changed = [pair for pair in data.pairs if pair.changed]
    if changed:
        flow.skip(_GAP / 2)
        rows = [_row(pair) for pair in changed]
        look = Look(pitch=21.5) if len(rows) > _MANY_ROWS else Look()
        Table(document, _COLUMNS, rows, flow.frame.measure, look).draw(flow)
        flow.skip(_GAP)
    flow.paragraph(_rest(len(changed), len(data.pairs)))
    flow.keep(4 * PITCH)
    flow.paragraph("二、更正后的结果", _HEADING)
    flow.paragraph(basis(notice))
    flow.skip(_GAP)
    add_results(flow, notice)
    add_closing(flow, notice)
    flow.feet(_foot(data))
    if notice.state == "open":
        document.across(DRAFT, DRAFT_GREY, flow.pages)


def reasons(data: CorrectionData) -> list[str]:
    """What was published, why it was opened again and by whom, and what holds now."""
    notice, old = data.notice, data.old
    what = f"{notice.scope_name}{month_text(notice.month)}楼栋长测评结果"
    if old.published_on is None:
        before = f"{what}曾经封月（第{old.edition}版，核验码{old.code}），没有公示。"
    else:
        before = f"{what}曾于{date_text(old.published_on)}公示（核验码{old.code}）。"
    found = [before, *(_opened(one, data) for one in data.kept)]
    if notice.state == "open":
        found.append(f"目前正在更正（第{notice.edition}版），重新封月后公示。")
    else:
        void = "原公示同时作废，以本公示为准。" if old.published_on else ""
        found.append(
            f"更正后已重新封月（第{notice.edition}版，核验码{notice.code}）。{void}"
            "现将更正前后的结果公示如下。"
        )
    return ["".join(found)]


def _opened(one: KeptEdition, data: CorrectionData) -> str:
    reason = one.reason.rstrip("。；;. ")
    if one.second_known:
        how = f"由{one.reopened_by}提出、{one.second_person}以本人账号确认"
    elif data.one_signer:
        how = f"由{one.reopened_by}提出、{one.second_person}到场见证（本办公室只有一名签字人）"
    else:
        how = f"由{one.reopened_by}提出、{one.second_person}到场确认"
    return f"因{reason}，{how}，于{date_text(one.reopened_on)}重开本月测评。"


def _rest(changed: int, every: int) -> str:
    if not changed:
        return "本范围内各楼栋的名次、得分没有变动。"
    if changed == every:
        return f"以上{changed}栋楼的结果都有变动。"
    return f"以上{changed}栋楼的结果有变动，其余{every - changed}栋楼没有变动。"


def _row(pair: Pair) -> Row:
    one = pair.standing.score
    return Row((
        one.title, one.leader or "空缺", _rank(pair.old), _rank(pair.new), _score(pair.old),
        _score(pair.new), "；".join(remarks(pair)),
    ))  # fmt: skip


def remarks(pair: Pair) -> list[str]:
    """What changed about a building besides rank and score."""
    old, new = pair.old, pair.new
    if old is None:
        return ["原来没有测评"]
    if new is None:
        return ["不再测评"]
    found = []
    if old.flag != new.flag:
        found.append("新得红旗" if new.flag else "红旗收回")
    if old.score.leader != new.score.leader:
        found.append(f"原测评{old.score.leader or '空缺'}")
    if old.score.why_unranked != new.score.why_unranked:
        found.append(new.score.why_unranked or f"原{old.score.why_unranked}")
    if found:
        return found
    if old.score.score != new.score.score:
        return ["得分更正"]
    return ["名次顺延"] if old.rank != new.rank else ["表数或构成更正"]


def _rank(one: Standing | None) -> str:
    return _NONE if one is None or one.rank is None else str(one.rank)


def _score(one: Standing | None) -> str:
    if one is None or one.rank is None or one.score.score is None:
        return _NONE
    return f"{one.score.score:.2f}"


def _foot(data: CorrectionData) -> str:
    """Both codes: of what holds, and of what it replaces."""
    notice = data.notice
    if notice.state == "open":
        return "草稿：更正还没有封月，没有核验码，不得张贴"
    return f"核验码 {notice.code}（第{notice.edition}版）　原 {data.old.code}"
