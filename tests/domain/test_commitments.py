"""Promises: what is refused, and where they stand on a day."""

from datetime import date

import pytest

from ldz_desktop.domain.commitments import Commitment, check_commitment

TODAY = date(2026, 11, 24)
MADE = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("due", "kept", "state"),
    [
        (None, None, "open"),
        (date(2026, 11, 24), None, "open"),
        (date(2026, 11, 23), None, "overdue"),
        (date(2026, 11, 23), date(2026, 11, 23), "kept"),
        (date(2026, 11, 23), date(2026, 11, 24), "late"),
        (None, date(2026, 11, 24), "kept"),
    ],
)
def test_where_a_promise_stands(due: date | None, kept: date | None, state: str) -> None:
    assert Commitment(1, 1, MADE, "清理楼道", due, kept).state(TODAY) == state


def test_what_is_refused() -> None:
    def fields(*values: object) -> list[tuple[str, str]]:
        found = check_commitment(*values, today=TODAY)  # type: ignore[arg-type]
        return [(p.field, p.code) for p in found]

    assert fields("清理楼道", MADE, date(2026, 12, 31), None) == []
    assert fields("  ", None, None, None) == [("matter", "missing"), ("made_on", "missing")]
    assert fields("清理", date(2026, 11, 25), None, None) == [("made_on", "future")]
    assert fields("清理", MADE, date(2026, 2, 28), None) == [("due_on", "order")]
    assert fields("清理", MADE, None, date(2026, 2, 28)) == [("kept_on", "order")]
    assert fields("清理", MADE, None, date(2026, 11, 25)) == [("kept_on", "future")]
