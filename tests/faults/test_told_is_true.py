"""One refused call at each place of each verb: what is said is what is on the disk afterwards.

What returned is done, what raised is not: by the files after the program was closed, and by the
files as they lay there at that moment, as after kill -9. Short form here; LDZ_FAULTS=long refuses
every call.
"""

import contextlib
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, inspect_folder, open_office, recover
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import keyring
from ldz_desktop.storage.backup_file import read_head
from tests.helpers.faulty_disk import DISK
from tests.helpers.refused_calls import refusing

PASSWORD, NEW = "测试口令-2026", "另一个口令-2026"
MONTH, NEXT = "2026-09", "2026-10"
LONG = os.environ.get("LDZ_FAULTS") == "long"
PLACES = 10_000 if LONG else 4
Verb = Callable[["Scene"], object]


class Scene:
    """A copy of the prepared office (and what lies beside it) that one verb is tried on."""

    def __init__(self, place: Path, code: str) -> None:
        self.place = place
        self.folder = place / "data"
        self.stick = place / "stick"
        self.code = code
        self.office: Office | None = None
        self.shown = ""

    def open(self) -> Office:
        self.office = open_office(self.folder, "李敏", PASSWORD, check=False)
        return self.office

    def building(self) -> int:
        assert self.office is not None
        return int(self.office.core.database.value("SELECT min(id) FROM building"))


def on_disk(place: Path, code: str) -> dict[str, Any]:
    """What the files hold: who gets in, how many rows of what, how the months stand, what lies on
    the stick."""
    found: dict[str, Any] = {"stick": sorted(_kinds(place / "stick"))}
    folder = place / "data"
    found["aside"] = len(list(folder.glob("恢复前-*")))
    found["backups"] = len(list((folder / "backups").glob("*.ldzbackup")))
    if not inspect_folder(folder).exists:
        return found
    ring = keyring.read(folder / "office.keys")
    found["accounts"] = sorted(ring.accounts())
    found["opens"] = [word for word in (PASSWORD, NEW) if _opens(ring.slot("李敏"), word)]
    found["code"] = _opens_with_code(ring, code)
    office = open_office(folder, "李敏", found["opens"][0])
    started = ("backup.make",)  # is logged before, so that the backup knows of it
    try:
        database = office.core.database
        tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        skipped = ("save_count", "sqlite_", "resident_")
        found["rows"] = {
            name: database.value(f'SELECT count(*) FROM "{name}"')
            for (name,) in tables
            if not name.startswith(skipped) and name != "audit"
        }
        events = (row[0] for row in database.rows("SELECT event FROM audit"))
        found["events"] = sorted(event for event in events if event not in started)
        found["months"] = [(m.month, m.state) for m in office.evaluation.months()]
        found["values"] = [
            database.rows(f"SELECT {what} ORDER BY 1")
            for what in ("value FROM setting", "workplace FROM resident", "header FROM sheet_draft")
        ]
        assert office.checking.problems() == ()
    finally:
        office.close()
    return found


def _kinds(folder: Path) -> Iterator[str]:
    """Whole files by their ending; none is half written."""
    for path in folder.iterdir():
        if path.suffix in (".ldzbackup", ".ldzvisit"):
            read_head(path)
        yield path.suffix


def _opens(slot: keyring.Slot, word: str) -> bool:
    with contextlib.suppress(KnownError):
        keyring.open_slot(slot, keyring.password_bytes(word))
        return True
    return False


def _opens_with_code(ring: keyring.Keyring, code: str) -> bool:
    with contextlib.suppress(KnownError):
        keyring.open_slot(ring.recovery_slot(), keyring.recovery_secret(code))
        return True
    return False


# -- the verbs ------------------------------------------------------------------------------------


def on_office(verb: Callable[[Office, Scene], object]) -> Verb:
    def run(scene: Scene) -> object:
        assert scene.office is not None
        return verb(scene.office, scene)

    run.opens = True  # type: ignore[attr-defined]
    return run


def _new_code(office: Office, scene: Scene) -> None:
    scene.shown = office.accounts.new_recovery_code(PASSWORD)


def _create(scene: Scene) -> None:
    office, scene.shown = create_office(scene.folder, "兴文街道", "李敏", PASSWORD)
    office.close()


def _command(*arguments: str) -> Verb:
    def run(scene: Scene) -> None:
        if cli.main(["--data", str(scene.folder), "--json", *arguments]):
            raise KnownError("命令", "没有完成")

    return run


def _restore(scene: Scene) -> None:
    (file,) = scene.stick.glob("*.ldzbackup")
    restore(file, by_password("", PASSWORD), scene.folder, aside=True)


def _save_resident(office: Office, scene: Scene) -> None:
    (household,) = office.households.ids()
    before = office.households.get(household).members[0]
    office.households.save_resident(before, replace(before, workplace="纸厂"))
    del scene


