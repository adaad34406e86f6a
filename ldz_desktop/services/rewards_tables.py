"""The year's rewards as a table, with its sum."""

from collections.abc import Sequence

from ldz_desktop.domain.amounts import yuan_text
from ldz_desktop.domain.cautions import months_words
from ldz_desktop.services.rewards_records import YearRow
from ldz_desktop.services.tables import Table, TableColumn

YEAR_NOTE = "按红旗所在的月份归入年度；已取消、已收回和已撤回的不计"


def year_table(rows: Sequence[YearRow], year: int, unit: str, scope: str = "") -> Table:
    """One leader a line and the sum of all below. scope: what the list was narrowed to."""
    lines = [
        (
            str(number), row.community, row.buildings, row.leader,
            months_words(row.months).removeprefix(f"{year}年"), str(len(row.months)),
            *(yuan_text(cents) for cents in (row.paid, row.approved, row.proposed, row.total)),
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    if rows:
        sums = (
            sum(r.paid for r in rows), sum(r.approved for r in rows),
            sum(r.proposed for r in rows), sum(r.total for r in rows),
        )  # fmt: skip
        count = str(sum(len(r.months) for r in rows))
        lines.append(("", "", "", "合计", "", count, *map(yuan_text, sums)))
    note = f"{scope + '，' if scope else ''}共 {len(rows)} 人。金额单位：元。{YEAR_NOTE}。"
    money = ("已发放", "待发放", "待审批", "合计")
    return Table(
        f"{year}年流动红旗奖励汇总",
        (
            TableColumn("序号", 4, "number"), TableColumn("社区", 8), TableColumn("楼栋", 10),
            TableColumn("姓名", 8), TableColumn("月份", 14), TableColumn("笔数", 4, "number"),
            *(TableColumn(title, 8, "number") for title in money),
        ),
        tuple(lines),
        note,
        unit,
    )  # fmt: skip
