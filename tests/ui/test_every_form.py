"""Every form of the program behaves alike: opened here with real services, one after another.

A module that builds a form and is not opened here, nor stands under SAME_HOST, fails the last test:
open it in OPENERS.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import ldz_desktop.ui as ui
from ldz_desktop.domain.postings import PostingDraft
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.context import Office
from ldz_desktop.services.training_records import Rules
from ldz_desktop.ui.evaluation.appeal_dialog import AppealDialog
from ldz_desktop.ui.evaluation.reopen_dialog import ReopenDialog
from ldz_desktop.ui.honours.awards.forms import AwardForms
from ldz_desktop.ui.honours.flags.forms import FlagForms
from ldz_desktop.ui.households.card import HouseholdCard
from ldz_desktop.ui.households.lists.labels_dialog import LabelsDialog
from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.households.lists.saved import NameDialog
from ldz_desktop.ui.households.moves.dialogs import DIALOGS
from ldz_desktop.ui.households.new_household import NewHouseholdDialog
from ldz_desktop.ui.households.tags.dialog import TagDialog
from ldz_desktop.ui.households.tags.rhythm_dialog import RhythmDialog
from ldz_desktop.ui.households.tags.visit_dialog import VisitDialog
from ldz_desktop.ui.kit.editors import BirthEditor, DateEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.purpose import PurposeDialog
from ldz_desktop.ui.kit.year_dialog import YearDialog
from ldz_desktop.ui.roster.cautions.rules_dialog import RulesDialog as CautionRules
from ldz_desktop.ui.roster.flows import InOffice, RosterFlows
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.handover.dialog import HandoverDialog
from ldz_desktop.ui.roster.postings.verbs import PostingVerbs
from ldz_desktop.ui.roster.record.commitments import CommitmentSection
from ldz_desktop.ui.roster.record.party import PartySection
from ldz_desktop.ui.roster.record.terms import TermsSection
from ldz_desktop.ui.roster.rewards.forms import RewardForms
from ldz_desktop.ui.roster.training.page import TrainingPage
from ldz_desktop.ui.roster.training.rules_dialog import RulesDialog as HourRules
from ldz_desktop.ui.settings.dialog import SettingsDialog
from tests.conftest import CloseMonth
from tests.ui.conftest import Finger

MONTH = "2026-09"


class Scene:
    """An office with one of everything, and a window to open forms in."""

    def __init__(
        self, bench: Bench, window: QWidget, qtbot: QtBot, close_month: CloseMonth
    ) -> None:
        self.bench, self.window, self.qtbot = bench, window, qtbot
        self.office: Office = bench.office
        self.close_month = close_month
        self.form: FormPage | None = None
        self.layout = QVBoxLayout(window)
        self.building = self.office.households.buildings()[0].id
        self.household = self.office.households.get(self.office.households.ids()[0])
        self.row = self.office.roster.rows()[0]

    # the host of the roster's forms
    def show_form(self, form: FormPage) -> None:
        self.form = form
        self.layout.addWidget(form)
        form.begin()

    def close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.hide()
            form.deleteLater()

    def flows(self) -> RosterFlows:
        return RosterFlows(self.bench, self, lambda: None, self.window)

    def who(self) -> InOffice:
        return InOffice(self.row, self.office.roster.get(self.row.leader_id))

    def put(self, page: Any) -> Any:  # noqa: ANN401 - any section
        self.layout.addWidget(page)
        self.settle()
        return page

    def settle(self) -> None:
        self.qtbot.waitUntil(self.bench.tasks.idle)

    def shown(self) -> list[Form]:
        """The forms on the screen, of the dialog on top where there is one."""
        QApplication.processEvents()
        top = QApplication.activeModalWidget() or self.window
        return [form for form in top.findChildren(Form) if form.isVisible()]


def _section(kind: "type[Any]") -> Callable[[Scene], None]:
    def opened(scene: Scene) -> None:
        section = scene.put(kind(scene.bench))
        section.show_leader(scene.row.leader_id)
        scene.settle()
        section.add()

    return opened


def _move(kind: str) -> Callable[[Scene], None]:
    def opened(scene: Scene) -> None:
        member = scene.household.members[0]
        DIALOGS[kind](scene.bench, scene.household.id, scene.window, member.id).open()

    return opened


def _card(verb: str) -> Callable[[Scene], None]:
    def opened(scene: Scene) -> None:
        card = scene.put(HouseholdCard(scene.bench))
        card.show_household(scene.household.id)
        scene.settle()
        getattr(card, verb)()

    return opened


def _settings(key: str) -> Callable[[Scene], None]:
    return lambda s: SettingsDialog(s.bench, s.window, key).open()


def _handover(scene: Scene) -> None:
    scene.office.roster.end_tenure(scene.row.tenure_id, scene.office.today(), "搬离")
    leaving = scene.office.handover.leaving(scene.row.tenure_id)
    draft = scene.office.handover.draft(scene.row.tenure_id)
    HandoverDialog(scene.bench, scene.window, leaving, draft, lambda: None).open()


def _appeal(scene: Scene) -> None:
    scene.close_month(MONTH, {scene.building: "5"})
    scene.office.evaluation.publish(MONTH)
    hung = scene.office.reopening.hanging(MONTH)
    assert hung is not None
    AppealDialog(scene.bench, scene.window, MONTH, ["福锦苑1栋"], hung).open()


def _reopen(scene: Scene) -> None:
    scene.close_month(MONTH, {scene.building: "5"})
    info = scene.office.evaluation.month(MONTH)
    ReopenDialog(scene.bench, info, (), scene.window, hangs=False).open()


def _training(scene: Scene) -> None:
    page = scene.put(TrainingPage(scene.bench, lambda _: True))
    page.begin()
    scene.settle()
    page.begin_course()


def _posting(scene: Scene, verb: str) -> None:
    verbs = PostingVerbs(scene.bench, scene.window, lambda: None, lambda _: None)
    if verb in ("add", "length"):
        getattr(verbs, verb)()
        return
    draft = PostingDraft(
        "其他",
        "楼道整治",
        unit="福锦苑居委会",
        content="整治楼道。",
        posted_on=scene.office.today(),
    )
    made = scene.office.postings.post(draft).change.ids[0]
    getattr(verbs, verb)(scene.office.postings.get(made))


def _people(scene: Scene) -> list[tuple[int, str, str]]:
    return [(scene.row.leader_id, "郑国强", "福锦苑1栋")]


OPENERS: Mapping[str, Callable[[Scene], None]] = {
    "new household": lambda s: NewHouseholdDialog(s.bench, (), s.window).open(),
    "tag": lambda s: TagDialog(s.bench, s.household.members, None, lambda: None, s.window).open(),
    "visit": lambda s: VisitDialog("福锦苑1栋", s.office.today(), lambda *_: None, s.window).open(),
    "rhythm": lambda s: RhythmDialog(s.bench, s.office.tags.rhythm(), s.window).open(),
    "list name": lambda s: NameDialog("保存名单", "独居", "", s.window).open(),
    **{f"move {kind}": _move(kind) for kind in DIALOGS},
    "member": _card("edit_member"),
    "dwelling": _card("change_dwelling"),
    "handover": _handover,
    "appeal": _appeal,
    "reopen": _reopen,
    "caution rules": lambda s: CautionRules(30, s.window, one_signer=False).open(),
    "hour rules": lambda s: HourRules(Rules(), s.window).open(),
    "course": _training,
    "leader": lambda s: s.flows().edit(s.who().detail),
    "end of a term": lambda s: s.flows().end(s.who()),
    "change of leaders": lambda s: s.flows().change(s.who()),
    "commitment": _section(CommitmentSection),
    "party step": _section(PartySection),
    "former term": _section(TermsSection),
    "notice": lambda s: _posting(s, "add"),
    "notice length": lambda s: _posting(s, "length"),
    "objection": lambda s: _posting(s, "object"),
    "withdrawal": lambda s: _posting(s, "withdraw"),
    "event": lambda s: RewardForms(s.bench, s.window, lambda: None).event(None, _people(s)),
    "amount": lambda s: RewardForms(s.bench, s.window, lambda: None).amount(100_000),
    "flag": lambda s: FlagForms(s.bench, s.window, lambda: None).flag(None, ["兴新社区"]),
    "award minimum": lambda s: AwardForms(s.bench, s.window, lambda: None).minimum(6),
    "settings office": _settings("office"),
    "settings plate": _settings("plate"),
    "settings signers": _settings("signers"),
}
ONE_ANSWER: Mapping[str, Callable[[Scene], None]] = {
    "purpose": lambda s: PurposeDialog("导出名单", "", s.window).open(),
    "year": lambda s: YearDialog("年度报告", "", [2026, 2025], s.window).open(),
    "take away": lambda s: TakeAwayDialog(
        s.bench,
        "名单",
        "",
        lambda *_: None,
        s.window,  # type: ignore[arg-type, return-value]
    ).open(),
    "labels": lambda s: LabelsDialog(s.bench, [1], s.window).open(),
}
"""Dialogs that ask what to do, and keep nothing: there is nothing to save."""

SAME_HOST = {
    "evaluation/scheme_form.py": "a page of its own, with 存为新版",
    "households/moves/lived.py": "reads with every day that is typed; nothing is written",
    "households/moves/people.py": "part of a move's form, whose verb is the dialog's",
    "households/forms/people.py": "a step of filling in: nothing is kept",
    "households/import_mapping.py": "a step of an import: nothing is kept",
    "households/duplicates/merge_dialog.py": "a reason only: nothing is kept",
    "roster/cautions/steps.py": "FormDialog",
    "roster/selections/vote_page.py": "StepPage, a FormPage",
    "roster/selections/review_page.py": "StepPage, a FormPage",
    "roster/selections/appoint_page.py": "StepPage, a FormPage",
    "roster/selections/start_page.py": "StepPage, a FormPage",
    "roster/selections/step_page.py": "StepPage, a FormPage",
    "roster/selections/notice_page.py": "StepPage, a FormPage",
}


@pytest.fixture
def scene(
    home: Office, bench: Bench, window: QWidget, qtbot: QtBot, close_month: CloseMonth
) -> Iterator[Scene]:
    del home
    made = Scene(bench, window, qtbot, close_month)
    yield made
    for _ in range(3):
        top = QApplication.activeModalWidget()
        if top is not None:
            top.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            top.hide()
            top.deleteLater()
            QApplication.processEvents()


def _editors(form: Form, kind: "type[Any]") -> list[tuple[str, Any]]:
    found = [(key, form.editor(key)) for key in form.keys()]  # noqa: SIM118 - no mapping
    return [(key, one) for key, one in found if isinstance(one, kind) and one.isVisible()]


@pytest.mark.parametrize("name", OPENERS)
def test_a_form_behaves(scene: Scene, finger: Finger, name: str) -> None:
    OPENERS[name](scene)
    scene.settle()
    forms = scene.shown()
    assert forms, "no form was opened"
    for form in forms:
        for key, editor in _editors(form, DateEditor):
            _check_day(scene, form, key, editor)
    _check_leaving(scene, finger, forms)


def _check_day(scene: Scene, form: Form, key: str, editor: DateEditor) -> None:
    """A wrong day is said after Enter, and no longer once it is right; 11-24 is this year's."""
    this_year, before = scene.office.today().year, editor.value()
    hint = editor.placeholderText()
    if isinstance(editor, BirthEditor):
        assert hint == "如 1962年7月5日"
    else:
        assert not hint.startswith("如") or f"{this_year}年" in hint, hint
        editor.setText("11-24")
        assert editor.value() == date(this_year, 11, 24)
    editor.setText("2026-02-30")
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    scene.settle()
    assert any("没有2026年2月30日这一天" in said for said in form.problem_texts(key)), key
    editor.setText("2026-02-3")
    assert form.problem_texts(key) == ()
    editor.set_value(before)


