"""楼栋长工作台: the building-leader desktop program."""

__version__ = "0.1.0"
