"""Commands as somebody types them, in this process: contract.md's JSON and exit statuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop import cli

PASSWORD = "测试口令-2026"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)
    return tmp_path / "数据 文件夹"


@pytest.fixture
def ldz(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json; its answer. status: the exit status that is expected; folder: the
    data folder (default: `data`)."""

    def run(*arguments: object, status: int = 0, folder: Path = data) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(folder), "--json", *map(str, arguments)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return run
