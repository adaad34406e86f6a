"""How the office signs."""

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.settings import Profile
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, row
from ldz_desktop.ui.settings.page import page_layout


class OfficePage(QWidget):
    """The profile that stands on notices and tables."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        layout = page_layout(self, "办公室", "这些会印在公示、表格和恢复码上。")
        self.form = Form()
        self.form.add("office", "办公室名称(&O)", TextEditor(longest=60))
        self.form.add(
            "unit",
            "署名单位(&U)",
            TextEditor("不填就用办公室名称", longest=60),
            hint="表格、聘书和全区公示的落款；别的公示谁署名，在“署名单位”里定",
        )
        self.form.add("phone", "监督电话(&T)", TextEditor(longest=30), hint="公示上受理异议的电话")
        self.form.add("address", "地址(&D)", TextEditor(longest=100), hint="公示上受理异议的地址")
        self.form.add(
            "district",
            "全区名称(&Q)",
            TextEditor("如 巴州区", longest=40),
            hint="“全区”排名在纸上的写法",
        )
        layout.addWidget(self.form)
        self.save = button("保存(&S)", self.keep, role="primary")
        self.save.setEnabled(False)
        layout.addLayout(row(None, self.save))
        layout.addStretch(1)
        self.form.set_enabled(enabled=False)
        self.form.changed.connect(self._typed)
        self.form.answers_enter(self.keep)
        self._load()

    def _load(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(lambda progress: office.settings.profile(), self._show, owner=self)

    def _show(self, profile: Profile) -> None:
        self.form.set_enabled(enabled=True)
        keys = self.form.keys()
        self.form.set_values({key: getattr(profile, key) or None for key in keys})
        self._typed()

    def _typed(self) -> None:
        self.save.setEnabled(self.form.edited())

    def keep(self) -> None:
        """Save what stands there."""
        if not self.save.isEnabled():
            return
        office = self._bench.office
        profile = Profile(**{key: text or "" for key, text in self.form.values().items()})
        self._bench.tasks.run(
            lambda progress: office.settings.save_profile(profile),
            lambda change: self._saved(profile, change),
            owner=self,
        )

    def _saved(self, profile: Profile, change: Change) -> None:
        self._show(profile)
        self._bench.publish(change)
        self._bench.notices.info(change.what)
