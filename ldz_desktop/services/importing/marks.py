"""Marks as people write them: grades of satisfaction, and stars."""

import re
from collections.abc import Iterable

from ldz_desktop.domain.evaluation import BLANK, GRADES
from ldz_desktop.services.importing.cells import Fault, Raw, folded, is_empty, text

_GRADE_WORDS = {grade: str(number) for number, grade in enumerate(GRADES, 1)}
# Other words for a grade, taken only where the usual word does not stand beside them: with both
# 满意 and 比较满意 on one sheet nobody can say what the second is worth.
_OTHER_WORDS = {
    "很满意": "非常满意", "十分满意": "非常满意", "特别满意": "非常满意", "完全满意": "非常满意",
    "比较满意": "满意", "较满意": "满意",
    "一般": "基本满意", "一般满意": "基本满意", "还可以": "基本满意", "尚可": "基本满意",
    "基本": "基本满意",
    "不太满意": "不满意", "较不满意": "不满意", "比较不满意": "不满意", "不够满意": "不满意",
    "很不满意": "非常不满意", "十分不满意": "非常不满意", "极不满意": "非常不满意",
    "特别不满意": "非常不满意", "完全不满意": "非常不满意",
}  # fmt: skip
_NO_ANSWER = frozenset(
    ("未答", "未作答", "未填", "弃权", "不了解", "未评", "未评价", "没填", "不评价")
)
_NUMBER = re.compile(r"([1-5])(?:\.0+)?(?:分|星|级|颗星|★)?")
_STARS = re.compile(r"(★{1,5})☆{0,4}|(?:⭐️?){1,5}|\*{1,5}")
_CHINESE = {c: str(n) for n, c in enumerate("一二三四五", 1)}
_WRONG_GRADE = "应为 1—5 或“非常满意、满意、基本满意、不满意、非常不满意”，这张表没有导入。"
_WRONG_STARS = "应为 1—5 颗星，这一行没有导入。"


class Grades:
    """Reads the answers of one table."""

    def __init__(self, cells: Iterable[Raw]) -> None:
        """cells: all answers of the table, to see which words stand side by side."""
        words = {_bare(cell) for cell in set(cells) if isinstance(cell, str)}
        self._words = dict(_GRADE_WORDS)
        for word, usual in _OTHER_WORDS.items():
            rivals = [w for w, u in _OTHER_WORDS.items() if u == usual and w in words and w != word]
            if usual not in words and not rivals:
                self._words[word] = _GRADE_WORDS[usual]

    def mark(self, cell: Raw) -> str | Fault:
        """1…5, '-' for no answer, or why it is neither."""
        word = _bare(cell)
        if not word or is_empty(word) or word in _NO_ANSWER:
            return BLANK
        found = _NUMBER.fullmatch(word)
        if found is not None:
            return found[1]
        grade = self._words.get(word)
        if grade is not None:
            return grade
        return Fault("refused", "mark", _WRONG_GRADE, text(cell)[:20])


def stars(cell: Raw) -> str | Fault:
    """1…5 from 5, 5星, 五星, ★★★★★; '-' for nothing; or why it is neither."""
    word = _bare(cell)
    drawn = _STARS.fullmatch(word) if word else None
    if drawn is not None:
        return str(sum(word.count(sign) for sign in "★⭐*"))
    if not word or is_empty(word) or word in _NO_ANSWER:
        return BLANK
    found = _NUMBER.fullmatch(word)
    if found is not None:
        return found[1]
    spelled = re.fullmatch(r"([一二三四五])(?:颗)?(?:星|级|星级|分)?", word)
    if spelled is not None:
        return _CHINESE[spelled[1]]
    return Fault("refused", "stars", _WRONG_STARS, text(cell)[:20])


def _bare(cell: Raw) -> str:
    return re.sub(r"\s", "", folded(text(cell)))
