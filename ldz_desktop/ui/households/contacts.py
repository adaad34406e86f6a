"""Whom to call: the emergency contact and the landlord, their telephones hidden until 显示."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.record import record
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, row


@record
class _Line:
    field: str
    caption: str
    name: Callable[[Household], str]
    phone: Callable[[Household], str]


def _contact(household: Household) -> str:
    relation = f"（{household.contact_relation}）" if household.contact_relation else ""
    return (household.contact_name or "") + relation


_LINES = (
    _Line("contact_phone", "紧急联系人", _contact, lambda h: h.contact_phone or ""),
    _Line(
        "landlord_phone", "房东", lambda h: h.landlord_name or "", lambda h: h.landlord_phone or ""
    ),
)


class ContactLines(QWidget):
    """reveal_wanted(field): 显示 was pressed. Lines without anybody are not there."""

    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, GivingLabel] = {}
        self._links: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        for line in _LINES:
            field = line.field
            text = GivingLabel("muted")
            link = button("显示", partial(self.reveal_wanted.emit, field), role="link")
            link.setStyleSheet("padding: 0 4px; min-height: 16px;")
            link.setToolTip("显示完整电话，会记入日志")
            link.setAccessibleName(f"显示{line.caption}电话")
            self._texts[field], self._links[field] = text, link
            layout.addLayout(row(text, link, None, spacing=2))

    def show_household(self, household: Household, revealed: frozenset[str]) -> None:
        """revealed: the fields shown in full."""
        there = False
        for line in _LINES:
            name, phone = line.name(household), line.phone(household)
            hidden = bool(phone) and line.field not in revealed
            shown = mask_phone(phone) if hidden else phone
            text = self._texts[line.field]
            text.say(f"{line.caption} {name} {shown}".rstrip().replace("  ", " "))
            text.setVisible(bool(name or phone))
            self._links[line.field].setVisible(hidden)
            there = there or bool(name or phone)
        self.setVisible(there)

    def text(self, field: str) -> str:
        """What a line says."""
        return self._texts[field].text()

    def link(self, field: str) -> QPushButton:
        return self._links[field]
