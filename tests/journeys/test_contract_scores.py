"""Scores to the letter: random months through the commands, against a second reckoning that was
written from contract.md alone, with fractions."""

import calendar
import contextlib
import csv
import io
import itertools
import json
import math
import random
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop import cli
from ldz_desktop.services.opening import open_office

PASSWORD = "测试口令-2026"
VALUES = {5: 100, 4: 80, 3: 60, 2: 40, 1: 20}
SCOPES = ("小区", "社区", "街道", "全区")
MONTHS = ("2025-12", "2026-01", "2026-02", "2026-04")  # March was left out
HEADS = ["街道", "社区", "小区", "楼栋"]
Place = tuple[str, str, str, str]
Sheet = list[int | None]


def printed(value: Fraction | None) -> str | None:
    """Half up to two decimals."""
    if value is None:
        return None
    cents = math.floor(value * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


class Building:
    """One building's month, reckoned from its papers."""

    def __init__(
        self, sheets: list[Sheet], marks: list[int], issued: int | None, occupied: int | None
    ) -> None:
        answered = [[answer for answer in sheet if answer] for sheet in sheets]
        valid = [sheet for sheet in answered if len(sheet) >= 4]
        every = [answer for sheet in valid for answer in sheet]
        self.valid, self.returned, self.issued = len(valid), len(sheets), issued
        self.shown = len(valid) >= 5  # domain.md §7: never results of fewer sheets
        means = [Fraction(sum(VALUES[a] for a in sheet), len(sheet)) for sheet in valid]
        self.satisfaction = sum(means, Fraction()) / len(valid) if self.shown else None
        self.rate = Fraction(100 * sum(a >= 4 for a in every), len(every)) if self.shown else None
        self.stars = Fraction(20 * sum(marks), len(marks)) if marks else None
        enough = len(valid) >= max(5, math.ceil(Fraction(occupied or 0, 10)))
        self.score: Fraction | None = None
        if enough and self.satisfaction is not None and self.stars is not None:
            self.score = Fraction(6, 10) * self.satisfaction + Fraction(4, 10) * self.stars

    @property
    def merit(self) -> tuple[Fraction, ...]:
        returned = Fraction(self.returned, self.issued) if self.issued else Fraction()
        return (
            Fraction(printed(self.score) or 0),
            Fraction(printed(self.satisfaction) or 0),
            returned,
        )


class Office:
    """The commands, and what was fed to them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.places: list[Place] = [
            (street, community, compound, f"{number}栋")
            for street, community, compounds in (
                ("兴文街道", "兴新社区", ("福锦苑", "文锦苑")),
                ("兴文街道", "东锦社区", ("东锦苑",)),
                ("时新街道", "西锦社区", ("西锦苑",)),
            )
            for compound in compounds
            for number in range(1, chance.randint(3, 5))
        ]
        self.leaders: dict[Place, list[tuple[str, str]]] = {}
        self.lasts: dict[str, dict[tuple[str, Place, str], tuple[bool, bool]]] = {}
        self.run("init", "--office", "兴文街道")
        known = dict.fromkeys((*self.places[::3], self.places[-1]))
        self.occupied = {place: chance.choice((50, 51, 61)) for place in known}
        self.feed(
            "households", [*HEADS, "单元", "房号", "姓名"],
            [[*p, "1单元", str(room), "赵建国"] for p, n in self.occupied.items()
             for room in range(101, 101 + n)],
        )  # fmt: skip
        self.appoint(dict.fromkeys(self.places[:-1], "2025-03-01"))  # one has no leader

    def run(self, *arguments: object) -> Any:  # noqa: ANN401 - JSON
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = cli.main(["--data", str(self.folder), "--json", *map(str, arguments)])
        assert status == 0, out.getvalue()
        return json.loads(out.getvalue())

    def feed(self, kind: str, header: list[str], rows: list[list[Any]], *more: str) -> None:
        path = self.folder.with_suffix(".csv")
        text = io.StringIO(newline="")
        csv.writer(text).writerows([header, *rows])
        path.write_text(text.getvalue(), "utf-8")
        done = self.run("import", kind, path, *more)
        assert done["refused"] == 0, done["problems"]
        assert done["created"] + done["updated"] + done["unchanged"] == len(rows)

    def appoint(self, days: dict[Place, str]) -> None:
        rows = []
        for place, day in days.items():
            number = sum(map(len, self.leaders.values()))
            name = f"王{'一二三四五六七八九十'[number // 10]}{'天地玄黄宇宙洪荒日月'[number % 10]}"
            self.leaders.setdefault(place, []).append((day, name))
            rows.append([*place, name, day])
        self.feed("leaders", [*HEADS, "姓名", "任职日期"], rows)

    def leader(self, place: Place, month: str) -> str:
        """Whoever was in office for more days of the month."""
        length = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        days = [f"{month}-{day:02d}" for day in range(1, length + 1)]
        terms = [*self.leaders.get(place, ()), ("9999", "")]
        found = [
            (sum(begun <= day < end for day in days), name)
            for (begun, name), (end, _) in itertools.pairwise(terms)
        ]
        return max(found)[1] if found and max(found)[0] else ""

    # -- papers ----------------------------------------------------------------------------------

    def sheets(self) -> list[Sheet]:
        chance = self.chance
        found: list[Sheet] = []
        for _ in range(chance.choice((0, 5, 6, 6, 7, 8, 9))):
            grade = chance.choice((5, 4, 3))
            sheet: Sheet = [chance.choice((grade, grade, 5, 2)) for _ in range(8)]
            for open_question in chance.sample(range(8), chance.choice((0, 0, 0, 1, 1, 4, 5))):
                sheet[open_question] = None
            found.append(sheet)
        return found

    def papers(self) -> tuple[list[Sheet], list[int], int | None]:
        """Sheets, marks, and how many sheets were given out."""
        chance = self.chance
        invalid: list[Sheet] = [[5, 5, 5, *[None] * 5]] * chance.choice((0, 0, 2))
        sheets = [*self.sheets(), *invalid]
        marks = [chance.choice((5, 4, 3)) for _ in range(chance.choice((0, 3, 6, 6, 6)))]
        issued = len(sheets) + chance.choice((0, 2, 3)) if chance.random() < 0.5 else None
        return sheets, marks, issued if sheets else None

    def month(self, month: str) -> dict[Place, Building]:
        chance = self.chance
        library = [self.papers() for _ in range(3)]  # whoever shares one ties
        papers = {
            place: chance.choice(library) if chance.random() < 0.8 else self.papers()
            for place in self.places
        }
        for place in chance.sample(self.places, len(papers) // 4):  # alike but for the return rate
            papers[place] = *papers[place][:2], None
        for place in self.places[::4]:  # last whenever ranked: streaks, also over unranked months
            papers[place] = [[1] * 8] * 6, [1] * chance.choice((0, 3, 3)), None
        sheet_rows = [[*place, *sheet] for place, paper in papers.items() for sheet in paper[0]]
        chance.shuffle(sheet_rows)
        self.feed(
            "sheets", [*HEADS, *(f"第{n}题" for n in range(1, 9))], sheet_rows, "--month", month
        )
        star_rows = [
            [*place, assessor, *paper[1][at : at + 3]]
            for place, paper in papers.items()
            for at, assessor in ((0, "物业"), (3, "社区书记"))
            if paper[1][at : at + 3]
        ]
        header = [*HEADS, "评分人", "政策宣讲", "睦邻友好", "服务民生"]
        self.feed("stars", header, star_rows, "--month", month)
        office = open_office(self.folder, "", PASSWORD)
        ids = {b.title: b.id for b in office.households.buildings()}
        numbers = {ids["".join(place[2:])]: paper[2] for place, paper in papers.items()}
        office.evaluation.record_issued(month, numbers)
        office.close()
        return {
            place: Building(*paper, self.occupied.get(place)) for place, paper in papers.items()
        }

    # -- what must come out ----------------------------------------------------------------------

    def streak(self, scope: str, place: Place, month: str) -> int:
        who = (scope, place, self.leader(place, month))
        ranked, last = self.lasts[month][who]
        if not who[2] or (ranked and not last):
            return 0
        count = int(last)
        year, number = int(month[:4]), int(month[5:])
        while True:
            year, number = (year - 1, 12) if number == 1 else (year, number - 1)
            before = self.lasts.get(f"{year}-{number:02d}", {}).get(who)
            if before is None or before == (True, False):
                return count
            count += before[1]


def ranks(places: Iterable[Place], found: dict[Place, Building]) -> dict[Place, int]:
    """Competition ranking 1, 1, 3 of those that are ranked."""
    merits = {place: found[place].merit for place in places if found[place].score is not None}
    return {place: 1 + sum(m > own for m in merits.values()) for place, own in merits.items()}


def flags(places: list[Place], found: dict[Place, Building]) -> set[Place]:
    flagged: set[Place] = set()
    for community in {place[1] for place in places}:
        placed = ranks((p for p in places if p[1] == community), found)
        for rank in (1, 2):
            best = {place for place, own in placed.items() if own <= rank}
            flagged |= best if len(best) <= 2 else set()
    return flagged


def check(office: Office, month: str, found: dict[Place, Building], *, closed: bool) -> None:
    """All scopes of an open month; of a closed one only the usual scope."""
    flagged = flags(office.places, found)
    for scope in SCOPES[1:2] if closed else SCOPES:
        groups: dict[Any, list[Place]] = {}
        for place in office.places:
            key = {"小区": place[1:3], "社区": place[1], "街道": place[0], "全区": ""}[scope]
            groups.setdefault(key, []).append(place)
        rank: dict[Place, int] = {}
        for members in groups.values():
            placed = ranks(members, found)
            rank |= placed
            lowest = max(placed.values(), default=0)
            everybody = set(placed.values()) == {lowest}
            for place in members:
                last = not everybody and placed.get(place) == lowest
                who = office.leader(place, month)
                office.lasts.setdefault(month, {})[scope, place, who] = place in placed, last
        answer = office.run("ranking", month, "--scope", scope)
        assert (answer["state"], answer["scope"], answer["scheme"]) == (
            "closed" if closed else "open", scope, 1,
        )  # fmt: skip
        rows = {(r["community"], r["compound"], r["building"]): r for r in answer["rows"]}
        assert len(rows) == len(answer["rows"]) == len(office.places)
        for place, one in found.items():
            row, who = rows[place[1:]], office.leader(place, month)
            want = {
                "rank": rank.get(place), "leader": who, "valid": one.valid,
                "returned": one.returned, "issued": one.issued, "flag": place in flagged,
                "satisfaction": printed(one.satisfaction), "satisfied_rate": printed(one.rate),
                "stars": printed(one.stars), "last": office.lasts[month][scope, place, who][1],
                "streak": office.streak(scope, place, month),
            }  # fmt: skip
            assert {key: row[key] for key in want} == want, (month, scope, place)
            assert (row["why_unranked"] is None) == (place in rank)
            if one.score is not None:
                assert row["score"] == printed(one.score)


def recomputed(step: dict[str, str]) -> str | None:
    """What a pocket calculator makes of a step's formula; None for a step that is told in words."""
    number = r"(\d[\d/.,]*)"
    text = step["formula"].replace(",", "")
    total = re.search(rf"合计 {number} ÷ {number}", text)
    stars = re.fullmatch(rf"{number} 星 ÷ {number} 项 × {number}", text)
    score = re.match(rf"{number} × {number} % \+ {number} × {number} %", text)
    rate = re.search(rf"以上 {number} 项 ÷ 全部 {number} 项 × 100", text)
    parts = [
        Fraction(part) for found in (total, stars, score, rate) if found for part in found.groups()
    ]
    if total:
        return printed(parts[0] / parts[1])
    if stars:
        return printed(parts[0] / parts[1] * parts[2])
    if score:
        return printed((parts[0] * parts[1] + parts[2] * parts[3]) / 100)
    return f"{printed(100 * parts[0] / parts[1])} %" if rate else None


@pytest.mark.parametrize("seed", [3, 4])
def test_random_months(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)
    chance = random.Random(seed)
    office = Office(tmp_path / "办公室", chance)
    hashes = []
    for month in MONTHS:
        new = chance.sample(office.places, 1)
        office.appoint({place: f"{month}-{chance.choice((2, 10, 25)):02d}" for place in new})
        found = office.month(month)
        check(office, month, found, closed=False)
        scored = [place for place in office.places if found[place].score is not None]
        for place in chance.sample(scored, min(2, len(scored))):
            steps = office.run("explain", month, "".join(place[1:]))["steps"]
            told = {s["label"]: (s["value"], recomputed(s)) for s in steps}
            for label in ("满意度得分", "满意率", "星级得分", "得分"):
                assert told[label][0] == told[label][1], (month, place, steps)
            assert told["得分"][0] == printed(found[place].score)
        hashes.append(office.run("month", "close", month)["hash"])
        check(office, month, found, closed=True)
    assert len(set(hashes)) == len(MONTHS)
    for month, code in zip(MONTHS, hashes, strict=True):
        verified = office.run("month", "verify", month)
        assert (verified["ok"], verified["hash"]) == (True, code)
