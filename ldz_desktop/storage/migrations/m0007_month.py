"""A month re-opened, sheets keyed twice, flags that are handed on, and the year's awards."""

SQL = """
ALTER TABLE month ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;

-- A closed month as it stood before it was re-opened, for ever. results: the rows of `result` as
-- JSON; second_known: 1 where the second person's account was proved by its password; digest: over
-- the whole row and the edition before, and sealed in by the next closing (domain.reopening).
CREATE TABLE month_edition(
    month TEXT NOT NULL, edition INTEGER NOT NULL, scheme_version INTEGER NOT NULL,
    results TEXT NOT NULL, hash TEXT NOT NULL, previous_hash TEXT, closed_at TEXT, closed_by TEXT,
    published_on TEXT, notice_end TEXT, notice_certain INTEGER, reopened_at TEXT NOT NULL,
    reopened_by TEXT NOT NULL, second_person TEXT NOT NULL, second_known INTEGER NOT NULL,
    reason TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(month, edition)) WITHOUT ROWID;
CREATE TRIGGER month_edition_no_update BEFORE UPDATE ON month_edition
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER month_edition_no_delete BEFORE DELETE ON month_edition
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
-- REPLACE deletes without asking the triggers above, so it must not come that far.
CREATE TRIGGER month_edition_of_closed BEFORE INSERT ON month_edition WHEN
    EXISTS(SELECT 1 FROM month_edition WHERE month = NEW.month AND edition = NEW.edition)
    OR NOT EXISTS(SELECT 1 FROM month WHERE month = NEW.month AND state <> 'open'
    AND edition = NEW.edition AND hash IS NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- A closed month changes in two ways only: it is published, or it is opened again while its
-- standing is kept in month_edition and no later month is closed.
DROP TRIGGER month_update_closed;
DROP TRIGGER month_delete_closed;
CREATE TRIGGER month_update_closed BEFORE UPDATE ON month WHEN OLD.state <> 'open' AND NOT (
    OLD.state = 'closed' AND NEW.state = 'published' AND NEW.month IS OLD.month
    AND NEW.scheme_version IS OLD.scheme_version AND NEW.edition IS OLD.edition
    AND NEW.hash IS OLD.hash AND NEW.previous_hash IS OLD.previous_hash
    AND NEW.closed_at IS OLD.closed_at AND NEW.closed_by IS OLD.closed_by) AND NOT (
    NEW.state = 'open' AND NEW.month IS OLD.month AND NEW.scheme_version IS OLD.scheme_version
    AND NEW.edition = OLD.edition + 1 AND coalesce(NEW.hash, NEW.previous_hash, NEW.closed_at,
    NEW.closed_by, NEW.published_on, NEW.notice_end, NEW.notice_certain) IS NULL
    AND NOT EXISTS(SELECT 1 FROM month WHERE month > OLD.month AND state <> 'open')
    AND EXISTS(SELECT 1 FROM month_edition e WHERE e.month = OLD.month AND e.edition = OLD.edition
    AND e.scheme_version = OLD.scheme_version AND e.hash = OLD.hash
    AND e.previous_hash IS OLD.previous_hash AND e.closed_at IS OLD.closed_at
    AND e.closed_by IS OLD.closed_by AND json_array_length(e.results) =
    (SELECT count(*) FROM result WHERE month = OLD.month)))
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER month_update_edition BEFORE UPDATE ON month WHEN NEW.month IS NOT OLD.month
    OR OLD.state = 'open' AND (NEW.edition IS NOT OLD.edition
    OR OLD.edition > 1 AND NEW.scheme_version IS NOT OLD.scheme_version)
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER month_delete_closed BEFORE DELETE ON month
    WHEN OLD.state <> 'open' OR OLD.edition > 1
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER month_insert_closed BEFORE INSERT ON month
    WHEN NEW.state <> 'open' OR NEW.edition <> 1
    OR EXISTS(SELECT 1 FROM month_edition WHERE month = NEW.month)
    OR EXISTS(SELECT 1 FROM month WHERE month = NEW.month AND state <> 'open')
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
-- The rules that a kept edition was judged by stay too, also while its month is open.
CREATE TRIGGER scheme_update_kept BEFORE UPDATE ON scheme
    WHEN NEW.version IS NOT OLD.version
    OR EXISTS(SELECT 1 FROM month_edition WHERE scheme_version = OLD.version)
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER scheme_delete_kept BEFORE DELETE ON scheme
    WHEN EXISTS(SELECT 1 FROM month_edition WHERE scheme_version = OLD.version)
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;
CREATE TRIGGER scheme_insert_used BEFORE INSERT ON scheme
    WHEN EXISTS(SELECT 1 FROM scheme WHERE version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'month closed'); END;

-- The second keying of a batch while it lasts; gone when the batch is agreed. Like the sheets it
-- has no time, no order and no author.
CREATE TABLE sheet_check(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    sheets TEXT NOT NULL, PRIMARY KEY(month, building_id)) WITHOUT ROWID;
ALTER TABLE sheet_count ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;

-- The mobile red flag: a numbered thing that hangs at one building after the other.
CREATE TABLE flag(
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, acquired_on TEXT,
    retired_on TEXT, note TEXT);
CREATE TABLE flag_holding(
    id INTEGER PRIMARY KEY, flag_id INTEGER NOT NULL REFERENCES flag,
    building_id INTEGER NOT NULL REFERENCES building, month TEXT NOT NULL, from_on TEXT,
    to_on TEXT, handed_by TEXT, received_by TEXT, note TEXT);
CREATE INDEX flag_holding_flag ON flag_holding(flag_id);
CREATE INDEX flag_holding_building ON flag_holding(building_id);
-- A tie past the second place: who gets the flag was decided by people, and is on record.
CREATE TABLE flag_decision(
    id INTEGER PRIMARY KEY, month TEXT NOT NULL, community TEXT NOT NULL, buildings TEXT NOT NULL,
    decided_on TEXT NOT NULL, decided_by TEXT NOT NULL, reason TEXT NOT NULL);
-- 最美楼栋 and 优秀楼栋长 of a year, from twelve months and a recorded vote.
CREATE TABLE award(
    id INTEGER PRIMARY KEY, year INTEGER NOT NULL, kind TEXT NOT NULL, building_id INTEGER,
    leader_id INTEGER, basis TEXT NOT NULL, voters INTEGER, votes_for INTEGER, decided_on TEXT,
    certificate_no TEXT, posting_id INTEGER, cancelled_on TEXT, cancel_reason TEXT, note TEXT,
    chaired_by TEXT);
CREATE INDEX award_year ON award(year);
"""
