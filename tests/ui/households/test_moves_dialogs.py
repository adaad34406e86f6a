"""The guided changes as a person does them: fields, preview, questions, what is refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.moves import MOVES, open_move
from ldz_desktop.ui.households.moves.dialogs import DIALOGS
from ldz_desktop.ui.households.moves.frame import MoveDialog
from ldz_desktop.ui.kit.feature import Bench

Desk = Any
Seen = Any
Typing = Callable[[QWidget, str], None]


def _one(name: str, relation: str, sex: str, born: int, **more: Any) -> Resident:  # noqa: ANN401
    return Resident(0, 0, name, relation=relation, sex=sex, birth=date(born, 5, 1), **more)


@dataclass
class Hall:
    """A family of three generations, tenants, a vacancy; dialogs over a window."""

    bench: Bench
    window: QWidget
    qtbot: QtBot
    seen: Seen
    family: int
    tenants: int
    empty: int

    @property
    def office(self) -> Office:
        return self.bench.office

    def settle(self) -> None:
        self.qtbot.waitUntil(self.bench.tasks.idle, timeout=30_000)

    def open(self, key: str, home: int, resident: int = 0) -> Any:  # noqa: ANN401 - any dialog
        dialog = open_move(key, self.bench, home, self.window, resident)
        self.settle()
        return dialog

    def fill(self, dialog: MoveDialog, **values: Any) -> None:  # noqa: ANN401
        """Put values into fields one by one, as a person goes through them."""
        for key, value in values.items():
            editor: Any = dialog.form.editor(key)
            editor.set_value(value)
        self.settle_plan(dialog)

    def settle_plan(self, dialog: MoveDialog) -> None:
        dialog.replan()
        self.settle()

    def press(self, dialog: MoveDialog) -> None:
        """办理."""
        self.qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
        self.settle()

    def home(self, ident: int) -> Household:
        return self.office.households.get(ident)

    def who(self, name: str) -> int:
        return next(h for h in self.office.search.find(name) if h.title.startswith(name)).id

    def relations(self, ident: int) -> dict[str, str | None]:
        return {m.name: m.relation for m in self.home(ident).members if m.state == "present"}

    def undo(self) -> None:
        found = [
            b for b in self.window.findChildren(QPushButton)
            if b.text().startswith("撤销") and b.isVisible()
        ]  # fmt: skip
        self.qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def hall(office: Office, bench: Bench, window: QWidget, qtbot: QtBot, seen: Seen) -> Hall:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]

    def home(room: str, tenure: str, *people: Resident) -> int:
        made = office.households.create(building, "1", room, tenure).ids[0]
        for person in people:
            office.households.add_resident(made, person)
        return made

    return Hall(
        bench,
        window,
        qtbot,
        seen,
        home(
            "101", "自有", _one("张父", "02", "1", 1945), _one("李母", "10", "2", 1947),
            _one("张长子", "22", "1", 1970), _one("王媳", "38", "2", 1992),
            _one("张小孙", "41", "1", 2016), _one("张次子", "23", "1", 1974),
        ),
        home("102", "租赁", _one("赵租", "02", "1", 1990), _one("孙租", "10", "2", 1991)),
        home("201", "空置"),
    )  # fmt: skip


def texts(dialog: QWidget) -> str:
    return "\n".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisibleTo(dialog))


def lines(dialog: MoveDialog) -> dict[str, tuple[str, str, str | None]]:
    return {m.name: (m.before, m.after, m.tone) for m in dialog.preview.lines()}


def error(dialog: MoveDialog, key: str) -> str:
    return "".join(dialog.form.problem_texts(key))


def test_every_entry_of_the_menu_opens(hall: Hall) -> None:
    for key, caption in MOVES:
        if key:
            dialog = hall.open(key, hall.family)
            assert dialog.windowTitle() == caption.partition("(&")[0]
            assert "福锦苑1栋1单元101" in texts(dialog)
            assert dialog.isModal()
            dialog.reject()
    mnemonics = [caption[caption.index("&") + 1] for key, caption in MOVES if key]
    assert len(set(mnemonics)) == len(mnemonics)


@pytest.mark.parametrize("key", DIALOGS)
def test_no_two_fields_answer_to_the_same_key(hall: Hall, key: str) -> None:
    dialog = hall.open(key, hall.family)
    captions = [w.text() for w in dialog.findChildren(QLabel) if w.buddy() is not None]
    captions += [w.text() for w in dialog.findChildren(QPushButton)]
    keys = [c[c.index("&") + 1] for c in captions if "&" in c]
    assert sorted(keys) == sorted(set(keys))
    dialog.reject()


# -- 换户主 ---------------------------------------------------------------------------------------


def test_a_head_dies_and_the_preview_shows_before_and_after(hall: Hall) -> None:
    dialog = hall.open("head", hall.family)
    hall.fill(dialog, cause="death", new_head_id=hall.who("李母"))
    assert lines(dialog) == {
        "张父": ("户主", "夫", "red"), "李母": ("配偶", "户主", "red"),
        "张长子": ("长子", "长子", None), "王媳": ("儿媳", "儿媳", None),
        "张*孙": ("孙子", "孙子", None), "张次子": ("次子", "次子", None),
    }  # fmt: skip
    assert "人数 −1" in dialog.preview.counts()
    assert "户数不变" in dialog.preview.counts()
    assert "丧偶" in dialog.preview.sentences()
    assert "张小孙" not in texts(dialog)
    hall.press(dialog)
    assert hall.relations(hall.family)["李母"] == "02"
    assert hall.seen.changes[-1].what == "福锦苑1栋1单元101已换户主"
    assert hall.seen.targets[-1].id == hall.family
    hall.undo()
    assert hall.relations(hall.family)["张父"] == "02"


def test_ambiguous_relations_are_asked_with_radio_buttons(hall: Hall) -> None:
    dialog = hall.open("head", hall.family, hall.who("张长子"))
    hall.fill(dialog, cause="agreement")
    hall.settle_plan(dialog)
    assert {m.name: m.after for m in dialog.preview.lines() if m.tone == "amber"} == {
        "王媳": "待选择", "张*孙": "待选择",
    }  # fmt: skip
    hall.press(dialog)
    assert dialog.isVisible()
    assert "没有选定" in dialog.trouble()
    wife, child = dialog.questions.rows()
    assert [b.text() for b in wife.buttons] == ["妻", "弟媳"]
    assert [b.text() for b in child.buttons] == ["子", "侄子"]
    assert dialog.focusWidget() is wife.buttons[0]
    hall.qtbot.keyClick(wife.buttons[0], Qt.Key.Key_Space)
    hall.settle()
    child = dialog.questions.row(hall.who("张小孙"))
    hall.qtbot.mouseClick(child.buttons[0], Qt.MouseButton.LeftButton)
    hall.settle()
    assert lines(dialog)["王媳"][1] == "妻"
    assert dialog.questions.open_rows() == []
    hall.press(dialog)
    assert hall.relations(hall.family) == {
        "张长子": "02", "王媳": "12", "张小孙": "20", "张父": "51", "李母": "52", "张次子": "73",
    }  # fmt: skip


def test_answers_can_be_changed_and_another_relation_chosen(hall: Hall) -> None:
    dialog = hall.open("head", hall.family, hall.who("张长子"))
    hall.fill(dialog, cause="agreement")
    row = dialog.questions.row(hall.who("王媳"))
    hall.qtbot.mouseClick(row.buttons[0], Qt.MouseButton.LeftButton)
    hall.settle()
    row = dialog.questions.row(hall.who("王媳"))
    assert row.buttons[0].isChecked()
    assert row.other is not None
    row.other.set_value("99")
    hall.settle()
    assert lines(dialog)["王媳"][1] == "非亲属"
    assert not row.buttons[0].isChecked()


def test_another_head_forgets_the_answers(hall: Hall) -> None:
    dialog = hall.open("head", hall.family, hall.who("张长子"))
    hall.fill(dialog, cause="agreement")
    row = dialog.questions.row(hall.who("王媳"))
    hall.qtbot.mouseClick(row.buttons[0], Qt.MouseButton.LeftButton)
    hall.settle()
    hall.fill(dialog, new_head_id=hall.who("李母"))
    assert dialog.questions.rows() == []
    assert dialog.questions.isHidden()
    assert lines(dialog)["王媳"] == ("儿媳", "儿媳", None)


def test_a_derived_relation_can_be_put_right(hall: Hall) -> None:
    dialog = hall.open("head", hall.family, hall.who("李母"))
    hall.fill(dialog, cause="agreement")
    table = dialog.preview.table
    assert table is not None
    table.select_id(hall.who("张次子"))
    table.setFocus()
    hall.qtbot.keyClick(table, Qt.Key.Key_Return)
    row = dialog.questions.row(hall.who("张次子"))
    assert row.other is not None
    row.other.set_value("27")
    hall.settle()
    hall.press(dialog)
    assert hall.relations(hall.family)["张次子"] == "27"


def test_what_is_missing_is_said_beside_its_field(hall: Hall) -> None:
    dialog = hall.open("head", hall.family)
    hall.press(dialog)
    assert "原因" in error(dialog, "cause")
    hall.fill(dialog, cause="death")
    hall.press(dialog)
    assert "选择户主" in error(dialog, "new_head_id")
    day: Any = dialog.form.editor("day")
    day.setText("2026年2月30日")
    hall.press(dialog)
    assert "没有2026年2月30日这一天" in error(dialog, "day")
    day.setText("2099年1月1日")
    hall.press(dialog)
    assert "今天" in error(dialog, "day")
    offered = dialog.form.editor("new_head_id")
    assert "张*孙" not in [offered.itemText(i) for i in range(offered.count())]  # type: ignore[attr-defined]


def test_somebody_else_changed_the_file_meanwhile(hall: Hall) -> None:
    dialog = hall.open("head", hall.family, hall.who("李母"))
    hall.fill(dialog, cause="agreement")
    hall.settle_plan(dialog)
    son = next(m for m in hall.home(hall.family).members if m.name == "张次子")
    hall.office.households.save_resident(son, replace(son, relation="28"))
    hall.press(dialog)
    assert dialog.isVisible()
    assert "刚被别人改过" in dialog.trouble()
    assert lines(dialog)["张次子"][0] == "女婿"
    hall.press(dialog)
    assert hall.relations(hall.family)["李母"] == "02"


# -- the others -----------------------------------------------------------------------------------


def test_the_head_dies_and_a_successor_is_chosen_in_the_same_step(hall: Hall) -> None:
    dialog = hall.open("death", hall.family, hall.who("张父"))
    hall.settle_plan(dialog)
    (row,) = dialog.questions.rows()
    assert [b.text() for b in row.buttons] == ["李母", "张长子", "张次子", "王媳"]
    hall.press(dialog)
    assert dialog.isVisible()
    hall.qtbot.mouseClick(row.buttons[0], Qt.MouseButton.LeftButton)
    hall.settle()
    events = len(hall.office.history.today())
    hall.press(dialog)
    assert hall.relations(hall.family)["李母"] == "02"
    assert len(hall.office.history.today()) == events + 1
    assert hall.office.history.today()[0].what == "死亡"


def test_tenants_out_and_in(hall: Hall, typed: Typing) -> None:
    dialog = hall.open("tenants", hall.tenants)
    hall.fill(dialog, landlord_name="钱房东")
    first = dialog.people.people[0]
    assert first.form.values()["relation"] == "02"
    hall.press(dialog)
    assert "姓名" in "".join(first.form.problem_texts("name"))
    typed(first.form.editor("name"), "郑新")
    number: Any = first.form.editor("id_number")
    number.setText("511902196707260010")
    hall.press(dialog)
    assert "校验位" in "".join(first.form.problem_texts("id_number"))
    number.setText("511902196707260018")
    assert first.form.values()["birth"] == date(1967, 7, 26)
    hall.qtbot.mouseClick(dialog.people.add_button, Qt.MouseButton.LeftButton)
    second = dialog.people.people[1]
    second.form.editor("name").setText("郑妻")  # type: ignore[attr-defined]
    second.form.editor("relation").set_value("12")  # type: ignore[attr-defined]
    hall.settle_plan(dialog)
    assert dialog.preview.counts().startswith("办理后全办公室户数不变，人数不变")
    hall.press(dialog)
    new = hall.seen.targets[-1].id
    assert new != hall.tenants
    assert hall.relations(new) == {"郑新": "02", "郑妻": "12"}
    assert (hall.home(new).landlord_name, hall.home(new).tenure) == ("钱房东", "租赁")
    assert hall.office.households.totals().residents == 8


def test_a_removed_tenant_is_not_planned(hall: Hall) -> None:
    dialog = hall.open("tenants", hall.tenants)
    hall.qtbot.mouseClick(dialog.people.people[0].remove_button, Qt.MouseButton.LeftButton)
    hall.settle_plan(dialog)
    hall.press(dialog)
    assert dialog.isVisible()
    assert "至少登记一位" in dialog.trouble()


def test_the_cursor_on_the_head_ticks_nobody(hall: Hall) -> None:
    """It stands there by itself; whoever is ticked unseen would go along."""
    for key in ("split", "move_out"):
        for name, ticked in (("张父", False), ("张次子", True)):
            dialog = hall.open(key, hall.family, hall.who(name))
            wanted = (hall.who(name),) if ticked else ()
            assert dialog.form.values()["member_ids"] == wanted
            dialog.reject()


def test_a_split_into_a_vacant_dwelling(hall: Hall) -> None:
    dialog = hall.open("split", hall.family, hall.who("张次子"))
    assert not dialog.form.editor("room").isVisibleTo(dialog)
    hall.fill(dialog, where=True)
    assert dialog.form.editor("room").isVisibleTo(dialog)
    hall.press(dialog)
    assert "房号" in error(dialog, "room")
    hall.fill(dialog, unit="1", room="201")
    hall.press(dialog)
    assert "空置" in error(dialog, "tenure")
    hall.fill(dialog, tenure="自有")
    homes = {m.name: m.home for m in dialog.preview.lines()}
    assert homes["张父"] == "本户"
    assert homes["张次子"] == "福锦苑1栋1单元201"
    hall.press(dialog)
    assert hall.relations(hall.empty) == {"张次子": "02"}
    assert hall.home(hall.empty).tenure == "自有"


def test_a_building_that_is_not_on_file(hall: Hall) -> None:
    dialog = hall.open("relocation", hall.family)
    hall.fill(dialog, building="99栋", room="1")
    hall.press(dialog)
    assert "没有这栋楼" in error(dialog, "building")
    hall.fill(dialog, building="1栋", unit="3", room="303", tenure="自有", vacant=False)
    hall.press(dialog)
    home = hall.home(hall.family)
    assert (home.unit, home.room, home.file_no) == ("3单元", "303", "XX-FJY-1-1-101")


def test_merging_with_a_household_that_is_searched_for(hall: Hall) -> None:
    dialog = hall.open("merge", hall.family)
    hall.press(dialog)
    assert "另一户" in dialog.trouble()
    dialog.finder.field.setText("赵租")
    dialog.finder.field.search_now()
    hall.settle()
    assert [a.title for a in dialog.finder.popup.answers()] == ["赵租"]
    hall.qtbot.keyClick(dialog.finder.field, Qt.Key.Key_Return)
    hall.settle_plan(dialog)
    assert "赵租" in dialog.chosen_label.text()
    (row,) = dialog.questions.rows()
    assert row.asked.about == "赵租 是户主的"
    assert lines(dialog)["孙租"][1] == "随后推定"
    assert row.other is not None
    row.other.set_value("99")
    hall.settle()
    assert lines(dialog)["孙租"][1] == "非亲属"
    hall.press(dialog)
    assert hall.relations(hall.family)["孙租"] == "99"
    assert hall.home(hall.tenants).members == ()


def test_somebody_on_file_moves_in_with_the_record(hall: Hall) -> None:
    dialog = hall.open("move_in", hall.family)
    finder = dialog.people.finder
    finder.field.setText("孙租")
    finder.field.search_now()
    hall.settle()
    hall.qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    hall.settle_plan(dialog)
    (row,) = dialog.questions.rows()
    assert row.other is not None
    row.other.set_value("97")
    hall.settle()
    record = hall.who("孙租")
    hall.press(dialog)
    moved = hall.office.households.resident(record)
    assert (moved.household_id, moved.relation) == (hall.family, "97")
    assert hall.relations(hall.tenants) == {"赵租": "02"}


def test_a_household_moves_into_a_vacancy(hall: Hall) -> None:
    dialog = hall.open("move_in", hall.empty)
    one = dialog.people.people[0]
    assert dialog.focusWidget() is one.form.editor("name")
    one.form.editor("name").setText("黄新")  # type: ignore[attr-defined]
    hall.press(dialog)
    assert "空置" in error(dialog, "tenure")
    hall.fill(dialog, tenure="自有")
    hall.press(dialog)
    assert hall.relations(hall.empty) == {"黄新": "02"}


def test_moving_out_with_the_last_of_a_household(hall: Hall) -> None:
    dialog = hall.open("move_out", hall.tenants)
    hall.press(dialog)
    assert "选择迁出" in error(dialog, "member_ids")
    assert not dialog.form.editor("vacant").isVisibleTo(dialog)
    hall.fill(dialog, member_ids=(hall.who("赵租"), hall.who("孙租")))
    assert dialog.form.editor("vacant").isVisibleTo(dialog)
    assert "另立新档" in dialog.preview.sentences()
    hall.fill(dialog, vacant=False)
    assert "户数 −1" in dialog.preview.counts()
    hall.press(dialog)
    assert hall.office.households.totals().households == 2


def test_a_birth_proposes_the_other_parent(hall: Hall) -> None:
    dialog = hall.open("birth", hall.tenants)
    assert not dialog.questions.rows()  # who the parents are comes first
    hall.press(dialog)
    assert "姓名" in error(dialog, "name")
    assert "性别" in error(dialog, "sex")
    hall.fill(dialog, name="赵宝", sex="2", mother_id=hall.who("孙租"))
    assert dialog.form.values()["father_id"] == hall.who("赵租")
    assert lines(dialog)["赵宝"] == ("—", "女", "red")
    dialog.do_button.setFocus()
    hall.qtbot.keyClick(dialog.form.editor("name"), Qt.Key.Key_Return)
    hall.settle()
    child = hall.office.households.resident(hall.who("赵宝"))
    assert (child.relation, child.birth) == ("30", hall.office.today())
    assert (child.mother_id, child.father_id) == (hall.who("孙租"), hall.who("赵租"))


def test_a_closed_file_says_so(hall: Hall) -> None:
    dialog = hall.open("move_out", hall.tenants)
    hall.fill(dialog, member_ids=(hall.who("赵租"), hall.who("孙租")))
    hall.press(dialog)
    late = hall.open("head", hall.tenants)
    assert "已经注销" in late.trouble()
    hall.fill(late, cause="agreement")
    hall.press(late)
    assert late.isVisible()
    assert "已经注销" in late.trouble()


def test_a_household_that_is_gone(hall: Hall, finger: Any) -> None:  # noqa: ANN401
    hall.office.households.remove(hall.empty)
    finger.press("知道了")
    dialog = open_move("head", hall.bench, hall.empty, hall.window)
    hall.settle()
    hall.qtbot.waitUntil(finger.done)
    del dialog
    assert "已经不在了" in "".join(finger.read)
