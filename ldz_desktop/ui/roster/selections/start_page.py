"""Before a selection: a vacancy or a term that ends; and what the office asks of candidates."""

from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.selections import CRITERIA, WAYS
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import KnownError
from ldz_desktop.services.selections_reading import BoardRow
from ldz_desktop.services.selections_rules import LONGEST_TERM
from ldz_desktop.ui.kit.editors import NoteEditor, NumberEditor, PickEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage


class StartPage(StepPage):
    """One press begins: how the leader is chosen can be changed later."""

    def __init__(self, desk: Desk, row: BoardRow, past: str) -> None:
        """past: who led the building before, in words."""
        form = Form()
        super().__init__(desk, ("开始推选", _words(row, past)), form, "开始推选(&B)")
        self._row = row
        self.no.hide()  # there is nothing to give up
        form.add("way", "产生方式", PickEditor(tuple(WAYS.items())))

    @override
    def begin(self) -> None:
        self.yes.setFocus()

    @override
    def save(self) -> None:
        office, building = self.desk.bench.office, self._row.building.id
        way = self.form.values()["way"]
        self.desk.run(self, lambda: office.selections.begin(building, way))


def _words(row: BoardRow, past: str) -> str:
    if row.incumbent is None:
        before = f"前任{past}。" if past else ""
        return f"这栋楼没有楼栋长。{before}推选、审查、公示、任命、培训，一步一步留下依据。"
    end = row.incumbent.term_end
    until = f"，任期到{date_text(end)}" if end is not None else ""
    return f"现任{row.leader}{until}。可以提前换届推选，新任期从届满次日开始。"


class CriteriaPage(StepPage):
    """The office's own criteria, a line each, and the length of a term."""

    def __init__(self, desk: Desk, own: tuple[str, ...], years: int) -> None:
        form = Form()
        words = f"{'、'.join(CRITERIA)}每次都审查。这里写本办公室另加的条件，一行一条。"
        super().__init__(desk, ("审查条件和任期", words), form, "保存")
        form.add("own", "另加条件", NoteEditor("如：在本楼常住满一年", lines=6))
        hint = "已经开始的审查仍按当时的条件。"
        form.add("years", "任期（年）", NumberEditor(1, LONGEST_TERM), hint=hint)
        form.set_values({"own": "\n".join(own), "years": years})

    @override
    def save(self) -> None:
        values = self.form.values()
        own = str(values["own"] or "").splitlines()
        problems = []
        if values["years"] is None:
            problems.append(Problem("refused", "years", "missing", "请填写任期"))
        if not self.fits(problems):
            return
        bench, rules = self.desk.bench, self.desk.bench.office.selections.rules
        self.set_busy(busy=True)

        def told(change: Change) -> None:
            bench.publish(change)
            bench.notices.info(change.what)
            self.desk.after()

        def refused(error: KnownError) -> None:
            if isValid(self):
                self.set_busy(busy=False)
                self.show_error(error)

        bench.tasks.run(
            lambda progress: rules.save(own, int(values["years"])),
            told,
            owner=self.desk.owner,
            failed=refused,
        )
