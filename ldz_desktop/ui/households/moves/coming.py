"""迁入, 换租, 出生 and 并户: somebody comes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.kin_codes import FEMALE, MALE
from ldz_desktop.domain.moves import Birth, Merge, MoveIn, MovePlan, NewTenants, Order
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.search import Hit
from ldz_desktop.ui.households.moves.fields import (
    is_adult,
    member_pairs,
    member_text,
    present,
    spouses,
)
from ldz_desktop.ui.households.moves.finder import Finder
from ldz_desktop.ui.households.moves.frame import MoveDialog
from ldz_desktop.ui.households.moves.people import ArrivalList, proposed_head
from ldz_desktop.ui.kit.editors import ChoiceEditor, CodeEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.pieces import label

_VACANT = "空置"


class _PeopleDialog(MoveDialog):
    """Has a list of people who come."""

    people: ArrivalList

    def add_people(self) -> None:
        self.people = ArrivalList(self.bench, self)
        self.people.changed.connect(self.fields_changed)
        self.left.insertWidget(0, self.people)

    @override
    def first_field(self) -> QWidget:
        if not self.people.people:
            return self.people.add_button
        one = self.people.people[0].form
        return one.editor(one.keys()[0])

    @override
    def submit(self) -> None:
        if self.people.problems():
            self.form.set_problems(self.form.unreadable())  # all that is wrong at once
            return
        super().submit()

    @override
    def show_problems(self, problems: Sequence[Problem]) -> None:
        own = [p for p in problems if p.field.startswith("arrivals.")]
        self.people.show_problems(own)
        super().show_problems([p for p in problems if p not in own])


class MoveInDialog(_PeopleDialog):
    title: ClassVar[str] = "迁入"
    lead: ClassVar[str] = "档案里已有的人（住在别的户，或以前迁出的）沿用原来的记录。"

    @override
    def add_fields(self, household: Household) -> None:
        self.add_people()
        if household.tenure == _VACANT:
            self.add_tenure("居住情况(&T)", "请选择")
        self.add_day()
        self.form.add("came_from", "来自(&O)", TextEditor("可不填，如 巴州区", longest=60))
        self.add_vacant()
        self.add_reason()
        if household.head is None:
            self.people.add(proposed_head())

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return MoveIn(
            household_id=self.household_id, day=values["day"], arrivals=self.people.value(),
            came_from=values["came_from"] or "", tenure=values.get("tenure"),
        )  # fmt: skip


class TenantsDialog(_PeopleDialog):
    title: ClassVar[str] = "换租"
    lead: ClassVar[str] = "原住户全部迁出、户档注销；新租户在同一套房屋另立新档，房东不变。"

    @override
    def add_fields(self, household: Household) -> None:
        leaving = present(household)
        words = "、".join(member_text(m, self.today) for m in leaving) or "现在没有人住"
        self.left.insertWidget(0, label("新租户", "strong"))
        self.left.insertWidget(0, label(f"迁出：{words}", "muted", wrap=True))
        self.people = ArrivalList(self.bench, self)
        self.people.changed.connect(self.fields_changed)
        self.left.insertWidget(2, self.people)
        self.add_day("换租日期(&D)")
        self.form.add("goes_to", "原住户去向(&O)", TextEditor("可不填", longest=60))
        tenures = (("租赁", "租赁"), ("群租", "群租"), ("借住", "借住"))
        self.form.add("tenure", "居住情况(&T)", PickEditor(tenures))
        self.form.add("landlord_name", "房东(&L)", TextEditor(longest=50))
        self.form.add("landlord_phone", "房东电话(&P)", CodeEditor(longest=30))
        self.add_reason()
        self.form.set_values(
            {
                "tenure": household.tenure, "landlord_name": household.landlord_name,
                "landlord_phone": household.landlord_phone,
            }
        )  # fmt: skip
        self.people.add(proposed_head())

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return NewTenants(
            household_id=self.household_id, day=values["day"], tenants=self.people.value(),
            goes_to=values["goes_to"] or "", tenure=values["tenure"],
            landlord_name=values["landlord_name"], landlord_phone=values["landlord_phone"],
        )  # fmt: skip


class BirthDialog(MoveDialog):
    title: ClassVar[str] = "出生"
    lead: ClassVar[str] = "登记父母后，与户主的关系由程序推出。"

    @override
    def add_fields(self, household: Household) -> None:
        adults = [m for m in present(household) if is_adult(m, self.today)]
        self._spouses = spouses(household)
        mothers = member_pairs([m for m in adults if m.sex != MALE], self.today, "不在本户")
        fathers = member_pairs([m for m in adults if m.sex != FEMALE], self.today, "不在本户")
        self.form.add("name", "姓名(&N)", TextEditor(longest=50))
        self.form.add("sex", "性别(&G)", ChoiceEditor(codes.SEX))
        self.add_day("出生日期(&D)")
        self.form.add("mother_id", "母亲(&M)", PickEditor(mothers))
        self.form.add("father_id", "父亲(&F)", PickEditor(fathers))
        self.form.add("id_number", "证件号码(&I)", CodeEditor("可以后再补", longest=30))
        self.add_reason()

    @override
    def fields_changed(self) -> None:
        """The other parent is proposed where the chosen one has a spouse in the household."""
        values = self.form.values()
        for one, other in (("mother_id", "father_id"), ("father_id", "mother_id")):
            parent = values[one]
            if parent and values[other] is None and self._proposed != parent:
                self._proposed = parent
                editor = self.form.editor(other)
                assert isinstance(editor, PickEditor)
                editor.set_value(self._spouses.get(parent))
        super().fields_changed()

    _proposed = 0
    _spouses: Mapping[int, int]

    @override
    def own_problems(self) -> Sequence[Problem]:
        values = self.form.values()
        missing = [
            Problem("refused", key, "required", words)
            for key, words in (("name", "请填写姓名"), ("sex", "请选择性别"))
            if not values[key]
        ]
        return tuple(missing)

    @override
    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The child's own fields stand in this form."""
        super().show_problems(
            [
                replace(p, field=p.field.removeprefix("arrivals.0."), proposals=p.proposals[:3])
                for p in problems
            ]
        )

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        child = Resident(
            0, self.household_id, values["name"] or "", sex=values["sex"], birth=values["day"],
            father_id=values["father_id"], mother_id=values["mother_id"],
            id_number=values["id_number"],
        )  # fmt: skip
        return Birth(household_id=self.household_id, day=values["day"], child=child)


