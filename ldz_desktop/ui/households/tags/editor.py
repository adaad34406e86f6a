"""Tags on the household card: chips with basis and dates, and when somebody was there last."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.domain.households import Household, Resident, age_on
from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.tags import CHILD_BELOW, Tag
from ldz_desktop.services.tag_records import HouseholdTags
from ldz_desktop.ui.households.columns import tag_tone
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.tags.words import COMPUTED, HIDDEN_KIND, span, visit_line
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, chip, clear, label, restyle, row


class TagLine(QFrame):
    """One tag: chip, whose, since when, basis. opened: pressed or Enter (typed tags only)."""

    opened = Signal()

    def __init__(
        self, tag: Tag, name: str, today: date, *, hidden: bool, fixed: bool = False
    ) -> None:
        """fixed: only to be read."""
        super().__init__()
        self.tag = tag
        self._open = bool(tag.id) and not hidden and not fixed
        shapes = Qt.CursorShape
        self.setCursor(shapes.PointingHandCursor if self._open else shapes.ArrowCursor)
        ended = not tag.held_on(today)
        text = HIDDEN_KIND if hidden else tag.kind
        pill = chip(text, "grey" if ended or hidden else tag_tone(tag.kind))
        words = [COMPUTED] if not tag.id else [span(tag), tag.basis or ""]
        said = "" if hidden else " · ".join(word for word in words if word)
        self.words = GivingLabel("small")
        self.words.say(said)
        layout = row(pill, label(name), self.words, None)
        layout.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        self.setLayout(layout)
        self.setAccessibleName(f"{name} {text} {said}")
        if self._open:
            self.setToolTip("点开修改、结束或删除")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._open and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if self._open and event.key() in keys:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class TagsEditor(QWidget):
    """TagsEditor(bench); show_household(household). Writes are told through bench.publish; it also
    reads itself again after its own."""

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._household: Household | None = None
        self._tags: HouseholdTags | None = None
        self._read_only = False
        self._lifted = 0  # the household whose sensitive tags are shown
        self.add_button = button("添加(&A) …", self._add, role="link", tip="添加关怀标签")
        self.show_button = button("显示", self._reveal, role="link", tip="显示敏感标签，会记入日志")
        self.visit_button = button("已走访", self._visited, role="link", tip="记作今天走访过")
        self.other_button = button("补记 …", self._other, role="link", tip="别的日期，或写明情况")
        self._visit = GivingLabel("small")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        head: QHBoxLayout = row(
            label("关怀标签", "strong"), self.show_button, None, self.add_button
        )
        layout.addLayout(head)
        layout.addLayout(self._lines)
        layout.addLayout(row(self._visit, None, self.visit_button, self.other_button))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_household(None)

    def show_household(self, household: Household | None) -> None:
        """Show the tags of another household (or the same, read again); None: of none."""
        if household is None or self._household is None or household.id != self._household.id:
            self._tags = None
            self._fill()
        if household is None or household.id != self._lifted:
            self._lifted = 0
        self._household = household
        self.setEnabled(household is not None)
        if household is not None:
            self.reload()

    def set_read_only(self, *, read_only: bool) -> None:
        """Tags of a closed file are only looked at; before show_household()."""
        self._read_only = read_only
        for one in (self.add_button, self.visit_button, self.other_button):
            one.setVisible(not read_only)

    def reload(self) -> None:
        """Read the tags again."""
        household, office = self._household, self._bench.office
        if household is None:
            return

        def shown(tags: HouseholdTags) -> None:
            if self._household is not None and self._household.id == household.id:
                self._tags = tags
                self._fill()

        self._bench.tasks.run(
            lambda progress: office.tags.of_household(household.id),
            shown,
            owner=self,
            key=f"tags-{id(self)}",
            failed=lambda _: None,  # the card itself says that the household is gone
        )

    def lines(self) -> list[TagLine]:
        """What is shown, top to bottom."""
        items = (self._lines.itemAt(at) for at in range(self._lines.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, TagLine)]

    def visit_text(self) -> str:
        return self._visit.text()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), super().sizeHint().height())

    def _fill(self) -> None:
        clear(self._lines)
        tags, household = self._tags, self._household
        self.show_button.setVisible(bool(tags and tags.sensitive and not self._lifted))
        if tags is None or household is None:
            self._say_visit(None)
            return
        today = self._bench.office.today()
        names = {m.id: self._name(m, today) for m in household.members}
        for tag in tags.tags:
            secret = (tag.resident_id, tag.kind) in tags.sensitive and not self._lifted
            name = names.get(tag.resident_id, "")
            line = TagLine(tag, name, today, hidden=secret, fixed=self._read_only)
            line.opened.connect(lambda tag=tag: self._change(tag))
            self._lines.addWidget(line)
            line.show()  # Qt would do it later, and the height would be nothing until then
        if not tags.tags:
            nothing = label("没有标签", "small")
            self._lines.addWidget(nothing)
            nothing.show()
        self._say_visit(tags)

    def _name(self, member: Resident, today: date) -> str:
        """A child's name is hidden as on the rest of the card."""
        child = member.birth is not None and age_on(member.birth, today) < CHILD_BELOW
        return mask_name(member.name) if child and not self._lifted else member.name

    def _say_visit(self, tags: HouseholdTags | None) -> None:
        text = visit_line(tags) if tags is not None else ""
        due = tags is not None and tags.due and not self._read_only
        self._visit.say(text + (" · 该走访了" if due else ""))
        restyle(self._visit, "role", "note" if due else "small")

    # -- verbs -----------------------------------------------------------------------------------

    def _add(self) -> None:
        if self._household is not None:
            people = [m for m in self._household.members if m.state == "present"]
            if people:
                self._ask(people, None)
            else:
                self._bench.notices.info("这一户没有在册成员，先新增成员再加标签")

    def _ask(self, people: list[Resident], tag: Tag | None) -> None:
        from ldz_desktop.ui.households.tags.dialog import TagDialog

        TagDialog(self._bench, people, tag, self.reload, self).open()

    def _change(self, tag: Tag) -> None:
        if self._household is not None:
            people = [m for m in self._household.members if m.id == tag.resident_id]
            self._ask(people, tag)

    def _reveal(self) -> None:
        household, office = self._household, self._bench.office
        if household is None:
            return

        def lifted(_: None) -> None:
            self._lifted = household.id
            self._fill()

        self._bench.tasks.run(lambda progress: office.tags.reveal(household.id), lifted, owner=self)

    def _visited(self) -> None:
        self._write_visit(self._bench.office.today(), None, None)

    def _other(self) -> None:
        if self._household is not None:
            from ldz_desktop.ui.households.tags.visit_dialog import VisitDialog

            today = self._bench.office.today()
            VisitDialog(self._household.address, today, self._write_visit, self).open()

    def _write_visit(self, day: date, visitor: str | None, note: str | None) -> None:
        household, office = self._household, self._bench.office
        if household is not None:
            from ldz_desktop.ui.kit.doing import do

            do(
                self._bench,
                self,
                lambda: office.tags.visited(household.id, day, visitor, note),
                self.reload,
            )
