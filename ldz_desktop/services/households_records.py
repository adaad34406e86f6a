"""What the archives tell: the tree, counts and totals."""

from collections.abc import Mapping

from ldz_desktop.record import record


@record
class BuildingNode:
    """households: files not closed; residents: present (neither dead nor moved)."""

    id: int
    name: str
    households: int
    residents: int


@record
class CompoundNode:
    id: int
    name: str
    households: int
    residents: int
    buildings: tuple[BuildingNode, ...]


@record
class CommunityNode:
    id: int
    name: str
    street: str
    households: int
    residents: int
    compounds: tuple[CompoundNode, ...]


@record
class PlaceSummary:
    """Counts of one place. by_tenure: tenure code ('' where nobody wrote it down) → households;
    unchecked: households not checked for a year."""

    households: int
    residents: int
    by_tenure: Mapping[str, int]
    unchecked: int


@record
class Totals:
    """The whole office."""

    communities: int
    compounds: int
    buildings: int
    households: int
    residents: int
    leaders: int