class MergeDialog(MoveDialog):
    title: ClassVar[str] = "并户"
    lead: ClassVar[str] = "另一户的全部成员并到这一户，那一户的户档注销；这一户的档案号不变。"

    @override
    def add_fields(self, household: Household) -> None:
        self._other: int | None = None
        self.finder = Finder(self.bench, "找要并进来的户：姓名、号码、房号", window=self)
        self.finder.chosen.connect(self._found)
        self.chosen_label = label("还没有选", "muted", wrap=True)
        self.left.insertWidget(0, self.chosen_label)
        self.left.insertWidget(0, self.finder)
        self.left.insertWidget(0, label("并进来的户", "strong"))
        self.form.add("head_id", "并户后户主(&N)", PickEditor(self._heads(household.members)))
        self.add_day()
        self.add_vacant()
        self.add_reason()

    @override
    def first_field(self) -> QWidget:
        return self.finder.field

    def _heads(self, members: Sequence[Resident]) -> list[tuple[object, str]]:
        adults = [m for m in members if m.state == "present" and is_adult(m, self.today)]
        assert self.household is not None
        kept = "原户主不变" if self.household.head is not None else "请选择"
        return member_pairs(adults, self.today, kept)

    def _found(self, hit: Hit) -> None:
        self._other = hit.household_id
        self.chosen_label.setText(" · ".join(t for t in (hit.title, hit.address) if t))
        self.fields_changed()

    @override
    def planned(self, plan: MovePlan) -> None:
        """Whoever comes can become head."""
        heads = self.form.editor("head_id")
        assert isinstance(heads, PickEditor)
        before = [p.before for p in plan.people if p.before is not None]
        pairs = self._heads(before)
        if [t for _, t in pairs] != [heads.itemText(i) for i in range(heads.count())]:
            heads.set_pairs(pairs)

    @override
    def make_order(self) -> Order:
        values = self.form.values()
        return Merge(
            household_id=self.household_id, day=values["day"], other_id=self._other,
            head_id=values["head_id"],
        )  # fmt: skip
