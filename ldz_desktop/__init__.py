"""楼栋长工作台: the building-leader desktop program."""

from ldz_desktop.loading import prevent_freezes

__version__ = "0.1.0"

prevent_freezes()  # in whatever process: the window, a command, the one that reads workbooks
