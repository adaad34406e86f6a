"""The steps of the first run, at its left."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label, restyle
from ldz_desktop.ui.unlock.frame import BRAND

STEPS = ("欢迎", "办公室", "账号和密码", "恢复码", "开始")


class Rail(QFrame):
    """The steps at the left, the present one marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(180))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(20), theme.px(28), theme.px(16), theme.px(20))
        layout.setSpacing(theme.px(18))
        brand = label(BRAND)
        brand.setObjectName("brand")
        layout.addWidget(brand)
        layout.addSpacing(theme.px(8))
        self._labels: list[QLabel] = []
        for number, text in enumerate(STEPS, 1):
            step = label(f"{number}  {text}")
            layout.addWidget(step)
            self._labels.append(step)
        layout.addStretch(1)
        self._texts = list(STEPS)

    def leave_out(self, place: int | None) -> None:
        """The demo has no page for the office."""
        number = 1
        for index, step in enumerate(self._labels):
            step.setVisible(index != place)
            if index != place:
                step.setText(f"{number}  {STEPS[index]}")
                number += 1

    def mark(self, place: int) -> None:
        for index, step in enumerate(self._labels):
            state = "now" if index == place else ("past" if index < place else "to come")
            restyle(step, "step", state)
