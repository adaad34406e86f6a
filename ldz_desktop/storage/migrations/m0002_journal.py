"""The change journal, family links, stays, tags, visits, papers and what else an archive keeps.

Frozen. The journal's triggers are made anew by storage.database at every opening, from the columns
the program knows: they belong to the program, not to a migration.
"""

SQL = """
ALTER TABLE dwelling ADD COLUMN landlord_name TEXT;
ALTER TABLE dwelling ADD COLUMN landlord_phone TEXT;
ALTER TABLE household ADD COLUMN opened_on TEXT;
ALTER TABLE household ADD COLUMN contact_name TEXT;
ALTER TABLE household ADD COLUMN contact_phone TEXT;
ALTER TABLE household ADD COLUMN contact_relation TEXT;
ALTER TABLE resident ADD COLUMN father_id INTEGER;
ALTER TABLE resident ADD COLUMN mother_id INTEGER;
ALTER TABLE resident ADD COLUMN spouse_id INTEGER;

-- Where somebody lived and when. A resident without a row here has lived in the household's
-- dwelling for as long as anybody knows.
CREATE TABLE stay(
    id INTEGER PRIMARY KEY, resident_id INTEGER NOT NULL, household_id INTEGER NOT NULL,
    dwelling_id INTEGER NOT NULL, from_on TEXT, to_on TEXT, why TEXT);
CREATE INDEX stay_dwelling ON stay(dwelling_id);
CREATE INDEX stay_resident ON stay(resident_id);
CREATE TABLE tag(
    id INTEGER PRIMARY KEY, resident_id INTEGER NOT NULL, kind TEXT NOT NULL, from_on TEXT,
    to_on TEXT, basis TEXT);
CREATE INDEX tag_resident ON tag(resident_id);
CREATE INDEX tag_kind ON tag(kind);
CREATE TABLE visit(
    id INTEGER PRIMARY KEY, household_id INTEGER NOT NULL, resident_id INTEGER,
    visited_on TEXT NOT NULL, visitor TEXT, note TEXT);
CREATE INDEX visit_household ON visit(household_id, visited_on);
CREATE TABLE attachment(
    id INTEGER PRIMARY KEY, household_id INTEGER NOT NULL, resident_id INTEGER, kind TEXT NOT NULL,
    title TEXT NOT NULL, added_on TEXT NOT NULL, removed_on TEXT, width INTEGER NOT NULL,
    height INTEGER NOT NULL, thumbnail BLOB NOT NULL, body BLOB NOT NULL);
CREATE INDEX attachment_household ON attachment(household_id);

CREATE TABLE change_batch(
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, at TEXT NOT NULL, actor TEXT NOT NULL,
    what TEXT NOT NULL, reason TEXT NOT NULL, about TEXT NOT NULL, undoes INTEGER NOT NULL,
    entries INTEGER NOT NULL, digest TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX change_batch_undoes ON change_batch(undoes) WHERE undoes <> 0;
CREATE TABLE change_log(
    batch_id INTEGER NOT NULL, n INTEGER NOT NULL, tbl TEXT NOT NULL, row_id INTEGER NOT NULL,
    field TEXT NOT NULL, kind TEXT NOT NULL, old, new, PRIMARY KEY(batch_id, n)) WITHOUT ROWID;
CREATE INDEX change_log_row ON change_log(row_id);
CREATE INDEX change_log_span ON change_log(row_id, new) WHERE kind = 'inserts';

-- Two people somebody has said are different.
CREATE TABLE distinct_pair(
    first_id INTEGER NOT NULL, second_id INTEGER NOT NULL, said_by TEXT NOT NULL,
    said_on TEXT NOT NULL, PRIMARY KEY(first_id, second_id)) WITHOUT ROWID;
CREATE TABLE saved_list(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, rules TEXT NOT NULL,
    UNIQUE(kind, name));
-- A form of another department: its blank file and what its headers mean.
CREATE TABLE form_memory(
    fingerprint TEXT PRIMARY KEY, name TEXT NOT NULL, mapping TEXT NOT NULL, used_on TEXT NOT NULL,
    suffix TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
"""
