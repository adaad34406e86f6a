"""Keys of records."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from ldz_desktop.domain.ids import new_ids


@pytest.mark.parametrize("year", [1970, 2009, 2026, 2088, 2099, 2400])
def test_whatever_the_clock_says_keys_are_positive_and_fit(year: int) -> None:
    now = int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)
    keys = list(islice(new_ids(now), 1000))
    assert keys == sorted(set(keys))
    assert 0 < keys[0] <= keys[-1] < 2**63


def test_later_keys_sort_behind() -> None:
    first = next(new_ids(int(datetime(2026, 6, 1, tzinfo=UTC).timestamp() * 1000)))
    assert next(new_ids(int(datetime(2026, 6, 1, 0, 0, 1, tzinfo=UTC).timestamp() * 1000))) > first
