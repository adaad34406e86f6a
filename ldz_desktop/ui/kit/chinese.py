"""Qt's own words in Chinese: its translation, and what that one lacks."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from typing_extensions import override

_LACKING: dict[str, dict[str, str]] = {
    "QFileDialog": {
        "&Look in:": "位置(&L)：", "Look in:": "位置：", "Files of &type:": "文件类型(&T)：",
        "Files of type:": "文件类型：", "&File name:": "文件名(&N)：",
        "&Directory:": "文件夹(&D)：", "File &name:": "文件名(&N)：", "Directory:": "文件夹：",
    },
    "QFileSystemModel": {
        "Size": "大小", "%1 bytes": "%1 字节", "%1 KB": "%1 KB",
        '<b>The name "%1" cannot be used.</b>': "<b>不能用“%1”这个名称。</b>",
    },
    "QAbstractFileIconProvider": {
        "Folder": "文件夹", "File Folder": "文件夹", "File": "文件", "%1 File": "%1 文件",
        "Drive": "磁盘", "Shortcut": "快捷方式", "Alias": "快捷方式", "Unknown": "未知",
    },
}  # fmt: skip


class _Missing(QTranslator):
    """Asked before Qt's own translation, as it is installed after it."""

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None: not here. An empty text would be shown as it is.
        return _LACKING.get(context, {}).get(sourceText)  # type: ignore[return-value]

    @override
    def isEmpty(self) -> bool:
        return False


def speak_chinese(owner: QObject) -> None:
    """Install the translations in the application, whatever the system speaks. owner: keeps
    them."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theirs = QTranslator(owner)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if theirs.load("qtbase_zh_CN", folder):
        QCoreApplication.installTranslator(theirs)
    QCoreApplication.installTranslator(_Missing(owner))
