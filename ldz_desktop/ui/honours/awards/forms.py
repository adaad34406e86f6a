"""The forms of awards: a vote, taking an award back, the months a candidate needs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ldz_desktop.domain.awards import KINDS, MONTHS, Kind
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.awards_records import AwardLine, Vote
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.forms import Form

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.ui.kit.feature import Bench

_MOST = 9_999
_GRANTED = (("yes", "授予"), ("no", "不授予"))


class AwardForms:
    """Opens a form and writes what it says. after: the page reads again."""

    def __init__(self, bench: "Bench", owner: "QWidget", after: Callable[[], None]) -> None:
        self._bench = bench
        self._owner = owner
        self._after = after

    def vote(self, year: int, kind: Kind, lines: Sequence[AwardLine], before: Vote | None) -> None:
        """One meeting's votes about the candidates, each with its own votes. before: the last one,
        whose voters, day and chair are proposed again."""
        awards = self._bench.office.awards
        form = Form(columns=2)
        form.add("voters", "参加人数(&R)", NumberEditor(1, _MOST))
        form.add("decided_on", "表决日期(&D)", DateEditor())
        form.add("chaired_by", "主持人(&Z)", TextEditor("姓名", longest=40))
        form.add("granted", "决定(&J)", PickEditor(_GRANTED))
        for line in lines:
            form.add(f"votes_{line.id}", f"{line.name}得票", NumberEditor(0, _MOST))
        form.add("note", "备注", TextEditor("如 会议纪要文号", longest=60), wide=True)
        usual = before or Vote(0, None, None, self._bench.office.today(), None)
        values = {key: getattr(usual, key) for key in ("voters", "decided_on", "chaired_by")}
        form.set_values({**values, "granted": "yes"})

        def check(values: Mapping[str, Any]) -> tuple[Problem, ...]:
            found: dict[Problem, None] = {}
            for line in lines:
                for one in awards.check(year, kind, _vote(line, values)):
                    found[_placed(one, line)] = None
            return tuple(found)

        names = "、".join(line.name for line in lines)
        titles = (f"登记{year}年度{KINDS[kind]}表决", f"{names}。由会议表决决定，程序只提候选。")
        FormDialog(self._bench, self._owner, titles, form, "登记").writes(
            lambda v: awards.decide(year, kind, [_vote(line, v) for line in lines]),
            check, self._after,
        ).open()  # fmt: skip

    def cancel(self, line: AwardLine) -> None:
        """Take a granted award back."""
        award, awards = line.award, self._bench.office.awards
        if award is None:
            return
        form = Form()
        form.add("reason", "理由(&L)", NoteEditor("写明为什么取消", lines=2))
        about = f"{line.name}：{award.certificate_no}。编号不再给别人。"
        FormDialog(
            self._bench, self._owner, (f"取消{KINDS[award.kind]}", about), form, "取消表彰"
        ).writes(lambda v: awards.cancel(award.id, v["reason"]), _reasoned, self._after).open()

    def minimum(self, months: int) -> None:
        awards = self._bench.office.awards
        form = Form()
        form.add("months", "最少月数(&Y)", NumberEditor(1, MONTHS), hint="一年里参加排名的月数")
        form.set_values({"months": months})
        about = "参加排名少于这么多个月的楼栋和楼栋长，不列入候选。"
        FormDialog(self._bench, self._owner, ("评优条件", about), form, "保存").keeps(
            lambda v: awards.set_minimum(v["months"])
        ).open()


def last_vote(lines: Sequence[AwardLine]) -> Vote | None:
    """What was written down last, to be proposed for the next candidate of the meeting."""
    awards = [x.award for x in lines if x.award is not None]
    newest = max(awards, key=lambda a: (a.decided_on or date.min, a.id), default=None)
    if newest is None:
        return None
    return Vote(0, newest.voters, None, newest.decided_on, newest.chaired_by)


def _vote(line: AwardLine, values: Mapping[str, Any]) -> Vote:
    return Vote(
        line.id, values["voters"], values[f"votes_{line.id}"], values["decided_on"],
        values["chaired_by"], values["granted"] == "yes", values["note"],
    )  # fmt: skip


def _placed(problem: Problem, line: AwardLine) -> Problem:
    """What is wrong with a candidate stands below that candidate's votes."""
    if problem.field in ("votes_for", "key"):
        return Problem(problem.level, f"votes_{line.id}", problem.code, problem.reason)
    return problem


def _reasoned(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    if (values["reason"] or "").strip():
        return ()
    return (Problem("refused", "reason", "missing", "请写明理由"),)
