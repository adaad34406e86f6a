"""The setup program: what a release refuses, what a test build is called, what is signed. Real
makensis over a folder with nothing that runs in it."""

import importlib.util
import shlex
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "resources" / "installer"
VERSION = "1.2.3"

needs_nsis = pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not here")

_SIGNER = """
import pathlib, sys
log, file = map(pathlib.Path, sys.argv[1:])
assert file.read_bytes()[:2] == b"MZ"
with log.open("a", encoding="utf-8") as out:
    out.write(file.name + "\\n")
"""


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, INSTALLER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.delenv("LDZ_SIGN", raising=False)
    return _module("build")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """As PyInstaller leaves it."""
    internal = tmp_path / "ldz-desktop" / "_internal"
    internal.mkdir(parents=True)
    (internal / "numpy.pyd").write_bytes(b"MZ api-ms-win-crt-math-l1-1-0.dll")
    for name in ("ldz-desktop.exe", "ldz-desktop-cli.exe"):
        (internal.parent / name).write_bytes(b"MZ of a program")
    pictures = tmp_path / "work" / "build_installer"
    icon = _module("icon")
    icon.write_icon(ROOT / "resources" / "icons" / "app.svg", pictures / "app.ico")
    icon.write_banner(ROOT / "resources" / "icons" / "app.svg", pictures / "banner.bmp")
    return tmp_path


@needs_nsis
def test_a_test_build_does_not_look_like_a_release(build: ModuleType, out: Path) -> None:
    assert build.build_setup(out, VERSION, lab=False).name == "ldz-desktop-1.2.3-setup.exe"
    test = build.build_setup(out, VERSION, lab=True)
    assert test.name == "ldz-desktop-1.2.3-LAB-TEST.exe"
    assert "安装程序 LAB-TEST".encode("utf-16-le") in test.read_bytes()  # what Explorer shows


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("icuuc.dll", b"MZ"),
        ("_internal/mscms.dll", b"MZ"),
        ("_internal/lab-ms-win-crt-math-l1-1-0.dll", b"MZ"),
        ("_internal/numpy/linalg.pyd", b"MZ .. lab-ms-win-crt-math-l1-1-0.dll .."),
    ],
)
def test_a_release_with_a_stand_in_is_refused(
    build: ModuleType, out: Path, name: str, content: bytes
) -> None:
    path = out / "ldz-desktop" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=path.name):
        build.build_setup(out, VERSION, lab=False)
    assert not list(out.glob("*.exe"))


def test_libraries_of_windows_itself_are_none(build: ModuleType, out: Path) -> None:
    (out / "ldz-desktop" / "_internal" / "icuuc.dll").write_bytes(b"MZ" + bytes(300_000))
    assert build.stand_ins(out / "ldz-desktop") == ()


@needs_nsis
def test_all_four_are_signed(build: ModuleType, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs before they are packed, the uninstaller while it is, the setup at the end."""
    signer, log = out / "signer.py", out / "signed.txt"
    signer.write_text(_SIGNER, "utf-8")
    command = shlex.join([sys.executable, str(signer), str(log)])
    monkeypatch.setenv("LDZ_SIGN", command)
    setup = build.build_setup(out, VERSION, lab=False)
    first, second, uninstaller, last = log.read_text("utf-8").splitlines()
    assert [first, second, last] == ["ldz-desktop-cli.exe", "ldz-desktop.exe", setup.name]
    assert uninstaller not in {first, second, last}


@needs_nsis
def test_what_cannot_be_signed_is_not_built(
    build: ModuleType, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LDZ_SIGN", f"{shlex.quote(sys.executable)} -c 'raise SystemExit(1)'")
    with pytest.raises(build.subprocess.CalledProcessError):
        build.build_setup(out, VERSION, lab=False)
    assert not list(out.glob("*.exe"))
