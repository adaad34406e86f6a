"""The top of the card: which household, its marks, its file number, and what can be done."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ldz_desktop.domain.households import Household, computed_tags
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.households.columns import DEFINITION, NEVER, room_title, tag_tone, tenure_tone
from ldz_desktop.ui.households.contacts import ContactLines
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.pills import FlowLayout
from ldz_desktop.ui.households.toolbar import SEPARATOR, Verb, fill_menu
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone, button, chip, clear, label, row


class CardHead(QWidget):
    """checked: 已核对 was pressed; change_wanted(field): edit the dwelling; remove_wanted;
    reveal_wanted(field): 显示 beside a hidden telephone."""

    checked = Signal()
    change_wanted = Signal(str)
    remove_wanted = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = GivingLabel("title")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._file = GivingLabel("muted")
        self._note = label("", "muted", wrap=True)
        self.contacts = ContactLines()
        self.contacts.reveal_wanted.connect(self.reveal_wanted)
        self.check_button = button("今日已核对", self.checked.emit, tip="把上次核对的日期记为今天")
        self.change_button = button(
            "修改",
            lambda: self.change_wanted.emit("tenure"),
            role="link",
            tip="修改单元、房号、居住情况、紧急联系人、房东、建档日期和备注",
        )
        self.moves_button = button("变动", role="quiet", tip="换户主、换租、分户、迁入、迁出等")
        self.more_button = button("更多", role="quiet", tip="更多操作")
        self.moves_menu, self.more_menu = QMenu(self.moves_button), QMenu(self.more_button)
        self.moves_button.setMenu(self.moves_menu)
        self.more_button.setMenu(self.more_menu)
        self.moves_button.setShortcut("Alt+B")
        self.more_button.setShortcut("Alt+M")
        self._closed = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(
            row(
                self._title, None, self.check_button, self.moves_button, self.more_button, spacing=2
            )
        )
        layout.addWidget(self._chips)
        layout.addLayout(row(self._file, self.change_button, None, spacing=4))
        layout.addWidget(self.contacts)
        layout.addWidget(self._note)

    def offer(self, moves: Sequence[Verb], more: Sequence[Verb], *, closed: bool) -> None:
        """moves: what happens to a household (换户主 …); more: papers, photos, history; closed:
        nothing else is offered."""
        fill_menu(self.moves_menu, moves)
        own: list[Verb] = [
            ("填写备注(&B)", lambda: self.change_wanted.emit("note")),
            ("改单元或房号(&R)", lambda: self.change_wanted.emit("room")),
            ("紧急联系人与房东(&C)", lambda: self.change_wanted.emit("contact_name")),
        ]
        end: list[Verb] = [SEPARATOR, ("删除户档(&D)", self.remove_wanted.emit)]
        fill_menu(self.more_menu, more if closed else [*own, SEPARATOR, *more, *end])
        self._closed = closed

    def show_household(self, household: Household, today: date, revealed: frozenset[str]) -> None:
        """revealed: telephones (contact_phone, landlord_phone) shown in full."""
        path = f"{household.community} {household.compound} {household.building}"
        room = room_title(household.unit, household.room)
        self._title.say(room, f"{path} {room}")
        self._show_chips(household, today)
        when = date_text(household.checked_on) if household.checked_on else NEVER
        checked = f"上次核对 {when}" if household.checked_on else NEVER
        opened = f"\n建档 {date_text(household.opened_on)}" if household.opened_on else ""
        text = f"档案号 {household.file_no} · {checked}"
        self._file.say(text, text + opened)
        self.check_button.setEnabled(household.checked_on != today)
        self.contacts.show_household(household, revealed)
        self._note.setText(f"备注：{household.note}" if household.note else "")
        self._note.setVisible(bool(household.note))

    def set_busy(self, *, busy: bool) -> None:
        """While something is being edited, the head only tells which household it is."""
        self.more_button.setVisible(not busy)
        for one in (self.check_button, self.moves_button, self.change_button):
            one.setVisible(not busy and not self._closed)

    def chips(self) -> tuple[str, ...]:
        """What the chips say."""
        items = (self._flow.itemAt(i) for i in range(self._flow.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(str(widget.property("text")) for widget in widgets if widget is not None)

    def _show_chips(self, household: Household, today: date) -> None:
        clear(self._flow)
        for text, tone in _marks(household, today):
            self._flow.addWidget(chip(text, tone))
        present = [m for m in household.members if m.state == "present"]
        people = "" if household.closed_on else f" · {len(present)} 人"
        count = label(f"{household.compound}{household.building}{people}", "muted")
        count.setToolTip(DEFINITION)
        self._flow.addWidget(count)


def _marks(household: Household, today: date) -> list[tuple[str, Tone]]:
    """The dwelling's tenure belongs to those who live there now: a closed file has none."""
    if household.closed_on is not None:
        return [("已注销", "grey")]
    tenure = household.tenure
    found = {tag for tags in computed_tags(household, today).values() for tag in tags}
    return [
        (tenure or "性质未登记", tenure_tone(tenure)),
        *((tag, tag_tone(tag)) for tag in sorted(found, reverse=True)),
        *_axes(household),
    ]


def _axes(household: Household) -> list[tuple[str, Tone]]:
    """Registered here and living here, where everybody's answer is the same (domain.md §2)."""
    present = [m for m in household.members if m.state == "present"]
    answers = {(m.registered_here, m.lives_here) for m in present}
    words: dict[tuple[bool | None, bool], str] = {
        (True, True): "户在人在",
        (True, False): "户在人不在",
        (False, True): "户不在人在",
        (False, False): "户不在人不在",
    }
    found = {words[a] for a in answers if a in words}
    return [(found.pop(), "grey")] if len(answers) == 1 and found else []
