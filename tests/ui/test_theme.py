"""Colours: readable in every system, stronger where the system asks for high contrast."""

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.ui.kit import theme

INKS = ("ink", "muted", "red", "green", "amber-ink", "blue")
WASHES = (
    "paper", "ground", "red-wash", "green-wash", "amber-wash", "blue-wash", "grey-wash", "select",
    "select-off",
)  # fmt: skip


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1, 1.4.3: 1 to 21."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _forget() -> None:
    for cached in (theme.tokens, theme.color, theme.icon):
        cached.cache_clear()


@pytest.fixture
def strong(monkeypatch: pytest.MonkeyPatch, dressed: QApplication) -> Iterator[None]:
    """The system asks for high contrast."""
    monkeypatch.setattr(theme, "high_contrast", lambda: True)
    _forget()
    yield
    _forget()


@pytest.mark.parametrize(("ink", "wash"), list(itertools.product(INKS, WASHES)))
def test_text_is_readable(ink: str, wash: str, dressed: QApplication) -> None:
    assert contrast(theme.color(ink), theme.color(wash)) >= 4.3


@pytest.mark.parametrize(("ink", "wash"), list(itertools.product((*INKS, "faint"), WASHES)))
def test_text_is_well_readable_under_high_contrast(ink: str, wash: str, strong: None) -> None:
    assert contrast(theme.color(ink), theme.color(wash)) >= 7


@pytest.mark.parametrize(
    "edge", ["line", "edge", "row-line", "red-pale", "sunk-edge", "red", "focus"]
)
def test_edges_are_visible_under_high_contrast(edge: str, strong: None) -> None:
    assert contrast(theme.color(edge), theme.color("paper")) >= 3


def test_a_field_has_the_stronger_edge_under_high_contrast(strong: None) -> None:
    page = QWidget()
    field = QLineEdit(page)
    field.resize(200, 40)
    theme.dress(page)
    page.resize(300, 60)
    shown = field.grab().toImage().pixelColor(QPoint(100, 0))
    assert shown == theme.color("edge")
    assert contrast(shown, theme.color("paper")) > 7


@pytest.mark.parametrize("behind", ["paper", "ground", "select", "red-wash"])
def test_focus_is_visible_and_no_error(behind: str, dressed: QApplication) -> None:
    """WCAG 2.1, 1.4.11: 3:1 against what is beside it."""
    assert contrast(theme.color("focus"), theme.color(behind)) >= 3
    assert contrast(theme.color("focus-on-red"), theme.color("red")) >= 3
    hues = [theme.color(name).hueF() * 360 for name in ("focus", "red")]
    assert 90 < abs(hues[0] - hues[1]) < 270


def test_the_field_with_the_focus_does_not_look_like_a_refused_one(
    dressed: QApplication, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    fields = {name: QLineEdit() for name in ("plain", "focused", "refused", "both")}
    buttons = [QPushButton("取消"), QPushButton("保存")]
    buttons[1].setProperty("role", "primary")
    for one in (*fields.values(), *buttons):
        layout.addWidget(one)
    for name in ("refused", "both"):
        fields[name].setProperty("state", "refused")
    theme.dress(page)
    page.show()
    qtbot.waitExposed(page)

    def edge(one: QWidget, *, focused: bool) -> QColor:
        (one if focused else fields["plain"]).setFocus()
        qtbot.waitUntil(lambda: one.hasFocus() is focused)
        return one.grab().toImage().pixelColor(one.width() // 2, 0)

    focus, red = theme.color("focus"), theme.color("red")
    assert edge(fields["focused"], focused=True) == focus
    assert edge(fields["refused"], focused=False) == red
    assert edge(fields["both"], focused=True) == focus  # its sentence below stays red
    assert edge(buttons[0], focused=True) == focus
    assert edge(buttons[1], focused=True) == theme.color("focus-on-red")


@pytest.mark.parametrize("size", [16, 24, 32, 48, 256])
def test_windows_carry_the_program_s_icon_at_every_size(size: int, dressed: QApplication) -> None:
    image = dressed.windowIcon().pixmap(size, size).toImage()
    assert image.width() == size
    roof = image.pixelColor(size // 2, size * 2 // 16)
    assert roof.red() > 150
    assert roof.green() < 80
    assert image.pixelColor(0, 0).alpha() < 128  # round corners


def test_without_high_contrast_the_colours_are_the_designed_ones(dressed: QApplication) -> None:
    assert not theme.high_contrast()
    assert theme.tokens()["red"] == "#C8161D"


ROLE, GROUP = QPalette.ColorRole, QPalette.ColorGroup


@pytest.mark.parametrize("group", [GROUP.Active, GROUP.Inactive, GROUP.Disabled])
@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (ROLE.WindowText, ROLE.Window),
        (ROLE.Text, ROLE.Base),
        (ROLE.Text, ROLE.AlternateBase),
        (ROLE.ButtonText, ROLE.Button),
        (ROLE.HighlightedText, ROLE.Highlight),
        (ROLE.ToolTipText, ROLE.ToolTipBase),
        (ROLE.Link, ROLE.Base),
    ],
)
def test_nothing_of_a_dark_system_is_left_in_the_palette(
    text: QPalette.ColorRole,
    behind: QPalette.ColorRole,
    group: QPalette.ColorGroup,
    dressed: QApplication,
) -> None:
    palette = dressed.palette()
    for role in (text, behind):
        assert palette.isBrushSet(group, role), "the system's own would be taken"
    disabled = group == GROUP.Disabled
    assert contrast(palette.color(group, text), palette.color(group, behind)) >= (
        2.5 if disabled else 4.5
    )
