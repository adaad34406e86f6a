"""The 户档 tab as a person uses it: tree, list, card, and how they follow each other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.services.context import Office
from ldz_desktop.services.progress import SILENT
from ldz_desktop.ui.households import FEATURE
from ldz_desktop.ui.households.columns import DEFINITION
from ldz_desktop.ui.households.export_dialog import ExportDialog
from ldz_desktop.ui.households.first_look import PLACE_KEY
from ldz_desktop.ui.households.new_household import NewHouseholdDialog
from ldz_desktop.ui.households.printing import list_table
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog

Desk = Any  # the fixtures of conftest.py
Chooser = Any
Typing = Callable[[QWidget, str], None]


# -- tree and list ---------------------------------------------------------------------------


def test_the_tree_counts_in_natural_order(desk: Desk) -> None:
    tree = desk.tab.tree
    lines = [(node.name, node.households, node.residents) for node in tree.nodes()]
    assert lines == [
        ("全部", 4, 6),
        ("兴新社区", 4, 6),
        ("福锦苑", 4, 6),
        ("2栋", 2, 4),
        ("10栋", 2, 2),
    ]
    assert desk.tab.list.title == "全部户档"
    assert len(desk.listed()) == 4


def test_a_building_is_listed_with_title_and_definition(desk: Desk) -> None:
    tree = desk.tab.tree
    place = next(n.place for n in tree.nodes() if n.name == "2栋")
    assert tree.select_place(place)
    desk.settle()
    assert desk.tab.list.title == "福锦苑 2栋"
    assert desk.listed() == ["1单元 101", "1单元 102"]
    assert desk.listed(1) == ["陈志远", "罗桂芳"]
    assert desk.listed(4) == ["139****0018", "—"]
    tips = [w.toolTip() for w in desk.tab.list.findChildren(QWidget) if w.toolTip()]
    assert any(DEFINITION in tip for tip in tips)


def test_the_keyboard_walks_from_tree_to_list_to_card(desk: Desk) -> None:
    tab, bot = desk.tab, desk.qtbot
    desk.window.activateWindow()
    tab.tree.select_place(next(n.place for n in tab.tree.nodes() if n.name == "福锦苑"))
    tab.tree.setFocus()
    bot.keyClick(tab.tree, Qt.Key.Key_Down)
    desk.settle()
    assert tab.tree.place == next(n.place for n in tab.tree.nodes() if n.name == "2栋")
    bot.keyClick(tab.tree, Qt.Key.Key_Return)
    bot.waitUntil(tab.list.table.hasFocus)
    bot.keyClick(tab.list.table, Qt.Key.Key_Down)
    desk.settle()
    household = tab.card.household
    assert household is not None
    assert household.room == "102"
    bot.keyClick(tab.list.table, Qt.Key.Key_Return)
    bot.waitUntil(tab.card.members.table.hasFocus)


@pytest.mark.parametrize(
    ("pill", "rooms"),
    [
        ("自有", ["101", "102"]),
        ("租赁", ["1102"]),
        ("空置", ["201"]),
        ("群租", []),
        ("aged", ["102"]),
        ("alone", ["102"]),
        ("unchecked", ["101", "102", "201", "1102"]),
        ("all", ["101", "102", "201", "1102"]),
    ],
)
def test_a_pill_narrows_the_list_to_its_count(desk: Desk, pill: str, rooms: list[str]) -> None:
    page = desk.tab.list
    desk.qtbot.mouseClick(page.pills.pill("租赁"), Qt.MouseButton.LeftButton)
    desk.settle()
    desk.qtbot.mouseClick(page.pills.pill(pill), Qt.MouseButton.LeftButton)
    desk.settle()
    assert [text.rpartition(" ")[2] for text in desk.listed()] == rooms
    shown = page.pills.pill(pill).text().rpartition(" ")[2]
    assert shown in (str(len(rooms)), "全部")


def test_the_arrows_walk_along_the_pills(desk: Desk) -> None:
    pills = desk.tab.list.pills
    desk.window.activateWindow()
    pills.pill("all").setFocus()
    desk.qtbot.keyClick(pills.pill("all"), Qt.Key.Key_Right)
    desk.settle()
    assert pills.key == "自有"
    assert len(desk.listed()) == 2


def test_a_click_on_a_head_sorts_and_keeps_the_cursor(desk: Desk) -> None:
    page = desk.tab.list
    page.table.select_id(desk.tab.list.ids()[3])
    desk.settle()
    head = page.table.horizontalHeader()
    desk.qtbot.mouseClick(
        head.viewport(),
        Qt.MouseButton.LeftButton,
        pos=_middle_of(page.table, 1),
    )
    desk.settle()
    assert [name for name in desk.listed(1) if name != "—"] == ["陈志远", "李颇", "罗桂芳"]
    household = desk.tab.card.household
    assert household is not None
    assert household.room == "1102"
    assert page.table.current_id() == household.id


def _middle_of(table: QTableView, section: int) -> QPoint:
    head = table.horizontalHeader()
    return QPoint(head.sectionViewportPosition(section) + 10, head.height() // 2)


def test_the_selected_place_is_remembered_for_the_next_time(
    desk: Desk, bench: Bench, qtbot: QtBot
) -> None:
    place = next(n.place for n in desk.tab.tree.nodes() if n.name == "10栋")
    desk.tab.tree.select_place(place)
    qtbot.waitUntil(
        lambda: desk.office.settings.value(PLACE_KEY) == f"building:{place.id}", timeout=5_000
    )
    desk.settle()
    again = HouseholdsTab(bench)
    qtbot.addWidget(again)
    again.refresh(None)
    desk.settle()
    assert again.tree.place == place


def test_new_counts_keep_the_selection_and_what_is_open(desk: Desk, office: Office) -> None:
    place = next(n.place for n in desk.tab.tree.nodes() if n.name == "2栋")
    desk.tab.tree.select_place(place)
    desk.settle()
    made = office.households.create(place.id, "1单元", "103")
    desk.tab.refresh(made)
    desk.settle()
    assert desk.tab.tree.place == place
    node = desk.tab.tree.node(place)
    assert node is not None
    assert node.households == 3
    assert len(desk.listed()) == 3


def test_twenty_thousand_households_are_listed_at_once_and_read_on_demand(
    desk: Desk,
) -> None:
    real = desk.tab.list.ids()
    model = desk.tab.list.table.model()
    model.set_ids([*real, *range(1, 23_997)])
    assert model.rowCount() == 24_000
    desk.tab.list.table.scrollToBottom()
    desk.tab.list.table.grab()
    desk.settle()
    assert model.index(0, 0).data() == "福锦苑2栋 1单元 101"


# -- where the rest of the program leads ---------------------------------------------------------


def test_a_resident_found_by_search_is_shown_on_the_card(desk: Desk, office: Office) -> None:
    hit = next(h for h in office.search.find("何丽娟") if h.kind == "resident")
    assert desk.tab.open(Target("resident", hit.id))
    desk.settle()
    desk.settle()
    card = desk.tab.card
    assert desk.tab.tree.place == PlaceRef("building", hit.building_id)
    assert card.household is not None
    assert card.household.id == hit.household_id
    assert card.members.selected is not None
    assert card.members.selected.name == "何丽娟"
    assert desk.tab.list.table.current_id() == hit.household_id


def test_a_household_out_of_the_narrowed_list_is_found_all_the_same(
    desk: Desk, street: list[Household]
) -> None:
    desk.tab.list.pills.pill("空置").click()
    desk.settle()
    desk.go(street[1])
    assert desk.tab.card.household is not None
    assert desk.tab.card.household.id == street[1].id
    assert desk.tab.list.state.pill == "all"
    assert desk.tab.list.table.current_id() == street[1].id


def test_a_target_straight_after_the_first_refresh(
    street: list[Household], bench: Bench, qtbot: QtBot
) -> None:
    tab = HouseholdsTab(bench)
    qtbot.addWidget(tab)
    tab.refresh(None)
    assert tab.open(Target("household", street[3].id))
    qtbot.waitUntil(bench.tasks.idle, timeout=10_000)
    assert tab.card.household is not None
    assert tab.card.household.id == street[3].id
    assert tab.list.table.current_id() == street[3].id


def test_a_building_and_an_unknown_kind(desk: Desk, street: list[Household]) -> None:
    assert desk.tab.open(Target("building", street[3].building_id))
    desk.settle()
    assert desk.tab.list.title == "福锦苑 10栋"
    assert not desk.tab.open(Target("month", month="2026-10"))


def test_somebody_who_is_gone_is_said_so(desk: Desk, said: Callable[[], str]) -> None:
    assert desk.tab.open(Target("resident", 12345))
    desk.settle()
    assert "已经不在了" in said()


def test_the_feature_makes_the_tab(bench: Bench, qtbot: QtBot) -> None:
    tab = FEATURE.make(bench)
    qtbot.addWidget(tab.widget)
    assert FEATURE.title == "户档"
    assert FEATURE.targets == {"resident", "household", "building", "place", "visit_pack"}
    assert tab.may_close()


# -- the empty office, new households ------------------------------------------------------------


def test_an_empty_office_is_told_how_to_begin(empty_desk: Desk, said: Callable[[], str]) -> None:
    desk = empty_desk
    assert desk.tab.empty.isVisible()
    assert "导入花名册" in said()
    assert "手工新建" in said()
    assert desk.tab.tree.place == ALL


def test_a_first_household_by_hand(
    empty_desk: Desk, qtbot: QtBot, office: Office, typed: Typing
) -> None:
    desk = empty_desk
    qtbot.mouseClick(desk.tab.empty.new_button, Qt.MouseButton.LeftButton)
    dialog = desk.tab.findChild(NewHouseholdDialog)
    assert dialog is not None
    desk.settle()
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    assert dialog.form.problem_texts("community") == ("请选择或填写社区",)
    assert dialog.form.problem_texts("room") == ("请填写房号",)
    for key, text in (
        ("community", "东锦"),
        ("compound", "东锦苑"),
        ("building", "24号楼"),
    ):
        dialog.form.editor(key).set_value(text)
    qtbot.keyClicks(dialog.form.editor("unit"), "2")
    qtbot.keyClicks(dialog.form.editor("room"), "301")
    qtbot.keyClick(dialog.form.editor("room"), Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    card = desk.tab.card
    assert card.household is not None
    assert card.household.address == "东锦苑24栋2单元301"
    assert card.member_form.isVisible()
    form = card.member_form.form
    assert form.values()["relation"] == "02"
    typed(form.editor("name"), "吉里呷呷")
    qtbot.keyClick(form.editor("name"), Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    assert [m.name for m in office.households.get(card.household.id).members] == ["吉里呷呷"]
    assert desk.tab.list.title == "东锦苑 24栋"
    assert desk.listed(1) == ["吉里呷呷"]


def test_a_dwelling_that_has_a_file_is_refused_in_place(desk: Desk) -> None:
    place = next(n.place for n in desk.tab.tree.nodes() if n.name == "2栋")
    desk.tab.tree.select_place(place)
    desk.settle()
    desk.tab.new_household()
    dialog = desk.tab.findChild(NewHouseholdDialog)
    assert dialog is not None
    desk.settle()
    assert dialog.form.values()["building"] == "2栋"
    dialog.form.editor("unit").set_value("1单元")
    dialog.form.editor("room").set_value("101室")
    desk.qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert "已经有户档" in "".join(dialog.form.problem_texts("room"))
    dialog.done(0)


# -- paper and spreadsheets ----------------------------------------------------------------------


def test_the_list_is_printed_as_it_stands(desk: Desk, qtbot: QtBot) -> None:
    import pypdfium2

    from ldz_desktop.reports.table_paper import render

    desk.tab.list.pills.pill("租赁").click()
    desk.settle()
    desk.tab.print_list()
    desk.settle()
    dialog = desk.tab.findChild(PaperDialog)
    assert dialog is not None
    assert dialog.view.page_count() == 1
    dialog.reject()
    assert desk.tab.list.heading == "全部户档（租赁）"
    table = list_table(desk.office, desk.tab.list.heading, desk.tab.list.ids(), SILENT)
    paper = render(table, today=desk.office.today())
    document = pypdfium2.PdfDocument(paper.pdf)
    page = document[0].get_textpage()
    text = page.get_text_range()
    page.close()
    document.close()
    assert "全部户档清单（租赁）" in text  # not everybody: the paper says so
    assert "李颇" in text
    assert "1户，2人" in text.replace(" ", "")
    assert "陈志远" not in text


def test_an_export_needs_its_purpose_and_is_masked(
    desk: Desk, chooser: Chooser, tmp_path: Path, typed: Typing
) -> None:
    chooser.answer = tmp_path / "户档.csv"
    desk.tab.open_export()
    dialog = desk.tab.findChild(ExportDialog)
    assert dialog is not None
    desk.qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    assert dialog.form.problem_texts("purpose") == ("请写明用途",)
    assert not chooser.answer.exists()
    typed(dialog.form.editor("purpose"), "报街道")
    desk.qtbot.keyClick(dialog.form.editor("purpose"), Qt.Key.Key_Return)
    desk.settle()
    text = chooser.answer.read_text("utf-8-sig")
    assert "陈志远" in text
    assert "511902196707260018" not in text
    assert "13912340018" not in text


def test_a_full_export_is_chosen_and_logged(
    desk: Desk, chooser: Chooser, tmp_path: Path, typed: Typing
) -> None:
    chooser.answer = tmp_path / "户档.csv"
    desk.tab.open_export()
    dialog = desk.tab.findChild(ExportDialog)
    assert dialog is not None
    dialog.full.click()
    typed(dialog.form.editor("purpose"), "报街道")
    desk.qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert "511902196707260018" in chooser.answer.read_text("utf-8-sig")
    assert desk.audit("export.full") == [("households", "报街道")]
