"""What both built programs run first: their modules lie in one archive beside them.

PyInstaller's own bootstrap, which comes next, reads the archive that is named here.
"""

import os
import sys

sys._pyinstaller_pyz = os.path.join(sys._MEIPASS, "modules.pyz")  # noqa: PTH118, SLF001
