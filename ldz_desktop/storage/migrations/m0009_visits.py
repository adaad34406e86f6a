"""Packs that go from door to door on a laptop, what came back of them, and what has to be asked.
Frozen."""

SQL = """
-- key: the pack's own data key, so that what comes back opens without anybody's password.
-- buildings: their keys as JSON.
CREATE TABLE visit_pack(
    id TEXT PRIMARY KEY, key BLOB NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    buildings TEXT NOT NULL, households INTEGER NOT NULL) WITHOUT ROWID;
-- hashes: of the batches of the pack's journal that this merge brought, as JSON (a pack opened
-- twice, or a visit that goes back to its backup, has another journal from there on); batch_id:
-- what it changed, 0 where nothing was left to change. A merge whose batch was undone does not
-- count, nor do its differences.
CREATE TABLE visit_merge(
    id INTEGER PRIMARY KEY, pack_id TEXT NOT NULL REFERENCES visit_pack, hashes TEXT NOT NULL,
    batch_id INTEGER NOT NULL, at TEXT NOT NULL, account TEXT NOT NULL);
CREATE INDEX visit_merge_pack ON visit_merge(pack_id);
-- Changed on both sides. field '': the row itself came (theirs: its columns as JSON) or went
-- (theirs NULL). The office's value is in its row. choice: 'ours' or 'theirs' once somebody has
-- said it; batch_id: the change that made of theirs, 0 for none. Two laptops may say two things
-- about one value.
CREATE TABLE visit_difference(
    id INTEGER PRIMARY KEY, pack_id TEXT NOT NULL REFERENCES visit_pack,
    merge_id INTEGER NOT NULL REFERENCES visit_merge, tbl TEXT NOT NULL,
    row_id INTEGER NOT NULL, field TEXT NOT NULL, base, theirs, why TEXT NOT NULL,
    choice TEXT, batch_id INTEGER NOT NULL DEFAULT 0, decided_at TEXT, decided_by TEXT);
CREATE INDEX visit_difference_row ON visit_difference(pack_id, tbl, row_id, field);
"""
