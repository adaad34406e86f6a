"""The laptop's side: what a pack finds there, what is not brought back yet, and the end of it."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.visits import buildings_text
from ldz_desktop.errors import OpenError, RuleError, StorageError
from ldz_desktop.services.opening import inspect_folder, open_office
from ldz_desktop.services.restoring import by_password, compare_pack, restore
from ldz_desktop.services.visits import read_pack
from ldz_desktop.services.visits_wiping import wipe
from ldz_desktop.storage import wiping
from ldz_desktop.storage.folder import DataFolder as Folder

if TYPE_CHECKING:
    from tests.services.visits.conftest import Place, Trip

PASSWORD = "测试口令-2026"
UNLOCK = by_password("", PASSWORD)


@pytest.fixture
def second(desk: "Place", stick: Path) -> Path:
    """2栋 as another pack."""
    building = desk.office.households.buildings()[1]
    return desk.office.visits.pack(stick / "second.ldzvisit", [building.id], PASSWORD).path


# -- what a pack finds -----------------------------------------------------------------------------


def test_what_a_data_folder_is_for_a_pack(trip: "Trip", second: Path, tmp_path: Path) -> None:
    laptop, office = trip.laptop.office.folder, trip.desk.office.folder
    assert read_pack(second, tmp_path / "nothing").here == "nothing"
    assert read_pack(second, laptop).here == "visit"
    assert read_pack(trip.bring_back(), laptop).here == "same"
    here = read_pack(second, office)
    assert (here.here, here.own, here.accounts) == ("office", True, ("李敏",))
    states = [inspect_folder(f) for f in (laptop, office, tmp_path / "nothing")]
    assert [state.visit for state in states] == [True, False, False]


def test_a_pack_beside_an_older_visit_says_what_would_be_set_aside(
    trip: "Trip", second: Path
) -> None:
    trip.laptop.edit("张建国", phone="13911110001", name="张建园")
    trip.bring_back()
    trip.laptop.edit("赵云", phone="13911110002")
    folder = trip.laptop.office.folder
    trip.laptop.office.close()
    found = compare_pack(second, UNLOCK, folder)
    assert (found.backup.households, found.backup.office) == (1, "兴文街道办事处")
    assert found.present is not None
    assert (found.present.households, found.unreturned, found.trouble) == (2, 1, "")
    restored = restore(second, UNLOCK, folder, aside=True)
    assert restored.aside is not None
    office = open_office(folder, "", PASSWORD)
    try:
        assert office.visits.visiting() == office.visiting
        assert office.visiting is not None
        assert office.visiting.buildings == ("福锦苑2栋",)
        assert office.visits.away().older == 1
    finally:
        office.close()


def test_a_pack_never_takes_the_place_of_an_office(
    desk: "Place", pack: Path, tmp_path: Path
) -> None:
    from ldz_desktop.services.opening import create_office

    other, _ = create_office(tmp_path / "other", "别的街道", "李敏", PASSWORD)
    other.close()
    desk.office.close()
    for folder, title in (
        (desk.office.folder, "这里是办公室的数据"), (tmp_path / "other", "这里是另一个办公室的数据")
    ):  # fmt: skip
        before = sorted(path.name for path in folder.iterdir())
        for work in (
            lambda folder: compare_pack(pack, UNLOCK, folder),
            lambda folder: restore(pack, UNLOCK, folder, aside=True),
        ):
            with pytest.raises(OpenError) as caught:
                work(folder)
            assert caught.value.title == title
        assert sorted(path.name for path in folder.iterdir()) == before
        open_office(folder, "", PASSWORD).close()


# -- what is not brought back ----------------------------------------------------------------------


def test_what_is_changed_and_what_of_it_is_not_brought_back(trip: "Trip") -> None:
    visits = trip.laptop.office.visits
    away = visits.away()
    assert (away.changes, away.unreturned, away.brought, away.older) == (0, 0, None, 0)
    trip.laptop.edit("张建国", phone="13911110001")
    trip.laptop.add("102", "赵小云", relation="20")
    assert (visits.away().changes, visits.away().unreturned) == (2, 2)
    back = trip.bring_back()
    away = visits.away()
    assert (away.changes, away.unreturned) == (2, 0)
    assert away.brought is not None
    assert away.brought.file == back
    trip.laptop.edit(
        "张建国", phone="13900000001"
    )  # as it was at first, but the pack says otherwise
    assert (visits.away().changes, visits.away().unreturned) == (1, 1)


def test_a_pack_that_could_not_be_written_brings_nothing_back(trip: "Trip", stick: Path) -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    visits = trip.laptop.office.visits
    with pytest.raises(StorageError):
        visits.bring_back(stick / "pulled out" / "x.ldzvisit")
    assert (visits.away().unreturned, visits.away().brought) == (1, None)


def test_a_visit_is_brought_back_and_not_backed_up_to_a_stick(
    trip: "Trip", monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (trip.desk, trip.laptop):
        core = place.office.core
        assert place.office.backups.automatic() is not None
        later = core.clock() + timedelta(days=30)
        monkeypatch.setattr(core, "clock", lambda later=later: later)
    assert trip.desk.office.backups.overdue() == 30
    assert trip.laptop.office.backups.overdue() is None
    assert trip.laptop.office.backups.reminder() == ""


def test_the_same_pack_opened_again_is_not_called_older_than_its_backups(
    trip: "Trip", pack: Path, second: Path
) -> None:
    folder = trip.laptop.office.folder
    for phone in ("13911110001", "13911110002"):
        trip.laptop.edit("张建国", phone=phone)
    assert trip.laptop.office.backups.automatic() is not None
    trip.laptop.office.close()
    for file in (second, pack):
        restore(file, UNLOCK, folder, aside=True)
    office = open_office(folder, "", PASSWORD)
    try:
        office.check_damage()
        assert office.visits.away().older == 2
    finally:
        office.close()


# -- the end ---------------------------------------------------------------------------------------


def test_wiping_leaves_nothing_of_the_visits_and_touches_nothing_else(
    trip: "Trip", second: Path
) -> None:
    laptop, folder = trip.laptop.office, trip.laptop.office.folder
    trip.laptop.edit("张建国", phone="13911110001")
    laptop.backups.automatic()
    trip.bring_back()
    laptop.close()
    restore(second, UNLOCK, folder, aside=True)  # the first visit is set aside
    desk = trip.desk.office
    foreign = desk.backups.make(folder / "backups" / "备份-20260101-0900.ldzbackup").path
    office_aside = folder / "恢复前-20260101-090000"
    office_aside.mkdir()
    for name in ("office.keys", "office.keys.2"):
        shutil.copy(desk.folder / name, office_aside / name)
    (folder / "我的笔记.txt").write_text("买菜", "utf-8")
    (folder / "backups" / ".trial").mkdir()
    again = open_office(folder, "", PASSWORD)
    again.backups.automatic()
    wipe(again)
    assert not inspect_folder(folder).exists
    left = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert left - {"instance.lock", "window.ini"} == {
        foreign.relative_to(folder).as_posix(), f"{office_aside.name}/office.keys",
        f"{office_aside.name}/office.keys.2", "我的笔记.txt",
    }  # fmt: skip
    restore(second, UNLOCK, folder, aside=True)
    open_office(folder, "", PASSWORD).close()


def test_wiping_is_refused_in_an_office_and_while_something_is_not_brought_back(
    trip: "Trip",
) -> None:
    with pytest.raises(RuleError) as caught:
        wipe(trip.desk.office)
    assert caught.value.title == "这是办公室的数据"
    trip.laptop.edit("张建国", phone="13911110001")
    with pytest.raises(RuleError) as caught:
        wipe(trip.laptop.office)
    assert "还有 1 处改动没有带回" in caught.value.message
    for place in (trip.desk, trip.laptop):
        assert place.names()  # open as before
        with pytest.raises(OpenError):
            wiping.begin(Folder(trip.desk.office.folder))
    trip.bring_back()
    wipe(trip.laptop.office)
    assert not (trip.laptop.office.folder / "archive.db").exists()


@pytest.mark.parametrize("files", [0, 1, 3, 5])
def test_a_wiping_that_was_interrupted_is_finished_by_whoever_comes_next(
    trip: "Trip", monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    """As by a power cut, or a scanner that holds a file, after so many of them."""
    folder = trip.laptop.office.folder
    trip.laptop.office.backups.automatic()
    real, done = Path.unlink, iter(range(files))

    def held(path: Path, *, missing_ok: bool = False) -> None:
        if path.is_relative_to(folder) and "instance" not in path.name and next(done, None) is None:
            raise PermissionError(13, "in use")
        real(path, missing_ok=missing_ok)

    with monkeypatch.context() as scanner:
        scanner.setattr(Path, "unlink", held)
        with pytest.raises(StorageError) as caught:
            wipe(trip.laptop.office)
    assert caught.value.title == "还没有清除完"
    assert not inspect_folder(folder).exists
    left = {p.name for p in folder.rglob("*") if p.is_file()}
    assert left <= {"instance.lock"}


def test_nothing_is_wiped_where_the_data_can_not_be_moved(
    trip: "Trip", monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = trip.laptop.office.folder

    def refused(draft: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as scanner:
        scanner.setattr(wiping, "put_in_place", refused)
        with pytest.raises(StorageError) as caught:
            wipe(trip.laptop.office)
    assert caught.value.title == "没有清除"
    again = open_office(folder, "", PASSWORD)
    assert again.households.totals().households == 2
    again.close()


def test_an_empty_mark_wipes_nothing(trip: "Trip") -> None:
    folder = trip.laptop.office.folder
    trip.laptop.office.close()
    (folder / ".wiping").mkdir()
    open_office(folder, "", PASSWORD).close()
    assert not (folder / ".wiping").exists()


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        ((), ""),
        (("福锦苑1栋",), "福锦苑1栋"),
        (("福锦苑1栋", "福锦苑2栋"), "福锦苑1栋、2栋"),
        (("福锦苑1栋", "福锦苑12栋", "福锦苑13栋", "福锦苑14栋"), "福锦苑1栋、12栋、13栋等 4 栋"),
        (("福锦苑1栋", "文锦苑1栋"), "福锦苑1栋、文锦苑1栋"),
        (("福锦苑", "福锦苑2栋"), "福锦苑、福锦苑2栋"),
    ],
)
def test_buildings_are_named_shortly(titles: tuple[str, ...], text: str) -> None:
    assert buildings_text(titles) == text
