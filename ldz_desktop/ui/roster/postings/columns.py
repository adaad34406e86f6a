"""What the list says of a notice, and what it is narrowed to."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.postings import KINDS, STATES, Posting
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.postings_records import PostingRow
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

EVERY, OPEN, CLOSED = "", "open", "closed"
SCOPES = ((EVERY, "全部公示"), (OPEN, "进行中"), (CLOSED, "已结束"))
_OPEN = ("draft", "running", "full")
_TONES: dict[str, Tone] = {
    "draft": "grey", "running": "blue", "full": "amber", "reported": "green",
    "withdrawn": "grey",
}  # fmt: skip
LAST_DAY = "今天到期"


@dataclass(frozen=True, slots=True)
class PostingFilter:
    """scope: EVERY, OPEN (drafts, hanging, waiting for their result) or CLOSED; kind: "" for all;
    text: words as typed, each of which must fit title, unit or place."""

    scope: str = EVERY
    kind: str = ""
    text: str = ""

    def keeps(self, row: PostingRow) -> bool:
        posting = row.posting
        if self.scope and (row.state in _OPEN) != (self.scope == OPEN):
            return False
        if self.kind and posting.kind != self.kind:
            return False
        where = f"{posting.title} {posting.unit} {posting.place or ''} {KINDS[posting.kind]}"
        return all(word in where.lower() for word in self.text.lower().split())

    @property
    def narrows(self) -> bool:
        return self != PostingFilter()


def state_words(row: PostingRow) -> str:
    """张贴中 as its countdown, everything else as it is called. Without blanks: a chip has none."""
    return (row.countdown or STATES[row.state]).replace(" ", "")


def state_tone(row: PostingRow) -> Tone:
    """Amber asks for something to be done today."""
    return "amber" if row.countdown == LAST_DAY else _TONES[row.state]


def last_words(posting: Posting) -> str:
    """The last day, 预计 where a year's holidays are not known."""
    if posting.last_on is None:
        return ""
    return date_text(posting.last_on) if posting.certain else f"预计 {date_text(posting.last_on)}"


def objection_words(posting: Posting) -> str:
    """1 for one that is decided, 2（1 待答复）."""
    count, waiting = len(posting.objections), len(posting.open_objections)
    if not count:
        return ""
    return f"{count}（{waiting} 待答复）" if waiting else str(count)


def in_order(rows: tuple[PostingRow, ...]) -> list[PostingRow]:
    """What asks for something first: what ends soonest on top; then the newest."""
    waiting = [row for row in rows if row.state in _OPEN]
    waiting.sort(key=lambda row: row.posting.last_on or date.max)
    return waiting + [row for row in rows if row.state not in _OPEN]


COLUMNS = (
    Column[PostingRow]("kind", "类别", lambda r: KINDS[r.posting.kind], width=84),
    Column[PostingRow](
        "title", "标题", lambda r: r.posting.title, width=0, strong=lambda r: r.state in _OPEN
    ),
    Column[PostingRow]("unit", "署名单位", lambda r: r.posting.unit, width=150),
    Column[PostingRow](
        "posted",
        "张贴日期",
        lambda r: "" if r.posting.posted_on is None else date_text(r.posting.posted_on),
        width=130,
        sort=lambda r: r.posting.posted_on,
    ),
    Column[PostingRow](
        "last",
        "截止",
        lambda r: last_words(r.posting),
        width=158,
        sort=lambda r: r.posting.last_on,
        tone=lambda r: None if r.posting.certain else "amber-ink",
        tip=lambda r: "" if r.posting.certain else "这一年的节假日表还没有，补上以后自动重算",
    ),
    Column[PostingRow](
        "state",
        "进度",
        state_words,
        width=150,
        sort=lambda r: (_OPEN.index(r.state) if r.state in _OPEN else 9, state_words(r)),
        chip=state_tone,
    ),
    Column[PostingRow](
        "objections",
        "异议",
        lambda r: objection_words(r.posting),
        width=96,
        sort=lambda r: (len(r.posting.open_objections), len(r.posting.objections)),
        tone=lambda r: "red" if r.posting.open_objections else None,
    ),
    Column[PostingRow](
        "photo", "照片", lambda r: "有" if r.photo else "", width=48, align="center"
    ),
)
DISPENSABLE = ("unit", "kind", "photo", "posted")
"""Left out where the list is narrow, in this order: the panel says them anyway."""
