"""A newer setup program on a stick: which files count, and which never do."""

import struct
import sys
from pathlib import Path

import pytest

from ldz_desktop.services.newer_setup import newer_setup, removable_drives, signed


def program(certificates: int = 0) -> bytes:
    """The head of a 64-bit Windows program, with so many bytes of certificates."""
    head = bytearray(1024)
    head[:2] = b"MZ"
    struct.pack_into("<L", head, 0x3C, 128)
    struct.pack_into("<H", head, 128 + 24, 0x20B)
    struct.pack_into("<LL", head, 128 + 24 + 112 + 32, 1024, certificates)
    return bytes(head)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "楼栋长").mkdir()
    return tmp_path


def put(stick: Path, name: str, content: bytes | None = None) -> Path:
    (stick / name).write_bytes(program() if content is None else content)
    return stick / name


def test_the_newest_in_the_root_or_in_our_folder(stick: Path) -> None:
    put(stick, "ldz-desktop-0.2.0-setup.exe")
    newest = put(stick, "楼栋长/ldz-desktop-0.10.0-setup.exe")
    put(stick, "ldz-desktop-0.9.0-setup.exe")
    found = newer_setup([stick, stick / "gone"], windows=True)
    assert found is not None
    assert (found.path, found.version) == (newest, "0.10.0")


@pytest.mark.parametrize(
    "name",
    [
        "ldz-desktop-0.1.0-setup.exe",  # the one that runs
        "ldz-desktop-0.0.9-setup.exe",
        "ldz-desktop-9.0.0-LAB-TEST.exe",
        "ldz-desktop-9.0.0-setup.exe.txt",
        "another-9.0.0-setup.exe",
        "ldz-desktop-9.0-setup.exe",
    ],
)
def test_what_is_not_offered(stick: Path, name: str) -> None:
    put(stick, name)
    assert newer_setup([stick], windows=True) is None


def test_a_folder_of_that_name_is_none(stick: Path) -> None:
    (stick / "ldz-desktop-9.0.0-setup.exe").mkdir()
    assert newer_setup([stick], windows=True) is None


def test_linux_takes_packages(stick: Path) -> None:
    put(stick, "ldz-desktop-9.0.0-setup.exe")
    package = put(stick, "ldz-desktop_0.3.0_amd64.deb")
    found = newer_setup([stick], windows=False)
    assert found is not None
    assert found.path == package


def test_a_signed_program_takes_signed_ones_only(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = put(tmp_path, "running.exe", program(certificates=64))
    put(stick, "ldz-desktop-9.0.0-setup.exe")
    assert newer_setup([stick], windows=True) is not None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(running))
    assert newer_setup([stick], windows=True) is None


@pytest.mark.skipif(sys.platform != "win32", reason="Windows checks signatures")
def test_a_signature_that_does_not_hold_is_passed_over(stick: Path) -> None:
    put(stick, "ldz-desktop-9.0.0-setup.exe", program(certificates=64))
    assert newer_setup([stick], windows=True) is None


def test_whether_a_program_is_signed(tmp_path: Path) -> None:
    assert signed(put(tmp_path, "a.exe", program(certificates=64)))
    assert not signed(put(tmp_path, "b.exe", program()))
    assert not signed(put(tmp_path, "c.exe", b"MZ"))


def test_drives_are_looked_up_without_trouble() -> None:
    assert all(isinstance(drive, Path) for drive in removable_drives())
