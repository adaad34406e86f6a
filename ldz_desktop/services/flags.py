"""Red flags as things: registered, handed on month by month, and the ties that people decide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ldz_desktop.domain import flags as rules
from ldz_desktop.domain.changes import Change, Topic
from ldz_desktop.domain.flags import Decision, Flag, Holding
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.flags_records import Handing
from ldz_desktop.services.flags_views import FlagViews
from ldz_desktop.services.months import month_text
from ldz_desktop.services.undoable import Done, done


class FlagService(FlagViews):
    """Verbs on flags. Every write is one action and can be taken back."""

    # -- the register ----------------------------------------------------------------------------

    def check_flag(self, flag: Flag) -> tuple[Problem, ...]:
        return rules.check_flag(flag, self._store.flags(), self._core.today())

    def save_flag(self, flag: Flag) -> Done:
        """A new flag, or one corrected. Raises InputError for what check_flag refuses, RuleError
        where one that hung somewhere would go round in another community."""
        _refuse(self.check_flag(flag))
        one = replace(flag, number=flag.number.strip())
        with self._core.action("修改红旗" if one.id else "登记红旗"):
            if one.id:
                before = self._flag(one.id)
                if before.scope != one.scope and self._of(one.id):
                    raise RuleError("不能换社区", "这面红旗已经有交接记录，不能改到别的社区。")
                self._store.save(one)
            else:
                one = replace(one, id=next(self._core.ids()))
                self._store.add(one)
        return self._done(f"红旗{one.number}已登记", one.id)

    def register_lacking(self) -> Done:
        """Register what lacking() proposes. Raises RuleError where nothing is lacking."""
        new = [replace(f, id=k) for f, k in zip(self.lacking(), self._core.ids(), strict=False)]
        if not new:
            raise RuleError("不缺红旗", "每个社区已经有两面在用的红旗。")
        with self._core.action("登记红旗"):
            for flag in new:
                self._store.add(flag)
        return self._done(f"已登记 {len(new)} 面红旗", *(f.id for f in new))

    def check_retiring(self, flag_id: int, on: date | None) -> tuple[Problem, ...]:
        flag, today = self._flag(flag_id), self._core.today()
        return rules.check_retiring(flag, self._store.holdings(), on, today)

    def retire(self, flag_id: int, on: date | None, note: str | None) -> Done:
        """It goes round no more; where it hangs it is taken down. Raises InputError for what
        check_retiring refuses."""
        _refuse(self.check_retiring(flag_id, on))
        flag = self._flag(flag_id)
        with self._core.action("停用红旗"):
            self._store.save(replace(flag, retired_on=on, note=note or flag.note))
            self._take_down(flag_id, on)
        return self._done(f"红旗{flag.number}已停用", flag_id)

    def remove_flag(self, flag_id: int) -> Done:
        """One entered by mistake. Raises RuleError where it hung somewhere."""
        flag = self._flag(flag_id)
        if self._of(flag_id):
            raise RuleError("不能删除", f"红旗{flag.number}有交接记录。", "不再用的，请“停用”。")
        with self._core.action("删除红旗"):
            self._store.remove(flag_id)
        return self._done(f"红旗{flag.number}已删除", flag_id)

    # -- handing on ------------------------------------------------------------------------------

    def check_handing(self, month: str, one: Handing) -> tuple[Problem, ...]:
        """What hand_over() would refuse."""
        flag = self._store.flag(one.flag_id)
        every = self._reader.every()
        if month not in every:
            return (Problem("refused", "month", "open", f"{month_text(month)}还没有封存"),)
        won = self._reader.winners(every)[month]
        winners = won.get(flag.scope, ()) if flag is not None else ()
        holding = _holding(0, month, one)
        return rules.check_handing(
            holding, flag, winners, self._store.holdings(), self._core.today()
        )

    def hand_over(self, month: str, handings: Sequence[Handing]) -> Done:
        """Write down who got which flag, all or none. A flag that stays is only counted on. Raises
        InputError for what check_handing refuses."""
        if not handings:
            raise InputError("没有选中", "没有要登记的红旗。", "请先在列表里选中。")
        with self._core.action("登记红旗交接"):
            ids = self._core.ids()
            made = [self._write(month, one, next(ids)) for one in handings]
        moved = sum(h.received_by is not None for h in made)
        parts = [f"已登记交接 {moved} 面"] if moved else []
        parts += [f"确认未流动 {len(made) - moved} 面"] if moved < len(made) else []
        return self._done("，".join(parts), *(h.id for h in made))

    def _write(self, month: str, one: Handing, key: int) -> Holding:
        _refuse(self.check_handing(month, one))
        new = _holding(key, month, one)
        before = rules.latest(h for h in self._of(one.flag_id) if h.month < month)
        at = before.get(one.flag_id)
        if at is not None and rules.stays(new, at):
            new = replace(new, from_on=at.from_on, handed_by=None, received_by=None)
        elif at is not None and at.to_on is None:
            self._store.save_holding(replace(at, to_on=new.from_on))
        self._store.add_holding(new)
        return new

    def take_back(self, holding_id: int) -> Done:
        """A hand-over entered by mistake, or whose month was corrected: the flag is where it was
        before. Raises RuleError where it was handed on since."""
        one = self._holding(holding_id)
        mine = self._of(one.flag_id)
        if any(h.month > one.month for h in mine):
            raise RuleError(
                "后面还有交接", "这面红旗以后的月份已经登记过交接。", "请从最近的一个月开始撤回。"
            )
        before = rules.latest(h for h in mine if h.month < one.month).get(one.flag_id)
        with self._core.action("撤回红旗交接"):
            if before is not None and before.to_on is not None and before.to_on == one.from_on:
                self._store.save_holding(replace(before, to_on=None))
            self._store.remove_holding(holding_id)
        return self._done("已撤回这次交接", holding_id)

    def take_in(self, flag_id: int, on: date | None) -> Done:
        """The flag comes back into the office: nobody has it until it is handed on again. Raises
        InputError for a day before it came, RuleError where it hangs nowhere."""
        at = rules.latest(self._of(flag_id)).get(flag_id)
        flag = self._flag(flag_id)
        if at is None or at.to_on is not None:
            raise RuleError("不在楼栋", f"红旗{flag.number}没有挂在哪栋楼。")
        _refuse(rules.check_retiring(flag, [at], on, self._core.today()))
        with self._core.action("收回红旗"):
            self._take_down(flag_id, on)
        return self._done(f"红旗{flag.number}已收回", flag_id)

    # -- ties ------------------------------------------------------------------------------------

    def check_decision(self, decision: Decision) -> tuple[Problem, ...]:
        every = self._reader.every()
        month = every.get(decision.month)
        tie = month.ties.get(decision.community) if month is not None else None
        standing = self._reader.decisions(every).get(decision.month, {}).values()
        return rules.check_decision(decision, tie, standing, self._core.today())

    def decide(self, decision: Decision) -> Done:
        """Put on record which of the tied buildings got the flag. The closed month stays as it is.
        Raises InputError for what check_decision refuses."""
        _refuse(self.check_decision(decision))
        one = replace(
            decision, id=next(self._core.ids()), decided_by=decision.decided_by.strip(),
            reason=decision.reason.strip(),
        )  # fmt: skip
        with self._core.action("登记红旗归属", reason=one.reason):
            for old in self._store.decisions():  # of a tie that a correction made another one
                if (old.month, old.community) == (one.month, one.community):
                    self._store.remove_decision(old.id)
            self._store.add_decision(one)
        return self._done("红旗归属已登记", one.id, topics=("honours", "evaluation"))

    def undecide(self, decision_id: int) -> Done:
        """Take a decision off the record. Raises RuleError where a flag was handed over for it."""
        one = next((d for d in self._store.decisions() if d.id == decision_id), None)
        if one is None:
            raise InputError("没有这个决定", "这个决定已经不在了。", "请刷新后再试。")
        if any(
            h.month == one.month and h.building_id in one.buildings for h in self._store.holdings()
        ):
            raise RuleError("红旗已经交接", "按这个决定的红旗已经交接。", "请先撤回交接。")
        with self._core.action("撤销红旗归属"):
            self._store.remove_decision(decision_id)
        return self._done("红旗归属的决定已撤销", one.id, topics=("honours", "evaluation"))

    # -- inside ----------------------------------------------------------------------------------

    def _of(self, flag_id: int) -> list[Holding]:
        return [h for h in self._store.holdings() if h.flag_id == flag_id]

    def _flag(self, flag_id: int) -> Flag:
        found = self._store.flag(flag_id)
        if found is None:
            raise InputError("没有这面红旗", "这面红旗已经不在了。", "请刷新后再试。")
        return found

    def _holding(self, holding_id: int) -> Holding:
        found = next((h for h in self._store.holdings() if h.id == holding_id), None)
        if found is None:
            raise InputError("没有这次交接", "这次交接的记录已经不在了。", "请刷新后再试。")
        return found

    def _take_down(self, flag_id: int, on: date | None) -> None:
        at = rules.latest(self._of(flag_id)).get(flag_id)
        if at is not None and at.to_on is None:
            self._store.save_holding(replace(at, to_on=on))

    def _done(self, what: str, *ids: int, topics: tuple[Topic, ...] = ("honours",)) -> Done:
        return done(self._core, Change.of(*topics, what=what, ids=ids))


def _holding(key: int, month: str, one: Handing) -> Holding:
    by, to = _kept(one.handed_by), _kept(one.received_by)
    return Holding(
        key, one.flag_id, one.building_id, month, one.from_on, None, by, to, _kept(one.note)
    )


def _kept(text: str | None) -> str | None:
    """Empty is None."""
    return (text or "").strip() or None


def _refuse(problems: Iterable[Problem]) -> None:
    refused = [p.reason for p in problems if p.level == "refused"]
    if refused:
        raise InputError("不能保存", "；".join(refused) + "。", "请改正后再试。")
