"""What the papers of a person say: badge, plate at the door, roster with photos.

Never an identity number; the leader's own telephone only where the office allows it (a setting),
the office's otherwise (domain.md §6).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import EDUCATION, POLITICAL, is_party
from ldz_desktop.domain.duties import CLASSES, class_title
from ldz_desktop.domain.leaders import LeaderRow
from ldz_desktop.errors import InputError
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.services.duties import DutyService
from ldz_desktop.services.photo import fitted
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.roster import RosterService
from ldz_desktop.services.scans import PORTRAIT, ScanService
from ldz_desktop.services.settings import SettingService

OFFICE_TITLE = "楼栋长"
_OWN_PHONE, _SERVICE_PHONE = "plate.own_phone", "plate.service_phone"
_BADGE, _PLATE, _SMALL = (330, 440), (720, 960), (240, 320)
"""Pixels of a photo: 300 dots an inch on a badge and on a plate of A4, less in the roster."""


@record
class PlateRules:
    """own_phone: the leader's own number may stand on the plate; service_phone: the office's number
    for residents, empty for the one of the office's profile."""

    own_phone: bool = False
    service_phone: str = ""


@record
class Badge:
    """One badge. photo: JPEG of 3 : 4, None for an empty frame."""

    name: str
    place: str
    community: str
    title: str
    office: str
    photo: bytes | None


@record
class DoorPlate:
    """The plate at a building's door. phone: what it says is whose; ("", "") for none. duties: of
    each class its title and the duties' names."""

    name: str
    party: bool
    place: str
    community: str
    office: str
    phone: tuple[str, str]
    duties: tuple[tuple[str, tuple[str, ...]], ...]
    photo: bytes | None


@record
class Face:
    """One entry of the roster with photos; name "" for a vacancy."""

    name: str
    place: str
    lines: tuple[str, ...]
    photo: bytes | None


@record
class PhotoRoster:
    """groups: the communities in their order, each with its buildings."""

    title: str
    note: str
    unit: str
    today: date
    groups: tuple[tuple[str, tuple[Face, ...]], ...]


class PersonPapers:
    """Reads, and keeps the rules of the plate. rows: those of RosterService.rows, vacancies may be
    among them."""

    def __init__(self, core: Core, roster: RosterService) -> None:
        self._core = core
        self._roster = roster
        self._settings = SettingService(core)
        self._scans = ScanService(core)

    # -- rules -----------------------------------------------------------------------------------

    def rules(self) -> PlateRules:
        return PlateRules(
            self._settings.value(_OWN_PHONE) == "1", self._settings.value(_SERVICE_PHONE)
        )

    def save_rules(self, rules: PlateRules) -> Change:
        with self._core.database.transaction():
            self._settings.set_value(_OWN_PHONE, "1" if rules.own_phone else "")
            self._settings.set_value(_SERVICE_PHONE, rules.service_phone.strip())
            self._core.log("settings.plate")
        return Change.of("settings", what="公示牌的设置已保存")

    # -- papers ----------------------------------------------------------------------------------

    def badges(self, rows: Iterable[LeaderRow], progress: Progress = SILENT) -> tuple[Badge, ...]:
        """Of everybody in office among the rows. Raises InputError where there is nobody."""
        found = _in_office(rows)
        office = self._unit()
        made = []
        for done, row in enumerate(found):
            progress.report(done, len(found), "整理照片")
            made.append(
                Badge(
                    row.name, f"{row.compound}{row.building}", row.community, OFFICE_TITLE, office,
                    self._photo(row.leader_id, _BADGE),
                )
            )  # fmt: skip
        self._log("document.badge", found)
        return tuple(made)

    def plates(
        self, rows: Iterable[LeaderRow], progress: Progress = SILENT
    ) -> tuple[DoorPlate, ...]:
        """Of every building with a leader among the rows, with the duties of this month's edition.
        Raises InputError where there is none."""
        found = _in_office(rows)
        office, rules = self._unit(), self.rules()
        template = DutyService(self._core).template(f"{self._core.today():%Y-%m}")
        duties = tuple(
            (class_title(group), tuple(duty.name for duty in template.of(group)))
            for group in CLASSES
        )
        made = []
        for done, row in enumerate(found):
            progress.report(done, len(found), "整理照片")
            made.append(
                DoorPlate(
                    row.name, is_party(row.political), f"{row.compound}{row.building}",
                    row.community, office, self._phone(row, rules), duties,
                    self._photo(row.leader_id, _PLATE),
                )
            )  # fmt: skip
        self._log("document.door_plate", found)
        return tuple(made)

    def photo_roster(
        self, rows: Sequence[LeaderRow], note: str, progress: Progress = SILENT
    ) -> PhotoRoster:
        """Of all rows, vacancies included, in their order. note: what the list was narrowed to."""
        groups: dict[str, list[Face]] = {}
        for done, row in enumerate(rows):
            progress.report(done, len(rows), "整理照片")
            groups.setdefault(row.community, []).append(
                Face(
                    row.name, f"{row.compound}{row.building}", _lines(row),
                    self._photo(row.leader_id, _SMALL) if row.leader_id else None,
                )
            )  # fmt: skip
        self._log("document.photo_roster", rows)
        return PhotoRoster(
            "楼栋长花名册", note, self._unit(), self._core.today(),
            tuple((name, tuple(faces)) for name, faces in groups.items()),
        )  # fmt: skip

    # -- inside ----------------------------------------------------------------------------------

    def _unit(self) -> str:
        profile = self._settings.profile()
        return profile.unit or profile.office

    def _phone(self, row: LeaderRow, rules: PlateRules) -> tuple[str, str]:
        if rules.own_phone and row.phone:
            return ("联系电话", row.phone)
        service = rules.service_phone or self._settings.profile().phone
        return ("社区服务电话", service) if service else ("", "")

    def _photo(self, leader_id: int, size: tuple[int, int]) -> bytes | None:
        scan = self._scans.newest("leader", leader_id, PORTRAIT)
        return None if scan is None else fitted(self._scans.body(scan.id), *size)

    def _log(self, event: str, rows: Sequence[LeaderRow]) -> None:
        with self._core.database.transaction():
            subject = f"leader:{rows[0].leader_id}" if len(rows) == 1 else ""
            self._core.log(event, subject, f"{len(rows)}")


def _in_office(rows: Iterable[LeaderRow]) -> list[LeaderRow]:
    found = [row for row in rows if row.leader_id]
    if not found:
        raise InputError("没有楼栋长", "这里没有在任的楼栋长，没有什么可以印。", "请先登记任职。")
    return found


def _lines(row: LeaderRow) -> tuple[str, ...]:
    if not row.leader_id:
        return ()
    about = (POLITICAL.label(row.political), EDUCATION.label(row.education))
    since = f"{row.started_on.year}年{row.started_on.month}月任职" if row.started_on else ""
    return tuple(filter(None, (" · ".join(filter(None, about)), since)))
