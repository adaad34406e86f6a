"""What the plate at a building's door may say."""

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.person_papers import PlateRules
from ldz_desktop.ui.kit.editors import CheckEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, row
from ldz_desktop.ui.settings.page import page_layout


class PlatePage(QWidget):
    """Whose telephone stands on the plate. An identity number never does."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        layout = page_layout(
            self, "公示牌", "楼栋门口的公示牌印照片、姓名、楼栋和职责。证件号码从不印在上面。"
        )
        self.form = Form()
        self.form.add(
            "own_phone",
            "",
            CheckEditor("电话可以印在公示牌上(&T)"),
            hint="楼栋长本人的电话。请先征得本人同意；不选，印下面的电话",
        )
        self.form.add(
            "service_phone",
            "服务电话(&F)",
            TextEditor("不填就用“办公室”里的监督电话", longest=30),
            hint="社区给居民用的电话；本人没有电话时也印它",
        )
        layout.addWidget(self.form)
        self.save = button("保存(&S)", self.keep, role="primary")
        self.save.setEnabled(False)
        layout.addLayout(row(None, self.save))
        layout.addStretch(1)
        self.form.set_enabled(enabled=False)
        self.form.changed.connect(self._typed)
        self.form.answers_enter(self.keep)
        office = bench.office
        bench.tasks.run(lambda progress: office.person_papers.rules(), self._show, owner=self)

    def _show(self, rules: PlateRules) -> None:
        self.form.set_enabled(enabled=True)
        self.form.set_values(
            {"own_phone": rules.own_phone, "service_phone": rules.service_phone or None}
        )
        self._typed()

    def _typed(self) -> None:
        self.save.setEnabled(self.form.edited())

    def keep(self) -> None:
        """Save what stands there."""
        if not self.save.isEnabled():
            return
        office, values = self._bench.office, self.form.values()
        rules = PlateRules(bool(values["own_phone"]), values["service_phone"] or "")
        self._bench.tasks.run(
            lambda progress: office.person_papers.save_rules(rules),
            lambda change: self._saved(rules, change),
            owner=self,
        )

    def _saved(self, rules: PlateRules, change: Change) -> None:
        self._show(rules)
        self._bench.publish(change)
        self._bench.notices.info(change.what)
