"""A month re-opened, sheets keyed twice, flags that are handed on, and the year's awards."""

SQL = """
ALTER TABLE month ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;

-- A closed month as it stood before it was re-opened. results: the rows of `result` as JSON.
CREATE TABLE month_edition(
    month TEXT NOT NULL, edition INTEGER NOT NULL, scheme_version INTEGER NOT NULL,
    results TEXT NOT NULL, hash TEXT NOT NULL, previous_hash TEXT, closed_at TEXT, closed_by TEXT,
    published_on TEXT, notice_end TEXT, notice_certain INTEGER, reopened_at TEXT NOT NULL,
    reopened_by TEXT NOT NULL, second_person TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY(month, edition)) WITHOUT ROWID;
CREATE TRIGGER month_edition_no_update BEFORE UPDATE ON month_edition
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER month_edition_no_delete BEFORE DELETE ON month_edition
    BEGIN SELECT RAISE(ABORT, 'append only'); END;

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
    certificate_no TEXT, posting_id INTEGER, cancelled_on TEXT, cancel_reason TEXT, note TEXT);
CREATE INDEX award_year ON award(year);
"""
