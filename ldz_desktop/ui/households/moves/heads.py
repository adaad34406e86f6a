"""换户主, 删除户主 and 死亡."""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from ldz_desktop.domain.households import HEAD, Household
from ldz_desktop.domain.moves import CAUSES, Cause, Death, HeadChange, HeadRemoval, Order
from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.households.moves.fields import is_adult, member_pairs, present
from ldz_desktop.ui.households.moves.frame import MoveDialog
from ldz_desktop.ui.kit.editors import CheckEditor, PickEditor, TextEditor


class HeadDialog(MoveDialog):
    title: ClassVar[str] = "换户主"
    lead: ClassVar[str] = "其他成员与户主的关系由父母、配偶登记推出；推不出的才会问您。"

    @override
    def add_fields(self, household: Household) -> None:
        people = [m for m in present(household) if m.relation != HEAD and is_adult(m, self.today)]
        head = household.head
        causes = ((None, "请选择"), *CAUSES.items())
        headless = (("agreement", "原来没有户主"),)
        self.form.add("cause", "原因(&C)", PickEditor(causes if head is not None else headless))
        self.form.add(
            "new_head_id", "新户主(&N)", PickEditor(member_pairs(people, self.today)),
            hint="" if people else "这一户没有其他成年成员，可先办理迁入。",
        )  # fmt: skip
        if self.resident_id in {p.id for p in people}:
            self.form.set_values({"new_head_id": self.resident_id})
        self.add_day()
        self.form.add("goes_to", "去向(&O)", TextEditor("可不填，如 巴州区某街道", longest=60))
        self.form.add("stays", "", CheckEditor("原户主仍住在这一户(&S)"))
        self.add_reason()
        self._fit()

    @override
    def fields_changed(self) -> None:
        self._fit()
        super().fields_changed()

    def _fit(self) -> None:
        values = self.form.values()
        cause, stays = values["cause"], values["stays"]
        leaves = cause == "moved" or (cause == "divorce" and not stays)
        self.form.show_field("goes_to", visible=leaves)
        self.form.show_field("stays", visible=cause == "divorce")

    @override
    def own_problems(self) -> Sequence[Problem]:
        if self.form.values()["cause"]:
            return ()
        return (Problem("refused", "cause", "required", "请选择换户主的原因"),)

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        cause: Cause = values["cause"] or "agreement"
        leaves = cause in ("moved", "divorce")
        return HeadChange(
            household_id=self.household_id, day=values["day"], cause=cause,
            new_head_id=values["new_head_id"], stays=values["stays"] and cause == "divorce",
            goes_to=(values["goes_to"] or "") if leaves else "",
        )  # fmt: skip


class RemovalDialog(MoveDialog):
    """Del on a head with other people in the household: who becomes head instead."""

    title: ClassVar[str] = "删除户主"
    lead: ClassVar[str] = (
        "只用来删掉登记错的户主：先选新户主，右边是其他成员改写后的关系。"
        "户主去世、迁出的，请关闭后用“变动”，记录会留在户档里。"
    )
    verb: ClassVar[str] = "删除并换户主(&K)"

    @override
    def add_fields(self, household: Household) -> None:
        people = [m for m in present(household) if m.relation != HEAD and is_adult(m, self.today)]
        self.form.add(
            "new_head_id", "新户主(&N)", PickEditor(member_pairs(people, self.today)),
            hint="" if people else "没有其他成年成员可以当户主：请改正这一条（F2），或先办理迁入。",
        )  # fmt: skip
        self.add_reason()

    @override
    def make_order(self) -> Order:
        return HeadRemoval(
            household_id=self.household_id, day=self.today, resident_id=self.resident_id,
            new_head_id=self.form.values()["new_head_id"],
        )  # fmt: skip


class DeathDialog(MoveDialog):
    title: ClassVar[str] = "死亡"
    lead: ClassVar[str] = "记录留在户档里，不再计入人数。去世的是户主时，在同一步里换户主。"

    @override
    def add_fields(self, household: Household) -> None:
        people = present(household)
        self.form.add("resident_id", "去世的成员(&M)", PickEditor(member_pairs(people, self.today)))
        if self.resident_id in {p.id for p in people}:
            self.form.set_values({"resident_id": self.resident_id})
        self.add_day("去世日期(&D)")
        self.add_vacant()
        self.add_reason()

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return Death(
            household_id=self.household_id, day=values["day"], resident_id=values["resident_id"]
        )
