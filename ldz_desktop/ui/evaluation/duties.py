"""What each duty class asks of a leader, for the person who gives the stars (domain.md §1)."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldz_desktop.domain.duties import CLASSES, DutyTemplate, class_title
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import clear, column, label, rule


class DutyWords(QWidget):
    """The duties of a month's edition in their three classes, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: DutyTemplate | None = None
        self._classes = QHBoxLayout()
        self._classes.setContentsMargins(0, 0, 0, 0)
        self._classes.setSpacing(theme.px(24))
        layout = column(label("三类职责", "title"), rule(), spacing=12)
        layout.addLayout(self._classes)
        self.setLayout(layout)

    def show_template(self, template: DutyTemplate) -> None:
        if template == self._shown:
            return
        self._shown = template
        clear(self._classes)
        for group in CLASSES:
            part = column(label(class_title(group), "strong"), spacing=4)
            for duty in template.of(group):
                part.addWidget(label(duty.name, "muted"))
            part.addStretch(1)
            self._classes.addLayout(part, 1)
