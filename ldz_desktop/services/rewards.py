"""Rewards: proposed by closed months, approved and paid by people, never twice (domain.md §1)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from ldz_desktop.domain import rewards as rules
from ldz_desktop.domain.amounts import short_yuan
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.rewards import DEFAULT_CENTS, FLAG, OPEN, STATES, Reward, State
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import month_text
from ldz_desktop.services.rewards_reading import RewardReader
from ldz_desktop.services.rewards_records import MoneyLine, MoneyList, RewardLine, YearRow
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.rewards import RewardStore
from ldz_desktop.storage.training import TrainingStore

REWARD_CENTS = "reward_cents"
_MOST_CENTS = 100_000_000  # a million yuan for a flag is a slip of the finger


class RewardService:
    """Reads what closed months give; every write is one action and can be taken back."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = RewardStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._settings = SettingService(core)
        self._reader = RewardReader(core)

    # -- reading ---------------------------------------------------------------------------------

    def money(self) -> tuple[RewardLine, ...]:
        """Money for flag months, proposals included: the newest month first, door by door."""
        return tuple(x for x in self._reader.lines(self.cents()) if x.reward.kind == FLAG)

    def events(self) -> tuple[RewardLine, ...]:
        """Promotions of everybody, the newest first."""
        return tuple(x for x in self._reader.lines(self.cents()) if x.reward.kind != FLAG)

    def of_leader(self, leader_id: int) -> tuple[RewardLine, ...]:
        """Money and events of one leader, each the newest first."""
        return tuple(self._reader.of_leader(leader_id, self.cents()))

    def count_of(self, leader_id: int) -> int:
        """How many stand to the leader's credit: approved or paid money, and events."""
        if not self._store.of_leader(leader_id):
            return 0  # what is only proposed does not count, and need not be looked for
        return sum(x.state in rules.COUNTED for x in self.of_leader(leader_id))

    def unpaid(self, leader_id: int) -> tuple[RewardLine, ...]:
        """Money of the leader that is proposed or approved and not paid."""
        return tuple(x for x in self.of_leader(leader_id) if x.state in OPEN)

    def people(self) -> tuple[tuple[int, str, str], ...]:
        """Everybody a promotion can be written down for: id, name with the newest building, pinyin;
        who is in office first."""
        names = TrainingStore(self._core.database).people()
        buildings = {b.id: b.title for b in PlaceStore(self._core.database).buildings()}
        newest = {t.leader_id: t for t in self._leaders.tenures()}
        found = []
        for key, (name, pinyin) in names.items():
            tenure = newest.get(key)
            where = buildings.get(tenure.building_id, "") if tenure else ""
            out = tenure is None or tenure.ended_on is not None
            shown = f"{name} · {where}" if where else name
            found.append((out, (key, f"{shown}（已卸任）" if out else shown, pinyin)))
        return tuple(person for _, person in sorted(found, key=lambda one: one[0]))

    def months_closed(self) -> bool:
        """Whether there is anything that could give money."""
        return bool(self._reader.months())

    def cents(self) -> int:
        """What a flag month is worth: a setting; approved money keeps its own sum."""
        return int(self._settings.value(REWARD_CENTS, str(DEFAULT_CENTS)))

    def year(self, year: int) -> tuple[YearRow, ...]:
        """Sums for the flag months of a year, who got most first."""
        mine: dict[int, list[RewardLine]] = {}
        for line in self.money():
            if (line.reward.month or "")[:4] == str(year) and (
                line.state in OPEN or line.state in rules.COUNTED
            ):
                mine.setdefault(line.reward.leader_id, []).append(line)
        rows = [_year_row(lines) for lines in mine.values()]
        return tuple(sorted(rows, key=lambda r: (-r.total, r.community, r.buildings)))

    def money_list(self, ids: Collection[int]) -> MoneyList:
        """领取表 of approved (or paid) money, in the order it is listed. Raises RuleError for
        anything else, InputError for nothing."""
        lines = [x for x in self.money() if x.id in ids]
        if not lines:
            raise InputError("没有选中", "领取表里没有一行。", "请先选中待发放的奖励。")
        for one in lines:
            if one.state not in ("approved", "paid"):
                raise RuleError(
                    "不能列入领取表",
                    f"{_who(one)}的奖励是“{STATES[one.state]}”，只有审批过的才能领取。",
                    "请先审批，或只选待发放的。",
                )
        signed: dict[tuple[str, date], None] = {}
        for x in lines:
            if x.reward.approved_by and x.reward.approved_on:
                signed[x.reward.approved_by, x.reward.approved_on] = None
        return MoneyList(
            self.unit(), self._core.today(),
            tuple(
                MoneyLine(x.place, x.leader, x.reward.month or "", x.cents, x.reward.paid_on)
                for x in lines
            ),
            tuple(signed), self._settings.one_signer(),
        )  # fmt: skip

    def unit(self) -> str:
        """Who signs lists."""
        profile = self._settings.profile()
        return profile.unit or profile.office

    # -- money -----------------------------------------------------------------------------------

    def set_cents(self, cents: int) -> Change:
        """Raises InputError for a sum that cannot be meant."""
        if not 0 < cents <= _MOST_CENTS:
            most = short_yuan(_MOST_CENTS)
            raise InputError("金额不对", f"每月奖励要大于 0 元，不超过 {most} 元。")
        with self._core.database.transaction():
            self._settings.set_value(REWARD_CENTS, str(cents))
            self._core.log("settings.reward", detail=f"{cents} cents")
        what = f"流动红旗奖励改为每月 {short_yuan(cents)} 元"
        return Change.of("settings", "leaders", what=what)

    def check_approval(
        self, ids: Collection[int], on: date | None, by: str | None
    ) -> tuple[Problem, ...]:
        months = [x.reward.month or "" for x in self.money() if x.id in ids]
        return rules.check_approval(months, on, by, self._core.today())

    def approve(self, ids: Collection[int], on: date | None, by: str | None) -> Done:
        """Proposals become money to be paid, at today's sum. Raises InputError for what
        check_approval refuses, ConflictError where one is no proposal any more."""
        _refuse(self.check_approval(ids, on, by))

        def write(line: RewardLine) -> None:
            self._clear_place(line.reward)
            after = replace(line.reward, approved_on=on, approved_by=(by or "").strip())
            self._put(after)

        return self._each("审批奖励", ids, ("proposed",), write, "已审批")

    def check_payment(
        self, ids: Collection[int], on: date | None, by: str | None
    ) -> tuple[Problem, ...]:
        rewards = [x.reward for x in self.money() if x.id in ids]
        found = rules.check_payment(rewards, on, by, self._core.today())
        alone = self._settings.one_signer()  # then nobody else could pay: the list says so
        return tuple(p for p in found if not (alone and p.code == "same"))

    def pay(self, ids: Collection[int], on: date | None, by: str | None) -> Done:
        """Approved money was handed out. Raises InputError for what check_payment refuses,
        ConflictError where one is not (or no longer) to be paid."""
        _refuse(self.check_payment(ids, on, by))

        def write(line: RewardLine) -> None:
            self._put(replace(line.reward, paid_on=on, paid_by=(by or "").strip()))

        return self._each("发放奖励", ids, ("approved",), write, "已登记发放")

    def cancel(self, ids: Collection[int], reason: str | None) -> Done:
        """Give up what is not paid. Raises InputError without a reason."""
        words = _reason(reason)

        def write(line: RewardLine) -> None:
            today = self._core.today()
            self._put(replace(line.reward, cancelled_on=today, cancel_reason=words))

        states: tuple[State, ...] = ("proposed", "approved", "waiting", "withdrawn")
        return self._each("取消奖励", ids, states, write, "已取消", words)

    def restore(self, ids: Collection[int]) -> Done:
        """Bring back what was cancelled before it was paid. Raises RuleError where other money for
        the same building and month came in its place."""

        def write(line: RewardLine) -> None:
            one = line.reward
            if one.paid_on is not None:
                raise RuleError("已经收回", f"{_who(line)}的奖金已经收回，不能恢复。")
            self._clear_place(one)
            self._put(replace(one, cancelled_on=None, cancel_reason=None))

        return self._each("恢复奖励", ids, ("cancelled",), write, "已恢复")

    def keep(self, ids: Collection[int], reason: str | None) -> Done:
        """Paid money stays with the leader although the flag moved. Raises InputError without a
        reason."""
        words = _reason(reason)
        codes = {month: one.code for month, one in self._reader.months().items()}

        def write(line: RewardLine) -> None:
            one = line.reward
            basis = rules.kept_basis(codes[one.month or ""])
            self._put(replace(one, basis=basis, note=words))

        return self._each("维持已发奖励", ids, ("moved",), write, "已维持发放", words)

    def take_back(self, ids: Collection[int], reason: str | None) -> Done:
        """Paid money whose flag moved was returned. Raises InputError without a reason."""
        words = _reason(reason)

        def write(line: RewardLine) -> None:
            today = self._core.today()
            self._put(replace(line.reward, cancelled_on=today, cancel_reason=f"收回：{words}"))

        return self._each("收回已发奖励", ids, ("moved",), write, "已登记收回", words)

    # -- events ----------------------------------------------------------------------------------

    def check_event(self, event: Reward) -> tuple[Problem, ...]:
        """Everything odd about an event, for the form to show beside the fields."""
        return rules.check_event(event, self._core.today())

    def save_event(self, event: Reward) -> Done:
        """Write a promotion down, or correct one. Raises InputError for what check_event refuses,
        ConflictError where somebody changed it meanwhile."""
        _refuse(self.check_event(event))
        leader = self._leaders.leader(event.leader_id)
        if leader is None:
            raise InputError("没有这个人", "这位楼栋长的档案已经不在了。", "请刷新列表。")
        one = replace(event, title=event.title.strip(), basis=(event.basis or "").strip())
        what = "修改奖励" if one.id else "登记奖励"
        with self._core.action(what, about=f"leader:{one.leader_id}"):
            self._put(one)
            self._core.log("reward.event", f"leader:{one.leader_id}")
        return self._told(f"{leader.name}的奖励已保存", (one.leader_id,))

    def remove_event(self, reward_id: int) -> Done:
        """One that was written down by mistake. Raises InputError where it is gone."""
        one = next((x.reward for x in self.events() if x.id == reward_id), None)
        if one is None:
            raise InputError("没有这项奖励", "这项奖励已经不在了。", "请刷新列表。")
        with self._core.action("删除奖励", about=f"leader:{one.leader_id}"):
            self._store.remove(reward_id)
            self._core.log("reward.remove", f"leader:{one.leader_id}")
        return self._told("奖励已删除", (one.leader_id,))

    # -- inside ----------------------------------------------------------------------------------

    def _each(
        self,
        what: str,
        ids: Collection[int],
        wanted: Sequence[State],
        write: Callable[[RewardLine], None],
        told: str,
        reason: str = "",
    ) -> Done:
        """All of them or none, in one action."""
        if not ids:
            raise InputError("没有选中", "没有选中一行奖励。", "请先在列表里选中。")
        with self._core.action(what, about=self._about(ids), reason=reason):
            lines = {line.id: line for line in self.money()}
            chosen = []
            for key in ids:
                line = lines.get(key)
                if line is None or line.state not in wanted:
                    raise _not_any_more(line)
                write(line)
                chosen.append(line)
            self._core.log(_LOGGED[what], detail=f"{len(chosen)}")
        cents = sum(line.cents for line in chosen)
        words = f"{told} {len(chosen)} 项，共 {short_yuan(cents)} 元"
        return self._told(words, tuple({x.reward.leader_id for x in chosen}))

    def _about(self, ids: Collection[int]) -> str:
        """The leader, where it is one."""
        leaders = {x.reward.leader_id for x in self.money() if x.id in ids}
        return f"leader:{leaders.pop()}" if len(leaders) == 1 else ""

    def _clear_place(self, wanted: Reward) -> None:
        """Before money for a building and month is written: what was withdrawn there is given up
        for good. Raises ConflictError where other money stands there."""
        for line in self.money():
            one = line.reward
            same = (one.building_id, one.month) == (wanted.building_id, wanted.month)
            if not one.id or one.id == wanted.id or not same or line.state == "cancelled":
                continue
            if line.state != "withdrawn":
                raise ConflictError(
                    "已有奖励", f"{month_text(one.month or '')}{line.place}的奖励已经登记过。",
                    "同一栋楼同一个月只发一次。请刷新列表。",
                )  # fmt: skip
            day, words = self._core.today(), "按更正后的结果，红旗另有归属"
            self._put(replace(one, cancelled_on=day, cancel_reason=words))

    def _put(self, reward: Reward) -> None:
        if not reward.id:
            self._store.add(replace(reward, id=next(self._core.ids())))
        elif not self._store.save(reward):
            raise ConflictError(
                "已被别人改过", "在您办理时，这项奖励已被改动，这一步没有保存。",
                "请刷新后再试。",
            )  # fmt: skip

    def _told(self, what: str, leaders: tuple[int, ...]) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=leaders))


