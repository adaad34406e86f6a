"""What users install is what the program imports: nothing else, and nothing is forgotten."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QT = "pyside6-essentials"
SAME = {"PySide6": QT, "shiboken6": QT, "shibokensupport": QT}
"""Import packages that come with a distribution of another name."""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(names: list[str]) -> set[str]:
    return {_plain(re.split(r"[=<>~! \[]", name)[0]) for name in names}


def _imported() -> set[str]:
    """The distributions that modules of the program import, wherever in the module."""
    tops: set[str] = set()
    for path in (ROOT / "ldz_desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.split(".")[0])
    tops -= {*sys.stdlib_module_names, "ldz_desktop"}
    known = packages_distributions()
    return {SAME.get(top) or _plain(known[top][0]) for top in tops}


def test_users_install_what_the_program_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = _declared(project["dependencies"])
    assert wanted == _imported()
    assert not wanted & _declared(project["optional-dependencies"]["dev"])


def test_the_lock_holds_them_and_no_tool() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = _declared(project["optional-dependencies"]["dev"])
    users = _locked("requirements.lock")
    assert _declared(project["dependencies"]) <= users
    assert tools & users <= {"fonttools"}  # which matplotlib brings
    assert users | tools <= _locked(".ci/dev.lock")
    assert users | _declared(project["optional-dependencies"]["build"]) <= _locked(".ci/build.lock")


def _locked(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line]
    return _declared([line for line in lines if re.match(r"[A-Za-z]", line)])
