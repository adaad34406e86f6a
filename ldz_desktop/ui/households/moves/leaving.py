"""迁出, 分户 and 搬家: some or all of a household go."""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.moves import Door, MoveOut, Order, Relocation, Split
from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.households.moves.fields import (
    DoorFields,
    MembersEditor,
    is_adult,
    member_pairs,
    present,
)
from ldz_desktop.ui.households.moves.frame import MoveDialog
from ldz_desktop.ui.kit.editors import CheckEditor, PickEditor, TextEditor


class _LeavingDialog(MoveDialog):
    """Some of the members go."""

    def meant(self, household: Household) -> tuple[int, ...]:
        """Who is ticked at first: the member the cursor was put on. It stands on the head of
        several by itself, which says nothing."""
        people = present(household)
        head = household.head
        untouched = head is not None and self.resident_id == head.id and len(people) > 1
        return () if untouched or not self.resident_id else (self.resident_id,)


class MoveOutDialog(_LeavingDialog):
    title: ClassVar[str] = "迁出"
    lead: ClassVar[str] = (
        "搬出本办公室的辖区。搬到本办公室的另一套房屋，请用“搬家”“分户”，或在那一户办“迁入”。"
    )

    @override
    def add_fields(self, household: Household) -> None:
        members = MembersEditor(present(household), self.today)
        members.set_value(self.meant(household))
        self.form.add("member_ids", "迁出的成员", members)
        self.form.add("divorced", "", CheckEditor("因离婚迁出(&L)"))
        self.add_day()
        self.form.add("goes_to", "去向(&O)", TextEditor("可不填，如 成都市", longest=60))
        self.add_vacant()
        self.add_reason()

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return MoveOut(
            household_id=self.household_id, day=values["day"], goes_to=values["goes_to"] or "",
            member_ids=values["member_ids"], divorced=values["divorced"],
        )  # fmt: skip


class _DoorDialog(MoveDialog):
    """Asks for a dwelling of the office."""

    doors: DoorFields

    def add_door(self, household: Household) -> None:
        self.doors = DoorFields(self.form, household)
        self.add_tenure()
        office = self.bench.office
        self.bench.tasks.run(
            lambda progress: office.households.buildings(), self.doors.know, owner=self
        )

    def door_wanted(self) -> bool:
        return True

    def door(self) -> Door | None:
        return self.doors.door() if self.door_wanted() else None

    @override
    def own_problems(self) -> Sequence[Problem]:
        if not self.door_wanted():
            return ()
        if self.doors.building() is None:
            reason = "没有这栋楼，请从列表里选；新楼栋请先用“新建户档”建好。"
            return (Problem("refused", "building", "unknown", reason),)
        if not self.form.values()["room"]:
            return (Problem("refused", "room", "required", "请填写房号"),)
        return ()


class SplitDialog(_LeavingDialog, _DoorDialog):
    title: ClassVar[str] = "分户"
    lead: ClassVar[str] = "一部分成员另立一户，得到新的档案号；留下的人档案号不变。"

    @override
    def add_fields(self, household: Household) -> None:
        people = present(household)
        members = MembersEditor(people, self.today)
        members.set_value(self.meant(household))
        self.form.add("member_ids", "分出的成员", members)
        self.form.add("head_id", "新户的户主(&N)", PickEditor(self._heads(members.value())))
        self.form.add(
            "where", "住处(&W)",
            PickEditor(((False, "仍住同一套房屋"), (True, "搬到另一套房屋"))),
        )  # fmt: skip
        self.add_door(household)
        self.add_day()
        self.add_reason()
        self._fit()

    def _heads(self, chosen: Sequence[int]) -> list[tuple[object, str]]:
        assert self.household is not None
        adults = [m for m in present(self.household) if m.id in chosen and is_adult(m, self.today)]
        pairs = member_pairs(adults, self.today)
        return pairs[1:] if len(adults) == 1 else pairs

    @override
    def fields_changed(self) -> None:
        self._fit()
        super().fields_changed()

    def _fit(self) -> None:
        heads = self.form.editor("head_id")
        assert isinstance(heads, PickEditor)
        pairs = self._heads(self.form.values()["member_ids"])
        if [t for _, t in pairs] != [heads.itemText(i) for i in range(heads.count())]:
            heads.set_pairs(pairs)
        self.doors.show(visible=self.door_wanted())
        self.form.show_field("tenure", visible=self.door_wanted())

    @override
    def door_wanted(self) -> bool:
        return bool(self.form.values()["where"])

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        away = self.door_wanted()
        return Split(
            household_id=self.household_id, day=values["day"], member_ids=values["member_ids"],
            head_id=values["head_id"], door=self.door(),
            tenure=values["tenure"] if away else None,
        )  # fmt: skip


class RelocationDialog(_DoorDialog):
    title: ClassVar[str] = "搬家"
    lead: ClassVar[str] = "全户搬到本办公室的另一套房屋，档案号跟着走。"

    @override
    def add_fields(self, household: Household) -> None:
        self.add_door(household)
        self.add_day()
        self.add_vacant()
        self.add_reason()

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return Relocation(
            household_id=self.household_id, day=values["day"], door=self.door(),
            tenure=values["tenure"],
        )  # fmt: skip
