"""Care tags, who holds them, and who is due for a visit."""

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.tags import (
    AGED,
    AGED_FROM,
    ALONE,
    INFANT,
    INFANT_BELOW,
    KINDS,
    Rhythm,
    Tag,
    check_tag,
    due_on,
    in_order,
    is_sensitive,
)
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.closed import refuse_closed
from ldz_desktop.services.core import Core
from ldz_desktop.services.tag_records import DueList, HouseholdTags, TaggedPerson, Visit, VisitDue
from ldz_desktop.storage.database import Row
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.settings import SettingStore
from ldz_desktop.storage.tags import TagStore

if TYPE_CHECKING:
    from ldz_desktop.services.tables import Table
    from ldz_desktop.services.undoable import Done

_RHYTHM = "visit.rhythm"
DEFINITION = "人数：在册户档中未迁出、未去世的人；高龄、独居、婴幼儿按实际居住的人算。"


class TagService:
    """Verbs on tags and visits; every write is one action and can be undone, and raises RuleError
    for a closed file."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = TagStore(core.database)
        self._households = HouseholdStore(core.database)

    # -- one household ---------------------------------------------------------------------------

    def of_household(self, household_id: int) -> HouseholdTags:
        """Raises InputError where the household is gone."""
        household = self._households.get(household_id)
        if household is None:
            raise InputError("没有这一户", "这一户的档案已经不在了。", "请刷新列表。")
        today = self._core.today()
        typed = self._store.of_household(household_id)
        running = [tag for tag in typed if tag.held_on(today)]
        alone = self._store.alone_in(household.dwelling_id)
        living = [m for m in household.members if m.state == "present" and m.lives_here]
        computed: list[Tag] = []
        for member in living:
            here = {tag.kind for tag in running if tag.resident_id == member.id}
            kinds = _computed(member.birth, today)
            if member.id == alone and household.tenure != "空置":
                kinds.append(ALONE)
            computed += [Tag(0, member.id, kind) for kind in kinds if kind not in here]
        born = {m.id: m.birth for m in household.members}
        ages = {i: None if b is None else age_on(b, today) for i, b in born.items()}
        held = [*computed, *running]
        every = self._every(held, {m.id for m in living}, ages)
        visits = self.visits(household_id)
        last = visits[0].day if visits else None
        since = due_on(last, every)
        ended = [tag for tag in typed if not tag.held_on(today)]
        return HouseholdTags(
            tags=tuple(held + ended),
            sensitive=frozenset(
                (t.resident_id, t.kind)
                for t in (*held, *ended)
                if is_sensitive(t.kind, born[t.resident_id], today)
            ),
            last_visit=last,
            every=every,
            due=every > 0 and (since is None or since <= today),
            due_since=since,
        )

    def _every(self, held: list[Tag], living: set[int], ages: dict[int, int | None]) -> int:
        """The shortest period among the people who live there."""
        rhythm = self.rhythm()
        periods = [
            rhythm.period([t.kind for t in held if t.resident_id == resident], ages[resident])
            for resident in living
        ]
        return min((days for days in periods if days > 0), default=0)

    def held(self, resident_ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        """Kinds of tags by resident, for a few people (a page of a list)."""
        found = self._store.held(resident_ids, self._core.today())
        return {resident: in_order(kinds) for resident, kinds in found.items()}

    def check(self, tag: Tag) -> tuple[Problem, ...]:
        """Everything odd about a tag, for the form to show beside its fields."""
        resident = self._households.resident(tag.resident_id)
        if resident is None:
            raise InputError("没有这个人", "这位居民的档案已经不在了。", "请刷新列表。")
        found = list(check_tag(tag, resident.birth, self._core.today()))
        twins = [
            other
            for other in self._store.of_household(resident.household_id)
            if other.resident_id == tag.resident_id and other.kind == tag.kind
            and other.id != tag.id and _overlap(other, tag)
        ]  # fmt: skip
        if twins:
            found.append(
                Problem("refused", "kind", "twice", f"这位居民在这段时间已有{tag.kind}标签。")
            )
        return tuple(found)

    def add(self, tag: Tag) -> "Done":
        """Raises InputError for what check() refuses."""
        self._refuse(tag)
        household_id = self._open(tag.resident_id)
        new = replace(tag, id=next(self._core.ids()), basis=_text(tag.basis))
        with self._core.action("添加标签", about=f"household:{household_id}"):
            self._store.add(new)
        return self._done(f"已添加标签 {tag.kind}", household_id, tag.resident_id)

    def change(self, before: Tag, after: Tag) -> "Done":
        """Raises ConflictError where somebody changed it since `before` was read, InputError for
        what check() refuses."""
        if self._store.tag(before.id) != before:
            raise ConflictError(
                "已被别人改过", "在您编辑时，这个标签已被改动，这一步没有保存。", "请看过后再改。"
            )
        wanted = replace(
            after, id=before.id, resident_id=before.resident_id, basis=_text(after.basis)
        )
        self._refuse(wanted)
        household_id = self._open(wanted.resident_id)
        with self._core.action("修改标签", about=f"household:{household_id}"):
            self._store.save(wanted)
        return self._done(f"标签 {wanted.kind} 已保存", household_id, wanted.resident_id)

    def end(self, tag_id: int, on: date | None = None) -> "Done":
        """From that day (today) on the tag no longer counts; it stays in the file."""
        tag = self._tag(tag_id)
        ended = replace(tag, to_on=on or self._core.today())
        self._refuse(ended)
        household_id = self._open(tag.resident_id)
        with self._core.action("结束标签", about=f"household:{household_id}"):
            self._store.save(ended)
        return self._done(f"标签 {tag.kind} 已结束", household_id, tag.resident_id)

    def remove(self, tag_id: int) -> "Done":
        """Delete a tag entered by mistake."""
        tag = self._tag(tag_id)
        household_id = self._open(tag.resident_id)
        with self._core.action("删除标签", about=f"household:{household_id}"):
            self._store.remove(tag_id)
        return self._done(f"已删除标签 {tag.kind}", household_id, tag.resident_id)

    def reveal(self, household_id: int) -> None:
        """Somebody looks at the sensitive tags of a household: logged."""
        with self._core.database.transaction():
            self._core.log("tags.reveal", f"household:{household_id}", "敏感标签")

    # -- lists -----------------------------------------------------------------------------------

    def counts(self, place: PlaceRef = ALL) -> dict[str, int]:
        """People by kind, every kind named, in the order of domain.md."""
        found = self._store.counts(place, self._core.today())
        extra = [kind for kind in in_order(found) if kind not in {k.name for k in KINDS}]
        return {kind: found.get(kind, 0) for kind in (*(k.name for k in KINDS), *extra)}

    def people_with(self, kind: str, place: PlaceRef = ALL) -> tuple[TaggedPerson, ...]:
        """Who has that tag today, by address."""
        return tuple(map(_person, self._store.people(kind, place, self._core.today())))

    def reveal_kind(self, kind: str, place: PlaceRef, people: int) -> None:
        """Somebody looks at the names behind a sensitive tag: logged."""
        with self._core.database.transaction():
            self._core.log("tags.reveal", f"{place.kind}:{place.id}", f"{kind} {people} 人")

    def kind_table(
        self,
        kind: str,
        place: PlaceRef,
        title: str,
        *,
        purpose: str = "",
        full: bool = False,
        revealed: bool = False,
    ) -> "Table":
        """Who has the tag. Logged; without a purpose it is for paper, and full counts for nothing.
        revealed: sensitive names and bases as they are (reveal_kind was asked for)."""
        from ldz_desktop.services.tables import Table
        from ldz_desktop.services.tag_tables import KIND_COLUMNS, kind_row

        self._log_table(title, purpose)
        today, whole = self._core.today(), full and bool(purpose)
        rows = tuple(
            kind_row(number, one, today, full=whole, revealed=revealed or whole)
            for number, one in enumerate(self.people_with(kind, place), start=1)
        )
        return Table(title, KIND_COLUMNS, rows, f"{len(rows):,} 人。{DEFINITION}", self._unit())

    def due_table(
        self, place: PlaceRef, title: str, *, purpose: str, full: bool = False
    ) -> "Table":
        """Who is due for a visit and why, to be taken away (for paper: services.visit_lists).
        Logged as kind_table is."""
        from ldz_desktop.services.tables import Table
        from ldz_desktop.services.tag_tables import DUE_COLUMNS, due_row

        self._log_table(title, purpose)
        due = self.due(place)
        rows = tuple(due_row(n, one, full=full) for n, one in enumerate(due.rows, start=1))
        never, whole_rhythm = f"{due.never:,} 户从未走访", f"{due.in_rhythm:,} 户"
        note = f"{len(rows):,} 户到期，其中{never}；按周期走访的共 {whole_rhythm}。"
        return Table(title, DUE_COLUMNS, rows, note, self._unit())

    def _log_table(self, title: str, purpose: str) -> None:
        with self._core.database.transaction():
            event = "export.tags" if purpose else "print.tags"
            self._core.log(event, title[:60], purpose.strip()[:200])

    def _unit(self) -> str:
        from ldz_desktop.services.settings import SettingService

        profile = SettingService(self._core).profile()
        return profile.unit or profile.office

    # -- visits ----------------------------------------------------------------------------------

    def due(self, place: PlaceRef = ALL) -> DueList:
        """Households where a visit is due, longest waiting first."""
        today, every = self._core.today(), self.in_rhythm(place)
        rows = [row for row in every if row.due_on(today)]
        rows.sort(key=lambda row: (row.since or date.min, row.every))
        return DueList(tuple(rows), len(every))

    def in_rhythm(self, place: PlaceRef = ALL) -> tuple[VisitDue, ...]:
        """Households that are visited at all, due or not, by address."""
        today, rhythm = self._core.today(), self.rhythm()
        last = self._store.last_visits()
        people: dict[int, dict[int, list[Row]]] = {}
        for row in self._store.in_care(place, today):
            people.setdefault(row[0], {}).setdefault(row[1], []).append(row)
        every = (
            _neediest(members, last.get(household_id), rhythm, today)
            for household_id, members in people.items()
        )
        return tuple(home for home in every if home is not None)

    def visited(
        self, household_id: int, day: date, visitor: str | None = None, note: str | None = None
    ) -> "Done":
        """Raises InputError for a day to come, or where the household is gone."""
        if day > self._core.today():
            raise InputError("日期不对", "走访日期在今天之后。", "请改成走访的那一天。")
        household = self._households.get(household_id)
        if household is None:
            raise InputError("没有这一户", "这一户的档案已经不在了。", "请刷新列表。")
        refuse_closed(household)
        words = (_text(visitor) or self._core.account, _text(note))
        with self._core.action("登记走访", about=f"household:{household_id}"):
            self._store.add_visit(next(self._core.ids()), household_id, day, words)
        return self._done(f"已登记走访 {household.address}", household_id)

    def visits(self, household_id: int) -> tuple[Visit, ...]:
        """Newest first."""
        return tuple(
            Visit(int(i), date.fromisoformat(day), visitor, note)
            for i, day, visitor, note in self._store.visits(household_id)
        )

    def rhythm(self) -> Rhythm:
        text = SettingStore(self._core.database).value(_RHYTHM)
        return Rhythm() if text is None else Rhythm.of_values(json.loads(text))

    def save_rhythm(self, rhythm: Rhythm) -> Change:
        with self._core.database.transaction():
            text = json.dumps(rhythm.as_values(), ensure_ascii=False)
            SettingStore(self._core.database).put(_RHYTHM, text)
            self._core.log("settings.rhythm")
        return Change.of("settings", "households", what="走访周期已保存")

    # -- inside ----------------------------------------------------------------------------------

    def _refuse(self, tag: Tag) -> None:
        refused = [p for p in self.check(tag) if p.level == "refused"]
        if refused:
            raise InputError("不能保存", "".join(p.reason for p in refused), "请改正后再保存。")

    def _tag(self, tag_id: int) -> Tag:
        found = self._store.tag(tag_id)
        if found is None:
            raise InputError("没有这个标签", "这个标签已经不在了。", "请刷新后再试。")
        return found

    def _open(self, resident_id: int) -> int:
        """Whose file it is, 0 where the person is gone."""
        resident = self._households.resident(resident_id)
        household = None if resident is None else self._households.get(resident.household_id)
        if household is None:
            return 0
        refuse_closed(household)
        return household.id

    def _done(self, what: str, *ids: int) -> "Done":
        from ldz_desktop.services.undoable import done

        return done(self._core, Change.of("households", what=what, ids=ids))


def _computed(birth: date | None, today: date) -> list[str]:
    if birth is None:
        return []
    age = age_on(birth, today)
    found = [AGED] if age >= AGED_FROM else []
    return [INFANT] if 0 <= age < INFANT_BELOW else found


def _overlap(one: Tag, other: Tag) -> bool:
    begins = max(one.from_on or date.min, other.from_on or date.min)
    return begins < min(one.to_on or date.max, other.to_on or date.max)


def _person(row: Row) -> TaggedPerson:
    values = [*row]
    for place in (4, 13, 14, 16):
        values[place] = None if values[place] is None else date.fromisoformat(values[place])
    return TaggedPerson(*values)


def _neediest(
    members: dict[int, list[Row]], last: date | None, rhythm: Rhythm, today: date
) -> VisitDue | None:
    """The household by whoever asks for visits most often; None where nobody does. last: when
    somebody was there."""
    needy: tuple[int, Row, date | None] | None = None
    kinds: set[str] = set()
    hidden: set[str] = set()
    for rows in members.values():
        birth = None if rows[0][3] is None else date.fromisoformat(rows[0][3])
        age = None if birth is None else age_on(birth, today)
        every = rhythm.period([row[4] for row in rows], age)
        if every == 0:
            continue
        asking = {row[4] for row in rows if rhythm.period([row[4]], age)}
        kinds |= asking
        hidden |= {kind for kind in asking if is_sensitive(kind, birth, today)}
        if needy is None or every < needy[0]:
            needy = (every, rows[0], birth)
    if needy is None:
        return None
    every, row, birth = needy
    household, resident, name, _, _, community, compound, building, unit, room = row
    return VisitDue(
        id=household, resident_id=resident, name=name, child=is_sensitive(ALONE, birth, today),
        community=community, compound=compound, building=building, unit=unit, room=room,
        kinds=in_order(kinds), sensitive=frozenset(hidden), every=every, last=last,
        since=due_on(last, every),
    )  # fmt: skip


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
