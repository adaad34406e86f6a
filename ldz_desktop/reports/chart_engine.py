"""Starting matplotlib the way a desktop program needs it.

matplotlib looks through every typeface of the machine at its first import and keeps the list in
the user's home; on an office PC with hundreds of them that takes many seconds, and the charts
would differ from machine to machine. Here it finds a ready list without any, in a folder of this
process, and is given the bundled typefaces only.
"""

import atexit
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from ldz_desktop.paths import resource_path

_LIST_VERSION = "3.11.0"  # FontManager.__version__ of the pinned matplotlib 3.11.2
_FAMILY = "Noto Sans SC"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_RARE = {"LXGW WenKai": "LXGWWenKai-Regular.ttf", "HanaMinB": "HanaMinB.ttf"}


@cache
def _prepare() -> None:
    """Import matplotlib once, with the bundled typefaces and no others."""
    if "matplotlib" not in sys.modules:
        _import_without_scan()
    from matplotlib import font_manager

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for name in _FILES:
        font_manager.fontManager.addfont(resource_path("fonts", name))


def _import_without_scan() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ldz-charts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    empty: dict[str, Any] = {
        "_version": _LIST_VERSION,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": _FAMILY, "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
        "__class__": "FontManager",
    }
    (folder / f"fontlist-v{_LIST_VERSION}.json").write_text(json.dumps(empty), encoding="utf-8")
    before = os.environ.get("MPLCONFIGDIR")
    os.environ["MPLCONFIGDIR"] = str(folder)
    try:
        import matplotlib.font_manager  # noqa: F401 - reads the list while it is imported
    finally:
        if before is None:
            del os.environ["MPLCONFIGDIR"]
        else:
            os.environ["MPLCONFIGDIR"] = before


@cache
def _rare_families() -> tuple[str, ...]:
    """The typefaces for names that Noto Sans lacks; opened only when such a name comes up."""
    from matplotlib import font_manager

    for name in _RARE.values():
        font_manager.fontManager.addfont(resource_path("fonts", name))
    return tuple(_RARE)


def _needs_rare(texts: tuple[str, ...]) -> bool:
    from ldz_desktop.reports.fonts import bundled_fonts

    sans = bundled_fonts().chain("sans").fonts[0]
    return any(ord(c) > 0x7F and not sans.covers(ord(c)) for text in texts for c in text)


@contextmanager
def drawing(texts: tuple[str, ...] = ()) -> Iterator[None]:
    """Within it, figures are made and written in the house's look, whatever the texts hold."""
    _prepare()
    import matplotlib as mpl

    family = [_FAMILY, *(_rare_families() if _needs_rare(texts) else ())]
    with mpl.rc_context(_look(family)):  # type: ignore[arg-type] # wants a dict of literals
        yield


def _look(family: list[str]) -> dict[str, Any]:
    return {
        "font.family": family,
        "font.size": 10,
        "axes.unicode_minus": False,
        "axes.edgecolor": "#9AA3AE",
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": False,
        "grid.color": "#E3E6EA",
        "grid.linewidth": 0.8,
        "xtick.color": "#5B6470",
        "ytick.color": "#5B6470",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "text.color": "#1B1F24",
        "axes.labelcolor": "#5B6470",
        "legend.frameon": False,
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "ldz",
        "text.parse_math": False,
    }
