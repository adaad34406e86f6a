"""A star booklet has a number instead of its assessor's name, and months that were sealed over
names are sealed anew without them. Frozen."""

import hashlib
import json
import random
import secrets
from collections.abc import Mapping
from typing import Any

import apsw

_BEFORE = """
ALTER TABLE month ADD COLUMN renewed TEXT;
DROP TRIGGER month_update_closed;
ALTER TABLE star_mark RENAME TO star_mark_named;
CREATE TABLE star_mark(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    number INTEGER NOT NULL CHECK(number > 0), marks TEXT NOT NULL,
    PRIMARY KEY(month, building_id, number)) WITHOUT ROWID;
"""
# renewed: the seal over a month's numbered booklets, where the month was sealed over names. It
# stands for `hash`, which is on paper, and cannot change while the month is closed either.
_AFTER = """
DROP TABLE star_mark_named;
CREATE TRIGGER month_update_closed BEFORE UPDATE ON month WHEN OLD.state <> 'open' AND NOT (
    OLD.state = 'closed' AND NEW.state = 'published' AND NEW.month IS OLD.month
    AND NEW.scheme_version IS OLD.scheme_version AND NEW.edition IS OLD.edition
    AND NEW.hash IS OLD.hash AND NEW.previous_hash IS OLD.previous_hash
    AND NEW.renewed IS OLD.renewed
    AND NEW.closed_at IS OLD.closed_at AND NEW.closed_by IS OLD.closed_by) AND NOT (
    NEW.state = 'open' AND NEW.month IS OLD.month AND NEW.scheme_version IS OLD.scheme_version
    AND NEW.edition = OLD.edition + 1 AND coalesce(NEW.hash, NEW.previous_hash, NEW.closed_at,
    NEW.closed_by, NEW.published_on, NEW.notice_end, NEW.notice_certain, NEW.renewed) IS NULL
    AND NOT EXISTS(SELECT 1 FROM month WHERE month > OLD.month AND state <> 'open')
    AND EXISTS(SELECT 1 FROM month_edition e WHERE e.month = OLD.month AND e.edition = OLD.edition
    AND e.scheme_version = OLD.scheme_version AND e.hash = OLD.hash
    AND e.previous_hash IS OLD.previous_hash AND e.closed_at IS OLD.closed_at
    AND e.closed_by IS OLD.closed_by AND json_array_length(e.results) =
    (SELECT count(*) FROM result WHERE month = OLD.month)))
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER month_update_renewed BEFORE UPDATE ON month
    WHEN OLD.state = 'open' AND NEW.renewed IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER month_insert_renewed BEFORE INSERT ON month WHEN NEW.renewed IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
""" + "\n".join(
    f"CREATE TRIGGER star_mark_{verb.lower()}_{row.lower()}_closed BEFORE {verb} ON star_mark "
    f"WHEN (SELECT state FROM month WHERE month = {row}.month) IS NOT 'open' "
    "BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)
_FIRST_SEAL = ("month", "scheme", "previous", "closed_at", "closed_by")
_SCORE = (
    "building_id", "street", "community", "compound", "building", "tenure_id", "leader", "valid",
    "returned", "issued", "minimum", "overdue", "grades", "satisfaction", "satisfied_rate", "stars",
    "score", "why_unranked",
)  # fmt: skip
_Marks = Mapping[int, list[tuple[Any, str]]]


def run(connection: apsw.Connection) -> None:
    """Numbers in the place of names, by chance: neither the alphabet nor the order of entry shows
    in them. A closed month whose seal fits gets one without names; the others stay as broken as
    they were."""
    named = {
        month: _marks(connection, month)
        for (month,) in connection.execute("SELECT DISTINCT month FROM star_mark").fetchall()
    }
    connection.execute(_BEFORE)
    draw = random.Random(secrets.randbits(128))
    numbered = {month: _numbered(marks, draw) for month, marks in named.items()}
    connection.executemany(
        "INSERT INTO star_mark(month, building_id, number, marks) VALUES(?, ?, ?, ?)",
        [
            (month, building, number, line)
            for month, marks in numbered.items()
            for building, lines in marks.items()
            for number, line in lines
        ],
    )
    before = ""
    closed = connection.execute(
        "SELECT month, hash FROM month WHERE state <> 'open' ORDER BY month"
    ).fetchall()
    for month, printed in closed:
        seal, lines = _sealed(connection, month)
        if printed not in _former(seal, _with(lines, named.get(month, {}))):
            before = ""
            continue
        again = _with(lines, numbered.get(month, {}))
        before = _sha256({"printed": printed, "seal": {**seal, "renewed": before}, "lines": again})
        connection.execute("UPDATE month SET renewed = ? WHERE month = ?", (before, month))
    connection.execute(_AFTER)


def _marks(connection: apsw.Connection, month: object) -> dict[int, list[tuple[Any, str]]]:
    found: dict[int, list[tuple[Any, str]]] = {}
    for building, name, line in connection.execute(
        "SELECT building_id, assessor, marks FROM star_mark WHERE month = ?", (month,)
    ):
        found.setdefault(building, []).append((name, line))
    return found


def _numbered(marks: _Marks, draw: random.Random) -> dict[int, list[tuple[Any, str]]]:
    found = {}
    for building, lines in marks.items():
        shuffled = draw.sample(lines, len(lines))
        found[building] = [(number, line) for number, (_, line) in enumerate(shuffled, start=1)]
    return found


def _sealed(
    connection: apsw.Connection, month: object
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a closed month's seal is made over, its booklets left out."""
    scheme, previous, at, account, edition, replaced = connection.execute(
        "SELECT rules, coalesce(previous_hash, ''), coalesce(closed_at, ''), "
        "coalesce(closed_by, ''), m.edition, coalesce((SELECT digest FROM month_edition e "
        "WHERE e.month = m.month ORDER BY e.edition DESC LIMIT 1), '') "
        "FROM month m JOIN scheme ON version = scheme_version WHERE m.month = ?",
        (month,),
    ).fetchall()[0]
    seal = {
        "month": month, "scheme": scheme, "previous": previous, "closed_at": at,
        "closed_by": account, "edition": edition, "replaced": replaced,
    }  # fmt: skip
    lines = []
    for *score, occupied in connection.execute(
        f"SELECT {','.join(_SCORE)}, occupied FROM result WHERE month = ? ORDER BY building_id",
        (month,),
    ).fetchall():
        values: dict[str, Any] = dict(zip(_SCORE, score, strict=True))
        values["grades"] = json.loads(values["grades"])
        where = (month, values["building_id"])
        sheets = connection.execute(
            "SELECT answers, count(*) FROM sheet WHERE month = ? AND building_id = ? "
            "GROUP BY answers ORDER BY answers",
            where,
        ).fetchall()
        counts = connection.execute(
            "SELECT origin, issued, returned, valid, spoiled, blank, checked FROM sheet_count "
            "WHERE month = ? AND building_id = ?",
            where,
        ).fetchall()
        count = counts[0] if counts else ()
        lines.append({"score": values, "occupied": occupied, "sheets": sheets, "count": count})
    return seal, lines


def _with(lines: list[dict[str, Any]], marks: _Marks) -> list[dict[str, Any]]:
    return [{**one, "marks": sorted(marks.get(one["score"]["building_id"], []))} for one in lines]


def _former(seal: dict[str, Any], lines: list[dict[str, Any]]) -> set[str]:
    """The hashes that programs before this one gave such a month."""
    found = {_sha256({"seal": seal, "lines": lines})}
    if seal["edition"] == 1:
        first = [{key: value for key, value in one.items() if key != "count"} for one in lines]
        found.add(_sha256({"seal": {key: seal[key] for key in _FIRST_SEAL}, "lines": first}))
    return found


def _sha256(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
