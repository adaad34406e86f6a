"""The dry run of an import: how many of what, and every problem in its row."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.services.importing.records import (
    KIND_TITLES,
    ImportPlan,
    ImportResult,
    Kind,
    RowProblem,
)
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.search_field import SearchField

UNITS: dict[Kind, str] = {"households": "人", "leaders": "人", "sheets": "张", "stars": "行"}
_NAMED = 6
_LEVELS = {"refused": ("退回", "red"), "note": ("备注", "amber")}


@dataclass(frozen=True)
class ProblemLine:
    """A problem with a number of its own, for the table."""

    id: int
    problem: RowProblem


PROBLEM_COLUMNS = (
    Column[ProblemLine](
        "sheet", "工作表", lambda p: p.problem.sheet, width=120, tone=lambda p: "muted"
    ),
    Column[ProblemLine](
        "row", "行", lambda p: str(p.problem.row), "right", 56, sort=lambda p: p.problem.row
    ),
    Column[ProblemLine](
        "level",
        "处理",
        lambda p: _LEVELS[p.problem.level][0],
        width=72,
        chip=lambda p: _LEVELS[p.problem.level][1],
    ),
    Column[ProblemLine]("column", "列", lambda p: p.problem.column, width=120),
    Column[ProblemLine](
        "value", "内容", lambda p: p.problem.value, width=176, tip=lambda p: p.problem.value
    ),
    Column[ProblemLine](
        "reason", "原因", lambda p: p.problem.reason, width=0, tip=lambda p: p.problem.reason
    ),
)


class Figure(QFrame):
    """A number over its word."""

    def __init__(self, word: str, tone: str = "ink") -> None:
        super().__init__()
        self._tone = tone
        self._number = label("", "figure")
        self.setLayout(column(self._number, label(word, "muted"), spacing=0))
        self.setMinimumWidth(theme.px(88))
        self.show_number(0)

    def show_number(self, number: int) -> None:
        self._number.setText(f"{number:,}")
        self._number.setEnabled(number > 0)
        tone = theme.tokens()[self._tone if number else "faint"]
        self._number.setStyleSheet(f"color: {tone};")

    def text(self) -> str:
        return self._number.text()


class ProblemTable(QWidget):
    """Problems to narrow by kind and by words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pills = PillRow(
            [("all", "全部", "grey"), ("refused", "退回", "red"), ("note", "备注", "amber")],
            "筛选问题",
        )
        self.pills.chosen.connect(lambda _: self._narrow())
        self.search = SearchField("筛选原因、列或内容", "筛选问题")
        self.search.setFixedWidth(theme.px(240))
        self.search.searched.connect(self._narrow)
        self.model = RecordModel(PROBLEM_COLUMNS)
        self.table = RecordTable(self.model, "导入中发现的问题", multiple=True)
        self.setLayout(column(row(self.pills, None, self.search), self.table))

    def show_problems(self, problems: tuple[RowProblem, ...]) -> None:
        self.pills.choose("all")
        counts = {level: sum(p.level == level for p in problems) for level in _LEVELS}
        self.pills.set_counts({"all": len(problems), **counts})
        self.model.set_records([ProblemLine(i, p) for i, p in enumerate(problems, start=1)])
        several = len({p.sheet for p in problems}) > 1
        self.table.setColumnHidden(self.model.section("sheet"), not several)
        self._narrow()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter narrows at once; it must not reach 导入, the dialog's default button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search.search_now()
        else:
            super().keyPressEvent(event)

    def _narrow(self) -> None:
        level, words = self.pills.key, self.search.wanted()

        def keep(line: ProblemLine) -> bool:
            problem = line.problem
            text = f"{problem.reason} {problem.column} {problem.value} {problem.sheet}"
            return level in ("all", problem.level) and words in text

        self.model.set_filter(keep)


class ResultPage(QWidget):
    """save_wanted: keep the refused rows as a spreadsheet; mapping_wanted: look at the columns;
    existing_wanted("add" or "replace"): what becomes of sheets on file."""

    save_wanted = Signal()
    mapping_wanted = Signal()
    existing_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "title")
        self._about = label("", "muted", wrap=True)
        self.figures = {
            "created": Figure("新增", "green"),
            "updated": Figure("更新", "blue"),
            "unchanged": Figure("不变"),
            "refused": Figure("退回", "red"),
            "notes": Figure("备注", "amber-ink"),
        }
        tiles = row(*self.figures.values(), None, spacing=16)
        self.save_button = button("把退回的行存为表格(&S) …", self.save_wanted.emit, icon="save")
        self.mapping_button = button("核对各列(&M) …", self.mapping_wanted.emit, icon="table")
        tiles.addWidget(self.mapping_button)
        tiles.addWidget(self.save_button)
        self.problems = ProblemTable()
        self._fine = EmptyState("没有发现问题", "每一行都读懂了。", icon="tick")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.problems)
        self._stack.addWidget(self._fine)
        self._standing = label("", "note", wrap=True)
        self.add_button = button("加上(&A)", lambda: self.existing_wanted.emit("add"))
        self.replace_button = button("替换(&R)", lambda: self.existing_wanted.emit("replace"))
        self.existing = QWidget()
        choice = row(self._standing, self.add_button, self.replace_button)
        choice.setStretchFactor(self._standing, 1)
        self.existing.setLayout(choice)
        layout = column(
            self._title, self._about, card(tiles), self.existing, self._stack, spacing=12
        )
        self.setLayout(layout)

    def show_plan(self, plan: ImportPlan) -> None:
        """What would happen."""
        result = plan.result
        self._title.setText(f"{KIND_TITLES[plan.kind]}：{Path(plan.file).name}")
        self._about.setText("\n".join(about_plan(plan)))
        for key, figure in self.figures.items():
            figure.show_number(getattr(result, key))
        self.save_button.setVisible(result.refused > 0)
        self.existing.setVisible(result.standing.buildings > 0)
        self._standing.setText(about_existing(plan))
        self.add_button.setEnabled(plan.options.existing != "add")
        self.replace_button.setEnabled(plan.options.existing != "replace")
        self.problems.show_problems(result.problems)
        self._stack.setCurrentWidget(self.problems if result.problems else self._fine)


