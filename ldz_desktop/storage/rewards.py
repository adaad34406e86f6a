"""Rewards in the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.rewards import Reward
from ldz_desktop.storage.database import Database, Row

_DAYS = frozenset(("proposed_on", "approved_on", "paid_on", "cancelled_on"))
_COLUMNS = (
    "id", "leader_id", "kind", "title", "building_id", "month", "cents", "basis", "proposed_on",
    "approved_on", "approved_by", "paid_on", "paid_by", "cancelled_on", "cancel_reason", "note",
    "version",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM reward"


class RewardStore:
    """One noun: the reward."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Reward]:
        """In the order they were written down."""
        return [_reward(row) for row in self._database.rows(f"{_SELECT} ORDER BY id")]

    def of_leader(self, leader_id: int) -> list[Reward]:
        rows = self._database.rows(f"{_SELECT} WHERE leader_id = ? ORDER BY id", (leader_id,))
        return [_reward(row) for row in rows]

    def add(self, reward: Reward) -> None:
        self._database.insert("reward", _values(reward))

    def add_all(self, rewards: Sequence[Reward]) -> None:
        """The bulk path."""
        rows = [tuple(_values(one).values()) for one in rewards]
        self._database.insert_many("reward", _COLUMNS, rows)

    def save(self, reward: Reward) -> bool:
        """False where the version is no longer the one that was read."""
        values = {**_values(reward), "version": reward.version + 1}
        where = {"id": values.pop("id"), "version": reward.version}
        return bool(self._database.update("reward", values, where))

    def remove(self, reward_id: int) -> None:
        self._database.delete("reward", {"id": reward_id})


def _reward(row: Row) -> Reward:
    values = dict(zip(_COLUMNS, row, strict=True))
    for column in _DAYS:
        values[column] = None if values[column] is None else date.fromisoformat(values[column])
    values["title"] = values["title"] or ""
    return Reward(**values)


def _values(reward: Reward) -> dict[str, Any]:
    values = {column: getattr(reward, column) for column in _COLUMNS}
    for column in _DAYS:
        values[column] = None if values[column] is None else values[column].isoformat()
    return values