def _check_leaving(scene: Scene, finger: Finger, forms: list[Form]) -> None:
    """Esc asks about what was typed: 取消 stays, 不保存 leaves."""
    texts = [one for form in forms for _, one in _editors(form, TextEditor) if not one.isReadOnly()]
    if not texts:
        return
    field, typed = texts[0], "改过的内容"
    field.setText(typed)
    _focus(field)
    finger.press("取消")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    scene.settle()
    assert finger.done(), "nothing was asked"
    assert "还没有保存" in finger.read
    assert field.isVisible()
    assert field.text() == typed
    _focus(field)
    finger.press("不保存")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    scene.settle()
    assert finger.done(), "nothing was asked"
    QApplication.processEvents()
    assert field not in [one for form in scene.shown() for _, one in _editors(form, TextEditor)]


def _focus(field: QWidget) -> None:
    """As when a person goes on in it after a question."""
    field.window().activateWindow()
    QApplication.processEvents()
    field.setFocus()


@pytest.mark.parametrize("name", ONE_ANSWER)
def test_a_dialog_that_keeps_nothing_just_goes(scene: Scene, name: str) -> None:
    ONE_ANSWER[name](scene)
    scene.settle()
    (form,) = scene.shown()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    scene.settle()
    assert scene.shown() == []