def about_plan(plan: ImportPlan) -> list[str]:
    """The file in a sentence, and the sheets that are left out."""
    result, unit = plan.result, UNITS[plan.kind]
    lines = [f"共 {result.files_rows:,} 行，下面按{unit}数计。现在什么都还没有写入。"]
    if plan.kind == "households":
        lines[0] = (
            f"共 {result.files_rows:,} 行、{result.households:,} 户，下面按人数计。"
            "现在什么都还没有写入。"
        )
    if plan.options.month:
        month = plan.options.month
        lines[0] = f"{month[:4]}年{int(month[5:])}月。" + lines[0]
    lines += where_words(result)
    skipped = "；".join(f"「{sheet}」{why.rstrip('。')}" for sheet, why in plan.skipped)
    return [*lines, f"不导入的工作表：{skipped}。"] if skipped else lines


def where_words(result: ImportResult) -> list[str]:
    """The buildings that the rows belong to: 写入福锦苑1栋。"""
    titles = [f"{t}（新建）" if t in result.new else t for t in result.buildings]
    if not titles:
        return []
    named = "、".join(titles[:_NAMED])
    more = f" 等 {len(titles)} 栋" if len(titles) > _NAMED else ""
    new = f"，其中新建 {len(result.new)} 栋" if more and result.new else ""
    return [f"写入 {named}{more}{new}。"]


def about_existing(plan: ImportPlan) -> str:
    """What becomes of the sheets that files brought before, in a sentence."""
    standing, existing = plan.result.standing, plan.options.existing
    about = (
        f"其中 {standing.buildings} 栋楼本月已导入 {standing.stored:,} 张，"
        f"这个文件里是 {standing.told:,} 张。"
    )
    if existing == "replace":
        return f"{about}已导入的 {standing.stored:,} 张将被替换。"
    if standing.undecided:
        return f"{about}有一部分是一样的：改过的表请选替换，另外的表请选加上。"
    if existing == "add":
        return f"{about}全部加上，一样的也各算一张。"
    return f"{about}另外的表加上，同样的表不重复计入；原因写在下面。"


def may_write(plan: ImportPlan) -> bool:
    """Whether there is something to write, and nothing left to decide."""
    replaces = plan.options.existing == "replace" and plan.result.standing.buildings > 0
    return (to_write(plan.result) > 0 or replaces) and not plan.result.standing.undecided


def to_write(result: ImportResult) -> int:
    """How many records the import would write."""
    return result.created + result.updated


def import_caption(kind: Kind, result: ImportResult) -> str:
    """What the button says: 导入 400 人."""
    number = to_write(result)
    if not number and result.standing.buildings and result.standing.told:
        return "导入(&I)"
    return f"导入 {number:,} {UNITS[kind]}(&I)" if number else "没有要写入的内容"


class DonePage(QWidget):
    """What was written. show_wanted, save_wanted, more_wanted, undo_wanted: what can follow."""

    show_wanted = Signal()
    save_wanted = Signal()
    more_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(theme.icon("tick", "green").pixmap(theme.px(48), theme.px(48)))
        self._title = label("", "heading")
        self._words = label("", wrap=True)
        self._refused = label("", "note", wrap=True)
        for part in (picture, self._title, self._words, self._refused):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_button = button("", self.show_wanted.emit, role="link")
        self.save_button = button("把退回的行存为表格(&S) …", self.save_wanted.emit, icon="save")
        self.more_button = button("再导入一个(&N) …", self.more_wanted.emit)
        self.undo_button = button("撤销这次导入(&U)", self.undo_wanted.emit)
        layout = column(
            None,
            picture,
            self._title,
            self._words,
            row(None, self.show_button, None),
            self._refused,
            row(None, self.save_button, self.more_button, self.undo_button, None),
            None,
            spacing=12,
        )
        self.setLayout(layout)

    def show_taken_back(self) -> None:
        """Sheets and booklets are as they were before."""
        self._title.setText("已撤销这次导入")
        self._words.setText("本月的表和导入以前一样。")
        for part in (self.undo_button, self.show_button, self.save_button, self._refused):
            part.hide()

    def show_result(self, result: ImportResult, place: str) -> None:
        """place: what the link leads to, in words; empty for no link."""
        unit = UNITS[result.kind]
        self._title.setText(f"已导入 {to_write(result):,} {unit}")
        self._words.setText(
            f"新增 {result.created:,}，更新 {result.updated:,}，不变 {result.unchanged:,}，"
            f"用时 {result.seconds:.1f} 秒。" + "".join(where_words(result))
        )
        self.undo_button.setVisible(result.taken is not None)
        self.show_button.setText(f"查看 {place}" if place else "")
        self.show_button.setVisible(bool(place))
        self._refused.setText(
            f"有 {result.refused:,} 行没有导入。存成表格交回去改好，再导入改好的表就行。"
            if result.refused
            else ""
        )
        self._refused.setVisible(result.refused > 0)
        self.save_button.setVisible(result.refused > 0)
