"""First page of an import: what kind of table, and which file."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QWidget
from typing_extensions import override

from ldz_desktop.errors import KnownError
from ldz_desktop.paths import user_path
from ldz_desktop.services.importing.records import KIND_TITLES, Kind
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import button, column, label, one_stop, restyle, row

EXPLAINED: dict[Kind, str] = {
    "households": "花名册、登记表、台账：每人一行或每户一行都行",
    "leaders": "楼栋长名单：负责楼栋、姓名、政治面貌等",
    "sheets": "某个月的满意度调查表，一张表一行，不记名",
    "stars": "某个月的星级评分册：册号和三项星级",
}
MONTHLY: tuple[Kind, ...] = ("sheets", "stars")
_MONTHS_BACK = 14


class TroublePanel(QFrame):
    """An error in its place: what happened, and what to do next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "trouble")
        self._title = label("", "strong", wrap=True)
        self._message = label("", wrap=True)
        self._hint = label("", "muted", wrap=True)
        layout = column(self._title, self._message, self._hint, spacing=4)
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        self.setLayout(layout)
        self.hide()

    def tell(self, error: KnownError | None) -> None:
        """None: all is well again."""
        self.setVisible(error is not None)
        if error is not None:
            for part, text in (
                (self._title, error.title),
                (self._message, error.message),
                (self._hint, error.hint),
            ):
                part.setText(text)
                part.setVisible(bool(text))
            self.setAccessibleName(f"{error.title}：{error.message}")

    def text(self) -> str:
        """Everything it says."""
        if self.isHidden():
            return ""
        return "\n".join(w.text() for w in (self._title, self._message, self._hint) if w.text())


class DropArea(QFrame):
    """Takes a file that is dragged onto it, or asks for one: chosen(Path)."""

    chosen = Signal(object)

    def __init__(
        self,
        words: str = "把表格拖到这里",
        about: str = "xlsx、xls、ods、csv 都可以，原样导入，不用改格式",
        *,
        title: str = "选择要导入的表格",
        filters: str = files.SPREADSHEETS,
    ) -> None:
        """words, about: what stands in it; title, filters: of the dialog that asks for a file."""
        super().__init__()
        self._title = title
        self._filters = filters
        self.setAcceptDrops(True)
        self.setObjectName("drop")
        self.setMinimumHeight(theme.px(150))
        picture = QLabel()
        picture.setPixmap(theme.icon("import", "faint").pixmap(theme.px(32), theme.px(32)))
        self._words = label(words, "strong")
        formats = label(about, "muted")
        for part in (picture, self._words, formats):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = button("选择文件(&F) …", self.ask, role="primary")
        layout = column(None, picture, self._words, formats, row(None, self.button, None), None)
        layout.setContentsMargins(*(theme.px(12),) * 4)
        self.setLayout(layout)
        self._mark(over=False)

    def ask(self) -> None:
        """Ask for a file."""
        path = files.ask_open(self, self._title, self._filters)
        if path is not None:
            self.chosen.emit(path)

    def _mark(self, *, over: bool) -> None:
        tokens = theme.tokens()
        edge, ground = ("red", "red-wash") if over else ("edge", "ground")
        self.setStyleSheet(
            f"QFrame#drop {{ background: {tokens[ground]}; border: 1px dashed {tokens[edge]};"
            f" border-radius: 6px; }}"
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._mark(over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.chosen.emit(user_path(paths[0]))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.ask()


class ChoosePage(QWidget):
    """chosen(Path): a file, for the kind and month that are set."""

    chosen = Signal(object)

    def __init__(
        self,
        today: date,
        kind: Kind,
        month: str,
        kinds: Sequence[Kind] = tuple(KIND_TITLES),
        parent: QWidget | None = None,
    ) -> None:
        """kinds: those there are to choose from."""
        super().__init__(parent)
        self._kinds: dict[Kind, QRadioButton] = {}
        self._group = QButtonGroup(self)
        lines = []
        for one in kinds:
            radio = QRadioButton(KIND_TITLES[one])
            radio.setMinimumWidth(theme.px(140))
            radio.toggled.connect(lambda _: self._kind_changed())
            self._kinds[one] = radio
            self._group.addButton(radio)
            lines.append(row(radio, label(EXPLAINED[one], "muted"), None))
        self.month = PickEditor([(m, _month_text(m)) for m in _months(today, month)])
        self.month.set_value(month or _months(today, month)[0])
        self._month_row = QWidget()
        self._month_row.setLayout(row(label("哪个月的", "muted"), self.month, None))
        self.drop = DropArea()
        self.drop.chosen.connect(self.chosen)
        self._kinds[kind].setChecked(True)
        one_stop(self._group)
        layout = column(
            label("导入什么", "title"),
            column(*lines, spacing=6),
            self._month_row,
            self.drop,
            label(
                "程序只读取文件，不改动它；给您看过结果、按下「导入」之后才写入。",
                "muted",
                wrap=True,
            ),
            spacing=12,
        )
        layout.setStretchFactor(self.drop, 1)
        self.setLayout(layout)
        self._kind_changed()

    @property
    def kind(self) -> Kind:
        return next(kind for kind, radio in self._kinds.items() if radio.isChecked())

    def choose_kind(self, kind: Kind) -> None:
        self._kinds[kind].setChecked(True)

    def month_wanted(self) -> str:
        """YYYY-MM for sheets and stars; empty for what has no month."""
        return str(self.month.value()) if self.kind in MONTHLY else ""

    def _kind_changed(self) -> None:
        self._month_row.setVisible(self.kind in MONTHLY)
        restyle(self._month_row, "wanted", self.kind in MONTHLY)


def _months(today: date, wanted: str) -> Sequence[str]:
    """The current month and those before it, newest first; `wanted` too where it is older."""
    first = today.year * 12 + today.month - 1
    months = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, first - _MONTHS_BACK, -1)]
    return months if not wanted or wanted in months else sorted((*months, wanted), reverse=True)


def _month_text(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"
