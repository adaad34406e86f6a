"""How the states of a room look: one colour each, and a letter for printers without colours."""

from ldz_desktop.services.pictures import DUE, OWNED, UNCHECKED, UNKNOWN, VACANT

TOKENS: dict[str, tuple[str, str]] = {
    OWNED: ("green-wash", "ink"),
    "租赁": ("blue-wash", "ink"),
    "群租": ("blue-wash", "blue"),
    "借住": ("grey-wash", "ink"),
    VACANT: ("paper", "faint"),
    UNKNOWN: ("grey-wash", "muted"),
    DUE: ("amber-wash", "amber-ink"),
    UNCHECKED: ("red-wash", "red"),
}
"""State → (ground, ink) of its cell, as tokens of the theme."""

STRIPS: dict[str, str] = {
    OWNED: "green",
    "租赁": "blue",
    "群租": "blue",
    "借住": "muted",
    UNKNOWN: "faint",
}
"""The tenure's own colour: the thin edge at the left of a cell."""
