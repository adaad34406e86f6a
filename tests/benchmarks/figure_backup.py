"""backup, restore: 24,000 households into one verified file and back into an office.

The floor is what neither can do without: the database read once and written once to the disk.
"""

import os
import shutil
from pathlib import Path

from measuring import ACCOUNT, PASSWORD, Bench, Figure, in_turns, open_there

from ldz_desktop.services.restoring import by_password, restore

_BLOCK = 1 << 20


def measure(bench: Bench) -> list[Figure]:
    source, room = bench.demo_folder(), bench.folder / "backup"
    room.mkdir()
    folder, file, runs = room / "office", room / "a.ldzbackup", bench.pick(7, 3)
    shutil.copytree(source, folder)
    office = open_there(folder)
    office.core.database.fold_log()
    try:
        make, floor = in_turns(
            lambda: office.backups.make(file), lambda: _copied(folder / "archive.db", room), runs
        )
        size = file.stat().st_size
    finally:
        office.close()
    unlock = by_password(ACCOUNT, PASSWORD)
    back, floor_back = in_turns(
        lambda: restore(file, unlock, folder, aside=True), lambda: _copied(file, room), runs
    )
    shutil.rmtree(room)
    what = f"24,000 households, {size / (1 << 20):.0f} MB"
    return [
        Figure("backup", what, "s", make, floor, make / floor, 25, "≤ 25 ×", runs),
        Figure("restore", what, "s", back, floor_back, back / floor_back, 25, "≤ 25 ×", runs),
    ]


def _copied(path: Path, room: Path) -> None:
    with path.open("rb") as read, (room / "floor").open("wb") as write:
        while block := read.read(_BLOCK):
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
