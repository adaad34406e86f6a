"""What a list of residents shows; what is sensitive is hidden until 显示."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.domain import codes
from ldz_desktop.domain.masks import mask_name, mask_phone
from ldz_desktop.domain.tags import CHILD_BELOW, is_sensitive
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.list_columns import PersonRow
from ldz_desktop.ui.households.columns import HIDDEN_TAG, tag_tone
from ldz_desktop.ui.households.wording import HIDDEN
from ldz_desktop.ui.kit.records import Column


class Veil:
    """What is hidden in a list. names: the list itself is sensitive; lifted: 显示 was pressed."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.names = False
        self.lifted = False

    def name(self, row: PersonRow) -> str:
        hidden = self.names or self.child(row)
        return mask_name(row.name) if hidden and not self.lifted else row.name

    def child(self, row: PersonRow) -> bool:
        age = row.age(self.today)
        return age is not None and age < CHILD_BELOW

    def age(self, row: PersonRow) -> str:
        years = row.age(self.today)
        if years is None:
            return "—"
        return f"<{CHILD_BELOW}" if self.child(row) and not self.lifted else str(years)

    def address(self, row: PersonRow) -> str:
        """Together with a room, a masked name is none."""
        if self.names and not self.lifted:
            return f"{row.compound}{row.building}"
        return row.address

    def plain(self, row: PersonRow, text: str) -> str:
        """Anything about a child is hidden."""
        return HIDDEN if self.child(row) and not self.lifted and text else text

    def tags(self, row: PersonRow) -> tuple[str, ...]:
        shown = [t for t in row.tags if self.lifted or not is_sensitive(t, row.birth, self.today)]
        return (*shown, HIDDEN_TAG) if len(shown) < len(row.tags) else tuple(shown)


def person_columns(veil: Veil) -> tuple[Column[PersonRow], ...]:
    """Columns; keys are the sort keys of ListService.ids."""

    def coded(table: codes.CodeTable, field: str) -> Callable[[PersonRow], str]:
        return lambda row: veil.plain(row, table.label(getattr(row, field)))

    return (
        Column("name", "姓名", veil.name, width=84, strong=lambda r: r.relation == "02"),
        Column("relation", "关系", lambda r: codes.RELATION.label(r.relation), width=76),
        Column("sex", "性别", lambda r: codes.SEX.label(r.sex), width=52),
        Column("age", "年龄", veil.age, "right", 52),
        Column("address", "住址", veil.address, width=0, tip=lambda r: r.community, both_ends=True),
        Column("education", "文化程度", coded(codes.EDUCATION, "education"), width=84),
        Column("occupation", "职业", coded(codes.EMPLOYMENT, "occupation"), width=96),
        Column("political", "政治面貌", coded(codes.POLITICAL, "political"), width=84),
        Column(
            "tags", "标签", lambda r: " ".join(veil.tags(r)), width=150, sortable=False,
            chip=lambda r: " ".join(map(tag_tone, veil.tags(r))) or None,
            tip=lambda r: "、".join(veil.tags(r)),
        ),
        Column(
            "phone", "电话", lambda r: veil.plain(r, mask_phone(r.phone) if r.phone else ""),
            width=112,
        ),
        Column(
            "checked", "上次核对", lambda r: date_text(r.checked_on) if r.checked_on else "未核对",
            width=124, tone=lambda r: None if r.checked_on else "amber-ink",
        ),
    )  # fmt: skip
