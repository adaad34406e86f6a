"""A fault of the program: apologise, and give details that can be copied and hold no values.

Only the kind of the exception, and where in the program it came up: never a message, because
messages of exceptions quote the data they stumbled over.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

import ldz_desktop
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, column, label, row


def describe(error: BaseException) -> str:
    """Version, kind of exception, and the places it passed: file, line, function. No values."""
    import platform
    import traceback

    lines = [
        f"楼栋长工作台 {ldz_desktop.__version__}",
        f"Python {platform.python_version()} · Qt {qVersion()}",
        f"{platform.system()} {platform.release()}",
    ]
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        kind = type(link)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def install(show: Callable[[BaseException], None]) -> None:
    """Send every exception nobody caught to `show`; those of other threads are only noted."""

    def caught(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            error = kind()
        if isinstance(error, Exception):
            show(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def caught_elsewhere(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            note(args.exc_value)

    sys.excepthook = caught
    threading.excepthook = caught_elsewhere


def note_in(file: Path) -> None:
    """Where defects are written down, one below the other."""
    _notebook.file = file


def note(error: BaseException) -> None:
    """Write a defect down: when, and what describe() says of it. Never fails."""
    file = _notebook.file
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _LONGEST:
            file.replace(file.with_suffix(".old"))
        with file.open("a", encoding="utf-8") as out:
            moment = datetime.now().astimezone().isoformat(timespec="seconds")
            out.write(f"{moment}\n{describe(error)}\n\n")
    except OSError:
        return


@dataclass
class _Notebook:
    file: Path | None = None


_notebook = _Notebook()
_LONGEST = 1 << 18


def _short(file_name: str) -> str:
    parts = Path(file_name).parts
    for root in ("ldz_desktop", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else ""


class DefectDialog(QDialog):
    """An apology with details to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None) -> None:
        super().__init__(parent)
        note(error)
        self.setObjectName("plain")
        self.setWindowTitle("程序出错")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = QPlainTextEdit(describe(error))
        self._details.setReadOnly(True)
        self._details.setAccessibleName("错误详情")
        self._details.setMinimumSize(theme.px(520), theme.px(180))
        self._copy = button("复制详情(&C)", self._copy_details, icon="copy")
        close = button("关闭", self.accept, role="primary")
        close.setDefault(True)
        layout = column(
            label("很抱歉，程序出错了", "title"),
            label(
                "已保存的数据不受影响。请把下面的详情复制给维护人员；其中没有居民信息。", wrap=True
            ),
            self._details,
            row(self._copy, None, close),
            spacing=12,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def details(self) -> str:
        """What can be copied."""
        return self._details.toPlainText()

    def _copy_details(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self._details.toPlainText())
        self._copy.setText("已复制")
