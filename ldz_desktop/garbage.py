"""How often Python looks for garbage.

Importing and building a window makes a hundred thousand objects that stay. Looking through them
after every 700, as Python does by itself, was a tenth of the start.
"""

import gc


def rarely() -> None:
    """While the program starts; to be called before anything else is imported."""
    gc.set_threshold(50_000, 20, 50)


def as_a_window_needs() -> None:
    """Once it stands."""
    gc.set_threshold(5_000, 10, 10)
