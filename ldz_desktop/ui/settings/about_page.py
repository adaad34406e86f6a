"""What this program is, its version, where its data lies, and the work of others it stands on."""

import importlib.metadata
import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

import ldz_desktop
from ldz_desktop.errors import KnownError
from ldz_desktop.paths import shown
from ldz_desktop.services.newer_setup import NewerSetup, newer_setup
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.settings.page import page_layout


@dataclass(frozen=True)
class Part:
    """A library or typeface the program brings along."""

    id: int
    name: str
    version: str
    licence: str
    use: str


_PARTS: tuple[tuple[str, str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0", "窗口"),
    ("apsw-sqlite3mc", "zlib / MIT", "加密数据库"),
    ("argon2-cffi", "MIT", "密码"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause", "加密"),
    ("peewee", "MIT", "数据库"),
    ("reportlab", "BSD-3-Clause", "公示和表单"),
    ("matplotlib", "PSF", "图表"),
    ("pypdfium2", "Apache-2.0 / BSD-3-Clause", "预览和打印"),
    ("python-calamine", "MIT", "读取表格"),
    ("openpyxl", "MIT", "读取表格"),
    ("lxml", "BSD-3-Clause", "文字文档"),
    ("pillow", "MIT-CMU", "照片"),
    ("xlsxwriter", "BSD-2-Clause", "写出表格"),
    ("chinesecalendar", "MIT", "节假日"),
    ("filelock", "MIT", "数据文件夹锁"),
    ("platformdirs", "MIT", "文件夹位置"),
    ("typing-extensions", "PSF-2.0", "编程支持"),
    # what those bring along
    ("shiboken6", "LGPL-3.0", "窗口"),
    ("argon2-cffi-bindings", "MIT", "密码"),
    ("cffi", "MIT-0", "密码、加密"),
    ("pycparser", "BSD-3-Clause", "密码、加密"),
    ("numpy", "BSD-3-Clause", "图表"),
    ("contourpy", "BSD-3-Clause", "图表"),
    ("cycler", "BSD-3-Clause", "图表"),
    ("fonttools", "MIT", "图表"),
    ("kiwisolver", "BSD-3-Clause", "图表"),
    ("packaging", "Apache-2.0 / BSD-2-Clause", "图表"),
    ("pyparsing", "MIT", "图表"),
    ("python-dateutil", "BSD-3-Clause", "图表"),
    ("charset-normalizer", "MIT", "公示和表单"),
    ("et-xmlfile", "MIT", "读取表格"),
    ("tzdata", "Apache-2.0", "图表"),
)
_DATA: tuple[tuple[str, str, str], ...] = (
    ("PyInstaller（启动程序）", "GPL-2.0，附例外", "安装版"),
    ("Noto Sans SC", "OFL-1.1", "界面和黑体"),
    ("Noto Serif SC", "OFL-1.1", "宋体"),
    ("LXGW WenKai 霞鹜文楷", "OFL-1.1", "楷体"),
    ("pypinyin（拼音数据）", "MIT", "拼音"),
    ("HanaMin 花園明朝", "OFL-1.1", "生僻字"),
)
NOT_STARTED = KnownError(
    "安装程序没有打开",
    "可能 U 盘已经拔出，或系统不允许运行它。没有改动任何东西。",
    "请重新插上 U 盘，或在“我的电脑”里直接双击它。",
)
COLUMNS = (
    Column[Part]("name", "组件", lambda p: p.name, width=152),
    Column[Part]("version", "版本", lambda p: p.version, width=78),
    Column[Part]("licence", "许可", lambda p: p.licence, width=0),
    Column[Part]("use", "用途", lambda p: p.use, width=98),
)


def parts() -> list[Part]:
    """Python and libraries with their installed versions, then what has none: typefaces, data."""
    python = ".".join(str(n) for n in sys.version_info[:3])
    found = [Part(1, "Python", python, "PSF-2.0", "编程语言")]
    found += [
        Part(number, name, _version(name), licence, use)
        for number, (name, licence, use) in enumerate(_PARTS, 2)
    ]
    return found + [
        Part(number, name, "", licence, use)
        for number, (name, licence, use) in enumerate(_DATA, len(found) + 1)
    ]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


class AboutPage(QWidget):
    """Version, a newer one on a stick, the data folder, and licences."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._notices = bench.notices
        folder = bench.office.folder
        layout = page_layout(self, f"楼栋长工作台 {ldz_desktop.__version__}")
        words = (
            "户档、楼栋长、满意度测评和荣誉墙。数据只存在本机，加密保存，程序不联网。"
            "密码和恢复码都丢失时，谁也打不开数据，开发者也不能。"
        )
        layout.addWidget(label(words, "muted", wrap=True))
        self._found: NewerSetup | None = None
        self.newer = label("", "strong", wrap=True)
        self.install = button("", self._install, role="primary")
        offered = row(self.newer, self.install)
        offered.setStretch(0, 1)
        layout.addLayout(offered)
        for part in (self.newer, self.install):
            part.hide()
        bench.tasks.run_later(lambda _: newer_setup(), self.offer, owner=self)
        layout.addWidget(label("数据在哪里", "strong"))
        self.place = label(shown(folder), wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        opener = button("打开文件夹(&F)", lambda: files.open_folder(folder), icon="open")
        line = row(self.place, opener)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addSpacing(theme.px(4))
        layout.addWidget(label("使用的开源组件与字体", "strong"))
        self.model = RecordModel(COLUMNS, parent=self)
        self.model.set_records(parts())
        table = RecordTable(self.model, "开源组件与许可")
        table.setMinimumHeight(theme.px(200))
        layout.addWidget(table, 1)

    def offer(self, found: NewerSetup | None) -> None:
        """A newer version lies on a stick: say so. It is started by a click alone."""
        self._found = found
        for part in (self.newer, self.install):
            part.setVisible(found is not None)
        if found is not None:
            self.newer.setText(f"U 盘上有新版 {found.version}：{shown(found.path)}")
            starts = sys.platform == "win32"
            self.install.setText("安装新版(&I) …" if starts else "打开所在文件夹(&I)")

    def _install(self) -> None:
        found = self._found
        if found is None:
            return
        if sys.platform != "win32":  # the system's own tool sets it up, with an administrator
            files.open_folder(found.path.parent)
        elif self._notices.ask(
            f"安装新版 {found.version}？",
            "会打开安装程序。请先做完手上的事，关闭本程序，再在安装程序里继续。办公室的数据不动。",
            "打开安装程序",
        ):
            try:
                files.open_folder(found.path)
            except OSError:
                self._notices.error(NOT_STARTED)