_LOGGED = {
    "审批奖励": "reward.approve", "发放奖励": "reward.pay", "取消奖励": "reward.cancel",
    "恢复奖励": "reward.restore", "维持已发奖励": "reward.keep", "收回已发奖励": "reward.take_back",
}  # fmt: skip


def _year_row(lines: Sequence[RewardLine]) -> YearRow:
    def cents(states: Iterable[State]) -> int:
        return sum(line.cents for line in lines if line.state in states)

    first = lines[0]
    return YearRow(
        first.reward.leader_id, first.leader, first.pinyin,
        "、".join(dict.fromkeys(x.community for x in lines if x.community)),
        "、".join(dict.fromkeys(x.place for x in lines if x.place)),
        tuple(sorted(x.reward.month or "" for x in lines)),
        cents(("paid", "moved")), cents(("approved",)), cents(("proposed", "waiting")),
    )  # fmt: skip


def _who(line: RewardLine) -> str:
    return f"{line.leader}{month_text(line.reward.month or '')}"


def _reason(text: str | None) -> str:
    words = (text or "").strip()
    if not words:
        raise InputError("缺少理由", "没有写明理由。", "请写明理由，便于以后核对。")
    return words


def _refuse(problems: Sequence[Problem]) -> None:
    refused = [p.reason for p in problems if p.level == "refused"]
    if refused:
        raise InputError("不能保存", "；".join(refused) + "。", "请改正后再试。")


def _not_any_more(line: RewardLine | None) -> ConflictError:
    if line is None:
        return ConflictError(
            "奖励已不在", "其中一项奖励已经不在列表里，可能已由别人办理，这一步没有保存。",
            "请刷新后再试。",
        )  # fmt: skip
    return ConflictError(
        "已经办理", f"{_who(line)}的奖励现在是“{STATES[line.state]}”，这一步没有保存。",
        "请刷新后再试。",
    )  # fmt: skip
