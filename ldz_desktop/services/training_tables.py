"""Lists of training as they are printed and exported: names and buildings, no numbers of people."""

from collections.abc import Iterable, Sequence

from ldz_desktop.domain.training import COURSE_KINDS, Course, hours_text
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.services.training_records import CourseRow, LeaderYear, Rules, Trainee


def days_text(course: Course) -> str:
    """2026年3月2日, or 2026年3月2日至3月13日; the year again only where it is another."""
    first, last = course.held_on, course.last_on
    if first == last:
        return date_text(first)
    same = first.year == last.year
    return f"{date_text(first)}至{f'{last.month}月{last.day}日' if same else date_text(last)}"


def hour_note(rules: Rules) -> str:
    """What a 学时 is: on every paper that counts them."""
    return f"1学时＝{rules.per_hour}分钟"


def facts(course: Course, rules: Rules) -> tuple[tuple[str, str], ...]:
    """What is known of a course, caption and text; nothing for what is not written down."""
    hours = f"{hours_text(course.minutes, rules.per_hour)} 学时（{hour_note(rules)}）"
    found = (
        ("时间", days_text(course)), ("地点", course.place or ""), ("学时", hours),
        ("授课", course.teacher or ""), ("内容", "、".join(course.subjects)),
    )  # fmt: skip
    return tuple((caption, text) for caption, text in found if text)


def attendance_table(course: Course, trainees: Iterable[Trainee], rules: Rules, unit: str) -> Table:
    """Who attended, for how long, with which certificate."""
    present = [(t, t.attendance) for t in trainees if t.attendance is not None]
    rows = [
        (
            str(number), t.community or "（已卸任）", t.buildings, t.name,
            hours_text(one.minutes, rules.per_hour), one.certificate_no or "",
        )
        for number, (t, one) in enumerate(present, 1)
    ]  # fmt: skip
    about = "　".join(f"{caption}：{text}" for caption, text in facts(course, rules))
    return Table(
        f"{course.title}参训名单",
        (
            TableColumn("序号", 4, "number"), TableColumn("社区", 8), TableColumn("楼栋", 12),
            TableColumn("姓名", 8), TableColumn("实到学时", 6, "number"),
            TableColumn("证书编号", 12),
        ),
        tuple(rows),
        f"{about}　共 {len(rows)} 人。",
        unit,
    )  # fmt: skip


def courses_table(courses: Iterable[CourseRow], rules: Rules, unit: str) -> Table:
    """Courses, one a line."""
    rows = [
        (
            row.course.kind, row.course.title, days_text(row.course), row.course.place or "",
            row.course.teacher or "", "、".join(row.course.subjects),
            hours_text(row.course.minutes, rules.per_hour), str(row.attended),
            str(row.certificates),
        )
        for row in courses
    ]  # fmt: skip
    return Table(
        "楼栋长培训台账",
        (
            TableColumn("类别", 4), TableColumn("培训名称", 18), TableColumn("时间", 12),
            TableColumn("地点", 12), TableColumn("授课", 10), TableColumn("内容", 12),
            TableColumn("学时", 4, "number"), TableColumn("参训", 4, "number"),
            TableColumn("发证", 4, "number"),
        ),
        tuple(rows),
        f"共 {len(rows)} 次培训；{hour_note(rules)}。",
        unit,
    )  # fmt: skip


def lacks_text(row: LeaderYear) -> str:
    """岗前 学时, each where it is lacking; "" for who lacks nothing."""
    found = (("缺岗前", row.lacks_induction), ("学时不足", row.short))
    return " ".join(text for text, lacking in found if lacking)


def year_table(
    rows: Sequence[LeaderYear], year: int, rules: Rules, unit: str, scope: str = ""
) -> Table:
    """Yearly hours, one leader a line. scope: what the list was narrowed to."""
    lines = [
        (
            str(number), row.community, row.buildings, row.name,
            "" if row.begins is None else date_text(row.begins),
            *(_some_hours(row.minutes[kind], rules) for kind in COURSE_KINDS),
            hours_text(row.total, rules.per_hour), lacks_text(row).replace(" ", "、"),
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    lacking = sum(1 for row in rows if row.lacks_induction or row.short)
    note = (
        f"{scope + '，' if scope else ''}共 {len(rows)} 人，{lacking} 人有欠缺。"
        f"{hour_note(rules)}，每年不少于 {rules.yearly} 学时；"
        "岗前培训要学满全部学时，任职前半年内参加的也算。"
    )
    return Table(
        f"{year}年楼栋长培训学时",
        (
            TableColumn("序号", 4, "number"), TableColumn("社区", 8), TableColumn("楼栋", 12),
            TableColumn("姓名", 8), TableColumn("任职日期", 10),
            *(TableColumn(kind, 4, "number") for kind in COURSE_KINDS),
            TableColumn("合计", 4, "number"), TableColumn("欠缺", 8),
        ),
        tuple(lines),
        note,
        unit,
    )  # fmt: skip


def _some_hours(minutes: int, rules: Rules) -> str:
    return hours_text(minutes, rules.per_hour) if minutes else ""
