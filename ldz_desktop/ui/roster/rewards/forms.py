"""The forms of rewards: approving and paying several at once, giving up, deciding, an event."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ldz_desktop.domain.amounts import short_yuan
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.rewards import EVENTS, Reward
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.roster.rewards.columns import sum_text
from ldz_desktop.ui.roster.rewards.editors import LeaderEditor, MoneyEditor, Person

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.services.rewards_records import RewardLine
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

_FEW = 4  # names that are read out in a dialog's head


class RewardForms:
    """Opens the forms. owner: the page that offers 撤销; after: a write is done or taken back."""

    def __init__(self, bench: "Bench", owner: "QWidget", after: Callable[[], None]) -> None:
        self._bench = bench
        self._owner = owner
        self._after = after

    def approve(self, lines: "list[RewardLine]", usual: str) -> None:
        """usual: who approved last."""
        rewards, ids = self._bench.office.rewards, [x.id for x in lines]
        form = self._signing("approved", "审批", usual)
        self._dialog(("审批奖励", _about(lines)), form, "审批").writes(
            lambda v: rewards.approve(ids, v["approved_on"], v["approved_by"]),
            lambda v: rewards.check_approval(ids, v["approved_on"], v["approved_by"]),
            self._after,
        ).open()

    def pay(self, lines: "list[RewardLine]", usual: str) -> None:
        """usual: who paid last."""
        rewards, ids = self._bench.office.rewards, [x.id for x in lines]
        form = self._signing("paid", "发放", usual)
        about = f"{_about(lines)}。领取表签好字以后再登记。"
        self._dialog(("登记发放", about), form, "登记发放").writes(
            lambda v: rewards.pay(ids, v["paid_on"], v["paid_by"]),
            lambda v: rewards.check_payment(ids, v["paid_on"], v["paid_by"]),
            self._after,
        ).open()

    def cancel(self, lines: "list[RewardLine]") -> None:
        form = Form()
        form.add("reason", "理由(&L)", NoteEditor("如 本人放弃；以前已在线下发放", lines=3))
        rewards, ids = self._bench.office.rewards, [x.id for x in lines]
        self._dialog(("取消奖励", f"{_about(lines)}。取消后可以恢复。"), form, "取消奖励").writes(
            lambda v: rewards.cancel(ids, v["reason"]), _reason_given, self._after
        ).open()

    def decide(self, lines: "list[RewardLine]") -> None:
        """The flag moved after the money was paid."""
        form = Form()
        pairs = [(None, "请选择"), ("keep", "维持，不追回"), ("take_back", "已收回")]
        form.add("decision", "处理(&J)", PickEditor(pairs))
        form.add("reason", "理由(&L)", NoteEditor("哪次会议、谁决定的，为什么", lines=3))
        rewards, ids = self._bench.office.rewards, [x.id for x in lines]

        def work(values: Mapping[str, Any]) -> "Done":
            verb = rewards.keep if values["decision"] == "keep" else rewards.take_back
            return verb(ids, values["reason"])

        def check(values: Mapping[str, Any]) -> tuple[Problem, ...]:
            missing = values["decision"] is None
            chosen = Problem("refused", "decision", "missing", "请选择怎么处理")
            return (*([chosen] if missing else []), *_reason_given(values))

        about = f"{_about(lines)}。{lines[0].now}。奖金已经发放，由人决定。"
        self._dialog(("处理已发的奖励", about), form, "登记").writes(
            work, check, self._after
        ).open()

    def event(self, before: "Reward | None", people: Sequence[Person]) -> None:
        """A promotion: new, or corrected."""
        form = Form(columns=2)
        if before is None:
            form.add("leader_id", "楼栋长(&W)", LeaderEditor(people), wide=True)
        event_fields(form, before)
        if before is None:
            form.set_values({"approved_on": self._bench.office.today()})
        name = next((shown for key, shown, _ in people if before and key == before.leader_id), "")
        title = "登记奖励" if before is None else "修改奖励"
        rewards = self._bench.office.rewards
        self._dialog((title, name), form, "保存").writes(
            lambda v: rewards.save_event(event_of(before, v)),
            lambda v: rewards.check_event(event_of(before, v)),
            self._after,
        ).open()

    def amount(self, cents: int) -> None:
        form = Form()
        form.add("cents", "每月金额(&Y)", MoneyEditor(), hint="元。每栋持旗的楼栋每月这么多。")
        form.set_values({"cents": cents})
        about = f"现在是 {short_yuan(cents)} 元。改了以后，待审批的按新金额，已审批的不变。"
        rewards = self._bench.office.rewards
        dialog = self._dialog(("流动红旗奖励金额", about), form, "保存")
        dialog.keeps(lambda v: rewards.set_cents(v["cents"] or 0)).open()

    def _signing(self, field: str, verb: str, usual: str) -> Form:
        form = Form()
        form.add(f"{field}_on", f"{verb}日期(&D)", DateEditor())
        form.add(f"{field}_by", f"{verb}人(&W)", TextEditor("姓名", longest=40))
        form.set_values({f"{field}_on": self._bench.office.today(), f"{field}_by": usual})
        return form

    def _dialog(self, titles: tuple[str, str], form: Form, verb: str) -> FormDialog:
        return FormDialog(self._bench, self._owner, titles, form, verb)


def event_fields(form: Form, event: Reward | None) -> None:
    """Append what an event has besides its leader, filled from `event`."""
    form.add("kind", "类别(&K)", PickEditor(list(EVENTS.items())))
    form.add("approved_on", "日期(&D)", DateEditor())
    form.add("title", "内容(&T)", TextEditor("如 转为中共正式党员", longest=60), wide=True)
    form.add("basis", "依据(&J)", TextEditor("文号、会议或证书", longest=80), wide=True)
    form.add("note", "备注", TextEditor(longest=100), wide=True)
    if event is not None:
        keys = ("kind", "approved_on", "title", "basis", "note")
        form.set_values({key: getattr(event, key) for key in keys})


def event_of(before: Reward | None, values: Mapping[str, Any], leader_id: int = 0) -> Reward:
    """What the fields say. leader_id: whose it is where the form does not ask."""
    who = before.leader_id if before else values.get("leader_id") or leader_id
    return Reward(
        before.id if before else 0, who, values["kind"], values["title"] or "",
        basis=values["basis"], approved_on=values["approved_on"], note=values["note"],
        version=before.version if before else 1,
    )  # fmt: skip


def _about(lines: "list[RewardLine]") -> str:
    """赵琴、徐杨等 6 笔 6,000 元."""
    names = list(dict.fromkeys(line.leader for line in lines))
    more = "等" if len(names) > _FEW else ""
    return f"{'、'.join(names[:_FEW])}{more} {sum_text(lines)}"


def _reason_given(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    if (values["reason"] or "").strip():
        return ()
    return (Problem("refused", "reason", "missing", "请写明理由"),)
