"""学时与欠缺: every leader's hours of a year, and who lacks what."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ldz_desktop.domain.training import COURSE_KINDS, CourseKind, hours_text
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tables import Table
from ldz_desktop.services.training_records import LeaderYear, Rules
from ldz_desktop.services.training_tables import hour_note, lacks_text, year_table
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.finder import FinderField, FinderTable, fits
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.takeaway import export_table, print_table
from ldz_desktop.ui.roster.training.rules_dialog import RulesDialog

_WHO: dict[str, tuple[str, Callable[[LeaderYear], bool]]] = {
    "all": ("全部", lambda y: True),
    "lacking": ("有欠缺", lambda y: y.lacks_induction or y.short),
    "induction": ("缺岗前培训", lambda y: y.lacks_induction),
    "short": ("学时不足", lambda y: y.short),
}
_YEARS = 6
_Found = tuple[int, tuple[LeaderYear, ...], Rules, str]


class HoursView(QWidget):
    """read() shows the chosen year."""

    def __init__(self, bench: Bench, switch: QWidget, parent: QWidget | None = None) -> None:
        """switch: stands in the head."""
        super().__init__(parent)
        self.switch = switch
        self._bench = bench
        self._rules = Rules()
        self._unit = ""
        self.year = PickEditor(self._years())
        self.community = PickEditor([("", "全部社区")])
        self.who = PickEditor([(key, title) for key, (title, _) in _WHO.items()])
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找楼栋长")
        self.model = RecordModel(self._columns(), parent=self)
        self.table = FinderTable(self.model, "培训学时")
        self.table.choose_columns(bench.preferences, "hours")
        self._counts = label("", "muted")
        self._note = label("", "small", wrap=True)
        self._stack = QStackedWidget()
        self._build()

    def _years(self) -> list[tuple[object, str]]:
        this_year = self._bench.office.today().year
        return [(year, f"{year}年") for year in range(this_year, this_year - _YEARS, -1)]

    def read(self) -> None:
        self.year.set_pairs(self._years())  # the year may have turned
        office, year = self._bench.office, int(str(self.year.value()))

        def work() -> _Found:
            training = office.training
            return year, training.year(year), training.rules(), training.unit()

        self._bench.tasks.run(lambda progress: work(), self._show, owner=self, key="training-year")

    def _show(self, found: _Found) -> None:
        _, rows, self._rules, self._unit = found
        kept = self.table.current_id()
        names = dict.fromkeys(r.community for r in rows)
        with QSignalBlocker(self.community), QSignalBlocker(self.table):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
            self.model.set_records(rows)
        self._narrow(kept)

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        wanted = _WHO[str(self.who.value())][1]
        community, text = self.community.value(), self.search.wanted()

        def keep(one: LeaderYear) -> bool:
            return (
                wanted(one)
                and (not community or one.community == community)
                and fits(text, (one.name, one.buildings), one.pinyin)
            )

        self.model.set_filter(keep)
        shown = self.model.records()
        lacking = sum(r.lacks_induction for r in shown)
        short = sum(r.short for r in shown)
        self._counts.setText(f"{len(shown)} 人 · 缺岗前 {lacking} · 学时不足 {short}")
        self._note.setText(
            f"{hour_note(self._rules)}，每年不少于 {self._rules.yearly} 学时。"
            "岗前培训要学满全部学时，任职前半年内参加的也算。跨年的培训算在结束的那一年。"
        )
        self._stack.setCurrentIndex(0 if shown else 1)
        if not self.table.select_id(kept) and shown:
            self.table.select_id(shown[0].id)

    def shown_table(self) -> Table:
        """What is listed, in the order it is listed."""
        year = int(str(self.year.value()))
        who = str(self.who.value())
        scope = (str(self.community.value() or ""), "" if who == "all" else _WHO[who][0])
        return year_table(
            self.model.records(), year, self._rules, self._unit, "，".join(filter(None, scope))
        )

    def _print(self) -> None:
        table = self.shown_table()
        print_table(self._bench, self, table.title, lambda: table)

    def _export(self) -> None:
        table = self.shown_table()
        export_table(self._bench, self, table.title, "training", lambda: table)

    def _set_rules(self) -> None:
        dialog = RulesDialog(self._rules, self)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        rules = dialog.rules() if accepted else None
        dialog.deleteLater()
        if rules is not None:
            office = self._bench.office
            self._bench.tasks.run(
                lambda progress: office.training.save_rules(rules),
                self._bench.publish,
                owner=self,
            )

    def _columns(self) -> tuple[Column[LeaderYear], ...]:
        def hours(kind: CourseKind) -> Column[LeaderYear]:
            return Column(
                kind, kind,
                lambda y: hours_text(y.minutes[kind], self._rules.per_hour) if y.minutes[kind]
                else "",
                align="right", width=70, sort=lambda y: y.minutes[kind],
            )  # fmt: skip

        return (
            Column("community", "社区", lambda y: y.community, width=110),
            Column("building", "楼栋", lambda y: y.buildings, width=180),
            Column("name", "姓名", lambda y: y.name, width=110, sort=lambda y: y.pinyin),
            Column(
                "begins", "任职日期", lambda y: date_text(y.begins) if y.begins else "",
                width=130, sort=lambda y: y.begins,
            ),
            *(hours(kind) for kind in COURSE_KINDS),
            Column(
                "total", "合计", lambda y: hours_text(y.total, self._rules.per_hour),
                align="right", width=70, sort=lambda y: y.total, strong=lambda y: True,
                tone=lambda y: "red" if y.short else None,
            ),
            Column(
                "lacks", "欠缺", lacks_text, width=0, chip=_chips,
                sort=lambda y: (not y.lacks_induction, not y.short),
            ),
        )  # fmt: skip

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的楼栋长", "这一年没有人在任，或者换上面的筛选。", icon="search"
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        for part, name in ((self.year, "年份"), (self.community, "社区"), (self.who, "显示谁")):
            part.setAccessibleName(name)
            part.changed.connect(self.read if part is self.year else self._narrow)
        self.search.searched.connect(self._narrow)
        self.search.setFixedWidth(theme.px(260))
        self.table.found_by(self.search)
        self.table.opened.connect(lambda key: self._bench.show(Target("leader", key)))
        head = row(
            self.switch, self._counts, None,
            button("学时设置(&H) …", self._set_rules),
            button("打印(&P)", self._print), button("导出(&E)", self._export),
        )  # fmt: skip
        filters = row(self.search, self.year, self.community, self.who, None)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        body.addWidget(self._note)
        self.setLayout(column(card(body)))
        self.setFocusProxy(self.table)


def _chips(row_: LeaderYear) -> str | None:
    tones = [tone for tone, lacking in (("red", row_.lacks_induction), ("amber", row_.short))
             if lacking]  # fmt: skip
    return " ".join(tones) or None
