"""Any part of a number is found, and nothing else: the index against a look at every number."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldz_desktop.storage import keyring, migrations
from ldz_desktop.storage.backup import verify
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.duplicates import DuplicateStore
from ldz_desktop.storage.journal import Action
from ldz_desktop.storage.keyring import Keyring
from ldz_desktop.storage.search import SearchStore, Term
from ldz_desktop.storage.search_words import digits, grams, number_words

KEY = bytes(range(32))
Numbers = dict[int, tuple[str | None, str | None]]

ODD: Numbers = {
    1: ("511902200001010000", "13800000000"),  # zeros that follow each other, and such that do not
    2: ("511902200010000000", None),
    3: ("51190219850312441X", "0827-5260110"),
    4: ("511902198503124428", "13881112222 13988888888"),
    5: (None, "5260110转8001"),
    6: ("E12345678", "138 8111 2222"),
    7: ("511902850312441", None),
    8: (None, "12"),
    9: ("12121212X", "21212121"),
    10: (None, None),
}
ASKED = (
    "000", "0000", "00000", "000000", "0000000", "00000000", "20000", "88888", "888888888",
    "1212", "12121", "121212", "2121212", "12X", "212X", "2121X", "41X", "441X", "2441X",
    "19850312", "0312", "85031", "511902", "51190219850312441X", "5260110", "8001", "0827",
    "13881112222", "1388111", "2345678", "12345678", "999", "9999", "99999", "22213",
    "08275260110", "8275260", "81112", "222213988",
)  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.create(tmp_path / "archive.db", KEY)
    yield opened
    opened.close()


def fill(database: Database, numbers: Numbers, name: str = "张伟") -> None:
    """One household with those people."""
    with database.transaction(Action("test")):
        for statement in (
            "INSERT INTO community(id, name, sort_key) VALUES(1, '兴新社区', '')",
            "INSERT INTO compound(id, community_id, name, sort_key) VALUES(1, 1, '福锦苑', '')",
            "INSERT INTO building(id, compound_id, name, sort_key) VALUES(1, 1, '1栋', '')",
            "INSERT INTO dwelling(id, building_id, room, sort_key) VALUES(1, 1, '101', '')",
            "INSERT INTO household(id, dwelling_id, file_no) VALUES(1, 1, '')",
        ):
            database.execute(statement)
        database.insert_many(
            "resident",
            ("id", "household_id", "name", "id_number", "phone"),
            [(key, 1, name, *both) for key, both in numbers.items()],
        )


def found(database: Database, text: str) -> set[int]:
    rows = SearchStore(database).residents([Term("digits", text)], None, 10_000)
    beside = SearchStore(database).residents(
        [Term("han", "伟"), Term("digits", text)], None, 10_000
    )
    assert {row[0] for row in rows} == {row[0] for row in beside}, text
    return {row[0] for row in rows}


def looked_through(numbers: Numbers, text: str) -> set[int]:
    """A telephone is one number however it is kept; seven figures and seven more are two."""

    def joined(phone: str) -> list[str]:
        found: list[str] = []
        for part in phone.replace("-", " ").split(" "):
            if found and not (len(found[-1]) >= 7 and len(part) >= 7):
                found[-1] += part
            else:
                found.append(part)
        return found

    return {
        key
        for key, (number, phone) in numbers.items()
        if any(text in one for one in ((number or "").upper(), *joined(phone or "")))
    }


@pytest.mark.parametrize("text", ASKED)
def test_odd_numbers(database: Database, text: str) -> None:
    fill(database, ODD)
    SearchStore(database).add((key, "张伟", *both, []) for key, both in ODD.items())
    assert found(database, text) == looked_through(ODD, text)


def test_whatever_is_asked(database: Database) -> None:
    """Few different digits, so that the same four come again and again."""
    rng = random.Random("numbers")
    for_all: Numbers = {}
    taken = set()
    for key in range(1, 600):
        alphabet = rng.choice(("01", "012", "0123456789"))
        number = "".join(rng.choices(alphabet, k=17)) + rng.choice((*alphabet, "X"))
        phone = "1" + "".join(rng.choices(alphabet, k=10))
        for_all[key] = (None if number in taken else number, phone if key % 3 else None)
        taken.add(number)
    fill(database, for_all)
    SearchStore(database).add((key, "张伟", *both, []) for key, both in for_all.items())
    hits = 0
    for _ in range(1500):
        source = rng.choice([one for one in for_all[rng.randrange(1, 600)] if one] or ["000111"])
        size = rng.randrange(3, 12)
        start = rng.randrange(max(len(source) - size, 0) + 1)
        text = source[start : start + size]
        if rng.random() < 0.2:
            text = text[::-1].lstrip("X")
        if len(text) >= 3 and (text[:-1] + "0").isdigit():
            wanted = looked_through(for_all, text)
            hits += bool(wanted)
            assert found(database, text) == wanted, text
    assert hits > 1000


def test_the_first_answers_are_the_oldest(database: Database) -> None:
    many: Numbers = {key: (None, f"138{key:04d}1357") for key in range(1, 400)}
    fill(database, many)
    SearchStore(database).add((key, "张伟", *both, []) for key, both in many.items())
    for text in ("138", "1357", "41357", "13800"):
        rows = SearchStore(database).residents([Term("digits", text)], None, 5)
        assert [row[0] for row in rows] == sorted(looked_through(many, text))[:5]


def test_words_are_the_same_alone_and_among_others() -> None:
    texts = [digits(*both) for both in ODD.values()]
    together = number_words([*texts, digits(None, "1234𬱖号"), digits("12", "护照")])
    assert [words.split() for words in together[:-2]] == [
        number_words([text])[0].split() for text in texts
    ]
    assert {"1234", "234"} <= set(together[-2].split())
    assert together[-1].strip() == ""
    assert number_words([digits("1234567X", None)])[0].split() == (
        ["1234", "2345", "3456", "4567", "567X", "67X"]
    )
    assert number_words([digits("511902", "2000000")])[0].split() == (
        ["5119", "1190", "1902", "902", "2000", "0000", "0000", "0000", "000", "00000", "000000"]
    )
    assert number_words([]) == []


def test_telephones_of_others(database: Database) -> None:
    fill(database, ODD)
    SearchStore(database).add((key, "张伟", *both, []) for key, both in ODD.items())
    store = DuplicateStore(database)
    assert store.with_phone("13881112222") == [4, 6]
    assert store.with_phone("5260110") == [3, 5]


# -- files of before ------------------------------------------------------------------------------


def file_of_before(path: Path, form: int, numbers: Numbers) -> Database:
    """A database as a program of that form left it, with those people in its index of trigrams."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr(migrations, "STEPS", migrations.STEPS[:form])
        old = Database(path, KEY, create=True)
        migrations.upgrade(old.connection(), lambda _: None)
    fill(old, numbers)
    with old.transaction(Action("test")):
        words = [(key, f"{number or ''} {phone or ''}") for key, (number, phone) in numbers.items()]
        old.insert_many("resident_number", ("rowid", "digits"), words)
        names = [(key, grams("张伟")) for key in numbers]
        old.insert_many("resident_name", ("rowid", "grams"), names)
    assert old.value("PRAGMA user_version") == form
    assert old.rows("SELECT rowid FROM resident_number WHERE resident_number MATCH '00010'")
    return old


