"""Cells that a spreadsheet would take for a formula (CWE-1236), made harmless and back again."""

import re

_FORMULA = re.compile("'*[ \u3000]*[=+@\t\r\n＝＋－＠-]")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. An apostrophe stands before one; before what
    looks like a defused one there stands another, so that restored() gives back every cell."""
    return "'" + cell if _FORMULA.match(cell) else cell


def escaped(cell: str) -> str:
    """For files in which cells are texts anyway: only what restored() would change is marked."""
    return "'" + cell if restored(cell) != cell else cell


def restored(cell: str) -> str:
    """What defused() was given: -101 for '-101."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
