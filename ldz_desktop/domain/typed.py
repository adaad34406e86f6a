"""What an input method makes of figures and Latin letters, turned back into what was meant."""

_WIDE = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)} | {ord("　"): " "}
_MARKS = _WIDE | dict(zip(map(ord, "。·、‐‑–—−"), "../-----", strict=True))


def narrow(text: str) -> str:
    """Full-width letters, figures and signs as half-width ones, a full-width blank as a blank.

    For numbers, codes and what is searched for; Chinese sentences keep their full-width marks.
    """
    return text if text.isascii() else text.translate(_WIDE)


def figures(text: str) -> str:
    """A number, a sum or a day as typed with a Chinese keyboard: also 。 for a point, 、 for a
    slash, any dash for a hyphen; no blanks around it."""
    return (text if text.isascii() else text.translate(_MARKS)).strip()
