"""One record out of two: everything that hung on the second hangs on the first afterwards."""

from collections.abc import Sequence

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import HEAD, Resident
from ldz_desktop.errors import InputError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.core import Core
from ldz_desktop.services.duplicates_records import MergePreview
from ldz_desktop.services.merge_fields import Choices, Two, merge_fields, merged
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.merging import HomeRow, MergingStore, StayRow
from ldz_desktop.storage.search import SearchStore
from ldz_desktop.storage.search_words import Reading

_MERGED = "合并档案"
_COUNTED = (
    ("tag", "标签 {} 个"),
    ("visit", "走访 {} 次"),
    ("attachment", "材料 {} 份"),
    ("stay", "居住记录 {} 段"),
    ("link", "别人登记的父母或配偶 {} 处"),
)


class Merging:
    """Previews and does it. The second record's row goes; the journal keeps it for undo."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = MergingStore(core.database)
        self._households = HouseholdStore(core.database)
        self._search = SearchStore(core.database)

    def preview(self, keep_id: int, drop_id: int) -> MergePreview:
        two, homes = self._two(keep_id, drop_id)
        counts = self._store.counts(drop_id)
        moved = tuple(words.format(counts[kind]) for kind, words in _COUNTED if counts[kind])
        if two.drop.note and two.drop.note != two.keep.note:
            moved = (*moved, "备注（两份都留下）")
        return MergePreview(
            two.keep,
            two.drop,
            *two.addresses,
            merge_fields(two),
            moved,
            {"keep": _losses(two.drop, two, homes[1]), "drop": _losses(two.keep, two, homes[0])},
        )

    def merge(self, ids: tuple[int, int], choices: Choices, reason: str) -> Done:
        two, homes = self._two(*ids)
        keep, drop = two.keep, two.drop
        after = merged(two, choices)
        home = homes[0 if after.household_id == keep.household_id else 1]
        if after.relation == HEAD and after.state == "present" and home.heads:
            raise InputError(
                "一户不能有两个户主",
                "合并后这一户会有两个户主，这一步没有做。",
                "请在“与户主关系”里选另一份的，或先换户主。",
            )
        about = f"household:{drop.household_id}"
        with self._core.action("合并重复档案", about=about, reason=reason.strip()):
            self._hand_over(drop, after, home)
            self._search.remove((r.id, _readings(r.name)) for r in (keep, drop))
            self._households.remove_resident(drop.id)
            self._households.save_resident(after, keep.version, reader().sort_key(after.name))
            self._search.add([_indexed(after)])
            self._core.log("resident.merge", f"resident:{keep.id}", f"resident:{drop.id}")
        households = dict.fromkeys((after.household_id, keep.household_id, drop.household_id))
        change = Change.of(
            "households", "places", what=f"{after.name}的两份档案已合并", ids=(*households, keep.id)
        )
        return done(self._core, change)

    def _two(self, keep_id: int, drop_id: int) -> tuple[Two, tuple[HomeRow, HomeRow]]:
        keep, drop = self._households.resident(keep_id), self._households.resident(drop_id)
        if keep is None or drop is None or keep_id == drop_id:
            raise InputError("没有这个人", "其中一份档案已经不在了。", "请重新查重。")
        ids = (keep_id, drop_id)
        homes = (self._home(keep, ids), self._home(drop, ids))
        addresses = (homes[0].address, homes[1].address)
        closed = (homes[0].closed, homes[1].closed)
        today = self._core.today()
        return Two(keep, drop, addresses, closed, self._store.name, today), homes

    def _home(self, resident: Resident, two: tuple[int, int]) -> HomeRow:
        found = self._store.home(resident.household_id, two)
        if found is None:
            raise InputError("没有这一户", "其中一份档案所在的户已经不在了。", "请重新查重。")
        return found

    # -- what hangs on the second record ---------------------------------------------------------

    def _hand_over(self, drop: Resident, after: Resident, home: HomeRow) -> None:
        self._store.move_links(drop.id, after.id)
        self._store.move_papers(drop.id, after.id, after.household_id)
        self._tags(drop.id, after.id)
        self._stays(drop, after, home)

    def _tags(self, old: int, new: int) -> None:
        """A tag that both have open is one tag, from the earlier beginning."""
        there = {tag.kind: tag for tag in self._store.tags(new) if tag.to_on is None}
        for tag in self._store.tags(old):
            twin = there.get(tag.kind) if tag.to_on is None else None
            if twin is None:
                self._store.change("tag", tag.id, {"resident_id": new})
                if tag.to_on is None:
                    there[tag.kind] = tag
                continue
            self._store.remove("tag", tag.id)
            begun = _earliest([tag.from_on, twin.from_on])
            values = {"from_on": begun, "basis": twin.basis or tag.basis}
            self._store.change("tag", twin.id, values)

    def _stays(self, drop: Resident, after: Resident, home: HomeRow) -> None:
        """One history of addresses that ends where the person is filed now (domain.stays)."""
        mine, other = self._store.stays(after.id), self._store.stays(drop.id)
        here = [
            stay
            for stay in (*mine, *other)
            if stay.to_on is None
            and (stay.household_id == after.household_id or stay.dwelling_id == home.dwelling_id)
        ]
        for stay in (*mine, *other):
            if stay in here[1:]:
                self._store.remove("stay", stay.id)
                continue
            values = self._continued(stay, here, after)
            if stay in other:
                values["resident_id"] = after.id
            if values:
                self._store.change("stay", stay.id, values)

    def _continued(
        self, stay: StayRow, here: Sequence[StayRow], after: Resident
    ) -> dict[str, object]:
        """What becomes of a stay: the one that lasts begins with the earliest of those it stands
        for; one that was open elsewhere ends when that one began, or today."""
        if stay.to_on is not None:
            return {}
        begun = _earliest([one.from_on for one in here])
        if stay in here:
            wanted = {"from_on": begun, "household_id": after.household_id}
            return {key: value for key, value in wanted.items() if value != getattr(stay, key)}
        end = begun if begun and begun >= (stay.from_on or "") else self._core.today().isoformat()
        return {"to_on": end, "why": _MERGED}


def _earliest(days: Sequence[str | None]) -> str | None:
    """None (since nobody knows when) is before every day."""
    return None if None in days else min((d for d in days if d), default=None)


def _losses(gone: Resident, two: Two, home: HomeRow) -> tuple[str, ...]:
    """What the household of `gone` lacks once the person is filed elsewhere."""
    if two.one_household or gone.state != "present":
        return ()
    address = home.address
    if not home.others:
        return (f"{address}将没有在册成员。",)
    lost = gone.relation == HEAD and not home.heads
    return (f"{address}将没有户主，请随后“换户主”。",) if lost else ()


def _readings(name: str) -> list[Reading]:
    return [(r.full, r.initials) for r in reader().readings(name)]


def _indexed(resident: Resident) -> tuple[int, str, str | None, str | None, list[Reading]]:
    return (
        resident.id, resident.name, resident.id_number, resident.phone, _readings(resident.name)
    )  # fmt: skip
