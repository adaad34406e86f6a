"""Who signs which paper, at which level."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.signers import LONGEST, PAPERS, USUAL, Names, signer, signer_problems
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.settings.page import page_layout

_MNEMONICS = "ABDEFGHJ"


@dataclass(frozen=True, slots=True)
class _Read:
    wordings: dict[str, str]
    example: Names


class SignersPage(QWidget):
    """A wording for each paper, and how it will be printed for the first building of the office."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._example = Names("")
        layout = page_layout(
            self,
            "署名单位",
            "〔社区〕〔小区〕〔街道〕〔办公室〕印出来是各自的名称。已经公示的月份，"
            "照公示那天的署名印。",
        )
        self.form = Form()
        for paper, letter in zip(PAPERS, _MNEMONICS, strict=True):
            editor = TextEditor(paper.usual, longest=LONGEST)
            self.form.add(paper.key, f"{paper.title}(&{letter})", editor)
        layout.addWidget(self.form)
        self.shown = label("", "muted", wrap=True)
        layout.addWidget(self.shown)
        self.save = button("保存(&S)", self.keep, role="primary")
        self.usual = button("照最初的写法(&U)", self._as_at_first)
        self.save.setEnabled(False)
        layout.addLayout(row(self.usual, None, self.save))
        layout.addStretch(1)
        self.form.set_enabled(enabled=False)
        self.form.changed.connect(self._typed)
        self.form.answers_enter(self.keep)
        office = bench.office

        def read(progress: Progress) -> _Read:
            del progress
            profile = office.settings.profile()
            first = next(iter(office.households.buildings()), None)
            names = Names(profile.unit or profile.office)
            if first is not None:
                names = Names(names.office, first.street, first.community, first.compound)
            return _Read(office.signers.wordings(), names)

        bench.tasks.run(read, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        self.form.set_enabled(enabled=True)
        self._example = found.example
        self.form.set_values({paper.key: found.wordings[paper.key] for paper in PAPERS})
        self._typed()

    def _wordings(self) -> dict[str, str]:
        return {key: str(text or "") for key, text in self.form.values().items()}

    def _typed(self) -> None:
        wordings = self._wordings()
        self.save.setEnabled(self.form.edited())
        lines = (
            f"{paper.title}：{signer(wordings[paper.key] or USUAL[paper.key], self._example)}"
            for paper in PAPERS
        )
        self.shown.setText("印出来是：\n" + "\n".join(lines))

    def _as_at_first(self) -> None:
        for key, wording in USUAL.items():
            editor = self.form.editor(key)
            assert isinstance(editor, TextEditor)
            editor.set_value(wording)

    def keep(self) -> None:
        """Save what stands there."""
        if not self.save.isEnabled():
            return
        office, wordings = self._bench.office, self._wordings()
        if not self.form.set_problems(signer_problems(wordings)):
            return
        self._bench.tasks.run(
            lambda progress: office.signers.save(wordings),
            self._saved,
            owner=self,
        )

    def _saved(self, change: Change) -> None:
        office = self._bench.office
        self._show(_Read(office.signers.wordings(), self._example))
        self._bench.publish(change)
        self._bench.notices.info(change.what)
