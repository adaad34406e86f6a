"""Courses and attendances in the database."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from ldz_desktop.domain.training import Attendance, Course
from ldz_desktop.storage.database import Database, Row

_COURSE = (
    "c.id, c.kind, c.title, c.held_on, c.minutes, c.until_on, c.subjects, c.place, c.teacher, "
    "c.certificate, c.note, c.version"
)
_ATTENDANCE = "a.id, a.course_id, a.leader_id, a.minutes, a.certificate_no, a.note"
_COURSE_COLUMNS = 12


class TrainingStore:
    """One noun: the course with those who attended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def courses(self) -> tuple[Course, ...]:
        """The newest first."""
        rows = self._database.rows(f"SELECT {_COURSE} FROM course c ORDER BY held_on DESC, id DESC")
        return tuple(map(_course, rows))

    def course(self, course_id: int) -> Course | None:
        row = self._database.row(f"SELECT {_COURSE} FROM course c WHERE id = ?", (course_id,))
        return None if row is None else _course(row)

    def add(self, course: Course) -> None:
        self._database.insert("course", _values(course))

    def save(self, course: Course, expected: int) -> bool:
        """False where the version is no longer `expected`."""
        values = {**_values(course), "version": expected + 1}
        del values["id"]
        return bool(self._database.update("course", values, {"id": course.id, "version": expected}))

    def remove(self, course_id: int) -> None:
        """The course with everybody who attended it."""
        self._database.delete("attendance", {"course_id": course_id})
        self._database.delete("course", {"id": course_id})

    def attended(self, leader_id: int) -> tuple[tuple[Course, Attendance], ...]:
        """A leader's courses, the newest first."""
        return self._pairs("WHERE a.leader_id = ?", (leader_id,))

    def all_attended(self) -> tuple[tuple[Course, Attendance], ...]:
        """Every course with every attendance, the newest first."""
        return self._pairs("", ())

    def _pairs(self, where: str, values: tuple[int, ...]) -> tuple[tuple[Course, Attendance], ...]:
        rows = self._database.rows(
            f"SELECT {_COURSE}, {_ATTENDANCE} FROM attendance a "
            f"JOIN course c ON c.id = a.course_id {where} ORDER BY c.held_on DESC, c.id DESC",
            values,
        )
        return tuple((_course(r[:_COURSE_COLUMNS]), Attendance(*r[_COURSE_COLUMNS:])) for r in rows)

    def attendances(self, course_id: int) -> tuple[Attendance, ...]:
        rows = self._database.rows(
            f"SELECT {_ATTENDANCE} FROM attendance a WHERE course_id = ? ORDER BY id", (course_id,)
        )
        return tuple(Attendance(*row) for row in rows)

    def add_attendance(self, one: Attendance) -> None:
        self._database.insert("attendance", asdict(one))

    def add_many(self, courses: Iterable[Course], attendances: Iterable[Attendance]) -> None:
        """In bulk."""
        for table, rows in (
            ("course", [_values(course) for course in courses]),
            ("attendance", [asdict(one) for one in attendances]),
        ):
            columns = tuple(rows[0]) if rows else ("id",)
            self._database.insert_many(table, columns, (tuple(r.values()) for r in rows))

    def set_minutes(self, attendance_id: int, minutes: int) -> None:
        self._database.update("attendance", {"minutes": minutes}, {"id": attendance_id})

    def set_certificate(self, attendance_id: int, number: str | None) -> None:
        self._database.update("attendance", {"certificate_no": number}, {"id": attendance_id})

    def remove_attendance(self, attendance_id: int) -> None:
        self._database.delete("attendance", {"id": attendance_id})

    def certificates(self) -> list[str]:
        """Every number that was given."""
        rows = self._database.rows(
            "SELECT certificate_no FROM attendance WHERE certificate_no IS NOT NULL"
        )
        return [str(number) for (number,) in rows]

    def people(self) -> dict[int, tuple[str, str]]:
        """leader_id → name and pinyin (full and initials, separated by spaces)."""
        rows = self._database.rows("SELECT id, name, pinyin FROM leader")
        return {int(key): (str(name), str(pinyin or "")) for key, name, pinyin in rows}


def _course(row: Row) -> Course:
    values = [*row]
    values[3] = date.fromisoformat(row[3])
    values[5] = None if row[5] is None else date.fromisoformat(row[5])
    values[6] = tuple(str(row[6]).split("、")) if row[6] else ()
    return Course(*values)


def _values(course: Course) -> dict[str, object]:
    return {
        "id": course.id, "kind": course.kind, "title": course.title,
        "subjects": "、".join(course.subjects) or None, "held_on": course.held_on.isoformat(),
        "until_on": course.until_on.isoformat() if course.until_on else None,
        "place": course.place, "teacher": course.teacher, "minutes": course.minutes,
        "certificate": course.certificate, "note": course.note, "version": course.version,
    }  # fmt: skip
