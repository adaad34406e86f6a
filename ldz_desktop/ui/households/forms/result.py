"""Last page: what was written, and who lacks what."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from ldz_desktop.services.forms.records import FillResult, Lacking
from ldz_desktop.ui.households.forms.wording import listed
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_COLUMNS = (
    Column[Lacking]("name", "姓名", lambda r: r.name, width=110),
    Column[Lacking]("address", "住址", lambda r: r.address, width=240),
    Column[Lacking](
        "what", "户档里缺", lambda r: "、".join(r.what), width=0, tone=lambda r: "amber-ink",
        tip=lambda r: "、".join(r.what),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """What is said of a result."""

    title: str
    about: str
    notes: tuple[str, ...]


class ResultPage(QWidget):
    """open_wanted: the file; folder_wanted: where it lies; resident_wanted(id); again_wanted: the
    same form for others; done_wanted: back to the archive."""

    open_wanted = Signal()
    folder_wanted = Signal()
    resident_wanted = Signal(object)
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(theme.icon("tick", "green").pixmap(theme.px(32), theme.px(32)))
        self._title = label("", "heading")
        self._about = label("", "muted", wrap=True)
        self._notes = label("", "note", wrap=True)
        self.open_button = button("打开看看(&O)", self.open_wanted.emit, icon="open")
        self.folder_button = button("打开文件夹(&F)", self.folder_wanted.emit)
        self.again_button = button("再给别人填(&A)", self.again_wanted.emit)
        self.missing = label("", "strong", wrap=True)
        self.what = PickEditor([("", "全部")])
        self.what.setMinimumWidth(theme.px(180))
        self.what.setAccessibleName("只看缺什么的人")
        self.what.changed.connect(self._narrow)
        self._model = RecordModel(_COLUMNS, lambda r: r.resident_id)
        self.table = RecordTable(self._model, "户档里缺内容的人")
        self.table.opened.connect(self.resident_wanted)
        self.resident_button = button("打开这一户(&H)", self._open)
        self._fine = EmptyState("什么都不缺", "表里要的内容，户档里都有。", icon="tick")
        self._stack = QStackedWidget()
        self._lay_out(picture)

    def _lay_out(self, picture: QLabel) -> None:
        top = column(
            row(picture, self._title, None, self.open_button, self.folder_button,
                self.again_button, spacing=12),
            self._about,
            self._notes,
        )  # fmt: skip
        lacking = QWidget()
        head = row(self.missing, self.what, self.resident_button, spacing=12)
        head.setStretch(0, 1)
        below = column(
            head,
            self.table,
            label("双击打开这一户，补上以后再填一次就有了。", "muted"),
        )
        below.setStretch(1, 1)
        lacking.setLayout(below)
        self._stack.addWidget(lacking)
        self._stack.addWidget(self._fine)
        layout = column(card(top), card(column(self._stack)), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_result(self, result: FillResult) -> None:
        words = _words(result)
        self._title.setText(words.title)
        self._about.setText(words.about)
        self._notes.setText("\n".join(words.notes))
        self._notes.setVisible(bool(words.notes))
        self.open_button.setVisible(result.files == 1)
        self.missing.setText(f"户档里缺：{result.sentence()}")
        pairs: list[tuple[object, str]] = [("", f"全部 {len(result.lacking)} 人")]
        pairs += [(what, f"缺{what} {count} 人") for what, count in result.missing]
        self.what.set_pairs(pairs)
        self.what.set_value("")
        self._model.set_records(list(result.lacking))
        self._narrow()
        self._stack.setCurrentIndex(0 if result.lacking else 1)

    def text(self) -> str:
        """Everything it says above the list."""
        return "\n".join(w.text() for w in (self._title, self._about, self._notes, self.missing))

    def _narrow(self) -> None:
        what = self.what.value()
        self._model.set_filter(None if not what else lambda r: what in r.what)
        self.table.select_id(self._model.id_at(0))

    def _open(self) -> None:
        if self.table.current_id():
            self.resident_wanted.emit(self.table.current_id())


def _words(result: FillResult) -> _Words:
    notes = list(result.notes)
    if result.by_hand:
        notes.append(f"勾选框对不上，请手工勾选：{listed(result.by_hand)}。")
    if result.gone:
        notes.append(f"{result.gone} 人已迁出、去世或删除，没有填。")
    where = f"{result.files:,} 个文件在文件夹" if result.files > 1 else "文件"
    took = f"，用时 {result.seconds:.1f} 秒" if result.seconds >= 1 else ""
    return _Words(
        title=f"已填好 {result.people:,} 人",
        about=f"{where} {result.path.name}{took}。",
        notes=tuple(notes),
    )
