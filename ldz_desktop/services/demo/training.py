"""Courses of the demo district: an induction for everybody who took office, six rounds of 轮训, and
four leaders placed at model communities (domain.md §1, 训)."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.training import (
    DEFAULT_MINUTES,
    Attendance,
    Course,
    certificate_number,
)
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.training import TrainingStore

_SCHOOL = "新时代文明实践所二楼会议室"
_INDUCTION_HOURS = 6
_ROUNDS: tuple[tuple[str, tuple[str, ...], int, str], ...] = (
    ("矛盾纠纷调解实务", ("矛盾调解", "服务"), 4, "区司法局法律服务中心"),
    ("消防与用电用气安全", ("消防",), 4, "区消防救援大队"),
    ("基层党建与政策宣讲", ("政治理论",), 4, "区委党校"),
    ("急救技能实操", ("急救",), 3, "区人民医院急诊科"),
    ("一户一档登记规范", ("一户一档", "服务"), 4, "街道民政办"),
    ("反诈宣传与老年人服务", ("反诈", "服务"), 3, "区公安分局反诈中心"),
)
_ROUND_EVERY, _ROUND_AGO = 56, 20  # days between rounds, and since the last one
_PLACEMENTS = (("省级示范社区顶岗锻炼", 10), ("市级示范社区顶岗锻炼", 5))  # title, working days
_PLACED_HOURS = 8  # a day
_MISSES = 0.10
_LEAVES_EARLY = 0.04


@dataclass(slots=True)
class _Making:
    ids: Iterator[int]
    dice: random.Random
    courses: list[Course]
    attendances: list[Attendance]
    numbers: Counter[str] = field(default_factory=Counter)

    def course(self, course: Course) -> Course:
        made = replace(course, id=next(self.ids))
        self.courses.append(made)
        return made

    def attend(self, course: Course, leader_id: int, minutes: int) -> None:
        """Who was there all along gets the next certificate, where there are any."""
        number = None
        if course.certificate and minutes == course.minutes:
            self.numbers[course.certificate] += 1
            number = certificate_number(course.certificate, self.numbers[course.certificate])
        self.attendances.append(Attendance(next(self.ids), course.id, leader_id, minutes, number))


def write_training(database: Database, ids: Iterator[int], seed: int, today: date) -> None:
    """Everything up to today; the same seed draws the same."""
    making = _Making(ids, random.Random(f"ldz demo {seed} training"), [], [])
    tenures = LeaderStore(database).tenures()
    _inductions(making, tenures)
    _rounds(making, tenures, today)
    _placements(making, tenures, today)
    TrainingStore(database).add_many(making.courses, making.attendances)


def _inductions(making: _Making, tenures: Sequence[Tenure]) -> None:
    """One before each quarter in which somebody took office. Who came last left early: the one
    case of somebody who lacks it."""
    known = sorted((t for t in tenures if t.started_on), key=lambda t: t.started_on or date.min)
    by_quarter: dict[date, list[Tenure]] = {}
    for tenure in known:
        assert tenure.started_on is not None
        by_quarter.setdefault(_quarter(tenure.started_on), []).append(tenure)
    unknown = [t for t in tenures if t.started_on is None]
    if by_quarter:
        by_quarter[min(by_quarter)] += unknown
    for begins, mine in by_quarter.items():
        day = _weekday(begins - timedelta(days=12))
        title = f"{begins.year}年第{(begins.month + 2) // 3}季度新任楼栋长岗前培训"
        course = making.course(
            Course(
                0, "岗前", title, day, _INDUCTION_HOURS * DEFAULT_MINUTES,
                subjects=("政治理论", "急救", "消防", "服务"), place=_SCHOOL,
                teacher="街道党工委、区红十字会", certificate=f"岗培〔{day.year}〕",
            )
        )  # fmt: skip
        for tenure in mine:
            early = tenure is known[-1]
            making.attend(
                course, tenure.leader_id, course.minutes // 2 if early else course.minutes
            )


def _rounds(making: _Making, tenures: Sequence[Tenure], today: date) -> None:
    for back, (title, subjects, hours, teacher) in enumerate(reversed(_ROUNDS)):
        day = _weekday(today - timedelta(days=_ROUND_AGO + back * _ROUND_EVERY))
        number = "一二三四五六"[len(_ROUNDS) - 1 - back]
        course = making.course(
            Course(
                0, "轮训", f"专家轮训第{number}轮：{title}", day, hours * DEFAULT_MINUTES,
                subjects=subjects, place=_SCHOOL, teacher=teacher,
            )
        )  # fmt: skip
        for tenure in _on(tenures, day):
            chance = making.dice.random()
            if chance >= _MISSES:
                part = chance < _MISSES + _LEAVES_EARLY
                minutes = course.minutes // 2 if part else course.minutes
                making.attend(course, tenure.leader_id, minutes)


def _placements(making: _Making, tenures: Sequence[Tenure], today: date) -> None:
    """Two leaders at each of two places, half a year apart."""
    for back, (title, days) in enumerate(_PLACEMENTS):
        first = today - timedelta(days=75 + 180 * back)
        first -= timedelta(days=first.weekday())  # a Monday
        last = first + timedelta(days=days - 1 + 2 * ((days - 1) // 5))
        course = making.course(
            Course(
                0, "顶岗", title, first, days * _PLACED_HOURS * DEFAULT_MINUTES,
                until_on=last, subjects=("服务", "一户一档"), place=title[:6],
                teacher="接收社区书记", certificate=f"顶岗〔{first.year}〕",
            )
        )  # fmt: skip
        there = _on(tenures, first)
        for tenure in making.dice.sample(there, min(2, len(there))):
            making.attend(course, tenure.leader_id, course.minutes)


def _on(tenures: Sequence[Tenure], day: date) -> list[Tenure]:
    """Who was in office on that day."""
    return [
        t for t in tenures
        if (t.started_on or date.min) <= day and (t.ended_on is None or t.ended_on >= day)
    ]  # fmt: skip


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _weekday(day: date) -> date:
    """That day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
