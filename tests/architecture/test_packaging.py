"""What build_installer.spec leaves out, nobody needs; what is imported by name goes along.

The short form: seconds, on every machine. tests/frozen/check.py is the long one: it runs a built
program.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ldz_desktop"
SPEC = ROOT / "build_installer.spec"

_IMPORT_ALL = """
import importlib, json, sys

excluded, wanted = json.load(sys.stdin)

class Absent:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in excluded):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
failed = {}
for name in wanted:
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = repr(error)
print(json.dumps(failed))
"""
"""As in the frozen program: the modules left out cannot be found."""


def _spec(name: str) -> Any:  # noqa: ANN401 - whatever literal the spec assigns
    """The value of a constant of the spec, which only PyInstaller can run."""
    for node in ast.parse(SPEC.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise LookupError(name)


def _modules() -> dict[str, Path]:
    """Every module of the program; a folder without __init__.py would be left out by the spec."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _third_party() -> set[str]:
    """Modules of libraries that the program imports, wherever in its modules."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return {n for n in found if n.split(".")[0] not in {"ldz_desktop", "__future__"}}


def _fails_without(excluded: list[str], wanted: list[str]) -> dict[str, str]:
    """Import all of `wanted` in a process that has none of `excluded`; module → what it lacked."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _IMPORT_ALL],
        input=json.dumps([excluded, wanted]),
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    failed: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return failed


def test_every_module_is_in_a_package() -> None:
    """collect_submodules, which the spec names its hidden imports with, sees packages alone."""
    bare = {
        str(path.parent.relative_to(ROOT))
        for path in _modules().values()
        if not (path.parent / "__init__.py").is_file()
    }
    assert bare == set()


def test_the_program_imports_without_what_is_left_out() -> None:
    """All modules and all they import later, with what the spec excludes gone."""
    wanted = sorted(set(_modules()) - {"ldz_desktop.__main__"}) + sorted(_third_party())
    mine = (
        "PySide6.QtTest",
        "msvcrt",
        "winreg",
        "fcntl",
        "resource",
        "winsound",
    )  # of one system, or of tests
    assert _fails_without(_spec("EXCLUDED"), [n for n in wanted if n not in mine]) == {}


def test_the_check_sees_what_is_missing() -> None:
    found = _fails_without([*_spec("EXCLUDED"), "openpyxl"], ["openpyxl", "ldz_desktop.paths"])
    assert list(found) == ["openpyxl"]


def test_qt_libraries_that_are_imported_are_kept() -> None:
    asked = {n.split(".")[1] for n in _third_party() if n.startswith("PySide6.Qt")}
    assert {n.removeprefix("Qt") for n in asked} <= _spec("QT_LIBRARIES")


@pytest.mark.parametrize("plugin", ["windows", "xcb", "offscreen"])
def test_qt_can_show_something(plugin: str) -> None:
    assert plugin in _spec("QT_PLUGINS")["platforms"]
    assert {"svgicon"} == _spec("QT_PLUGINS")["iconengines"]


def test_resources_go_along_and_exist() -> None:
    """The spec takes every folder of resources but the installer's; the program names real ones."""
    named = {
        node.args[0].value
        for path in _modules().values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "resource_path"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert named
    assert {n for n in named if not (ROOT / "resources" / str(n)).is_dir()} == set()
    assert "installer" not in named
