"""Two screens of different density: windows, dialogs and the wall keep to the right one."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve()


def _screen(name: str, x: int, width: int, height: int, dpr: int) -> dict[str, object]:
    return {
        "name": name, "x": x, "y": 0, "width": width, "height": height, "dpr": dpr,
        "logicalDpi": 96, "logicalBaseDpi": 96,
    }  # fmt: skip


def test_everything_keeps_to_its_screen_of_two(tmp_path: Path) -> None:
    """In a process of its own: how many screens there are is settled when Qt begins."""
    screens = [_screen("desk", 0, 1366, 768, 1), _screen("sharp", 1366, 1920, 1080, 2)]
    (tmp_path / "two.json").write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
            f"--rootdir={HERE.parents[2]}", "-c", str(HERE.parents[2] / "pyproject.toml"),
            str(HERE.with_name("two_screens.py")),
        ],
        cwd=tmp_path,  # a path in the platform's name must not hold a colon, as C:\ does
        env=os.environ | {"LDZ_TEST_PLATFORM": "offscreen:configfile=two.json"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout
