"""What the roster's list says of a building and its leader: on screen, on paper, in a file."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX
from ldz_desktop.domain.evaluation import SCHEME_1
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.leaders import LeaderRow
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.domain.places import natural_key
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.codes import reader
from ldz_desktop.ui.kit.records import Column

VACANT = "空缺"
ELIMINATE_AFTER = SCHEME_1.eliminate_after


def roster_columns(today: Callable[[], date]) -> tuple[Column[LeaderRow], ...]:
    """The list's columns; ages are counted on the day they are shown."""
    return (
        Column("face", "", lambda _: "", width=36, sortable=False, picture=True),
        Column("building", "楼栋", building_title, width=112, sort=place_key),
        Column(
            "name",
            "楼栋长",
            lambda r: r.name or VACANT,
            width=84,
            sort=lambda r: reader().sort_key(r.name) if r.name else None,
            chip=lambda r: None if r.leader_id else "amber",
            strong=lambda r: bool(r.leader_id),
        ),
        Column("sex", "性别", lambda r: SEX.label(r.sex), align="center", width=48),
        Column(
            "age",
            "年龄",
            lambda r: "" if r.birth is None else str(age_on(r.birth, today())),
            align="right",
            width=52,
            sort=lambda r: None if r.birth is None else -r.birth.toordinal(),
        ),
        Column("political", "政治面貌", lambda r: POLITICAL.label(r.political), width=88),
        Column(
            "education",
            "文化程度",
            lambda r: EDUCATION.label(r.education),
            width=84,
            sort=lambda r: EDUCATION.rank(r.education),
        ),
        Column("phone", "电话", lambda r: mask_phone(r.phone) if r.phone else "", width=112),
        Column(
            "started",
            "任职日期",
            lambda r: "" if r.started_on is None else date_text(r.started_on),
            width=116,
            sort=lambda r: r.started_on,
        ),
        Column(
            "households",
            "户数",
            lambda r: str(r.households) if r.households else "—",
            align="right",
            width=56,
            sort=lambda r: r.households,
        ),
        Column(
            "streak",
            "末位",
            lambda r: streak_text(r.streak),
            width=0,
            sort=lambda r: r.streak,
            chip=lambda r: streak_tone(r.streak),
        ),
    )


def building_title(row: LeaderRow) -> str:
    return f"{row.compound}{row.building}"


def place_key(row: LeaderRow) -> tuple[str, ...]:
    """2栋 before 10栋, compound by compound."""
    places = (row.street, row.community, row.compound, row.building)
    return tuple(natural_key(place) for place in places)


def streak_text(streak: int) -> str:
    """末位连续2月; empty for none."""
    if streak < 1:
        return ""
    return "末位" if streak == 1 else f"末位连续{streak}月"


def streak_tone(streak: int) -> str | None:
    """Amber is a reminder, red proposes something (domain.md §7)."""
    if streak < 1:
        return None
    return "red" if streak >= ELIMINATE_AFTER else "amber"
