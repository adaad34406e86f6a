"""What the honour wall says of a leader: one sentence, made of what is on record and of nothing
else (domain.md §1, 奖)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deeds:
    """What is on record of a leader. month: of the wall, YYYY-MM; run: months in a row, this one
    included, that the building has the flag; flagged: months of the year with it; duties: times in
    the year; hours: of training in the year, as printed; households: of the building."""

    month: str
    run: int = 0
    flagged: int = 0
    households: int = 0
    duties: int = 0
    hours: str = "0"


def sentence(deeds: Deeds) -> str:
    """所在楼栋连续 3 个月持有流动红旗，服务 142 户居民，2026年履职 236 次、培训 24 学时。 "" where
    nothing is on record."""
    year = deeds.month[:4]
    parts = []
    if deeds.run > 1:
        parts.append(f"所在楼栋连续 {deeds.run} 个月持有流动红旗")
    elif deeds.flagged:
        parts.append(f"所在楼栋{year}年持有流动红旗 {deeds.flagged} 个月")
    if deeds.households:
        parts.append(f"服务 {deeds.households} 户居民")
    done = [f"履职 {deeds.duties:,} 次"] if deeds.duties else []
    done += [f"培训 {deeds.hours} 学时"] if deeds.hours != "0" else []
    if done:
        parts.append(f"{year}年{'、'.join(done)}")
    return "，".join(parts) + "。" if parts else ""
