"""The forms of flags: a hand-over, several at once, a decision, a flag, taking one out of use."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ldz_desktop.domain.flags import Decision, Flag
from ldz_desktop.services.flags_records import Handing
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import column

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.services.flags_records import FlagLine, MoveLine, TieLine
    from ldz_desktop.ui.kit.feature import Bench

_FEW = 3


class BuildingTicks(QWidget):
    """Some of a few buildings: boxes to tick. The value is their ids."""

    changed = Signal()

    def __init__(self, pairs: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.boxes: dict[int, QCheckBox] = {}
        lines = column(spacing=4)
        for key, title in pairs:
            box = QCheckBox(title)
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes[key] = box
            lines.addWidget(box)
        self.setLayout(lines)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[int, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: Sequence[int] | None) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in (value or ()))


class FlagForms:
    """Opens a form and writes what it says. after: the page reads again."""

    def __init__(self, bench: "Bench", owner: QWidget, after: Callable[[], None]) -> None:
        self._bench = bench
        self._owner = owner
        self._after = after

    # -- handing on ------------------------------------------------------------------------------

    def hand_over(self, month: str, lines: "Sequence[MoveLine]") -> None:
        """lines: those that move, one with its names, several with the day alone; the flags that
        stay among them are confirmed with it."""
        flags = self._bench.office.flags
        one = lines[0] if len(lines) == 1 else None
        form = Form()
        form.add("from_on", "交接日期(&D)", DateEditor())
        form.set_values({"from_on": self._bench.office.today()})
        if one is not None:
            form.add("handed_by", "移交人(&Y)", TextEditor("姓名", longest=40))
            form.add("received_by", "接收人(&J)", TextEditor("姓名", longest=40))
            form.set_values({"handed_by": one.giver or None, "received_by": one.taker or None})
        form.add("note", "备注", TextEditor("如 在社区茶馆当众交接", longest=60))

        def made(values: Mapping[str, Any]) -> list[Handing]:
            return [_handing(line, values) for line in lines]

        def check(values: Mapping[str, Any]) -> "tuple[Problem, ...]":
            found = [p for one in made(values) for p in flags.check_handing(month, one)]
            return tuple(dict.fromkeys(found))

        titles = ("登记红旗交接", _about(month, lines))
        self._dialog(titles, form, "登记").writes(
            lambda v: flags.hand_over(month, made(v)), check, self._after
        ).open()

    # -- ties ------------------------------------------------------------------------------------

    def decide(self, line: "TieLine") -> None:
        """Which of the tied buildings gets the flag."""
        flags, tie = self._bench.office.flags, line.tie
        form = Form()
        pairs = list(zip(tie.buildings, line.titles, strict=True))
        form.add("buildings", "归哪栋(&B)", BuildingTicks(pairs))
        form.add("decided_on", "决定日期(&D)", DateEditor())
        form.add("decided_by", "谁作的决定(&W)", TextEditor("如 社区党委会议", longest=60))
        form.add("reason", "理由(&L)", NoteEditor("写明为什么归这栋，便于以后核对", lines=2))
        form.set_values({"decided_on": self._bench.office.today()})

        def made(values: Mapping[str, Any]) -> Decision:
            return Decision(
                0, tie.month, tie.community, values["buildings"], values["decided_on"],
                values["decided_by"] or "", values["reason"] or "",
            )  # fmt: skip

        about = (
            f"{tie.community}{month_text(tie.month)}有 {len(tie.buildings)} 栋楼并列，"
            f"还有 {tie.places} 面红旗。封存的排名不变，决定另行记录。"
        )
        self._dialog(("登记红旗归属", about), form, "登记").writes(
            lambda v: flags.decide(made(v)), lambda v: flags.check_decision(made(v)), self._after
        ).open()

    # -- the register ----------------------------------------------------------------------------

    def flag(self, before: Flag | None, communities: Sequence[str]) -> None:
        """A flag: new, or corrected."""
        flags = self._bench.office.flags
        form = Form()
        form.add("number", "编号(&B)", TextEditor("如 兴新3号", longest=20))
        form.add("scope", "社区(&S)", PickEditor([(c, c) for c in communities]))
        form.add("acquired_on", "启用日期(&D)", DateEditor())
        form.add("note", "备注", TextEditor(longest=60))
        if before is not None:
            keys = ("number", "scope", "acquired_on", "note")
            form.set_values({key: getattr(before, key) for key in keys})
        else:
            form.set_values({"acquired_on": self._bench.office.today()})

        def made(values: Mapping[str, Any]) -> Flag:
            return Flag(
                before.id if before else 0, values["number"] or "", str(values["scope"] or ""),
                values["acquired_on"], before.retired_on if before else None, values["note"],
            )  # fmt: skip

        title = "登记红旗" if before is None else "修改红旗"
        self._dialog((title, "每面红旗一个编号，写在旗背面。"), form, "保存").writes(
            lambda v: flags.save_flag(made(v)), lambda v: flags.check_flag(made(v)), self._after
        ).open()

    def retire(self, line: "FlagLine") -> None:
        flags, key = self._bench.office.flags, line.id
        form = Form()
        form.add("retired_on", "停用日期(&D)", DateEditor())
        form.add("note", "原因(&Y)", TextEditor("如 旗面破损", longest=60))
        form.set_values({"retired_on": self._bench.office.today()})
        where = f"现在挂在{line.place}，停用后从那里取下。" if line.place else ""
        about = f"{line.flag.number}停用以后不再参加流动，交接记录保留。{where}"
        self._dialog(("停用红旗", about), form, "停用").writes(
            lambda v: flags.retire(key, v["retired_on"], v["note"]),
            lambda v: flags.check_retiring(key, v["retired_on"]),
            self._after,
        ).open()

    def _dialog(self, titles: tuple[str, str], form: Form, verb: str) -> FormDialog:
        return FormDialog(self._bench, self._owner, titles, form, verb)


def _handing(line: "MoveLine", values: Mapping[str, Any]) -> Handing:
    move = line.move
    if move.state == "keep":
        return Handing(move.flag_id, move.to_building)
    given = values.get("handed_by", line.giver or None)
    taken = values.get("received_by", line.taker or None)
    return Handing(
        move.flag_id, move.to_building, values["from_on"], given, taken, values["note"]
    )  # fmt: skip


def _about(month: str, lines: "Sequence[MoveLine]") -> str:
    """兴新1号：福锦苑1栋 → 福锦苑3栋, or of several how many."""
    if len(lines) == 1:
        one = lines[0]
        return f"{month_text(month)} {one.number}：{one.origin or '办公室'} → {one.place}"
    numbers = [line.number for line in lines if line.move.state == "todo"]
    stay = sum(line.move.state == "keep" for line in lines)
    more = " 等" if len(numbers) > _FEW else ""
    kept = f"，另有 {stay} 面确认未流动" if stay else ""
    return (
        f"{month_text(month)} {'、'.join(numbers[:_FEW])}{more} {len(numbers)} 面，"
        f"移交人、接收人是两栋楼现任的楼栋长{kept}。"
    )
