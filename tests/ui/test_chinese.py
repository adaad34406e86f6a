"""Qt's own file dialog, as it is seen where the system has none, holds no English."""

import re
import subprocess
import sys
from pathlib import Path

_DIALOG = """
import sys
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHeaderView, QLabel, QTreeView
from ldz_desktop import app
qt = app.start()
words = []
for mode in (QFileDialog.FileMode.ExistingFile, QFileDialog.FileMode.Directory):
    dialog = QFileDialog(None, "选择", sys.argv[1], "表格 (*.xlsx)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    qt.processEvents()
    for kind in (QLabel, QAbstractButton):
        words += [w.text() for w in dialog.findChildren(kind) if w.isVisible()]
        words += [w.toolTip() for w in dialog.findChildren(kind) if w.isVisible()]
    tree = dialog.findChild(QTreeView)
    model = tree.model()
    words += [str(model.headerData(n, tree.header().orientation())) for n in range(4)]
    root = tree.rootIndex()
    words += [str(model.index(0, 2, root).data())]
print("\\n".join(words))
"""


def test_the_file_dialog_speaks_chinese(tmp_path: Path) -> None:
    (tmp_path / "花名册").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _DIALOG, str(tmp_path)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    words = done.stdout.replace(str(tmp_path), "").splitlines()
    assert "位置(&L)：" in words
    assert {"文件夹", "名称", "大小"} <= set(words)
    assert [w.split("(&")[0] for w in words if w.startswith(("打开", "取消"))][:2] == [
        "打开",
        "取消",
    ]
    assert [w for w in words if re.search(r"[A-Za-z]{3,}", w)] == []
