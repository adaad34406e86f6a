"""The house: imports point one way, and nothing heavy is imported before it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "matplotlib", "reportlab", "python_calamine", "xlsxwriter", "openpyxl", "numpy", "PIL",
    "pypinyin", "fontTools", "pypdfium2", "chinese_calendar",
)  # fmt: skip


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_imports_point_one_way() -> None:
    done = _run("-c", "from importlinter.cli import lint_imports_command as c; c()")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_no_forbidden_module_names() -> None:
    names = {"utils", "helpers", "common", "manager"}
    assert not [p for p in (ROOT / "ldz_desktop").rglob("*.py") if p.stem in names]


def test_nothing_heavy_before_it_is_used() -> None:
    """The window's modules and every service, imported in a fresh interpreter."""
    code = (
        "import sys, ldz_desktop.app, ldz_desktop.cli, ldz_desktop.ui.features\n"
        "import ldz_desktop.ui.main_window, ldz_desktop.services.context\n"
        "import ldz_desktop.services.evaluation, ldz_desktop.services.households\n"
        "import ldz_desktop.services.roster, ldz_desktop.services.honours\n"
        "import ldz_desktop.services.importing, ldz_desktop.services.search\n"
        "import ldz_desktop.services.exporting, ldz_desktop.services.notices\n"
        "import ldz_desktop.reports.notice, ldz_desktop.reports.charts\n"
        "import ldz_desktop.reports.spreadsheets, ldz_desktop.reports.table_paper\n"
        "import ldz_desktop.ui.households.tab, ldz_desktop.ui.roster.tab\n"
        "import ldz_desktop.ui.evaluation.tab, ldz_desktop.ui.honours.tab\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = _run("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_top_level_is_fixed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    top = {line.split("/")[0] for line in tracked if line} - {""}
    allowed = {
        "ldz_desktop", "resources", "tests", "pyproject.toml", "build_installer.spec", "README.md",
        "requirements.lock", ".ci", ".gitignore", ".gitattributes", "LICENSE",
    }  # fmt: skip
    assert top <= allowed
