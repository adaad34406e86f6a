"""Where the people of a form come from: 名单, rules, a kept list, the households shown, a pasted
list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.services.lists import SavedList
from ldz_desktop.ui.households.lists.builder import Builder
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.kit.editors import CheckEditor, NoteEditor, PickEditor
from ldz_desktop.ui.kit.pieces import column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.forms.records import Pasted
    from ldz_desktop.services.households_records import CommunityNode
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.households.lists.listed import Listed

_WAIT_MS = 400


@dataclass(frozen=True)
class Begun:
    """What the page needs first."""

    tree: "tuple[CommunityNode, ...]"
    saved: tuple[SavedList, ...]


class Source(QObject):
    """changed: other people are meant; ask search() for them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._households: tuple[int, ...] = ()
        self._people: Listed | None = None
        self._saved: tuple[SavedList, ...] = ()
        self._quiet = False
        self.pills = PillRow(
            [
                ("people", "名单里的人", "grey"),
                ("rules", "按条件选", "grey"),
                ("shown", "户档列表里的户", "grey"),
                ("pasted", "粘贴名单", "grey"),
            ],
            "给谁填",
        )
        self.pills.chosen.connect(lambda _: self._source_changed())
        self.saved = PickEditor([(0, "用已存的名单 …")])
        self.saved.changed.connect(self._saved_chosen)
        self.builder = Builder()
        self.builder.changed.connect(self._tell)
        self.heads = CheckEditor("每户只填户主(&H)")
        self.heads.changed.connect(self._tell)
        self._shown_words = label("", "muted")
        self.names = NoteEditor("每行一个姓名或证件号；从表格里复制几列过来也行", lines=3)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self._tell)
        self.names.changed.connect(self._soon.start)
        self._listed = QWidget()
        self._listed.setLayout(row(self._shown_words, self.heads, None, spacing=16))

    def layout_of(self) -> QVBoxLayout:
        """Its widgets, to be put on a card."""
        head = row(label("给谁填", "title"), self.pills, None, self.saved, spacing=12)
        return column(head, self.builder, self._listed, self.names, spacing=8)

    def begin(
        self,
        begun: Begun,
        place: PlaceRef,
        households: Sequence[int],
        listed: "Listed | None" = None,
    ) -> None:
        self._quiet = True
        self._saved = begun.saved
        self._households, self._people = tuple(households), listed
        self.builder.offer(begun.tree)
        self.builder.set_rules(PersonFilter(place=place) if listed is None else listed.rules)
        self.saved.set_pairs([(0, "用已存的名单 …"), *((s.id, s.name) for s in begun.saved)])
        self.pills.pill("people").setVisible(listed is not None)
        self.pills.pill("shown").setVisible(bool(households))
        self.pills.choose("rules" if listed is None else "people")
        self._quiet = False
        self._source_changed()

    def propose(self, rules: PersonFilter | None, *, heads: bool) -> None:
        """The people of the list one comes from; else the rules of last time; else what is chosen,
        heads alone where the form is about households."""
        if self._people is not None:
            self._tell()
        elif rules is not None:
            self.pills.choose("rules")
            self._turn()
            self.builder.set_rules(rules)
        elif heads and self.pills.key == "rules" and not self.builder.rules().heads:
            self.builder.set_rules(replace(self.builder.rules(), heads=True))
        else:
            self.heads.set_value(heads)
            self._tell()

    # -- what is meant ---------------------------------------------------------------------------

    def problem(self) -> str:
        """A sentence where the rules contradict themselves; "" where all is well."""
        return self.builder.problem() if self.pills.key == "rules" else ""

    def rules(self) -> PersonFilter | None:
        """The rules, where people are chosen by rules, here or in the list one comes from."""
        if self.pills.key == "people" and self._people is not None:
            return self._people.rules
        return self.builder.rules() if self.pills.key == "rules" else None

    def search(self, office: "Office") -> "Callable[[Progress], list[int] | Pasted]":
        """How the people are found; to be called on the worker."""
        if self.pills.key == "shown":
            households, heads = self._households, self.heads.value()
            return lambda progress: office.forms.of_households(households, heads=heads)
        if self.pills.key == "pasted":
            text = self.names.value() or ""
            return lambda progress: office.forms.pasted(text)
        if self.pills.key == "people" and self._people is not None:
            people = list(self._people.ids)
            return lambda progress: people
        rules = self.builder.rules()
        return lambda progress: office.lists.ids(rules)

    # -- changes ---------------------------------------------------------------------------------

    def _source_changed(self) -> None:
        self._turn()
        self._tell()

    def _turn(self) -> None:
        key = self.pills.key
        self.builder.setVisible(key == "rules")
        self._listed.setVisible(key in ("shown", "people"))
        self.heads.setVisible(key == "shown")
        self._shown_words.setText(self._words())
        self.names.setVisible(key == "pasted")
        self.saved.setVisible(key == "rules" and bool(self._saved))

    def _words(self) -> str:
        if self.pills.key == "people" and self._people is not None:
            return f"「{self._people.title}」里的 {len(self._people.ids):,} 人，按名单的顺序"
        return f"户档列表里的 {len(self._households):,} 户"

    def _saved_chosen(self) -> None:
        one = next((s for s in self._saved if s.id == self.saved.value()), None)
        if one is not None:
            self.builder.set_rules(one.rules)

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()
