"""Opening an office: every wrong file has its own sentence, and nothing is changed by trying."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ldz_desktop.errors import BusyError, InputError, OpenError, PasswordError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, inspect_folder, open_office, recover
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import keyring
from ldz_desktop.storage.database import Database

PASSWORD = "测试口令-2026"


@pytest.fixture
def closed(tmp_path: Path) -> tuple[Path, str]:
    """A data folder nobody has open, and its recovery code."""
    office, code = create_office(tmp_path / "办公室 数据", "兴文街道", "李敏", PASSWORD)
    office.settings.save_profile(Profile("兴文街道", phone="0827-5260110"))
    office.close()
    return tmp_path / "办公室 数据", code


def digest(folder: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.iterdir()
        if p.name.startswith(("archive", "office"))
    }


def test_what_was_saved_is_there(closed: tuple[Path, str]) -> None:
    office = open_office(closed[0], "", PASSWORD)
    assert office.settings.profile().phone == "0827-5260110"
    assert office.account == "李敏"
    office.close()


def test_nothing_readable_on_the_disk(closed: tuple[Path, str]) -> None:
    for file in closed[0].iterdir():
        content = file.read_bytes() if file.is_file() else b""
        assert b"0827-5260110" not in content
        assert b"SQLite format" not in content


def test_full_width_password_is_the_same(closed: tuple[Path, str]) -> None:
    open_office(closed[0], "李敏", "测试口令－２０２６ ").close()


def test_wrong_password_changes_nothing(closed: tuple[Path, str]) -> None:
    before = digest(closed[0])
    with pytest.raises(PasswordError, match="密码不正确"):
        open_office(closed[0], "李敏", "不是这个")
    assert digest(closed[0]) == before


def test_unknown_account(closed: tuple[Path, str]) -> None:
    with pytest.raises(PasswordError, match="没有这个账号"):
        open_office(closed[0], "王五", PASSWORD)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def plain(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(8176))


def foreign(path: Path) -> None:
    path.write_bytes(os.urandom(40960))


def short(path: Path) -> None:
    os.truncate(path, 100)


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def less_one(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "title"),
    [
        (Path.unlink, "数据库文件不见了"),
        (empty, "数据库文件是空的"),
        (plain, "数据库没有加密"),
        (foreign, "不是本办公室的数据库"),
        (short, "数据库文件不完整"),
        (half, "数据库已损坏"),
        (less_one, "数据库已损坏"),
        (flipped, "数据库已损坏"),
    ],
)
def test_each_wrong_database_has_its_sentence(
    closed: tuple[Path, str], spoil: Callable[[Path], None], title: str
) -> None:
    spoil(closed[0] / "archive.db")
    before = digest(closed[0])
    with pytest.raises(OpenError) as caught:
        open_office(closed[0], "李敏", PASSWORD)
    assert caught.value.title == title
    assert caught.value.hint
    assert digest(closed[0]) == before


def test_empty_folder_and_missing_keys(tmp_path: Path, closed: tuple[Path, str]) -> None:
    with pytest.raises(OpenError, match="还没有数据"):
        open_office(tmp_path / "nothing", "", PASSWORD)
    for copy in ("office.keys", "office.keys.2"):
        (closed[0] / copy).unlink()
    with pytest.raises(OpenError, match="钥匙文件不见了"):
        open_office(closed[0], "", PASSWORD)


def test_one_damaged_key_file_is_not_enough_to_lock_out(closed: tuple[Path, str]) -> None:
    (closed[0] / "office.keys").write_text("{}", "utf-8")
    open_office(closed[0], "", PASSWORD).close()


def test_a_copy_of_the_key_file_that_is_behind_is_brought_up(closed: tuple[Path, str]) -> None:
    """It still opened with the old password, where the other copy was lost."""
    second = closed[0] / "office.keys.2"
    behind = second.read_bytes()
    office = open_office(closed[0], "", PASSWORD)
    office.accounts.change_password(PASSWORD, "另一个口令-2026")
    office.close()
    second.write_bytes(behind)
    open_office(closed[0], "", "另一个口令-2026").close()
    (closed[0] / "office.keys").unlink()
    with pytest.raises(PasswordError):
        open_office(closed[0], "", PASSWORD)


def test_a_key_file_that_opens_for_nobody_is_damaged(closed: tuple[Path, str]) -> None:
    ring = keyring.read(closed[0] / "office.keys")
    recovery = tuple(s for s in ring.slots if s.kind == "recovery")
    keyring.write(closed[0] / "office.keys", replace(ring, slots=recovery))
    for look in (inspect_folder, lambda folder: open_office(folder, "", PASSWORD)):
        with pytest.raises(OpenError, match="钥匙文件已损坏"):
            look(closed[0])


def test_another_programs_database(closed: tuple[Path, str]) -> None:
    ring = keyring.read(closed[0] / "office.keys")
    key = keyring.open_slot(ring.slot("李敏"), keyring.password_bytes(PASSWORD))
    database = Database.open(closed[0] / "archive.db", key, check=False)
    database.execute("PRAGMA application_id = 7")
    database.close()
    with pytest.raises(OpenError, match="不是本程序的数据"):
        open_office(closed[0], "", PASSWORD)


def test_a_newer_programs_database(closed: tuple[Path, str]) -> None:
    ring = keyring.read(closed[0] / "office.keys")
    key = keyring.open_slot(ring.slot("李敏"), keyring.password_bytes(PASSWORD))
    database = Database.open(closed[0] / "archive.db", key, check=False)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(OpenError, match="更新的版本"):
        open_office(closed[0], "", PASSWORD)


def test_second_instance_names_the_first(closed: tuple[Path, str]) -> None:
    first = open_office(closed[0], "", PASSWORD)
    code = (
        "import sys; from pathlib import Path\n"
        "from ldz_desktop.services.opening import open_office\n"
        "from ldz_desktop.errors import BusyError\n"
        "try: open_office(Path(sys.argv[1]), '', sys.argv[2])\n"
        "except BusyError as e: print(e.message)"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(closed[0]), PASSWORD],
        capture_output=True, check=True, cwd=Path(__file__).parents[2],
    ).stdout.decode()  # fmt: skip
    assert f"进程 {os.getpid()}" in told
    first.close()
    open_office(closed[0], "", PASSWORD).close()


def test_a_crash_leaves_no_lock(closed: tuple[Path, str]) -> None:
    code = (
        "import sys, os; from pathlib import Path\n"
        "from ldz_desktop.services.opening import open_office\n"
        "open_office(Path(sys.argv[1]), '', sys.argv[2]); os._exit(9)"
    )
    died = subprocess.run(
        [sys.executable, "-c", code, str(closed[0]), PASSWORD],
        check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert died.returncode == 9
    open_office(closed[0], "", PASSWORD).close()


def test_it_opens_where_nobody_can_write_down_who_has_it(closed: tuple[Path, str]) -> None:
    """A full disk takes no note; the lock itself needs none."""
    (closed[0] / "instance.json").mkdir()
    office = open_office(closed[0], "", PASSWORD)
    assert office.account == "李敏"
    office.close()


def test_an_office_is_never_made_over_another(closed: tuple[Path, str]) -> None:
    before = digest(closed[0])
    with pytest.raises(OpenError, match="数据已存在"):
        create_office(closed[0], "别的", "王五", PASSWORD)
    assert digest(closed[0]) == before


# -- accounts and recovery ------------------------------------------------------------------------


def test_accounts_are_key_slots(closed: tuple[Path, str]) -> None:
    office = open_office(closed[0], "", PASSWORD)
    office.accounts.add("王五", "另一个口令-2026")
    with pytest.raises(InputError, match="账号已存在"):
        office.accounts.add("王五", "另一个口令-2026")
    with pytest.raises(InputError, match="密码太短"):
        office.accounts.add("赵六", "短")
    office.close()
    assert inspect_folder(closed[0]).accounts == ("李敏", "王五")
    second = open_office(closed[0], "王五", "另一个口令-2026")
    second.accounts.remove("李敏")
    with pytest.raises(InputError, match="不能删除"):
        second.accounts.remove("王五")
    second.close()
    with pytest.raises(PasswordError):
        open_office(closed[0], "李敏", PASSWORD)


def test_changing_a_password_leaves_the_database_alone(closed: tuple[Path, str]) -> None:
    office = open_office(closed[0], "", PASSWORD)
    office.accounts.change_password(PASSWORD, "新的口令-2027")
    with pytest.raises(PasswordError):
        office.accounts.change_password(PASSWORD, "再换一个口令-2028")
    office.close()
    with pytest.raises(PasswordError):
        open_office(closed[0], "", PASSWORD)
    open_office(closed[0], "", "新的口令-2027").close()


def test_recovery_code_opens_and_sets_a_new_password(closed: tuple[Path, str]) -> None:
    folder, code = closed
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(PasswordError, match="第 8 组"):
        recover(folder, wrong, "李敏", "忘了以后的口令")
    with pytest.raises(PasswordError, match="恢复码不正确"):
        recover(folder, keyring.new_recovery_code(), "李敏", "忘了以后的口令")
    recover(folder, code.replace("-", " "), "李敏", "忘了以后的口令").close()
    with pytest.raises(PasswordError):
        open_office(folder, "李敏", PASSWORD)
    office = open_office(folder, "李敏", "忘了以后的口令")
    new = office.accounts.new_recovery_code("忘了以后的口令")
    office.close()
    with pytest.raises(PasswordError):
        recover(folder, code, "李敏", "忘了以后的口令2")
    recover(folder, new, "李敏", "忘了以后的口令2").close()


def test_default_cost_is_what_was_measured() -> None:
    cost = keyring.Cost()
    assert (cost.memory, cost.passes, cost.lanes) == (131072, 3, 4)


def test_every_single_digit_typo_of_a_recovery_code_is_found() -> None:
    code = keyring.new_recovery_code()
    for index, digit in enumerate(code):
        if digit.isdigit():
            for other in set("0123456789") - {digit}:
                assert keyring.wrong_groups(code[:index] + other + code[index + 1 :])


def test_a_full_disk_is_said_and_changes_nothing(office: Office) -> None:
    pages = office.core.database.value("PRAGMA page_count")
    office.core.database.execute(f"PRAGMA max_page_count = {pages + 1}")
    before = office.settings.profile()
    with pytest.raises(Exception, match="磁盘已满"):
        office.settings.save_profile(Profile("街道", address="x" * 200_000))
    assert office.settings.profile() == before
    office.settings.save_profile(Profile("街道", phone="1"))
    assert office.settings.profile().phone == "1"


def test_a_copied_folder_opens(closed: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(closed[0], tmp_path / "copy")
    open_office(tmp_path / "copy", "", PASSWORD).close()


def test_busy_is_its_own_kind() -> None:
    assert issubclass(BusyError, OpenError)
