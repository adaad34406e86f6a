"""Files on their way out of the program: each is written beside its target under a name of its own
and renamed when it is whole.

A program that is killed in between leaves that one file, perhaps on a stick, perhaps with ID
numbers. So where it lies is noted in the data folder before its first byte is written, and the next
start removes it; the note stays while the stick is away.
"""

import contextlib
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

_NUMBERS = itertools.count(1)
_NAMED = re.compile(r"\.ldz-\d+-\d+\.part")
_LONGEST_NOTE = 10_000  # bytes of a path

_noted_in: list[Path] = []
"""The folder of notes of the office that is open; of several the last."""


def note_in(folder: Path) -> None:
    """Note drafts there from now on, until forget()."""
    _noted_in.append(folder)


def forget(folder: Path) -> None:
    """The office is closed."""
    with contextlib.suppress(ValueError):
        _noted_in.remove(folder)


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A draft for a file; gone when the block ends, unless it was renamed. Its name is never longer
    than the file's may be."""
    name = f"{os.getpid()}-{next(_NUMBERS)}"
    draft = path.with_name(f".ldz-{name}.part")
    note = _note(name, draft)
    try:
        yield draft
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
            if note is not None:
                note.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Remove what killed programs left, as it is noted in the folder; hold the data folder. Files
    with other names than drafts have are not touched, whatever a note says."""
    for note in sorted(folder.glob("*-*")):
        with contextlib.suppress(OSError, ValueError):
            draft = Path(os.fsdecode(note.read_bytes()[:_LONGEST_NOTE]))
            if _NAMED.fullmatch(draft.name) is None:
                note.unlink()
            elif draft.parent.is_dir():
                draft.unlink(missing_ok=True)
                note.unlink()


def _note(name: str, draft: Path) -> Path | None:
    """Where the draft is noted; None where nothing can be: no office is open, the disk is full."""
    folder = _noted_in[-1] if _noted_in else None
    if folder is None:
        return None
    note = folder / name
    try:
        folder.mkdir(exist_ok=True)
        with note.open("wb") as file:
            file.write(os.fsencode(draft.absolute()))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return None
    return note
