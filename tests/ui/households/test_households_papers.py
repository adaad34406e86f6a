"""Photos on the card, whom to call, and numbers judged beside their field."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ldz_desktop.domain.households import Household
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.attachments.viewer import AttachmentViewer
from ldz_desktop.ui.kit.paper_view import PaperDialog

Desk = Any  # the fixtures of conftest.py
Chooser = Any
Finger = Any
Typing = Callable[[QWidget, str], None]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "张三身份证.jpg"
    Image.new("RGB", (800, 600), (200, 60, 40)).save(path)
    return path


def test_a_photo_is_dropped_seen_and_removed_with_undo(
    desk: Desk, street: list[Household], office: Office, photo: Path
) -> None:
    desk.go(street[0])
    card = desk.tab.card
    assert not card.strip.isVisible()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, mime, left, none)
    QApplication.sendEvent(card, enter)
    assert enter.isAccepted()
    assert office.attachments.of_household(street[0].id) == ()
    QApplication.sendEvent(card, QDropEvent(QPointF(20, 20), copy, mime, left, none))
    desk.settle()
    (kept,) = office.attachments.of_household(street[0].id)
    assert (kept.title, kept.kind, kept.width) == ("其他材料", "其他材料", 800)
    assert card.strip.isVisible()
    assert card.strip.list.count() == 1
    card.strip.list.setCurrentRow(0)
    desk.qtbot.keyClick(card.strip.list, Qt.Key.Key_Delete)
    desk.settle()
    assert office.attachments.of_household(street[0].id) == ()
    assert not card.strip.isVisible()
    desk.undo()
    assert len(office.attachments.of_household(street[0].id)) == 1
    assert card.strip.isVisible()
    desk.go(street[1])
    assert not card.strip.isVisible()


def test_a_picture_is_pasted_and_what_is_none_is_said(
    desk: Desk, street: list[Household], office: Office, said: Callable[[], str]
) -> None:
    desk.go(street[0])
    QGuiApplication.clipboard().setText("不是图片")
    desk.tab.card.strip.paste()
    desk.settle()
    assert "剪贴板里没有图片" in said()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    desk.tab.card.strip.paste()
    desk.settle()
    (kept,) = office.attachments.of_household(street[0].id)
    assert (kept.width, kept.height) == (300, 200)


def test_no_photo_is_refused_with_a_sentence(
    desk: Desk,
    street: list[Household],
    office: Office,
    tmp_path: Path,
    finger: Finger,
    chooser: Chooser,
) -> None:
    chooser.answer = tmp_path / "花名册.jpg"
    chooser.answer.write_text("姓名,电话")
    desk.go(street[0])
    finger.press("知道了")
    desk.tab.card.strip.choose()
    desk.settle()
    desk.qtbot.waitUntil(finger.done)
    assert any("不是 JPEG 或 PNG" in text for text in finger.read)
    assert office.attachments.of_household(street[0].id) == ()


def test_a_scan_as_pdf_is_seen_opened_and_can_be_printed(
    desk: Desk, street: list[Household], office: Office, tmp_path: Path, chooser: Chooser
) -> None:
    path = tmp_path / "扫描.pdf"
    pages = [Image.new("RGB", (850, 1100), (shade, 90, 40)) for shade in (220, 30)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    chooser.answer = path
    desk.go(street[0])
    strip = desk.tab.card.strip
    strip.choose()
    desk.settle()
    strip.list.setCurrentRow(0)
    desk.qtbot.keyClick(strip.list, Qt.Key.Key_Return)
    desk.settle()
    viewer = strip.findChild(AttachmentViewer)
    assert viewer is not None
    assert viewer.pages_button.isVisible()
    assert "全部 2 页" in viewer.pages_button.text()
    desk.qtbot.keyClick(viewer, Qt.Key.Key_Return)
    dialog = viewer.findChild(PaperDialog)
    assert dialog is not None
    assert dialog.view.page_count() == 2
    dialog.reject()
    viewer.reject()


def test_the_viewer_zooms_turns_renames_and_removes(
    desk: Desk, street: list[Household], office: Office
) -> None:
    for shade in (40, 200):
        stream = io.BytesIO()
        Image.new("RGB", (1800, 1200), (shade, shade, 90)).save(stream, "PNG")
        office.attachments.add_picture(street[0].id, None, stream.getvalue())
    desk.go(street[0])
    strip = desk.tab.card.strip
    strip.list.setCurrentRow(0)
    desk.qtbot.keyClick(strip.list, Qt.Key.Key_Return)
    desk.settle()
    viewer = strip.findChild(AttachmentViewer)
    assert viewer is not None
    small = viewer.zoom()
    desk.qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.zoom() > small
    desk.qtbot.keyClick(viewer, Qt.Key.Key_0)
    assert viewer.zoom() == small
    desk.qtbot.keyClick(viewer, Qt.Key.Key_Right)
    desk.settle()
    assert viewer.current.id == strip.attachments()[1].id
    viewer.kind.set_value("户口簿")
    viewer.caption.set_value("户口簿首页")
    viewer.save_button.click()
    desk.settle()
    assert strip.attachments()[1].title == "户口簿首页"
    assert len(desk.audit("attachment.open")) == 2
    desk.qtbot.keyClick(viewer, Qt.Key.Key_Delete)
    desk.settle()
    assert len(office.attachments.of_household(street[0].id)) == 1
    viewer.reject()


def test_whom_to_call_is_changed_in_place_and_hidden(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    desk.go(street[0])
    desk.tab.card.change_dwelling("contact_name")
    form = desk.tab.card.dwelling_form.form
    typed(form.editor("contact_name"), "王晓芳")
    form.editor("contact_relation").set_value("女儿")
    form.editor("contact_phone").set_value("13912345678")
    form.editor("landlord_name").set_value("赵国强")
    form.editor("opened_on").set_value(date(2020, 3, 1))
    desk.qtbot.keyClick(form.editor("landlord_name"), Qt.Key.Key_Return)
    desk.settle()
    saved = office.households.get(street[0].id)
    assert (saved.contact_name, saved.contact_relation) == ("王晓芳", "女儿")
    assert (saved.landlord_name, saved.opened_on) == ("赵国强", date(2020, 3, 1))
    contacts = desk.tab.card.head.contacts
    assert contacts.text("contact_phone") == "紧急联系人 王晓芳（女儿） 139****5678"
    assert contacts.text("landlord_phone") == "房东 赵国强"
    desk.qtbot.mouseClick(contacts.link("contact_phone"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert "13912345678" in contacts.text("contact_phone")
    assert desk.audit("household.reveal") == [(f"household:{saved.id}", "紧急联系人电话")]
    desk.go(street[1])
    desk.go(street[0])
    assert "13912345678" not in contacts.text("contact_phone")
    desk.tab.card.change_dwelling("opened_on")
    assert form.editor("contact_phone").text() == ""
    form.editor("opened_on").set_value(date(2999, 1, 1))
    desk.tab.card.dwelling_form.save()
    assert form.problem_texts("opened_on") == ("建档日期不能晚于今天",)
    form.editor("opened_on").set_value(None)
    desk.tab.card.dwelling_form.save()
    desk.settle()
    assert office.households.get(street[0].id).contact_phone == "13912345678"


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("513701196201010032", "居民身份证", "已撤销"),
        ("321119197310306324", "居民身份证", "不在代码表中"),
        ("810000199001010019", "港澳台居民居住证", ""),
        ("91015619900101001X", "外国人永久居留证", ""),
        ("511902670726001", "居民身份证", "15位旧号码已升为18位"),
        ("E12345678", "护照", "按其他证件收下"),
    ],
)
def test_what_a_number_says_stands_beside_it(
    desk: Desk, street: list[Household], number: str, kind: str, words: str
) -> None:
    desk.go(street[3])
    desk.tab.card.add_member()
    form = desk.tab.card.member_form.form
    desk.qtbot.keyClicks(form.editor("id_number"), number)
    form.editor("id_number").editingFinished.emit()
    desk.settle()
    desk.qtbot.waitUntil(lambda: form.values()["id_type"] == kind)
    assert words in "".join(form.problem_texts("id_number"))
    if number == "E12345678":
        form.editor("id_type").set_value("居民身份证")
        desk.qtbot.waitUntil(lambda: "不该出现的字符" in "".join(form.problem_texts("id_number")))
        form.editor("id_type").set_value("护照")
        desk.qtbot.waitUntil(lambda: form.problem_texts("id_number") == ())


def test_sex_that_differs_is_said_when_it_is_chosen_and_for_a_stored_number(
    desk: Desk, street: list[Household]
) -> None:
    form = desk.edit(street[0], 0).form
    assert form.problem_texts("sex") == ()
    form.editor("sex").set_value("2")
    desk.qtbot.waitUntil(lambda: "性别与证件号码不一致" in "".join(form.problem_texts("sex")))
    proposals = [b for b in form.findChildren(QPushButton) if b.text().startswith("改为")]
    assert not any("511902" in b.text() for b in proposals)
    form.editor("sex").set_value("1")
    desk.qtbot.waitUntil(lambda: form.problem_texts("sex") == ())
