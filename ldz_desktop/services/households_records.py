"""What the archives tell: the tree, counts and totals."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildingNode:
    """households: files not closed; residents: present (neither dead nor moved)."""

    id: int
    name: str
    households: int
    residents: int


@dataclass(frozen=True, slots=True)
class CompoundNode:
    id: int
    name: str
    households: int
    residents: int
    buildings: tuple[BuildingNode, ...]


@dataclass(frozen=True, slots=True)
class CommunityNode:
    id: int
    name: str
    street: str
    households: int
    residents: int
    compounds: tuple[CompoundNode, ...]


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """Counts of one place. by_tenure: tenure code ('' where nobody wrote it down) → households;
    unchecked: households not checked for a year."""

    households: int
    residents: int
    by_tenure: Mapping[str, int]
    unchecked: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole office."""

    communities: int
    compounds: int
    buildings: int
    households: int
    residents: int
    leaders: int
