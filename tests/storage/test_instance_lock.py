"""One instance at a time, across processes, whatever becomes of the one that holds the lock."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ldz_desktop.storage.instance_lock import InstanceLock

_HOLD = (
    "import sys; from pathlib import Path; from ldz_desktop.storage.instance_lock import "
    "InstanceLock; print(InstanceLock(Path(sys.argv[1])).acquire(), flush=True); sys.stdin.read()"
)


def test_the_second_one_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path / "lock"), InstanceLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    assert (first.held, second.held) == (True, False)
    first.release()
    assert second.acquire()
    second.release()
    assert not second.held


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "lock")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path / "lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert not lock.acquire()
        other.kill()
    assert lock.acquire(wait=5)
    lock.release()


def test_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path / "lock"), InstanceLock(tmp_path / "lock")
    assert first.acquire()
    started = time.monotonic()
    assert not second.acquire(wait=0.2)
    assert time.monotonic() - started >= 0.2
    threading.Timer(0.2, first.release).start()
    assert second.acquire(wait=5)
    second.release()


def test_says_where_the_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="lock"):
        InstanceLock(tmp_path / "nowhere" / "lock").acquire()
