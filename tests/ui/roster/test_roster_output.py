"""The roster on paper and as a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster.export_dialog import ExportDialog

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser
    from tests.ui.roster.conftest import Scene


def test_the_list_is_printed_as_it_is_shown(
    scene: "Scene", qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path
) -> None:
    chooser.answer = tmp_path / "花名册.pdf"
    scene.tab.list.community.set_value("兴新社区")
    scene.choose("花名册", scene.tab.list.print_button.menu())
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, PaperDialog):
        dialog = scene.tab.widget.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.addWidget(dialog)
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "张建国" in text
    assert "王芳" not in text
    assert "13900010001" not in text
    assert "5119" not in text
    assert "兴新社区，共2栋、2名在任" in text.replace(" ", "")


@pytest.mark.parametrize("full", [False, True])
def test_an_export_needs_a_purpose_and_is_masked_unless_asked(
    scene: "Scene", tmp_path: Path, chooser: "FixedChooser", full: bool, qtbot: QtBot
) -> None:
    chooser.answer = tmp_path / "花名册.xlsx"
    refused: list[tuple[str, ...]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ExportDialog):  # on its way
            QTimer.singleShot(10, answer)
            return
        go = next(b for b in dialog.findChildren(QPushButton) if "导出" in b.text())
        go.click()
        refused.append(dialog.form.problem_texts("purpose"))
        dialog.form.editor("purpose").setText("报街道核对")  # type: ignore[attr-defined]
        dialog.form.editor("full").setChecked(full)  # type: ignore[attr-defined]
        go.click()

    QTimer.singleShot(0, answer)
    scene.press("导出")
    qtbot.waitUntil(chooser.answer.is_file)
    assert refused[0]
    sheet = openpyxl.load_workbook(chooser.answer).active
    assert sheet is not None
    cells = {str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None}
    assert {"张建国", "（空缺）"} <= cells
    assert ("13900010001" in cells) is full
    assert ("511902196707260018" in cells) is full
    event = f"export.{'full' if full else 'masked'}"
    logged = scene.office.core.database.rows("SELECT detail FROM audit WHERE event = ?", (event,))
    assert [row[0] for row in logged] == ["报街道核对"]
