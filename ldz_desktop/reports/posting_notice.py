"""A notice whose text was written in the program, laid out as GB/T 9704 has it (domain.md §6)."""

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, PITCH, Flow
from ldz_desktop.reports.paper import About, Document, Paper
from ldz_desktop.reports.periods import contact_sentence, period_sentence
from ldz_desktop.services.postings_records import PostingPaper

DRAFT = "草稿"
DRAFT_GREY = (0.89, 0.89, 0.89)


def render(data: PostingPaper, fonts: FontSet | None = None) -> Paper:
    """Title, the paragraphs as they were written, period, contact, unit and date. A draft says so
    across every page. fonts: the machine's own by default."""
    posting = data.posting
    day = posting.posted_on or data.today
    document = Document(fonts or machine_fonts(), About(posting.title, posting.unit, day, "公示"))
    flow = Flow(document)
    flow.title((posting.title,))
    flow.skip(PITCH)
    for text in filter(None, map(str.strip, (posting.content or "").splitlines())):
        flow.paragraph(text)
    closing = period_sentence(data.periods[-1])
    lines = flow.lines(f"{closing}{contact_sentence(posting.unit, posting.contact or '')}")
    flow.keep((len(lines) + 3) * PITCH)  # nobody signs an empty page
    flow.set_lines(lines, BODY, PITCH)
    flow.skip(PITCH)
    flow.signature(posting.unit, date_text(day))
    flow.feet("")
    if posting.posted_on is None:
        document.across(DRAFT, DRAFT_GREY, flow.pages)
    return document.finish()
