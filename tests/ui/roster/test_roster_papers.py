"""Badge, plate and roster with photos from the window; the small photos of the list; figures."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster.filters import DEFINITIONS

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser
    from tests.ui.roster.conftest import Scene

Read = Callable[[], list[str]]


@pytest.fixture
def pages(scene: "Scene", qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path) -> Read:
    """Saves the paper that is shown; the text of each of its pages, without blanks."""

    def read() -> list[str]:
        chooser.answer = tmp_path / "纸.pdf"
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PaperDialog):
            dialog = scene.tab.widget.findChildren(PaperDialog)[-1]
        assert isinstance(dialog, PaperDialog)
        qtbot.addWidget(dialog)
        dialog.save()
        dialog.close()
        document = pypdfium2.PdfDocument(chooser.answer)
        texts = [page.get_textpage().get_text_range().replace(" ", "") for page in document]
        document.close()
        return texts

    return read


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("胸牌", ("张建国", "福锦苑1栋", "照片")),
        ("公示牌（A4）", ("福锦苑1栋楼栋长", "19.流动人口与出租房信息更新")),
        ("公示牌（A5）", ("福锦苑1栋楼栋长", "张建国")),
    ],
)
def test_papers_of_the_leader_on_the_card(
    scene: "Scene", pages: Read, caption: str, words: tuple[str, ...]
) -> None:
    scene.open_leader("张建国")
    scene.choose(caption, scene.tab.card.more.menu())
    (page,) = pages()
    assert all(word in page for word in words)
    assert "曾秀英" not in page
    assert "13900010001" not in page


def test_papers_from_the_record_too_but_none_out_of_office(scene: "Scene", pages: Read) -> None:
    row = scene.row("王芳")
    scene.tab.open_record(row.leader_id)
    scene.settle()
    scene.choose("胸牌", scene.tab.record.more.menu())
    assert "王芳" in pages()[0]
    scene.office.roster.end_tenure(row.tenure_id, scene.office.today(), "任期届满")
    scene.tab.refresh(None)
    scene.settle()
    scene.choose("胸牌", scene.tab.record.more.menu())
    assert "没有在任的楼栋长" in scene.everything()


def test_papers_of_everybody_the_list_shows(scene: "Scene", pages: Read) -> None:
    menu = scene.tab.list.print_button.menu()
    scene.choose("胸牌，八张一页", menu)
    (page,) = pages()
    assert all(name in page for name in ("张建国", "曾秀英", "王芳"))
    scene.tab.list.community.set_value("兴新社区")
    scene.choose("公示牌，A4", menu)
    assert len(pages()) == 2
    scene.choose("花名册，带照片", menu)
    (page,) = pages()
    assert "兴新社区，共2栋、2名在任" in page
    assert "张建国" in page
    assert "王芳" not in page
    assert "1390001" not in page


def test_a_figure_opens_its_list_and_paper_says_what_it_counts(scene: "Scene", pages: Read) -> None:
    tile = scene.tab.list.figures.tiles["party"]
    assert DEFINITIONS["party"] in tile.toolTip()
    tile.click()
    assert scene.names() == ["张建国"]
    scene.choose("花名册", scene.tab.list.print_button.menu())
    text = pages()[0].replace("\r", "").replace("\n", "")
    assert "中共党员，共1栋、1名在任。" in text
    assert f"口径：{DEFINITIONS['party']}。" in text


def test_somebody_with_two_buildings_counts_once_everywhere(scene: "Scene") -> None:
    vacancy = scene.row("").building_id
    scene.office.roster.start_tenure(scene.row("张建国").leader_id, vacancy, None)
    scene.tab.refresh(None)
    scene.settle()
    assert scene.tiles()[:2] == ["3 名楼栋长", "1 名党员"]
    scene.tab.list.figures.tiles["leaders"].click()
    assert scene.tab.list.counts_text() == "4 栋 · 3 名在任"
    scene.tab.list.figures.tiles["party"].click()
    assert scene.names() == ["张建国", "张建国"]
    assert scene.tab.list.counts_text() == "2 栋 · 1 名在任"


def test_small_photos_come_after_the_list_and_are_only_as_large_as_shown(
    scene: "Scene", portrait: bytes
) -> None:
    leader = scene.row("曾秀英").leader_id
    faces = scene.tab.list.faces
    assert faces.face(leader) is None
    scene.office.scans.add_picture("leader", leader, PORTRAIT, portrait)
    scene.tab.refresh(None)
    scene.settle()
    face = faces.face(leader)
    assert face is not None
    assert (face.width(), face.height()) == (21, 28)
    assert face.pixelColor(10, 14).blue() > 120
    assert faces.face(scene.row("张建国").leader_id) is None
    column = scene.tab.list.model.section("face")
    table = scene.tab.list.table
    row = scene.tab.list.model.row_of(scene.row("曾秀英").building_id)
    box = table.visualRect(scene.tab.list.model.index(row, column))
    shot = table.viewport().grab(box).toImage()
    assert shot.pixelColor(shot.width() // 2, shot.height() // 2).blue() > 120


def test_copied_rows_have_no_column_for_the_photo(scene: "Scene") -> None:
    scene.tab.list.table.copy_rows()
    head = QApplication.clipboard().text().split("\n")[0]
    assert head.split("\t")[0] == "楼栋"
