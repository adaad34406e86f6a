"""楼栋长候选人公示, laid out as GB/T 9704 has it (domain.md §6).

It says of a candidate the name, sex, year and month of birth, party, schooling and building, and
nothing that leads to the door: no identity number, telephone or room.
"""

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX
from ldz_desktop.domain.selections import WAYS
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, PITCH, Flow
from ldz_desktop.reports.paper import About, Document, Paper
from ldz_desktop.reports.periods import period_sentence
from ldz_desktop.reports.tables import Column, Row, Table
from ldz_desktop.services.selections_papers import CandidateNotice, Nominee

MATTER = "楼栋长候选人公示"
_GAP = 10.0
_COLUMNS = (
    Column("姓名", wrap=True),
    Column("性别", "center"),
    Column("出生年月", "center"),
    Column("政治面貌"),
    Column("文化程度"),
    Column("所在楼栋", wrap=True),
)


def render(data: CandidateNotice, *, fonts: FontSet | None = None) -> Paper:
    """One notice. fonts: the machine's own by default."""
    about = About(f"{data.building}{MATTER}", data.unit, data.posted, MATTER)
    document = Document(fonts or machine_fonts(), about)
    flow = Flow(document)
    flow.title((data.building, MATTER))
    flow.skip(PITCH / 2)
    flow.paragraph(_basis(data))
    flow.skip(_GAP)
    rows = [_row(one, data.building) for one in data.nominees]
    Table(document, _COLUMNS, rows, flow.frame.measure).draw(flow)
    flow.skip(_GAP)
    lines = flow.lines(f"{period_sentence(data.period)}{_contact(data)}")
    flow.keep((len(lines) + 3) * PITCH)
    flow.set_lines(lines, BODY, PITCH)
    flow.skip(PITCH)
    flow.signature(data.unit, date_text(data.posted))
    flow.feet("")
    return document.finish()


def _basis(data: CandidateNotice) -> str:
    """How the candidates came about. A nomination's note says by whom."""
    at = f"在{data.held_at}" if data.held_at else ""
    counted = ""
    if data.way == "election" and data.eligible and data.returned:
        counted = f"（应到{data.eligible}户，收回选票{data.returned}张）"
    by = f"，{data.how.rstrip('。')}" if data.way == "nomination" and data.how else ""
    people = "同志" if len(data.nominees) == 1 else f"{len(data.nominees)}名同志"
    which = "下列" if len(data.nominees) > 1 else data.nominees[0].name
    return (
        f"按照《楼栋长管理办法》，{data.building}于{date_text(data.held_on)}{at}以{WAYS[data.way]}"
        f"方式推选楼栋长{counted}{by}。经资格审查，{which}{people}符合条件，列为楼栋长候选人。"
        "现将候选人情况公示如下，接受居民监督。"
    )


def _row(one: Nominee, building: str) -> Row:
    birth = "" if one.birth is None else f"{one.birth.year}年{one.birth.month}月"
    return Row((
        one.name, SEX.label(one.sex), birth, POLITICAL.label(one.political),
        EDUCATION.label(one.education), building,
    ))  # fmt: skip


def _contact(data: CandidateNotice) -> str:
    phone = f"，联系电话{data.phone}" if data.phone else ""
    return (
        f"对候选人有异议的，请在公示期内以来电、来访或书面方式向{data.unit}反映{phone}。"
        "反映情况应当实事求是。"
    )
