"""Colours, type size and icons: one style sheet, read once, the same under every system palette.

A dark system changes nothing: paper is white. A system with high contrast gets stronger colours.
The tokens live at the top of resources/styles/app.qss; code that paints asks color("red") and
px(34) instead of writing figures down a second time.
"""

import functools
import re
import sys

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from ldz_desktop.paths import resource_path

LARGE = 1.3
"""How much bigger everything is in large-type mode."""

BASE_PX = 14
_MACHINE_FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "微软雅黑")
_BUNDLED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_BUNDLED_FAMILY = "Noto Sans SC"
_SCALE = "ldz_scale"
_FAMILY = "ldz_family"
_TOKEN = re.compile(r"@([a-z-]+):\s*(#[0-9A-Fa-f]{6});")
_LENGTH = re.compile(r"(?<![\w#.])(\d+)px")


def apply(app: QApplication, *, large: bool) -> None:
    """Dress the whole application at once (tests and scripts); the program itself calls prepare()
    and dresses window by window."""
    prepare(app, large=large)
    app.setStyleSheet(_style_sheet(str(app.property(_FAMILY)), scale()))


def prepare(app: QApplication, *, large: bool) -> None:
    """Palette, style, typeface and type size of the application, without its style sheet.

    Widgets that measured themselves with px() keep their sizes until they are built anew.
    """
    app.setProperty(_SCALE, LARGE if large else 1.0)
    if app.property(_FAMILY) is None:
        _first_time(app)
    font = QFont(str(app.property(_FAMILY)))
    font.setPixelSize(px(BASE_PX))
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    app.setFont(font)


def dress(window: QWidget) -> None:
    """Put the style sheet on a window and everything in it, its dialogs included.

    To be called when the window has been built: a widget tree that grows under a style sheet is
    styled again at every step, which took two thirds of the time a window needs to appear.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if app.property(_FAMILY) is None:
        prepare(app, large=False)
    window.setStyleSheet(_style_sheet(str(app.property(_FAMILY)), scale()))


def scale() -> float:
    """1.0, or LARGE in large-type mode."""
    app = QApplication.instance()
    value = app.property(_SCALE) if app is not None else None
    return float(value) if value else 1.0


def is_large() -> bool:
    return scale() > 1.0


def px(length: float) -> int:
    """A length of the 14 px design in logical pixels of the present type size."""
    return round(length * scale())


@functools.cache
def color(name: str) -> QColor:
    """A design token by its name in app.qss: ink, muted, line, red, red-wash, green …

    Everybody gets the same one: copy it before changing it.
    """
    return QColor(tokens()[name])


TONES: dict[str, tuple[str, str]] = {
    "amber": ("amber-wash", "amber-ink"),
    "blue": ("blue-wash", "blue"),
    "green": ("green-wash", "green"),
    "red": ("red-wash", "red"),
    "grey": ("grey-wash", "muted"),
}
"""Chip tone → (background token, ink token)."""


@functools.cache
def tokens() -> dict[str, str]:
    """Every colour token: name → "#RRGGBB"."""
    usual, strong, _ = _source().split("*/", 2)
    return dict(_TOKEN.findall(usual + strong if high_contrast() else usual))


def high_contrast() -> bool:
    """Whether the system asks for it (Windows: 对比度主题); read when the program starts."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        return False
    hints = app.styleHints()  # what is asked of it goes away with it
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


@functools.cache
def icon(name: str, tone: str = "muted") -> QIcon:
    """resources/icons/NAME.svg in a token's colour, drawn when and as large as it is needed."""
    text = resource_path("icons", f"{name}.svg").read_text("utf-8")
    return QIcon(_SvgEngine(text.replace("currentColor", tokens()[tone])))


class _SvgEngine(QIconEngine):
    """Draws the same SVG at whatever size and device ratio is asked for."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self._svg = svg

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        from PySide6.QtSvg import QSvgRenderer

        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        QSvgRenderer(QByteArray(self._svg.encode())).render(painter, QRectF(rect))
        painter.restore()

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn

    @override
    def clone(self) -> QIconEngine:
        return _SvgEngine(self._svg)


def _first_time(app: QApplication) -> None:
    app.setStyle("Fusion")
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    app.setPalette(_palette())
    app.setWindowIcon(icon("app"))  # else Windows shows a blank sheet in the title and task bars
    app.setProperty(_FAMILY, _family())


def _family() -> str:
    """微软雅黑 on Windows, where it always is; the bundled Noto Sans SC everywhere else."""
    if sys.platform == "win32":
        families = set(QFontDatabase.families())
        for family in _MACHINE_FAMILIES:
            if family in families:
                return family
    for name in _BUNDLED:
        path = resource_path("fonts", name)
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))
    return _BUNDLED_FAMILY


def _palette() -> QPalette:
    """A light palette for whatever the style sheet leaves to the style: dark systems included."""
    palette = QPalette()
    role = QPalette.ColorRole
    for group, name in (
        (role.Window, "ground"),
        (role.WindowText, "ink"),
        (role.Base, "paper"),
        (role.AlternateBase, "paper"),
        (role.Text, "ink"),
        (role.Button, "paper"),
        (role.ButtonText, "ink"),
        (role.BrightText, "red"),
        (role.ToolTipBase, "paper"),
        (role.ToolTipText, "ink"),
        (role.PlaceholderText, "faint"),
        (role.Highlight, "select-text"),
        (role.HighlightedText, "ink"),
        (role.Link, "blue"),
        (role.LinkVisited, "blue"),
        (role.Light, "paper"),
        (role.Midlight, "row-line"),
        (role.Mid, "edge"),
        (role.Dark, "faint"),
        (role.Shadow, "muted"),
        (role.Accent, "red"),
    ):
        palette.setColor(group, color(name))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, color("faint"))
    return palette


def _style_sheet(family: str, factor: float) -> str:
    body = _source().split("*/", 2)[2]
    icons = resource_path("icons").as_posix()
    body = body.replace("@icons", icons)
    body = body.replace("@family", f'"{family}", "{_BUNDLED_FAMILY}", "Noto Sans CJK SC"')
    body = body.replace("@fixed", f'"Consolas", "DejaVu Sans Mono", "{family}"')
    for name in sorted(tokens(), key=len, reverse=True):
        body = body.replace(f"@{name}", tokens()[name])
    if factor == 1.0:
        return body
    return _LENGTH.sub(lambda m: _grown(int(m.group(1)), factor), body)


def _grown(length: int, factor: float) -> str:
    return f"{length if length <= 2 else round(length * factor)}px"


@functools.cache
def _source() -> str:
    return resource_path("styles", "app.qss").read_text("utf-8")