VERBS: dict[str, Verb] = {
    "password": on_office(lambda office, _: office.accounts.change_password(PASSWORD, NEW)),
    "recovery code": on_office(_new_code),
    "account added": on_office(lambda office, _: office.accounts.add("周强", PASSWORD)),
    "account removed": on_office(lambda office, _: office.accounts.remove("王芳")),
    "recovered": lambda scene: recover(scene.folder, scene.code, "李敏", NEW).close(),
    "office made": _create,
    "resident": on_office(_save_resident),
    "profile": on_office(lambda office, _: office.settings.save_profile(Profile("南江街道"))),
    "sheets keyed": on_office(
        lambda office, scene: office.evaluation.save_draft(
            MONTH, scene.building(), Draft(Header(9, 9, 9, 0, 0), ("54545454",) * 9)
        )
    ),
    "sheets thrown away": on_office(
        lambda office, scene: office.evaluation.discard_draft(NEXT, scene.building())
    ),
    "sheets handed over": on_office(
        lambda office, scene: office.evaluation.commit_draft(NEXT, scene.building())
    ),
    "month removed": on_office(lambda office, _: office.evaluation.remove_month(NEXT)),
    "month closed": on_office(lambda office, _: office.evaluation.close(MONTH)),
    "month closed by command": _command("month", "close", MONTH, "--reason", "按时"),
    "backup": on_office(lambda office, scene: office.backups.make(scene.stick)),
    "automatic backup": on_office(lambda office, _: office.backups.automatic()),
    "restored": _restore,
    "visit pack": on_office(
        lambda office, scene: office.visits.pack(scene.stick, [scene.building()], PASSWORD)
    ),
}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Two accounts, a household, a month that can be closed and one that is being keyed."""
    place = tmp_path_factory.mktemp("ready")
    monkeypatch = pytest.MonkeyPatch()  # a password is tried a thousand times
    monkeypatch.setattr(keyring, "DEFAULT_COST", keyring.Cost(64, 1, 1))
    (place / "stick").mkdir()
    office, code = create_office(place / "data", "兴文街道", "李敏", PASSWORD)
    office.accounts.add("王芳", PASSWORD)
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "1", "101").ids[0]
    office.households.add_resident(home, Resident(0, 0, "张建国", relation="02"))
    office.roster.create(Leader(0, "赵琴"), building, date(2020, 1, 1))
    for month in (MONTH, NEXT):
        office.evaluation.open_month(month)
        draft = Draft(Header(30, 20, 20, 0, 0), ("54545454",) * 20)
        office.evaluation.save_draft(month, building, draft)
    office.evaluation.commit_draft(MONTH, building)
    office.evaluation.save_stars(MONTH, building, {1: "545"})
    office.backups.make(place / "stick" / "a.ldzbackup")
    office.close()
    yield place, code
    monkeypatch.undo()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)


def prepare(ready: tuple[Path, str], place: Path, verb: Verb) -> None:
    shutil.copytree(ready[0], place)
    if verb is _create:
        shutil.rmtree(place / "data")


def tried(ready: tuple[Path, str], place: Path, verb: Verb, refuse: tuple[Any, ...]) -> "Outcome":
    """Do the verb on a copy of the office, with the refusal that is asked for."""
    prepare(ready, place, verb)
    scene = Scene(place, ready[1])
    patch = pytest.MonkeyPatch()
    outcome = Outcome(scene)
    with refusing(place, patch):
        if getattr(verb, "opens", False):
            scene.open()
        at, kind, lasting = refuse
        DISK.begin(at, kind, lasting=lasting)
        try:
            verb(scene)
        except KnownError as error:
            outcome.error = error
        except SystemError as error:
            # the driver's copying finds the exception of a disk that is written in Python; of a
            # real one it has a code alone
            if not isinstance(error.__cause__ or error.__context__, apsw.Error):
                raise
            outcome.error = KnownError("", "")
        outcome.count, outcome.fired = DISK.count, DISK.fired
        DISK.begin()
        shutil.copytree(place, outcome.killed)
        if scene.office is not None:
            scene.office.close()
    return outcome


class Outcome:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.killed = scene.place.with_name(f"{scene.place.name} killed")
        self.error: KnownError | None = None
        self.count = 0
        self.fired = False

    def states(self, code: str) -> list[dict[str, Any]]:
        """After it was closed, and as after kill -9. code: the recovery code that is in force."""
        return [on_disk(place, code) for place in (self.scene.place, self.killed)]


@pytest.mark.parametrize("name", VERBS)
def test_what_is_said_is_true(
    name: str, ready: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verb = VERBS[name]
    prepare(ready, tmp_path / "before", verb)
    before = on_disk(tmp_path / "before", ready[1])
    whole = tried(ready, tmp_path / "whole", verb, (0, "io", False))
    assert whole.error is None
    after, killed = whole.states(whole.scene.shown or ready[1])
    assert after == killed
    assert after != before
    ways = [(kind, lasting) for kind in ("io", "full") for lasting in (False, True)]
    places = [(at, *way) for at in range(1, whole.count + 1) for way in ways]
    if len(places) > PLACES:
        places = random.Random(name).sample(places, PLACES)
    for number, refuse in enumerate(places):
        outcome = tried(ready, tmp_path / str(number), verb, refuse)
        done = outcome.error is None or outcome.error.title == "恢复还没有做完"  # goes on by itself
        code = outcome.scene.shown or ready[1]
        wanted = after if done else before
        for state in outcome.states(code):
            same(state, wanted, f"{refuse}: {outcome.error}")
        for path in (outcome.scene.place, outcome.killed):
            shutil.rmtree(path)
    capsys.readouterr()


def same(state: dict[str, Any], wanted: dict[str, Any], what: str) -> None:
    differing = {key: (state.get(key), wanted.get(key)) for key in {*state, *wanted}}
    differing = {key: two for key, two in differing.items() if two[0] != two[1]}
    assert not differing, what + json.dumps(differing, ensure_ascii=False, default=str)
