"""How many saves the file has taken. Frozen."""

SQL = """
-- One row. saves: transactions ever committed, the mark outside the file (storage.saves) says how
-- many were acknowledged. in_use: 1 from the first save of a program until it closes the file,
-- while the newest saves may stand in the log alone.
CREATE TABLE save_count(
    id INTEGER PRIMARY KEY CHECK (id = 1), saves INTEGER NOT NULL, in_use INTEGER NOT NULL);
INSERT INTO save_count(id, saves, in_use) VALUES(1, 0, 0);
"""
