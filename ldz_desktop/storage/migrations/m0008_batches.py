"""What is given out before a batch, and the sheet in hand, which a power cut must not take."""

_MONTHLY = ("sheet_issue", "sheet_check")
_VERBS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def triggers() -> str:
    """A closed month takes nothing."""
    return "\n".join(
        f"CREATE TRIGGER {table}_{verb.lower()}_{row.lower()}_closed BEFORE {verb} ON {table} "
        f"WHEN (SELECT state FROM month WHERE month = {row}.month) IS NOT 'open' "
        "BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
        for table in _MONTHLY
        for verb, row in _VERBS
    )


SQL = f"""
-- Envelopes given out in a building: a number, never to whom.
CREATE TABLE sheet_issue(
    month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT NULL REFERENCES building,
    envelopes INTEGER NOT NULL CHECK(envelopes >= 0),
    PRIMARY KEY(month, building_id)) WITHOUT ROWID;
-- The sheet in hand, "place:answers": key by key, place empty for one that is not in the pile yet.
ALTER TABLE sheet_draft ADD COLUMN hand TEXT NOT NULL DEFAULT '';
ALTER TABLE sheet_check ADD COLUMN hand TEXT NOT NULL DEFAULT '';
{triggers()}
"""
