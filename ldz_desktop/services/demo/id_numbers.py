"""Identity and telephone numbers for invented people: well-formed and unique."""

import random
from itertools import accumulate

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"

# Where people were first registered. Bazhong's codes changed: 5137xx until 2000, 5119xx since.
_OLD_REGIONS = (("513701", 50), ("513721", 14), ("513722", 14), ("513723", 16))
_NEW_REGIONS = (("511902", 46), ("511921", 16), ("511922", 16), ("511923", 18))
_ELSEWHERE = (
    ("511302", 10), ("511381", 8), ("511702", 8), ("511722", 6), ("510104", 8), ("510703", 5),
    ("510802", 6), ("500112", 6), ("500101", 4), ("610702", 4), ("513433", 3), ("513221", 2),
    ("420106", 2), ("440306", 2), ("330106", 1), ("110105", 1), ("650102", 1),
)  # fmt: skip
_OLD_UNTIL = 2000
_ELSEWHERE_SHARE = 0.06

_PHONE_PREFIXES = (
    "134", "135", "136", "137", "138", "139", "150", "151", "152", "158", "159", "182", "183",
    "187", "188", "198", "130", "131", "132", "155", "156", "185", "186", "133", "153", "177",
    "180", "181", "189", "199",
)  # fmt: skip


def check_digit(body: str) -> str:
    """The 18th character (ISO 7064 MOD 11-2) for 17 digits."""
    return _CHECK[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


class Numbers:
    """Draws numbers and never the same one twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        self._phones: set[str] = set()
        self._old = _table(_OLD_REGIONS)
        self._new = _table(_NEW_REGIONS)
        self._elsewhere = _table(_ELSEWHERE)

    def region(self, year: int) -> str:
        """A region for somebody first registered in that year."""
        rng = self._rng
        if rng.random() < _ELSEWHERE_SHARE:
            names, weights = self._elsewhere
        else:
            names, weights = self._old if year < _OLD_UNTIL and rng.random() < 0.45 else self._new
        return rng.choices(names, cum_weights=weights)[0]

    def identity(self, region: str, birth: str, male: bool) -> str:
        """An 18-digit number; birth as YYYYMMDD."""
        while True:
            sequence = 2 * self._rng.randrange(500) + male
            if sequence:
                body = f"{region}{birth}{sequence:03d}"
                if body not in self._taken:
                    self._taken.add(body)
                    return body + check_digit(body)

    def phone(self) -> str:
        """A mobile number."""
        while True:
            number = f"{self._rng.choice(_PHONE_PREFIXES)}{self._rng.randrange(10**8):08d}"
            if number not in self._phones:
                self._phones.add(number)
                return number


def _table(regions: tuple[tuple[str, int], ...]) -> tuple[list[str], list[int]]:
    return [code for code, _ in regions], list(accumulate(weight for _, weight in regions))
