"""What will be: every member before and after, what changes in words, and the counts."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.moves import MovePlan, PersonChange, shown_name
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone, clear, column, label
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

PENDING = "待选择"
FOLLOWS = "随后推定"
_NONE = "—"


@dataclass(frozen=True)
class MemberLine:
    """One line of the preview. relation_tone, "" where nothing changes."""

    id: int
    name: str
    home: str
    before: str
    after: str
    tone: Tone | None
    note: str
    gone: bool


def member_lines(plan: MovePlan) -> list[MemberLine]:
    """Everybody who counts before or afterwards, the household that is looked at first."""
    asked = {q.resident_id for q in plan.questions}
    return [_line(p, plan.situation.today, asked) for p in plan.people if p.shown]


def _line(change: PersonChange, today: date, asked: set[int]) -> MemberLine:
    after = change.after
    before = codes.RELATION.label(change.relation_before) or _NONE
    relation = codes.RELATION.label(after.relation) or _NONE
    tone: Tone | None = "red" if change.relation_before != after.relation else None
    if after.id in asked:
        relation, tone = PENDING, "amber"
    elif after.relation is None and tone is not None:
        relation, tone = FOLLOWS, "grey"
    return MemberLine(
        id=after.id,
        name=shown_name(after, today) or "（未填姓名）",
        home=change.home_after,
        before=before if change.before is not None else _NONE,
        after=relation,
        tone=tone,
        note="，".join(_notes(change)),
        gone=after.state != "present",
    )


def _notes(change: PersonChange) -> list[str]:
    before, after = change.before, change.after
    if before is None:
        return ["新登记"]
    found: list[str] = []
    if before.state != after.state:
        found.append({"moved": "迁出", "dead": "去世", "present": "重新登记"}[after.state])
    if before.household_id != after.household_id:
        own = change.home_before == "本户"
        found.append("分出" if own else f"从{change.home_before}转入")
    if before.marital != after.marital:
        found.append(f"婚姻：{codes.MARITAL.label(after.marital)}")
    if change.inferred and before.relation != after.relation:
        found.append("按原关系推定")
    return found


def _tone(line: MemberLine) -> str | None:
    return "faint" if line.gone else None


def columns(*, homes: bool) -> tuple[Column[MemberLine], ...]:
    """homes: people of several households: each line says whose it will be."""
    name = Column[MemberLine](
        "name", "姓名", lambda m: m.name, width=92, tone=_tone, sortable=False
    )
    home = Column[MemberLine](
        "home", "办理后在", lambda m: m.home, width=124, tone=_tone, tip=lambda m: m.home,
        sortable=False,
    )  # fmt: skip
    rest = (
        Column[MemberLine](
            "before", "原关系", lambda m: m.before, width=92, tone=lambda m: "muted", sortable=False
        ),
        Column[MemberLine](
            "after", "新关系", lambda m: m.after, width=104, chip=lambda m: m.tone, tone=_tone,
            sortable=False,
        ),
        Column[MemberLine](
            "note", "说明", lambda m: m.note, width=0, tone=lambda m: "muted",
            tip=lambda m: m.note, sortable=False,
        ),
    )  # fmt: skip
    return (name, home, *rest) if homes else (name, *rest)


class Preview(QFrame):
    """adjust_wanted(resident id): somebody wants to say another relation for that member."""

    adjust_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(theme.px(4))
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(column(self._words, None))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inside)
        self._scroll.setFixedHeight(theme.px(112))
        self._counts = label("", "muted", wrap=True)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._homes: bool | None = None
        self.table: RecordTable | None = None
        self._model: RecordModel[MemberLine] | None = None
        layout = column(self._holder, self._counts, self._scroll, spacing=8)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._build(homes=False)

    def _build(self, *, homes: bool) -> None:
        """The table gets a column more where people of several households are in it."""
        if homes == self._homes:
            return
        self._homes = homes
        clear(self._holder)
        self._model = RecordModel(columns(homes=homes))
        self.table = RecordTable(self._model, "办理前后对照")
        self.table.setMinimumHeight(theme.px(150))
        self.table.setToolTip("回车或双击一位成员，可以改选与户主关系")
        self.table.opened.connect(self.adjust_wanted)
        self._holder.addWidget(self.table)

    def show_plan(self, plan: MovePlan) -> None:
        lines = member_lines(plan)
        self._build(homes=len({line.home for line in lines if not line.gone}) > 1)
        assert self._model is not None
        self._model.set_records(lines)
        clear(self._words)
        for sentence in plan.sentences:
            self._words.addWidget(label(sentence, wrap=True))
        for problem in plan.problems:
            if problem.level == "note":
                self._words.addWidget(label(problem.reason, "note", wrap=True))
        self._counts.setText(counts_text(plan))

    def lines(self) -> list[MemberLine]:
        """What is listed."""
        return self._model.records() if self._model is not None else []

    def sentences(self) -> str:
        """What is said below the table."""
        items = (self._words.itemAt(i) for i in range(self._words.count()))
        widgets = [item.widget() for item in items if item is not None]
        return "".join(str(w.property("text")) for w in widgets if w is not None)

    def counts(self) -> str:
        return self._counts.text()


_DEFINITION = "（户数：在册户档；人数：在册未迁出、未去世的成员）"


def counts_text(plan: MovePlan) -> str:
    """户数不变，人数 −1."""
    changes = {"户数": plan.households, "人数": plan.residents}
    words = "，".join(
        f"{name}不变" if not n else f"{name} {'+' if n > 0 else '−'}{abs(n)}"
        for name, n in changes.items()
    )
    return f"办理后全办公室{words}{_DEFINITION}"
