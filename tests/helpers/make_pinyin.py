"""Writes resources/codes/pinyin.tsv anew. Run by hand when the pinned pypinyin changes:

    python tests/helpers/make_pinyin.py [OpenCC's TSCharacters.txt]

A line is `readings TAB characters`: readings without tones (ü as v), most common first. With
OpenCC's table, simplified forms that pypinyin lacks read as the traditional form they stand for.
"""

import sys
import unicodedata
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[2] / "resources" / "codes" / "pinyin.tsv"
HEADER = """\
# Readings of characters without tones (v for ü), most common first: readings TAB characters.
# From pypinyin 0.55.0 (MIT); simplified forms it lacks read as their traditional form in the table
# TSCharacters of OpenCC (Apache-2.0). Written by tests/helpers/make_pinyin.py.
"""


def without_tone(reading: str) -> str:
    """zhāng → zhang, lǚ → lv, ê̄ → e."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", reading):
        if char == "\N{COMBINING DIAERESIS}":
            letters[-1] = "v"
        elif not unicodedata.combining(char):
            letters.append(char)
    return "".join(letters)


def pypinyin_readings() -> dict[str, tuple[str, ...]]:
    """Every character pypinyin knows, with its readings."""
    return {
        chr(point): tuple(dict.fromkeys(without_tone(text) for text in readings.split(",")))
        for point, readings in pinyin_dict.items()
    }


def simplified_readings(
    known: dict[str, tuple[str, ...]], table: str
) -> dict[str, tuple[str, ...]]:
    """Simplified characters that are not known, from lines `traditional TAB simplified …`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        traditional, simplified = line.split("\t", 1)
        for char in simplified.split():
            if char not in known and traditional in known:
                found.setdefault(char, known[traditional])
    return found


def main(arguments: list[str]) -> None:
    table = pypinyin_readings()
    if arguments:
        table |= simplified_readings(table, Path(arguments[0]).read_text(encoding="utf-8"))
    groups: dict[tuple[str, ...], list[str]] = {}
    for char in sorted(table):
        groups.setdefault(table[char], []).append(char)
    lines = [f"{','.join(readings)}\t{''.join(groups[readings])}\n" for readings in sorted(groups)]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
