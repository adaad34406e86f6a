"""The first form of the database. Frozen: changes come as new migrations."""

APPLICATION_ID = 0x4C445A31  # "LDZ1"

STATEMENTS = """
CREATE TABLE setting(
    key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE community(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, street TEXT NOT NULL DEFAULT '',
    sort_key TEXT NOT NULL);
CREATE TABLE compound(
    id INTEGER PRIMARY KEY, community_id INTEGER NOT NULL REFERENCES community,
    name TEXT NOT NULL, sort_key TEXT NOT NULL, UNIQUE(community_id, name));
CREATE TABLE building(
    id INTEGER PRIMARY KEY, compound_id INTEGER NOT NULL REFERENCES compound,
    name TEXT NOT NULL, sort_key TEXT NOT NULL, UNIQUE(compound_id, name));

CREATE TABLE dwelling(
    id INTEGER PRIMARY KEY, building_id INTEGER NOT NULL REFERENCES building,
    unit TEXT NOT NULL DEFAULT '', room TEXT NOT NULL, sort_key TEXT NOT NULL, tenure TEXT,
    UNIQUE(building_id, unit, room));
CREATE INDEX dwelling_room ON dwelling(room);
CREATE TABLE household(
    id INTEGER PRIMARY KEY, dwelling_id INTEGER NOT NULL REFERENCES dwelling,
    file_no TEXT NOT NULL, note TEXT, checked_on TEXT, closed_on TEXT,
    version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX household_dwelling ON household(dwelling_id);
CREATE TABLE resident(
    id INTEGER PRIMARY KEY, household_id INTEGER NOT NULL REFERENCES household,
    position INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL, relation TEXT,
    id_type TEXT, id_number TEXT, id_old TEXT, sex TEXT, birth TEXT, ethnic TEXT,
    education TEXT, occupation TEXT, workplace TEXT, health TEXT, political TEXT, marital TEXT,
    phone TEXT, registered_here INTEGER, lives_here INTEGER NOT NULL DEFAULT 1,
    registered_address TEXT, state TEXT NOT NULL DEFAULT 'present', state_on TEXT, note TEXT,
    pinyin TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX resident_household ON resident(household_id);
CREATE UNIQUE INDEX resident_id_number ON resident(id_number) WHERE id_number IS NOT NULL;

-- Search (SQLite's own; storage/search.py). rowid = resident.id.
CREATE VIRTUAL TABLE resident_name USING fts5(
    grams, content='', contentless_delete=1, tokenize='ascii', detail=none);
CREATE VIRTUAL TABLE resident_number USING fts5(
    digits, content='', contentless_delete=1, tokenize='trigram');
CREATE TABLE resident_pinyin(
    key TEXT NOT NULL, resident_id INTEGER NOT NULL, PRIMARY KEY(key, resident_id)) WITHOUT ROWID;

CREATE TABLE leader(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, sex TEXT, id_number TEXT, birth TEXT,
    political TEXT, education TEXT, phone TEXT, note TEXT, pinyin TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1);
CREATE TABLE tenure(
    id INTEGER PRIMARY KEY, leader_id INTEGER NOT NULL REFERENCES leader,
    building_id INTEGER NOT NULL REFERENCES building, started_on TEXT, ended_on TEXT,
    end_reason TEXT);
CREATE INDEX tenure_building ON tenure(building_id);
CREATE INDEX tenure_leader ON tenure(leader_id);

CREATE TABLE scheme(version INTEGER PRIMARY KEY, name TEXT NOT NULL, rules TEXT NOT NULL);
CREATE TABLE month(
    month TEXT PRIMARY KEY, state TEXT NOT NULL DEFAULT 'open' CHECK(state IN
    ('open', 'closed', 'published')), scheme_version INTEGER NOT NULL REFERENCES scheme,
    hash TEXT, previous_hash TEXT, closed_at TEXT, closed_by TEXT,
    published_on TEXT, notice_end TEXT, notice_certain INTEGER) WITHOUT ROWID;
-- A sheet has no time, no order, no author, no serial number: a random key, nothing else.
CREATE TABLE sheet(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    id BLOB NOT NULL, answers TEXT NOT NULL, PRIMARY KEY(month, building_id, id)) WITHOUT ROWID;
CREATE TABLE sheet_count(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    origin TEXT NOT NULL CHECK(origin IN ('keyed', 'file')),
    issued INTEGER, returned INTEGER NOT NULL, valid INTEGER NOT NULL, spoiled INTEGER NOT NULL,
    blank INTEGER NOT NULL, PRIMARY KEY(month, building_id)) WITHOUT ROWID;
-- Sheets keyed but not yet handed over as a balanced batch: one row a building, gone afterwards.
CREATE TABLE sheet_draft(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    header TEXT NOT NULL, sheets TEXT NOT NULL, PRIMARY KEY(month, building_id)) WITHOUT ROWID;
CREATE TABLE star_mark(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    assessor TEXT NOT NULL, marks TEXT NOT NULL,
    PRIMARY KEY(month, building_id, assessor)) WITHOUT ROWID;
CREATE TABLE result(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    position INTEGER NOT NULL, tenure_id INTEGER NOT NULL, street TEXT NOT NULL,
    community TEXT NOT NULL, compound TEXT NOT NULL, building TEXT NOT NULL, leader TEXT NOT NULL,
    occupied INTEGER, valid INTEGER NOT NULL, returned INTEGER NOT NULL, issued INTEGER,
    minimum INTEGER NOT NULL, overdue INTEGER NOT NULL, grades TEXT NOT NULL, satisfaction TEXT,
    satisfied_rate TEXT, stars TEXT, score TEXT, why_unranked TEXT,
    PRIMARY KEY(month, building_id)) WITHOUT ROWID;

CREATE TABLE holiday(day TEXT PRIMARY KEY, working INTEGER NOT NULL, name TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE import_mapping(
    kind TEXT NOT NULL, fingerprint TEXT NOT NULL, mapping TEXT NOT NULL, used_on TEXT NOT NULL,
    PRIMARY KEY(kind, fingerprint)) WITHOUT ROWID;
CREATE TABLE audit(
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, account TEXT NOT NULL, event TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '');
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""

# What belongs to a month cannot change once the month is no longer open.
_MONTHLY = ("sheet", "sheet_count", "sheet_draft", "star_mark", "result")
_VERBS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def triggers() -> str:
    """Triggers that make a closed month immutable, for every table that belongs to a month."""
    lines: list[str] = []
    for table in _MONTHLY:
        for verb, rows in (
            ("INSERT", "NEW"),
            ("UPDATE", "OLD"),
            ("UPDATE", "NEW"),
            ("DELETE", "OLD"),
        ):
            lines.append(
                f"CREATE TRIGGER {table}_{verb.lower()}_{rows.lower()}_closed "
                f"BEFORE {verb} ON {table} WHEN (SELECT state FROM month WHERE month={rows}.month)"
                " IS NOT 'open' BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
            )
    lines.append(
        "CREATE TRIGGER month_delete_closed BEFORE DELETE ON month WHEN OLD.state <> 'open' "
        "BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
    )
    lines.append(
        "CREATE TRIGGER month_update_closed BEFORE UPDATE ON month "
        "WHEN OLD.state <> 'open' AND NOT ("
        "OLD.state = 'closed' AND NEW.state = 'published' AND NEW.month IS OLD.month "
        "AND NEW.scheme_version IS OLD.scheme_version AND NEW.hash IS OLD.hash "
        "AND NEW.previous_hash IS OLD.previous_hash AND NEW.closed_at IS OLD.closed_at "
        "AND NEW.closed_by IS OLD.closed_by) BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
    )
    for verb in ("UPDATE", "DELETE"):
        lines.append(
            f"CREATE TRIGGER scheme_{verb.lower()}_used BEFORE {verb} ON scheme WHEN EXISTS("
            "SELECT 1 FROM month WHERE scheme_version = OLD.version AND state <> 'open') "
            "BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
        )
    return "\n".join(lines)


SQL = STATEMENTS + triggers()
