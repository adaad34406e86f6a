"""What a person should look at is named; an ordinary batch says nothing."""

from typing import Any

from ldz_desktop.domain.oddities import oddities
from ldz_desktop.domain.schemes import SCHEME_1

PLAIN: dict[str, Any] = {"given": 40, "issued": 40, "returned": 20, "households": 40}


def named(sheets: dict[str, int], **changes: int | None) -> tuple[str, ...]:
    return oddities(sheets, SCHEME_1, **{**PLAIN, **changes})


def test_an_ordinary_batch() -> None:
    assert named({"55555555": 12, "44444444": 4, "54345555": 2}) == ()
    assert named({"55555555": 12, "5-------": 1}, given=None, households=None) == (
        "12 张有效表填得一模一样。",
    )


def test_all_sheets_identical_from_five_on() -> None:
    assert named({"55555555": 5}) == ("5 张有效表填得一模一样。",)
    assert named({"55555555": 4}) == ()


def test_a_repeated_up_and_down() -> None:
    (text,) = named({"54345432": 8, "55555555": 12})
    assert "20 张有效表中有 8 张逐题相同" in text
    assert named({"54345432": 6, "55555555": 14}) == ()  # 30 per cent


def test_more_than_given_and_more_than_households() -> None:
    sheets = {"55555555": 12, "44444444": 4}
    assert named(sheets, issued=45, households=60) == (
        "表头写发出 45、收回 20 张，发放时只登记了 40 张。",
    )
    assert named(sheets, given=None, issued=45) == ("发出 45 张，多于在住的 40 户。",)
    assert named(sheets, returned=41, issued=None, given=None) == (
        "收回 41 张，多于在住的 40 户。",
    )
    assert named(sheets, households=0) == ()
