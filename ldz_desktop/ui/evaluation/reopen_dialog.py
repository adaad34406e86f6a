"""Opening a closed month again: why, and who else is there; what will happen is said before."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.reopening import LONGEST_NAME, SecondPerson
from ldz_desktop.errors import KnownError, PasswordError
from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import NoteEditor, PasswordEditor, PickEditor, TextEditor, day_text
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row, rule

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress


def what_happens(info: MonthInfo, *, hangs: bool) -> tuple[str, ...]:
    """What re-opening does, a sentence each. hangs: its notice is still on the wall."""
    found = [
        f"现在的名次、得分、核验码和日期作为第 {info.edition} 版永久保存，谁也改不了。",
        "录入的表、评分册和张数都还在，可以撤回、补录、更正；流动红旗、末位和奖励等重新封月后再算。",
    ]
    if hangs:
        found.append("正在张贴的公示登记为今天撤下，请到现场取下来。")
    found.append(
        f"改好后重新封月，得到第 {info.edition + 1} 版的核验码，再公示更正：前后对照，印上原因。"
    )
    return tuple(found)


class ReopenDialog(Dialog):
    """Accepted once the month is open again; `done` was called with it before."""

    def __init__(
        self,
        bench: Bench,
        info: MonthInfo,
        others: tuple[str, ...],
        parent: QWidget,
        *,
        hangs: bool,
    ) -> None:
        """others: accounts of other people of the office; (): the second person is named."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("重开本月")
        self.setMinimumWidth(theme.px(580))
        self._bench = bench
        self._info = info
        self._done: Callable[[MonthInfo], None] = lambda _: None
        self.form = _form(others)
        self.trouble = label("", "error", wrap=True)
        self.trouble.hide()
        self.yes = button("重开本月(&R)", self.submit, role="primary")
        cancel = button("取消", self.reject)
        name = month_text(info.month)
        state = "已封月"
        if info.state == "published":
            state = f"{day_text(info.published_on)}公示"
        lines = column(spacing=6)
        for number, text in enumerate(what_happens(info, hangs=hangs), 1):
            place = label(f"{number}.", "muted")
            line = row(place, label(text, wrap=True))
            line.setStretch(1, 1)
            line.setAlignment(place, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        layout = column(
            label(f"重开{name}的测评", "title"),
            label(f"{state}，核验码 {info.code}", "muted"),
            lines, rule(), self.form, self.trouble, row(None, cancel, self.yes),
            spacing=12,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.answers_enter(self.submit)
        self.form.editor("reason").setFocus()

    def reopens(self, done: Callable[[MonthInfo], None]) -> None:
        """done: called with the month once it is open again."""
        self._done = done

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self.submit()

    def second(self) -> SecondPerson:
        """Who stands beside, as typed."""
        values = self.form.values()
        return SecondPerson(values["second"] or "", values.get("password"))

    def submit(self) -> None:
        """Check what stands there, then re-open."""
        if not self.yes.isEnabled():
            return
        reopening, month = self._bench.office.reopening, self._info.month
        reason, second = self.form.values()["reason"] or "", self.second()
        self._say("")
        self.yes.setEnabled(False)

        def work(progress: "Progress") -> MonthInfo | tuple[Problem, ...]:
            progress.report(0, 0, "保存这一版")
            return reopening.problems(reason, second) or reopening.reopen(month, reason, second)

        self._bench.tasks.run(
            work, self._finished, owner=self, failed=self._failed,
            title=f"正在重开{month_text(month)}",
        )  # fmt: skip

    def _finished(self, found: MonthInfo | tuple[Problem, ...]) -> None:
        self.yes.setEnabled(True)
        if isinstance(found, MonthInfo):
            self.accept()
            self._done(found)
        else:
            self.form.set_problems(found)
            self._fit()

    def _failed(self, error: KnownError) -> None:
        self.yes.setEnabled(True)
        if isinstance(error, PasswordError):
            wrong = Problem("refused", "password", "wrong", "密码不正确，请本人再输一次。")
            self.form.set_problems((wrong,))
        else:
            self._say(f"{error.message}{error.hint}")
        self._fit()

    def _say(self, text: str) -> None:
        self.form.set_problems(())
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _fit(self) -> None:
        """As high as the words need; a window does not see that its labels wrap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


def _form(others: tuple[str, ...]) -> Form:
    form = Form()
    form.add(
        "reason", "原因(&Y)", NoteEditor("如 福锦苑4栋漏录 12 张表", lines=2),
        hint="会印在更正公示上：写事情，不写居民姓名、电话和房号。",
    )  # fmt: skip
    if others:
        form.add("second", "第二个人(&W)", PickEditor([(name, name) for name in others]))
        form.add(
            "password", "本人的密码(&K)", PasswordEditor(),
            hint="由本人输入，程序只核对，不保存。",
        )  # fmt: skip
    else:
        form.add(
            "second", "第二个人(&W)", TextEditor("姓名，如 王芳", longest=LONGEST_NAME),
            hint="办公室只有您一个账号，请写明在场确认的另一个人，更正公示上要印。",
        )  # fmt: skip
    return form
