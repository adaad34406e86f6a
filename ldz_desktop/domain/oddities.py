"""What is odd about a balanced batch: named for a person to look at, never removed or refused
(reliability.md §4.6, rule 7)."""

from collections.abc import Mapping

from ldz_desktop.domain.pooling import is_valid
from ldz_desktop.domain.schemes import SHOWN_FROM, Scheme

_SHARE = 30
"""Per cent of a batch from which one and the same mixed pattern of answers stands out."""


def oddities(
    sheets: Mapping[str, int],
    scheme: Scheme,
    *,
    given: int | None,
    issued: int | None,
    returned: int,
    households: int | None,
) -> tuple[str, ...]:
    """Sentences; () for an ordinary batch.

    sheets: answers → how many; given: envelopes as written down when they were given out; issued,
    returned: the count sheet's; households: occupied ones, None where nobody knows.
    """
    found = []
    if given is not None and max(returned, issued or 0) > given:
        found.append(f"表头写发出 {issued or 0}、收回 {returned} 张，发放时只登记了 {given} 张。")
    if households is not None and households > 0 and max(returned, issued or 0) > households:
        what = "收回" if returned > households else "发出"
        count = returned if returned > households else issued
        found.append(f"{what} {count} 张，多于在住的 {households} 户。")
    return (*found, *_alike(sheets, scheme))


def _alike(sheets: Mapping[str, int], scheme: Scheme) -> tuple[str, ...]:
    valid = {answers: n for answers, n in sheets.items() if is_valid(answers, scheme)}
    total = sum(valid.values())
    if total < SHOWN_FROM:
        return ()
    if len(valid) == 1:
        return (f"{total} 张有效表填得一模一样。",)
    # All 非常满意 is what content people tick; an up and down that repeats is not.
    mixed = max((n for answers, n in valid.items() if len(set(answers)) > 1), default=0)
    if mixed >= SHOWN_FROM and 100 * mixed > _SHARE * total:
        return (f"{total} 张有效表中有 {mixed} 张逐题相同、又不是一路打同一档。",)
    return ()
