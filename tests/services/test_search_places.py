"""What somebody means who names a place in the search box."""

import pytest

from ldz_desktop.domain.places import Building
from ldz_desktop.services.search_places import SpokenPlaces

PLACES = (
    ("兴新社区", "福锦苑", "1栋"),
    ("兴新社区", "福锦苑", "2栋"),
    ("兴新社区", "文锦苑", "A座"),
    ("兴新社区", "文锦苑", "12栋"),
    ("东锦社区", "福锦苑", "1栋"),
    ("东锦社区", "东锦", "3栋"),
    ("柳林村", "散居", "老供销社"),
)
COMPOUNDS = list(dict.fromkeys(place[:2] for place in PLACES))
TOWN = SpokenPlaces(
    Building(100 - n, COMPOUNDS.index((community, compound)), 0, "", community, compound, name)
    for n, (community, compound, name) in enumerate(PLACES)
)


def meant(place: str, number: str = "", within: tuple[int, ...] | None = None) -> list[int]:
    """Positions in PLACES."""
    return sorted(100 - key for key in TOWN.meant(place, number, within))


@pytest.mark.parametrize(
    ("place", "number", "found"),
    [
        ("福", "", [0, 1, 4]),
        ("福锦苑", "", [0, 1, 4]),
        ("福锦苑小区", "", [0, 1, 4]),
        ("福锦苑", "1", [0, 4]),
        ("兴新社区", "", [0, 1, 2, 3]),
        ("兴新", "12", [3]),
        ("兴新社区福", "", [0, 1]),
        ("兴新福锦苑", "", [0, 1]),  # the whole name only
        ("兴新福锦", "", []),
        ("东锦", "", [4, 5]),  # a community's beginning and a compound
        ("东锦东锦", "", [5]),
        ("文锦苑", "a", [2]),
        ("文锦苑", "1", []),
        ("", "1", [0, 4]),
        ("", "12", [3]),
        ("", "9", []),
        ("", "", [0, 1, 2, 3, 4, 5, 6]),
        ("小区", "", [0, 1, 2, 3, 4, 5, 6]),
        ("锦苑", "", []),
        ("柳林村散居", "", [6]),
        ("蟠桃园", "", []),
        ("蟠桃园", "1", []),
    ],
)
def test_places(place: str, number: str, found: list[int]) -> None:
    assert meant(place, number) == found


def test_within_what_was_named_before() -> None:
    fu_jin = TOWN.meant("福锦苑", "", None)
    assert meant("", "1", fu_jin) == [0, 4]
    assert meant("兴新社区", "", fu_jin) == [0, 1]
    assert meant("", "", fu_jin) == [0, 1, 4]
    assert meant("文锦苑", "", fu_jin) == []
    assert meant("", "", ()) == []


def test_no_places() -> None:
    assert SpokenPlaces().meant("福", "1", None) == SpokenPlaces().meant("", "", None) == ()
