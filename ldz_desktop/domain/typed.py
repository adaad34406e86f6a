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


_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_DIGITS |= {sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
_TEN = 10


def chinese_number(text: str) -> int | None:
    """一 to 九十九, also in the formal signs of cheques (壹, 拾); None for anything else."""
    tens, ten, ones = text.replace("拾", "十").partition("十")
    if not ten:
        return _DIGITS.get(text)
    high = _DIGITS.get(tens) if tens else 1
    low = _DIGITS.get(ones) if ones else 0
    return None if not high or low is None else _TEN * high + low
