"""When the notice was pinned to the wall, and until when objections are taken."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.workdays import Calendar, notice_period
from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import DateEditor, day_text
from ldz_desktop.ui.kit.holiday_warning import HolidayWarning
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, row

_WEEKDAYS = "一二三四五六日"


def period_words(posted: date, days: int, calendar: Calendar) -> tuple[str, bool]:
    """公示期 … as a sentence, and whether the calendar knows it for certain."""
    period = notice_period(posted, days, calendar)
    end = f"{day_text(period.last)}（星期{_WEEKDAYS[period.last.weekday()]}）"
    text = f"公示期 {days} 个工作日，张贴当天不算：{day_text(period.first)} 至 {end}。"
    if period.certain:
        return text, True
    unknown = f"程序里还没有 {period.last.year} 年的放假安排，截止日期为预计，补充以后自动重算。"
    return text + unknown, False


class PublishDialog(Dialog):
    """Accepted: posted() is the day of posting."""

    def __init__(
        self, info: MonthInfo, today: date, days: int, calendar: Calendar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("登记公示")
        self.setMinimumWidth(theme.px(520))
        self._today = today
        self._days = days
        self._calendar = calendar
        self.day = DateEditor()
        self.day.setAccessibleName("张贴日期")
        self.day.set_value(today)
        self.day.changed.connect(self._show)
        self._words = label("", wrap=True)
        self._words.setMinimumHeight(theme.px(44))
        caption = label("张贴日期(&D)", "muted")
        caption.setBuddy(self.day)
        self.publish_button = button("登记公示(&F)", self.accept, role="primary")
        self.publish_button.setDefault(True)
        layout = column(
            label(f"公示{month_text(info.month)}的测评结果", "title"),
            label(f"本月核验码  {info.code}", "muted"),
            row(caption, self.day, None),
            self._words,
            label("登记后，公示上的张贴日期和公示期就按这一天印。", "muted", wrap=True),
            row(None, button("取消", self.reject), self.publish_button),
            spacing=12,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self._show()
        self.day.setFocus()
        self.day.selectAll()

    def put_above(self, warning: HolidayWarning) -> None:
        """A line above the verbs: what the office should know before it reckons."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, warning)
        warning.told.connect(self._fit)

    def _fit(self) -> None:
        """As high as the words need; a window does not see that its labels wrap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def set_calendar(self, calendar: Calendar) -> None:
        """The holiday table was changed meanwhile."""
        self._calendar = calendar
        self._show()

    def posted(self) -> date | None:
        return self.day.value()

    def words(self) -> str:
        return self._words.text()

    def _show(self) -> None:
        posted = self.day.value()
        self.publish_button.setEnabled(posted is not None and posted <= self._today)
        if posted is None:
            text, good = self.day.problem() or "请填写张贴日期。", False
        elif posted > self._today:
            text, good = "张贴日期还没有到，张贴当天再登记。", False
        else:
            text, good = period_words(posted, self._days, self._calendar)
        self._words.setText(text)
        restyle(self._words, "role", "" if good else "note")
