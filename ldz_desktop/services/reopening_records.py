"""What re-opening tells: kept editions, and a correction ready for paper."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.reopening import Pair
from ldz_desktop.services.evaluation_notice import NoticeData


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition of a month that was re-opened. code: as it was printed; published_on: None where
    it never hung; second_known: the second person proved an account by its password."""

    edition: int
    code: str
    published_on: date | None
    reopened_on: date
    reopened_by: str
    second_person: str
    second_known: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionData:
    """One group's notice of a correction (更正公示). notice: the new edition, as an ordinary notice
    has it; kept: the editions since the one that is corrected, that one first; pairs: old and new
    side by side, in the order of the new ranking; one_signer: the office says that only one of its
    people signs."""

    notice: NoticeData
    kept: tuple[KeptEdition, ...]
    pairs: tuple[Pair, ...]
    one_signer: bool

    @property
    def old(self) -> KeptEdition:
        """The edition that is corrected."""
        return self.kept[0]
