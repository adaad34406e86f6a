"""How often Python looks for garbage.

Importing and building a window makes a hundred thousand objects that stay. Looking through them
after every 700, as Python does by itself, was a tenth of the start.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def rarely() -> None:
    """While the program starts; to be called before anything else is imported."""
    gc.set_threshold(50_000, 20, 50)


def as_a_window_needs() -> None:
    """Once it stands."""
    gc.set_threshold(5_000, 10, 10)


def give_back() -> None:
    """Collect garbage, and hand what the allocator keeps for later to the system; takes a fifth of
    a second. Only on the window's thread: widgets may go."""
    import ctypes

    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            ctypes.CDLL("ucrtbase")._heapmin()  # noqa: SLF001 - so it is called
        else:
            ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def none_meanwhile() -> Iterator[None]:
    """While very many objects are made that stay until the end of it: looking through them again
    and again finds nothing and takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
