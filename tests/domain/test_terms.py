"""Terms of office: no two at a building at once, and days in an order that can be."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.terms import check_term, overlapping

TODAY = date(2026, 11, 24)


def _term(key: int, start: date | None, end: date | None, building: int = 1) -> Tenure:
    return Tenure(key, key, building, start, end, "任期届满" if end else None)


def test_a_day_of_change_belongs_to_both() -> None:
    old = _term(1, date(2020, 1, 1), date(2023, 6, 30))
    assert overlapping(_term(2, date(2023, 6, 30), None), [old]) is None
    assert overlapping(_term(2, date(2023, 6, 29), None), [old]) is old
    assert overlapping(_term(2, date(2023, 6, 29), None, building=2), [old]) is None
    assert overlapping(old, [old]) is None


def test_two_in_office_overlap_whatever_is_known_of_their_start() -> None:
    there = _term(1, None, None)
    assert overlapping(_term(2, date(2024, 1, 1), None), [there]) is there
    assert overlapping(_term(2, None, None), [there]) is there


def test_a_term_without_a_start_is_judged_by_its_end() -> None:
    new = _term(2, date(2023, 1, 1), None)
    assert overlapping(_term(1, None, date(2022, 12, 31)), [new]) is None
    assert overlapping(_term(1, None, date(2023, 5, 1)), [new]) is new


@given(st.lists(st.integers(0, 3000), min_size=4, max_size=4, unique=True))
def test_overlap_is_what_sharing_days_means(points: list[int]) -> None:
    a, b, c, d = (date(2015, 1, 1) + timedelta(days=n) for n in points)
    one, two = _term(1, min(a, b), max(a, b)), _term(2, min(c, d), max(c, d))
    (start, end), (first, last) = sorted(points[:2]), sorted(points[2:])
    shared = min(end, last) - max(start, first)
    assert (overlapping(one, [two]) is two) == (shared > 0)
    assert (overlapping(two, [one]) is one) == (shared > 0)


def test_what_is_refused_and_what_is_noted() -> None:
    def codes(term: Tenure, *others: Tenure) -> list[tuple[str, str, str]]:
        found = check_term(term, others, {1: "张建国", 2: "王芳"}, TODAY)
        return [(p.level, p.field, p.code) for p in found]

    good = Tenure(0, 2, 1, date(2020, 1, 1), date(2022, 1, 1), "本人辞任")
    assert codes(good) == []
    assert codes(Tenure(0, 2, 0, date(2020, 1, 1), None)) == [("refused", "building_id", "missing")]
    assert codes(Tenure(0, 2, 1, date(2020, 1, 1), date(2019, 1, 1), "届满")) == [
        ("refused", "ended_on", "order")
    ]
    assert codes(Tenure(0, 2, 1, date(2020, 1, 1), date(2021, 1, 1), " ")) == [
        ("refused", "end_reason", "missing")
    ]
    assert codes(Tenure(0, 2, 1, date(2020, 1, 1), TODAY + timedelta(days=31), "届满")) == []
    assert codes(Tenure(0, 2, 1, date(2020, 1, 1), TODAY + timedelta(days=32), "届满")) == [
        ("refused", "ended_on", "future")
    ]
    assert codes(Tenure(0, 2, 1, date(2020, 1, 1), None, None, date(2019, 12, 31))) == [
        ("refused", "term_end", "order")
    ]
    there = _term(1, date(2021, 1, 1), None)
    assert codes(good, there) == [("refused", "started_on", "overlap")]
    assert "张建国" in check_term(good, [there], {1: "张建国"}, TODAY)[0].reason
    assert codes(Tenure(0, 2, 1, None, None)) == [("note", "started_on", "unknown")]
    assert codes(Tenure(0, 2, 1, TODAY + timedelta(days=31), None)) == [
        ("note", "started_on", "ahead")
    ]
    assert codes(Tenure(0, 2, 1, TODAY + timedelta(days=32), None)) == [
        ("refused", "started_on", "future")
    ]
