"""The rules of a scheme as a form."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.places import SCOPES, ScopeName
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.schemes import (
    GRADES,
    SCHEME_1,
    SCHEME_2,
    TIE_BREAKS,
    Scheme,
    TieBreak,
    resident_sentence,
)
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import NoteEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Editor, Form
from ldz_desktop.ui.kit.pieces import label, row

_WINDOWS = (1, 2, 3, 4, 6, 12)
_NONE = ""


class RowEditor(QWidget):
    """Several small fields side by side, each with its words. Its value is a tuple."""

    changed = Signal()

    def __init__(
        self, parts: Sequence[tuple[str, QWidget, str]], names: Iterable[str] = ()
    ) -> None:
        """parts: the words before, the field, the words after; names: of the fields, as tips and
        for screen readers, where no words stand before them."""
        super().__init__()
        self._editors = tuple(editor for _, editor, _ in parts)
        layout = row(spacing=4)
        for before, editor, after in parts:
            if before:
                layout.addWidget(label(before, "small"))
                editor.setAccessibleName(before)
            layout.addWidget(editor, 0 if isinstance(editor, NumberEditor) else 1)
            if after:
                layout.addWidget(label(after, "small"))
            cast("SignalInstance", cast("Editor", editor).changed).connect(self.changed)
        if all(isinstance(editor, NumberEditor) for editor in self._editors):
            layout.addStretch(1)
        for editor, name in zip(self._editors, names, strict=False):
            editor.setAccessibleName(name)
            editor.setToolTip(name)
        self.setLayout(layout)
        self.setFocusProxy(self._editors[0])

    def value(self) -> tuple[Any, ...]:
        return tuple(cast("Editor", editor).value() for editor in self._editors)

    def set_value(self, values: Sequence[Any]) -> None:
        for editor, value in zip(self._editors, values, strict=True):
            cast("Editor", editor).set_value(value)

    def problem(self) -> str:
        """The first field that cannot be read, or is empty where a number belongs."""
        for editor in self._editors:
            if isinstance(editor, NumberEditor) and editor.value() is None:
                return editor.problem() or "请把数字填全"
        return ""


def _number(highest: int) -> NumberEditor:
    made = NumberEditor(0, highest)
    made.setFixedWidth(theme.px(54))
    return made


class SchemeForm(QWidget):
    """changed: something was typed. show_scheme(), scheme(), edited(), show_problems()."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base = SCHEME_1
        self._filling = False
        self.form = Form(columns=1 if theme.is_large() else 2)
        self.sentence = label("", "note", wrap=True)
        self._build()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        layout.addWidget(self.sentence)
        self.form.changed.connect(self._typed)
        self.window_months.changed.connect(self._propose)

    def _build(self) -> None:
        form = self.form
        form.add("name", "名称(&A)", TextEditor(longest=30))
        form.add("scope", "排名范围(&E)", PickEditor([(scope, scope) for scope in SCOPES]))
        self.questions = NoteEditor("一行一道题", lines=8)
        hint = "一行一道题，行数就是题数；次序就是印在表上、录入时的次序"
        form.add("questions", "题目(&T)", self.questions, hint=hint, wide=True)
        form.add("answered_minimum", "有效表至少答", RowEditor([("", _number(99), "题")]))
        form.add(
            "weights", "权重",
            RowEditor([("满意度", _number(100), "%"), ("星级", _number(100), "%")]),
        )  # fmt: skip
        values = RowEditor([("", _number(100), "") for _ in GRADES], reversed(GRADES))
        hint = f"从“{GRADES[-1]}”到“{GRADES[0]}”，逐档降低"
        form.add("grade_values", "五档分值", values, hint=hint, wide=True)
        self.window_months = PickEditor(_windows(_WINDOWS))
        form.add("window", "计分(&J)", self.window_months)
        form.add("prior", "加平均表", RowEditor([("", _number(500), "张")]))
        form.add("shown_from", "显示结果", RowEditor([("", _number(500), "张有效表起")]))
        form.add("minimum_sheets", "参加排名", RowEditor([("", _number(500), "张有效表起")]))
        form.add("minimum_share", "并且达到", RowEditor([("在住户数的", _number(100), "%")]))
        form.add("notice_days", "公示期", RowEditor([("", _number(99), "个工作日")]))
        order = ("先比", "再比", "最后比")
        breaks = RowEditor([("", _break(), "") for _ in order], order)
        hint = "依次比较；逾期民情少的在前，都相同的名次并列"
        form.add("tie_breaks", "同分时", breaks, hint=hint, wide=True)
        classes = [("", TextEditor(longest=10), "") for _ in SCHEME_1.duty_classes]
        form.add("duty_classes", "星级分类", RowEditor(classes), wide=True)

    def show_scheme(self, scheme: Scheme) -> None:
        """Fill the form; nothing counts as edited any more."""
        self._base = scheme
        self._filling = True
        self.window_months.set_pairs(_windows({*_WINDOWS, scheme.window}))
        self.form.set_values(
            {
                "name": scheme.name,
                "scope": scheme.scope,
                "questions": "\n".join(scheme.questions),
                "answered_minimum": (scheme.answered_minimum,),
                "weights": (_percent(scheme.satisfaction_weight), _percent(scheme.stars_weight)),
                "grade_values": tuple(reversed(scheme.grade_values)),
                "window": scheme.window,
                "prior": (scheme.prior,),
                "shown_from": (scheme.shown_from,),
                "minimum_sheets": (scheme.minimum_sheets,),
                "minimum_share": (_percent(scheme.minimum_share),),
                "notice_days": (scheme.notice_days,),
                "tie_breaks": (*scheme.tie_breaks, *[_NONE] * 3)[:3],
                "duty_classes": scheme.duty_classes,
            }
        )
        self._filling = False
        self._typed()

    def edited(self) -> bool:
        return self.form.edited()

    def scheme(self) -> Scheme | None:
        """What the form says; None where a field cannot be read, which is shown at the field."""
        if not self.form.set_problems(self.form.unreadable()):
            return None
        said = self.form.values()
        lines = (said["questions"] or "").splitlines()
        satisfaction, stars = said["weights"]
        return replace(
            self._base,
            name=said["name"] or "",
            scope=cast("ScopeName", said["scope"]),
            questions=tuple(line.strip() for line in lines if line.strip()),
            answered_minimum=said["answered_minimum"][0],
            satisfaction_weight=Fraction(satisfaction, 100),
            stars_weight=Fraction(stars, 100),
            grade_values=tuple(reversed(said["grade_values"])),
            window=said["window"],
            prior=said["prior"][0] if said["window"] > 1 else 0,
            shown_from=said["shown_from"][0],
            minimum_sheets=said["minimum_sheets"][0],
            minimum_share=Fraction(said["minimum_share"][0], 100),
            notice_days=said["notice_days"][0],
            tie_breaks=cast("tuple[TieBreak, ...]", tuple(b for b in said["tie_breaks"] if b)),
            duty_classes=tuple(words or "" for words in said["duty_classes"]),
        )

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Each below its field; whether there are none."""
        return self.form.set_problems(problems)

    def _typed(self) -> None:
        rolling = (self.window_months.value() or 1) != 1
        self.form.show_field("prior", visible=rolling)
        prior = self.form.values()["prior"][0]
        said = replace(
            SCHEME_2,
            window=cast("int", self.window_months.value()),
            prior=prior or 0,
            scope=cast("ScopeName", self.form.values()["scope"]),
        )
        self.sentence.setText(f"公示上会印：{resident_sentence(said)}" if rolling else "")
        self.sentence.setVisible(rolling)
        if not self._filling:
            self.changed.emit()

    def _propose(self) -> None:
        """Another way of counting comes with the minimums that go with it."""
        if self._filling:
            return
        rolling = (self.window_months.value() or 1) != 1
        if rolling == bool(self.form.values()["prior"][0]):
            return
        usual = SCHEME_2 if rolling else SCHEME_1
        for key, value in (
            ("prior", usual.prior),
            ("shown_from", usual.shown_from),
            ("minimum_sheets", usual.minimum_sheets),
            ("minimum_share", _percent(usual.minimum_share)),
        ):
            cast("Editor", self.form.editor(key)).set_value((value,))


def _break() -> PickEditor:
    made = PickEditor([(_NONE, "不再比"), *TIE_BREAKS.items()])
    made.setSizeAdjustPolicy(PickEditor.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(4)
    return made


def _windows(months: Iterable[int]) -> list[tuple[object, str]]:
    return [(n, "按月" if n == 1 else f"近 {n} 个月") for n in sorted(months)]


def _percent(value: Fraction) -> int:
    return round(value * 100)
