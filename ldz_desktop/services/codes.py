"""Code tables that come as files: region codes and readings of characters, loaded once."""

from functools import cache

from ldz_desktop.domain.identity import Regions
from ldz_desktop.domain.names import Reader
from ldz_desktop.paths import resource_path


@cache
def regions() -> Regions:
    """Region codes for domain.identity.check_id."""
    current: list[str] = []
    abolished: list[str] = []
    for line in _lines("regions.tsv"):
        code, _, rest = line.partition("\t")
        (abolished if "\t" in rest else current).append(code)
    return Regions(frozenset(current), frozenset(abolished))


@cache
def reader() -> Reader:
    """The reader of names, with the readings of every character the table knows."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _lines("pinyin.tsv"):
        readings, characters = line.split("\t")
        table.update(dict.fromkeys(characters, tuple(readings.split(","))))
    return Reader(table)


def search_text(name: str) -> str:
    """All readings of a name in one searchable text: each full pinyin and its initials."""
    return " ".join(key for r in reader().readings(name) for key in (r.full, r.initials))


def _lines(name: str) -> list[str]:
    text = resource_path("codes", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
