"""Loading extension modules on Windows without the danger of a freeze.

Windows guards the loading of libraries by one lock for the whole process, and runs a library's
initialisers while it is held. Python lets go of the interpreter meanwhile. An initialiser that
needs the interpreter (those of matplotlib.ft2font do) then waits for it with the lock in its hand,
while another thread that has the interpreter may call something that waits for the lock (Qt's
timers do): neither ever goes on.

Here the interpreter is kept while a library is loaded, as Python does on Linux. The two are then
always taken in the same order, on every thread, and nobody can wait for the other.
"""

import sys
from collections.abc import Callable
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from types import ModuleType

_SEARCH = 0x00001000 | 0x00000100
"""LOAD_LIBRARY_SEARCH_DEFAULT_DIRS | LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR, as Python says it."""


def install(load: Callable[[str], object]) -> None:
    """From now on `load` gets the path of every extension module, on the thread that imports it,
    just before Python loads it."""
    as_python_does = ExtensionFileLoader.create_module

    def create_module(self: ExtensionFileLoader, spec: ModuleSpec) -> ModuleType:
        load(self.path)
        return as_python_does(self, spec)

    ExtensionFileLoader.create_module = create_module  # type: ignore[method-assign]


def prevent_freezes() -> None:
    """To be called before a second thread starts; does nothing where Python keeps the interpreter
    by itself."""
    if sys.platform == "win32":
        install(_keeping_the_interpreter())


def _keeping_the_interpreter() -> Callable[[str], object]:
    """A function that loads a library; Python, which loads it again, finds it loaded. A library
    that cannot be loaded stays for Python to report."""
    import ctypes

    load = ctypes.PyDLL("kernel32").LoadLibraryExW  # PyDLL: calls keep the interpreter
    load.argtypes = (ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_uint32)
    load.restype = ctypes.c_void_p
    return lambda path: load(path, None, _SEARCH)
