"""What the list of pairs shows."""

from dataclasses import dataclass

from ldz_desktop.domain.duplicates import STRENGTH_WORDS, STRENGTHS, Strength
from ldz_desktop.domain.households import State
from ldz_desktop.services.duplicates_records import Pair, PersonSide
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

TONES: dict[Strength, Tone] = {"sure": "red", "likely": "amber", "possible": "grey"}
_STATES: dict[State, str] = {"present": "", "moved": "（已迁出）", "dead": "（已去世）"}


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair with the number it has in this list."""

    number: int
    pair: Pair


def names_of(pair: Pair) -> str:
    """One name where both are called the same."""
    first, second = pair.first.name, pair.second.name
    return first if first == second else f"{first} / {second}"


def place_of(side: PersonSide) -> str:
    """福锦苑2栋 1单元 101（已迁出）"""
    closed = "（户档已注销）" if side.closed else ""
    return f"{side.address}{_STATES[side.state]}{closed}"


PAIR_COLUMNS: tuple[Column[PairRow], ...] = (
    Column(
        "strength", "把握", lambda r: STRENGTH_WORDS[r.pair.match.strength], width=70,
        sort=lambda r: STRENGTHS.index(r.pair.match.strength),
        chip=lambda r: TONES[r.pair.match.strength],
    ),
    Column("names", "姓名", lambda r: names_of(r.pair), width=120, strong=lambda r: True,
           tip=lambda r: names_of(r.pair)),
    Column("first", "第一份", lambda r: place_of(r.pair.first), width=178,
           tip=lambda r: place_of(r.pair.first)),
    Column("second", "第二份", lambda r: place_of(r.pair.second), width=178,
           tip=lambda r: place_of(r.pair.second)),
    Column("why", "理由", lambda r: r.pair.match.sentence, width=0, sortable=False,
           tone=lambda r: "muted", tip=lambda r: r.pair.match.sentence),
)  # fmt: skip
