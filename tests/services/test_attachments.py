"""Photos of a household on a real encrypted file: what is kept of them, what is refused, undo."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ldz_desktop.domain.households import Resident
from ldz_desktop.errors import InputError, StorageError
from ldz_desktop.services.attachments import OTHER
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
QUARTER_TURN = 6  # the camera was held upright: the picture is to be turned clockwise
CAMERA = b"Kamera-X9"
RED, BLUE = (200, 20, 20), (20, 20, 200)
Making = Callable[..., Path]


@pytest.fixture
def home(office: Office) -> int:
    """A household with one member."""
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    made = office.households.create(place.ids[0], "1单元", "101", "自有").ids[0]
    office.households.add_resident(made, Resident(0, 0, "陈志远", "02"))
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Making:
    """Writes a photo as a phone does: the left half red, the right half blue."""

    def make(name: str = "IMG_0001.jpg", size: tuple[int, int] = (400, 200)) -> Path:
        image = Image.new("RGB", size, RED)
        image.paste(BLUE, (size[0] // 2, 0, *size))
        exif = Image.Exif()
        exif[ORIENTATION] = QUARTER_TURN
        exif[MAKE] = CAMERA.decode()
        exif.get_ifd(GPS).update({1: "N", 2: (31.0, 51.0, 9.5), 3: "E", 4: (106.0, 45.0, 1.5)})
        path = tmp_path / name
        image.save(path, exif=exif, quality=95, comment=b"Lin's phone")
        return path

    return make


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) < 40 for a, b in zip(found, wanted, strict=True))


def kept(office: Office, home: int) -> tuple[str, ...]:
    return tuple(one.kind for one in office.attachments.of_household(home))


def test_a_photo_is_kept_upright_and_without_what_the_camera_wrote(
    office: Office, home: int, photo: Making
) -> None:
    path = photo()
    original = path.read_bytes()
    assert CAMERA in original
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(GPS)
    office.attachments.add(home, None, path, "房屋照片", " 客厅 ")
    (one,) = office.attachments.of_household(home)
    assert (one.kind, one.title, one.added_on) == ("房屋照片", "客厅", office.today())
    body = office.attachments.open(one.id)
    for data in (body, one.thumbnail):
        image = Image.open(io.BytesIO(data))
        assert image.format == "JPEG"
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()
        assert not any(word in data for word in (CAMERA, b"Exif", b"Lin's phone"))
    upright = Image.open(io.BytesIO(body))
    assert upright.size == (one.width, one.height) == (200, 400)
    assert near(upright.getpixel((100, 50)), RED)
    assert near(upright.getpixel((100, 350)), BLUE)
    assert Image.open(io.BytesIO(one.thumbnail)).size == (80, 160)
    assert path.read_bytes() == original


def test_a_large_photo_is_kept_at_two_thousand_pixels(
    office: Office, home: int, photo: Making
) -> None:
    office.attachments.add(home, None, photo(size=(4000, 3000)))
    (one,) = office.attachments.of_household(home)
    assert (one.width, one.height) == (1500, 2000)
    assert Image.open(io.BytesIO(office.attachments.open(one.id))).size == (1500, 2000)
    assert one.kind == one.title == OTHER


def test_what_is_transparent_in_a_png_becomes_paper(
    office: Office, home: int, tmp_path: Path
) -> None:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste((*RED, 255), (30, 0, 60, 40))
    image.save(tmp_path / "扫描件.png")
    office.attachments.add(home, None, tmp_path / "扫描件.png", "户口簿")
    (one,) = office.attachments.of_household(home)
    body = Image.open(io.BytesIO(office.attachments.open(one.id)))
    assert body.format == "JPEG"
    assert body.mode == "RGB"
    assert near(body.getpixel((10, 20)), (255, 255, 255))
    assert near(body.getpixel((50, 20)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_scan_is_read(office: Office, home: int, tmp_path: Path, mode: str) -> None:
    """Half of each is dark, half light, and it stays that way."""
    grey = Image.new("L", (80, 40), 10)
    grey.paste(240, (40, 0, 80, 40))
    if mode == "I;16":
        dark, light = struct.pack("<H", 10 * 256), struct.pack("<H", 240 * 256)
        image = Image.frombytes("I;16", (80, 40), (dark * 40 + light * 40) * 40)
    else:
        image = grey.convert("RGB").convert(mode) if mode == "CMYK" else grey.convert(mode)
    path = tmp_path / ("scan.jpg" if mode == "CMYK" else "scan.png")
    image.save(path)
    office.attachments.add(home, None, path)
    (one,) = office.attachments.of_household(home)
    body = Image.open(io.BytesIO(office.attachments.open(one.id))).convert("L")
    grey_values = body.tobytes()
    assert grey_values[20 * 80 + 10] < 40
    assert grey_values[20 * 80 + 70] > 215


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture at all", b"GIF89a" + b"\0" * 40, b"BM" + b"\0" * 60],
    ids=["empty", "text", "gif", "bmp"],
)
def test_what_is_no_photo_is_refused(
    office: Office, home: int, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "不是照片"
    assert "JPEG" in refused.value.message
    assert kept(office, home) == ()


def test_half_a_photo_is_refused(office: Office, home: int, photo: Making) -> None:
    path = photo()
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "图片已损坏"
    assert kept(office, home) == ()


def test_a_file_that_is_gone_is_said_without_its_name(
    office: Office, home: int, tmp_path: Path
) -> None:
    with pytest.raises(StorageError) as refused:
        office.attachments.add(home, None, tmp_path / "陈志远身份证.jpg")
    assert "陈志远" not in str(refused.value) + refused.value.message


@pytest.mark.parametrize(
    ("width", "height"),
    [(60_000, 60_000), (60_000, 1), (1, 60_000), (8000, 5001), (2**31 - 1, 2**31 - 1)],
)
def test_a_picture_far_too_large_is_refused_by_its_header(
    office: Office, home: int, tmp_path: Path, width: int, height: int
) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(png_header(width, height))
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "图片太大"
    assert refused.value.message.endswith("没有读入。")
    assert refused.value.hint
    assert kept(office, home) == ()


def test_so_is_a_jpeg_without_looking_at_its_picture(
    office: Office, home: int, photo: Making
) -> None:
    """There is no picture of that size behind the header: looking would end in 图片已损坏."""
    path = photo()
    data = path.read_bytes()
    at = data.index(b"\xff\xc0") + 5  # start of frame: length, precision, height, width
    end = data.index(b"\xff\xda") + 14  # the header ends where the scan begins
    path.write_bytes(data[:at] + struct.pack(">HH", 600, 60_000) + data[at + 4 : end])
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "图片太大"
    assert kept(office, home) == ()


def test_a_file_too_heavy_is_refused_in_its_own_words(
    office: Office, home: int, photo: Making
) -> None:
    """It is a photo of a usual size with 60 MB of something behind it."""
    path = photo()
    with path.open("r+b") as file:
        file.truncate(60 * 1024 * 1024)
    office.attachments.add(home, None, path)
    with path.open("r+b") as file:
        file.truncate(60 * 1024 * 1024 + 1)
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "文件太大"
    assert "60 MB" in refused.value.message
    assert "像素" not in refused.value.message
    assert len(kept(office, home)) == 1


def test_forty_million_pixels_are_not_too_large(office: Office, home: int, tmp_path: Path) -> None:
    """They are looked at: what is said of this file is that it ends too early."""
    path = tmp_path / "scan.png"
    path.write_bytes(png_header(8000, 5000))
    with pytest.raises(InputError) as refused:
        office.attachments.add(home, None, path)
    assert refused.value.title == "图片已损坏"


def test_it_belongs_to_a_member_of_that_household(office: Office, home: int, photo: Making) -> None:
    member = office.households.get(home).members[0]
    office.attachments.add(home, member.id, photo(), "身份证件")
    (one,) = office.attachments.of_household(home)
    assert one.resident_id == member.id
    with pytest.raises(InputError, match="不在这一户"):
        office.attachments.add(home, member.id + 1, photo())
    with pytest.raises(InputError, match="不在了"):
        office.attachments.add(home + 1, None, photo())
    assert kept(office, home) == ("身份证件",)


def test_removed_and_brought_back(office: Office, home: int, photo: Making) -> None:
    office.attachments.add(home, None, photo(), "租赁合同")
    (one,) = office.attachments.of_household(home)
    body = office.attachments.open(one.id)
    done = office.attachments.remove(one.id)
    assert done.change.what == "已移除租赁合同"
    assert done.change.ids[0] == home
    assert kept(office, home) == ()
    undone = office.history.undo(done.batch_id)
    assert "households" in undone.topics
    assert office.attachments.of_household(home) == (one,)
    assert office.attachments.open(one.id) == body


def test_adding_is_undone_and_done_again(office: Office, home: int, photo: Making) -> None:
    """Its picture is nowhere else: undo puts it away, and undoing that brings it back."""
    added = office.attachments.add(home, None, photo(), "残疾证")
    (one,) = office.attachments.of_household(home)
    body = office.attachments.open(one.id)
    office.history.undo(added.batch_id)
    assert kept(office, home) == ()
    office.history.undo(office.history.today()[0].batch_id)
    assert office.attachments.of_household(home) == (one,)
    assert office.attachments.open(one.id) == body


def test_a_caption_is_changed_and_undone(office: Office, home: int, photo: Making) -> None:
    office.attachments.add(home, None, photo(), "房屋照片", "客厅")
    (one,) = office.attachments.of_household(home)
    done = office.attachments.rename(one.id, "房产证明", "不动产权证 " + "长" * 60)
    (now,) = office.attachments.of_household(home)
    assert now.kind == "房产证明"
    assert now.title.startswith("不动产权证")
    assert len(now.title) == 40
    office.attachments.rename(one.id, "没有这一类", "  ")
    (now,) = office.attachments.of_household(home)
    assert (now.kind, now.title) == (OTHER, OTHER)
    office.history.undo(office.history.today()[0].batch_id)
    office.history.undo(done.batch_id)
    assert office.attachments.of_household(home) == (one,)


def test_its_story_is_in_the_history_of_the_household(
    office: Office, home: int, photo: Making
) -> None:
    office.attachments.add(home, None, photo(), "房屋照片")
    (one,) = office.attachments.of_household(home)
    office.attachments.remove(one.id)
    events = office.history.of_household(home)
    assert [event.what for event in events[:2]] == ["移除材料", "添加材料"]
    assert events[0].actor == "李敏"
    assert events[0].lines[0].field == "移除日期"
    assert (events[1].lines[0].subject, events[1].lines[0].field) == ("材料", "新增")


def test_who_looks_at_it_is_logged(office: Office, home: int, photo: Making) -> None:
    office.attachments.add(home, None, photo(), "身份证件", "陈志远正面")
    (one,) = office.attachments.of_household(home)
    office.attachments.open(one.id)
    rows = office.core.database.rows(
        "SELECT subject, detail FROM audit WHERE event = 'attachment.open'"
    )
    assert [tuple(row) for row in rows] == [(f"household:{home}", "身份证件")]


def test_a_pasted_picture_is_kept_like_a_file(office: Office, home: int, photo: Making) -> None:
    office.attachments.add_picture(home, None, photo().read_bytes())
    (one,) = office.attachments.of_household(home)
    assert (one.width, one.height) == (200, 400)
    with pytest.raises(InputError, match="不是 JPEG"):
        office.attachments.add_picture(home, None, b"text")


def test_nothing_of_it_can_be_read_on_the_disk(
    tmp_path: Path, office: Office, home: int, photo: Making
) -> None:
    """Not in the encrypted file, not beside it; with the password it is all there."""
    path = photo(size=(1600, 1200))
    office.attachments.add(home, None, path, "身份证件", "正面")
    (one,) = office.attachments.of_household(home)
    body, folder = office.attachments.open(one.id), office.folder
    assert body.startswith(b"\xff\xd8\xff")
    office.close()
    path.unlink()
    pieces = [body[at : at + 24] for at in range(0, len(body) - 24, len(body) // 50)]
    markers = (b"\xff\xd8\xff\xe0", b"JFIF", b"\x89PNG", b"Exif", one.thumbnail[100:124])
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) > len(body)
    for file in files:
        data = file.read_bytes()
        assert not any(word in data for word in (*markers, *pieces)), file.name
    again = open_office(folder, "李敏", "测试口令-2026")
    assert again.attachments.open(one.id) == body
    again.close()
