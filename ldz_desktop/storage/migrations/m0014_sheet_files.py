"""Which files of sheets and booklets a month has taken. Frozen."""

_VERBS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def triggers() -> str:
    """A closed month takes nothing."""
    return "\n".join(
        f"CREATE TRIGGER sheet_file_{verb.lower()}_{row.lower()}_closed BEFORE {verb} "
        f"ON sheet_file WHEN (SELECT state FROM month WHERE month = {row}.month) IS NOT 'open' "
        "BEGIN SELECT RAISE(ABORT, 'month closed'); END;"
        for verb, row in _VERBS
    )


SQL = f"""
-- A slow hash of a whole file, so that the same file counts once. It has no building, no time and
-- no order, names no sheet, and goes when the month is closed.
CREATE TABLE sheet_file(
    month TEXT NOT NULL REFERENCES month, kind TEXT NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY(month, kind, digest)) WITHOUT ROWID;
{triggers()}
"""
