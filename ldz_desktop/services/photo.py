"""A photo as it is kept: upright, at most 2000 pixels long, without anything the camera wrote.

Where, when and with what it was taken (EXIF) stays out: the picture is decoded, turned as the
camera says, and encoded anew.
"""

import io
import os
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ldz_desktop.errors import InputError, StorageError
from ldz_desktop.paths import open_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

T = TypeVar("T")
LONGEST = 2000
THUMBNAIL = 160
MOST_PIXELS = 40_000_000
MOST_BYTES = 60 * 1024 * 1024
_LONGEST_SIDE = 30_000
_FORMATS = ("JPEG", "PNG")
_QUALITY, _SMALL_QUALITY = 86, 80


@dataclass(frozen=True, slots=True)
class Photo:
    """body: JPEG without metadata, or the pages of a scan as PDF (services.pdf_scan); thumbnail:
    JPEG of it; width, height: of the body, or of its first page."""

    body: bytes
    thumbnail: bytes
    width: int
    height: int


def read_photo(path: Path) -> Photo:
    """Raises InputError for what is no photo or far too large; StorageError where the file cannot
    be read."""
    return make_photo(_read(path))


def read_scan(path: Path) -> Photo:
    """The same of a photo or a PDF."""
    from ldz_desktop.services.pdf_scan import is_pdf, make_scan

    data = _read(path)
    return make_scan(data) if is_pdf(data) else make_photo(data)


def _read(path: Path) -> bytes:
    try:
        with open_file(path) as file:
            if os.fstat(file.fileno()).st_size > MOST_BYTES:  # said before it is read into memory
                raise _too_heavy()
            return file.read()
    except OSError as error:
        raise StorageError(
            "读不到文件",
            f"打不开这个文件：{error.strerror or '磁盘拒绝读取'}。",
            "请确认文件还在，没有被别的程序占用。",
        ) from None


def make_photo(data: bytes) -> Photo:
    """The same from the bytes of a JPEG or PNG (a pasted picture)."""
    from PIL import ImageOps

    return _with_opened(data, lambda image: _encoded(_on_white(ImageOps.exif_transpose(image))))


def check_photo(data: bytes) -> None:
    """Raises InputError as make_photo() does, and makes nothing."""
    _with_opened(data, lambda image: image.load())


def _with_opened(data: bytes, work: "Callable[[Image], T]") -> T:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
                    raise _too_large()
                opened.draft("RGB", (LONGEST, LONGEST))
                return work(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large() from None
    except UnidentifiedImageError:
        raise InputError(
            "不是照片",
            "这个文件不是 JPEG 或 PNG 图片。",
            "请选择照片（.jpg、.png）；扫描件也可以是 PDF。",
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error):
        # Pillow's words for a picture that ends too early or holds nonsense
        raise InputError(
            "图片已损坏", "这张图片读不出完整的内容。", "请重新拍照或扫描，或换一个文件。"
        ) from None


def _too_large() -> InputError:
    return InputError(
        "图片太大",
        "这张图片超过 4000 万像素，不是照片或扫描件该有的大小，没有读入。",
        "请用看图软件缩小，或按 300 DPI 重新扫描。",
    )


def _too_heavy() -> InputError:
    return InputError(
        "文件太大",
        f"这个文件超过 {MOST_BYTES // 1024 // 1024} MB，照片和扫描件用不了这么大，没有读入。",
        "请用看图软件另存为 JPEG，或按 300 DPI 重新扫描。",
    )


def _on_white(image: "Image") -> "Image":
    """In colours a JPEG has; what is transparent becomes paper."""
    from PIL import Image

    if image.mode in ("RGB", "L"):
        return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        whole = image.convert("RGBA")
        paper = Image.new("RGB", whole.size, (255, 255, 255))
        paper.paste(whole, mask=whole.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # 16 bit grey of scanners
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _encoded(image: "Image") -> Photo:
    from PIL import Image

    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return Photo(jpeg_of(image), thumbnail_of(image), image.width, image.height)


def thumbnail_of(image: "Image") -> bytes:
    """A small JPEG of a picture."""
    from PIL import Image

    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return jpeg_of(small, _SMALL_QUALITY)


def jpeg_of(image: "Image", quality: int = _QUALITY) -> bytes:
    """Only the pixels: whatever else the file knew is left behind."""
    from PIL import Image

    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    stream = io.BytesIO()
    bare.save(stream, "JPEG", quality=quality, optimize=True, exif=b"")
    return stream.getvalue()


def fitted(jpeg: bytes, width: int, height: int) -> bytes:
    """A kept picture cut to that shape and made small for paper, as JPEG: the middle, and of a tall
    picture rather the upper half."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(jpeg), formats=_FORMATS) as opened:
        opened.draft("RGB", (2 * width, 2 * height))
        small = ImageOps.fit(
            opened, (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.25)
        )
        return jpeg_of(small)