def test_saying_save_when_leaving_writes_it(scene: Scene, finger: Finger) -> None:
    OPENERS["commitment"](scene)
    scene.settle()
    (form,) = scene.shown()
    form.set_values({"made_on": scene.office.today()})
    matter = form.editor("matter")
    assert isinstance(matter, TextEditor)
    matter.setText("修好单元门")
    _focus(matter)
    finger.press("保存")
    QTest.keyClick(matter, Qt.Key.Key_Escape)
    scene.settle()
    found = scene.office.commitments.of(scene.row.leader_id)
    assert [one.matter for one in found] == ["修好单元门"]
    assert scene.shown() == []


def test_what_is_odd_is_said_once_and_the_verb_says_that_it_goes_on(scene: Scene) -> None:
    form = Form()
    name = TextEditor()
    form.add("name", "姓名", name)
    written: list[object] = []
    odd = (Problem("note", "name", "short", "名字很短"),)
    dialog = FormDialog(scene.bench, scene.window, ("登记", ""), form, "登记(&S)")
    dialog.writes(
        lambda values: written.append(values) or scene.office.history.done(_nothing(scene)),
        lambda values: odd if len(values["name"] or "") < 2 else (),
        lambda: None,
    ).open()
    name.setText("张")
    QTest.keyClick(name, Qt.Key.Key_Return)
    scene.settle()
    assert dialog.yes.text() == "仍然登记(&S)"
    assert form.problem_texts("name") == ("名字很短",)
    name.setText("李")  # another value: what was said is no consent
    assert dialog.yes.text() == "登记(&S)"
    QTest.keyClick(name, Qt.Key.Key_Return)
    scene.settle()
    assert written == []
    QTest.keyClick(name, Qt.Key.Key_Return)
    scene.settle()
    assert written == [{"name": "李"}]
    assert scene.shown() == []