@pytest.mark.parametrize("form", [3, 4])
def test_a_file_with_trigrams_is_brought_to_words(tmp_path: Path, form: int) -> None:
    numbers = {**ODD, 11: ("511902196707260018", "13881113333")}
    file_of_before(tmp_path / "archive.db", form, numbers).close()
    slot = keyring.make_slot("password", "李敏", b"secret", KEY)
    keyring.write(tmp_path / "office.keys", Keyring("00", 0, "", (slot,)))
    new = Database.open(tmp_path / "archive.db", KEY, check=True)
    assert new.value("PRAGMA user_version") == len(migrations.STEPS)
    (kept,) = (tmp_path / "backups").iterdir()
    before = verify(kept, KEY, lambda *_: None)
    assert (before.schema, before.households, before.residents) == (form, 1, len(numbers))
    for text in (*ASKED, "0726", "19670726", "1388111"):
        written = {k: v for k, v in numbers.items() if k not in (3, 6)}
        assert found(new, text) - {3, 6} == looked_through(written, text), text
    new.execute("INSERT INTO resident_number(resident_number) VALUES('integrity-check')")
    with new.transaction(Action("test")):  # and it is kept like any other
        new.execute("UPDATE resident SET phone = '15012345678' WHERE id = 11")
        SearchStore(new).remove([(11, [])])
        SearchStore(new).add([(11, "张伟", "511902196707260018", "15012345678", [])])
    assert found(new, "1113333") == set()
    assert found(new, "5012345") == found(new, "0726001") == {11}
    new.close()
