"""What the list of households shows, and how a household's marks are coloured."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.domain.households import HouseholdRow, age_on
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.domain.places import PlaceKind
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

AGED = 80
NEVER = "未核对"
HIDDEN_TAG = "敏感"
"""Stands for the tags that are hidden until 显示."""

DEFINITION = "户数：在册的户档。人数：只计在册未迁出、未去世的成员，包括人户分离的。"

_TENURES: dict[str | None, Tone] = {
    "自有": "green",
    "租赁": "blue",
    "群租": "blue",
    "借住": "grey",
    "空置": "grey",
}
_TAGS: dict[str, Tone] = {
    "高龄": "amber",
    "独居": "red",
    "志愿者": "green",
    "退役军人": "blue",
    "优抚": "blue",
    HIDDEN_TAG: "grey",
}


def tenure_tone(tenure: str | None) -> Tone:
    """The colour of a tenure's chip."""
    return _TENURES.get(tenure, "grey")


def tag_tone(tag: str) -> Tone:
    """The colour of a tag's chip."""
    return _TAGS.get(tag, "amber")


def room_title(unit: str, room: str) -> str:
    """1单元 1102; only the room where there are no units."""
    return f"{unit} {room}".strip()


def household_columns(
    kind: Callable[[], PlaceKind], today: date
) -> tuple[Column[HouseholdRow], ...]:
    """kind: of the place shown now: the address names what the list's title does not name yet."""
    return (
        Column(
            "address",
            "房屋",
            lambda r: _address(r, kind()),
            width=0,
            tip=_full_address,
            both_ends=True,
        ),
        Column("head", "户主", lambda r: r.head or "—", width=80, tone=_missing_head),
        Column("members", "人数", lambda r: str(r.members), "right", 52),
        Column(
            "tenure",
            "性质",
            lambda r: _marks(r, today),
            width=104,
            chip=lambda r: _mark_tones(r, today),
        ),
        Column("phone", "户主电话", lambda r: mask_phone(r.phone) if r.phone else "—", width=116),
        Column(
            "checked",
            "上次核对",
            lambda r: date_text(r.checked_on) if r.checked_on else NEVER,
            width=128,
            tone=lambda r: None if r.checked_on else "amber-ink",
        ),
        Column("file_no", "档案号", lambda r: r.file_no, width=148, tone=lambda r: "muted"),
    )


def _address(row: HouseholdRow, kind: PlaceKind) -> str:
    here = room_title(row.unit, row.room)
    if kind == "building":
        return here
    return (
        f"{row.building} {here}" if kind == "compound" else f"{row.compound}{row.building} {here}"
    )


def _full_address(row: HouseholdRow) -> str:
    return f"{row.compound}{row.building} {room_title(row.unit, row.room)} · 档案号 {row.file_no}"


def _missing_head(row: HouseholdRow) -> str | None:
    return None if row.head else "faint"


def _is_aged(row: HouseholdRow, today: date) -> bool:
    return row.oldest is not None and age_on(row.oldest, today) >= AGED


def _marks(row: HouseholdRow, today: date) -> str:
    aged = " 高龄" if _is_aged(row, today) else ""
    return (row.tenure or "未登记") + aged


def _mark_tones(row: HouseholdRow, today: date) -> str:
    aged = f" {tag_tone('高龄')}" if _is_aged(row, today) else ""
    return tenure_tone(row.tenure) + aged
