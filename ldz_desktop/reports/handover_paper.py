"""The form of a hand-over (离任交接表): who gives what to whom, and three signatures."""

from datetime import date

from ldz_desktop.domain.handover import KINDS
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.caution_papers import ONE_SIGNER
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.form_sheet import FRAME, VALUE, Cell, FormSheet
from ldz_desktop.reports.paper import About, Document, Paper
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.handover import HandoverPaper

TITLE = "楼栋长离任交接表"
_FREE_LINES = 3
_COLUMNS = (
    Column("序号", "center"),
    Column("类别"),
    Column("事项", wrap=True),
    Column("情况", wrap=True),
    Column("交接方式", wrap=True),
    Column("备注", wrap=True),
)
_LOOK = Look(sizes=(11.0, 10.5, 10.0, 9.5, 9.0), pitch=24.0)


def render(paper: HandoverPaper, *, fonts: FontSet | None = None) -> Paper:
    """The form; what is not filled in yet leaves room for a pen."""
    leaving, handover = paper.leaving, paper.handover
    document = Document(fonts or machine_fonts(), About(TITLE, paper.unit, paper.today))
    sheet = FormSheet(document, TITLE, paper.unit)
    place = f"{leaving.building.community}{leaving.building.title}"
    sheet.row(Cell("楼栋", place), Cell("离任楼栋长", leaving.leader))
    sheet.row(Cell("任职日期", _day(leaving.started_on)), Cell("卸任日期", _day(leaving.ended_on)))
    sheet.row(Cell("卸任原因", leaving.end_reason or ""), Cell("交接日期", _day(handover.held_on)))
    giver = handover.giver or leaving.leader
    sheet.row(Cell("移交人", giver), Cell("接收人", handover.receiver or ""))
    sheet.flow.skip(8)
    rows = [
        Row((str(n), KINDS[i.kind], i.title, i.detail, i.way or "", i.note or ""))
        for n, i in enumerate(handover.items, 1)
    ]
    blank = "　" * 6
    if not handover.finished:  # what turns up when the keys are on the table
        first = len(rows) + 1
        rows += [Row((str(n), "", blank, "", "", "")) for n in range(first, first + _FREE_LINES)]
    Table(document, _COLUMNS, rows, FRAME.measure, _LOOK).draw(sheet.flow)
    sheet.note("以上事项已逐项核对，交接后由接收人负责。")
    sheet.sign(
        [
            ("移交人", giver, _day(handover.giver_signed)),
            ("接收人", handover.receiver or "", _day(handover.receiver_signed)),
            ("监交人", handover.witness or "", _day(handover.receiver_signed)),
        ]
    )
    if handover.giver_absent:
        sheet.note(f"移交人不能签字：{handover.giver_absent}。", VALUE)
    if not handover.witness and (paper.one_signer or handover.finished):
        sheet.note(ONE_SIGNER, VALUE)
    sheet.feet(paper.unit, f"打印于{date_text(paper.today)}")
    return document.finish()


def _day(day: date | None) -> str:
    return date_text(day) if day is not None else ""