def test_an_error_about_two_fields_goes_when_the_other_one_is_right(scene: Scene) -> None:
    form = Form()
    first, last = DateEditor(), DateEditor()
    form.add("first", "开始", first)
    form.add("last", "结束", last)
    wrong = (Problem("refused", "last", "order", "结束早于开始"),)
    dialog = FormDialog(scene.bench, scene.window, ("登记", ""), form, "登记")
    dialog.writes(
        lambda values: scene.office.history.done(_nothing(scene)),
        lambda values: wrong if values["last"] < values["first"] else (),
        lambda: None,
    ).open()
    first.setText("2026-5-9")
    last.setText("2026-5-1")
    dialog.submit()
    scene.settle()
    assert form.problem_texts("last") == ("结束早于开始",)
    first.setText("2026-4-9")
    scene.qtbot.waitUntil(lambda: form.problem_texts("last") == ())


def _nothing(scene: Scene) -> Any:  # noqa: ANN401 - a Change
    return scene.office.households.add_place("兴新社区", "福锦苑", "1栋")


def test_every_module_that_builds_a_form_is_opened_here() -> None:
    top = Path(str(ui.__file__)).parent
    here = Path(__file__).read_text("utf-8")
    opened = {one.strip() for one in ast.unparse(ast.parse(here)).splitlines() if "import" in one}
    unseen = []
    for path in sorted(top.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call))
        if not any(isinstance(f, ast.Name) and f.id == "Form" for f in calls):
            continue
        name = path.relative_to(top).as_posix()
        module = "ldz_desktop.ui." + name.removesuffix(".py").replace("/", ".")
        direct = any(f"from {module} import" in line for line in opened)
        if not direct and name not in SAME_HOST and name not in THROUGH:
            unseen.append(name)
    assert unseen == []


THROUGH = {
    "kit/forms.py", "roster/terms.py", "roster/training/fields.py", "roster/postings/forms.py",
    "roster/record/list_form.py", "households/member_form.py", "households/dwelling_form.py",
    "households/moves/frame.py", "settings/office_page.py", "settings/plate_page.py",
    "settings/signers_page.py",
}  # fmt: skip
"""Opened above by the page, dialog or verb that shows them."""
