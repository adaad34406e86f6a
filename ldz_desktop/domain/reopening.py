"""A month that was closed, opened again and closed anew: its kept editions, and how two of them
differ (domain.md §7). Rules on plain values."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from ldz_desktop.domain.evaluation import SHOWN_FROM, Score, Standing
from ldz_desktop.domain.problems import Problem

LONGEST_REASON = 200
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who re-opens a month together with the one who works. password: what the account's owner
    typed; None: a person without an account, named only."""

    name: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A closed month as it stood before it was re-opened. results: its result rows as canonical
    JSON; second_known: the second person proved an account of the office by its password."""

    month: str
    edition: int
    scheme_version: int
    results: str
    hash: str
    previous_hash: str | None
    closed_at: str | None
    closed_by: str | None
    published_on: str | None
    notice_end: str | None
    notice_certain: int | None
    reopened_at: str
    reopened_by: str
    second_person: str
    second_known: bool
    reason: str


def edition_digest(edition: Edition, before: str) -> str:
    """SHA-256 (64 hex digits) over everything that is kept of an edition. before: the digest of the
    edition before, "" for the first; so the newest digest stands for all of them."""
    text = json.dumps(
        {**asdict(edition), "before": before},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()


def reopening_problems(
    reason: str, second: SecondPerson, account: str, accounts: Sequence[str]
) -> tuple[Problem, ...]:
    """Why a month cannot be re-opened so: a reason, and a second person who is somebody else. Where
    the office has other accounts, it is the owner of one of them."""
    found = []
    name, others = second.name.strip(), [one for one in accounts if one != account]
    if not reason.strip():
        found.append(_refused("reason", "missing", "请写明为什么重开，更正公示上要印出来。"))
    elif len(reason.strip()) > LONGEST_REASON:
        found.append(_refused("reason", "long", f"原因请写在 {LONGEST_REASON} 个字以内。"))
    if not name:
        found.append(_refused("second", "missing", "重开要有第二个人在场确认，请填写是谁。"))
    elif name == account.strip():
        found.append(_refused("second", "same", "第二个人不能是您自己，要另一个人确认。"))
    elif others and name not in others:
        found.append(
            _refused("second", "unknown", "办公室有别的账号，第二个人要用其中一个，并输入密码。")
        )
    elif others and not second.password:
        found.append(_refused("password", "missing", "请第二个人输入自己的密码。"))
    elif len(name) > LONGEST_NAME:
        found.append(_refused("second", "long", f"姓名请写在 {LONGEST_NAME} 个字以内。"))
    return tuple(found)


def closed_after(month: str, closed: Iterable[str]) -> str | None:
    """The first closed month that is chained on this one, and keeps it from being re-opened."""
    return min((one for one in closed if one > month), default=None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A building before and after a correction; None where an edition does not have it."""

    old: Standing | None
    new: Standing | None

    @property
    def standing(self) -> Standing:
        """The newer of the two."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def changed(self) -> bool:
        """Whether anything differs that a notice prints."""
        return _printed(self.old) != _printed(self.new)


def pairs(old: Iterable[Standing], new: Iterable[Standing]) -> tuple[Pair, ...]:
    """Side by side in the order of the new ranking; buildings that dropped out come last."""
    before = {one.score.building_id: one for one in old}
    now = [Pair(before.pop(one.score.building_id, None), one) for one in new]
    return (*now, *(Pair(one, None) for one in before.values()))


def revealing(old: Iterable[Score], new: Iterable[Score]) -> tuple[tuple[str, int], ...]:
    """Buildings (title, sheets) whose two editions, both public, would tell by subtraction what
    fewer than SHOWN_FROM sheets say: as many were added or taken out."""
    before = {one.building_id: one for one in old}
    found = []
    for one in new:
        earlier = before.get(one.building_id)
        if earlier is None or min(earlier.valid, one.valid) < SHOWN_FROM:
            continue
        more = abs(one.valid - earlier.valid)
        if 0 < more < SHOWN_FROM and one.grades != earlier.grades:
            found.append((one.title, more))
    return tuple(found)


def _printed(one: Standing | None) -> object:
    if one is None:
        return None
    score = one.score
    return (
        one.rank, one.flag, score.leader, score.score, score.satisfaction, score.satisfied_rate,
        score.stars, score.valid, score.returned, score.issued, score.why_unranked,
    )  # fmt: skip


def _refused(field: str, code: str, reason: str) -> Problem:
    return Problem("refused", field, code, reason)
