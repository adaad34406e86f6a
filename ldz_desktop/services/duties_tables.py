"""Lists of duties as they are printed and exported: names and buildings, no numbers of people."""

from collections.abc import Sequence

from ldz_desktop.domain.duties import CLASSES
from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.services.duties_records import ByClass, DutyFigures, DutyLine
from ldz_desktop.services.months import month_text
from ldz_desktop.services.tables import Table, TableColumn

COUNTED = "次数：每项职责当月办理的次数，逐条登记的也计入"
_CLASS_COLUMNS = tuple(TableColumn(title, 6, "number") for title in DUTY_CLASSES)


def span_text(first: str, last: str) -> str:
    """2026年10月, or 2025年11月至2026年10月."""
    return month_text(first) if first == last else f"{month_text(first)}至{month_text(last)}"


def month_table(lines: Sequence[DutyLine], month: str, unit: str, scope: str = "") -> Table:
    """A month, one leader a line. scope: what the list was narrowed to."""
    rows = [
        (
            str(number), line.community, line.building, line.name or "（空缺）",
            *_times(line.by_class), str(line.total), str(line.kinds),
            "空缺" if line.vacant else "未填报" if line.silent else "",
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    silent, vacant = (sum(getattr(x, name) for x in lines) for name in ("silent", "vacant"))
    missing = f"{silent} 栋未填报" + (f"，{vacant} 栋空缺" if vacant else "")
    note = f"{scope + '，' if scope else ''}共 {len(rows)} 栋，{missing}。{COUNTED}。"
    return Table(
        f"{month_text(month)}楼栋长履职情况",
        (
            TableColumn("序号", 4, "number"), TableColumn("社区", 8), TableColumn("楼栋", 10),
            TableColumn("楼栋长", 8), *_CLASS_COLUMNS, TableColumn("合计", 4, "number"),
            TableColumn("职责项数", 6, "number"), TableColumn("备注", 5),
        ),
        tuple(rows), note, unit,
    )  # fmt: skip


def months_table(figures: DutyFigures) -> Table:
    """By month and class, with the sum of all months."""
    rows = [
        (
            month_text(one.month), *_times(one.by_class), str(one.total),
            str(one.reported), str(one.leaders),
        )
        for one in figures.months
    ]  # fmt: skip
    whole = figures.by_class
    rows.append(("合计", *_times(whole), str(sum(whole.values())), "", ""))
    return Table(
        f"{_about(figures)}各月履职次数",
        (
            TableColumn("月份", 8), *_CLASS_COLUMNS, TableColumn("合计", 5, "number"),
            TableColumn("填报人数", 6, "number"), TableColumn("在任人数", 6, "number"),
        ),
        tuple(rows), f"{COUNTED}。", figures.unit,
    )  # fmt: skip


def leaders_table(figures: DutyFigures) -> Table:
    """By leader and class."""
    rows = [
        (
            str(number), one.community, one.buildings, one.name, *_times(one.by_class),
            str(one.total), str(one.kinds), f"{one.months}/{one.in_office}",
        )
        for number, one in enumerate(figures.leaders, 1)
    ]  # fmt: skip
    return Table(
        f"{_about(figures)}楼栋长履职次数",
        (
            TableColumn("序号", 4, "number"), TableColumn("社区", 8), TableColumn("楼栋", 10),
            TableColumn("楼栋长", 8), *_CLASS_COLUMNS, TableColumn("合计", 5, "number"),
            TableColumn("职责项数", 6, "number"), TableColumn("填报/在任月数", 8),
        ),
        tuple(rows), f"{COUNTED}；职责项数：做过的不同职责。", figures.unit,
    )  # fmt: skip


def _about(figures: DutyFigures) -> str:
    return f"{figures.community}{span_text(figures.first, figures.last)}"


def _times(times: ByClass) -> tuple[str, ...]:
    return tuple(str(times[group]) for group in CLASSES)
