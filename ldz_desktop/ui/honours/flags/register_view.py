"""旗帜: every numbered flag, in use or not, and where it hangs now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.flags import Flag
from ldz_desktop.services.flags_records import FlagLine
from ldz_desktop.ui.honours.flags.columns import flag_columns, flag_state
from ldz_desktop.ui.honours.flags.forms import FlagForms
from ldz_desktop.ui.honours.listing import EVERY, Listing, Words
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.kit.pieces import button, row

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

_WORDS = Words(
    "流动红旗登记", "flags", "编号、楼栋",
    (
        "还没有登记红旗",
        "一面旗一个编号，一般每个社区两面。登记以后，每月按排名提出谁把哪面旗交给谁。",
    ),
    ("acquired", "moves", "leader", "note"),
)  # fmt: skip
_STATES = ((EVERY, "全部状态"), ("在楼栋", "在楼栋"), ("办公室", "办公室"), ("停用", "停用"))


class RegisterView(Listing[FlagLine]):
    """read() shows the flags. Ctrl+N registers one, F2 corrects, Del removes what never hung."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        """switch: stands in the head."""
        super().__init__(bench, flag_columns(), _WORDS)
        self.forms = FlagForms(bench, self, self.read)
        self._communities: tuple[str, ...] = ()
        self.state = self.pick("状态", _STATES)
        self.community = self.pick("社区", [(EVERY, "全部社区")])
        self.lacking = button("补足每社区两面(&B)", self.add_lacking)
        self.first = button("每社区登记两面", self.add_lacking, role="primary")
        self._edit = button("修改(&F)", self.edit, tip="F2")
        self._retire = button("停用(&T) …", self.retire)
        self._take_in = button("收回(&H)", self.take_in, tip="从楼栋收回到办公室")
        head = row(switch, self.counts, None, self.lacking)
        filters = row(
            self.search, self.state, self.community, None, self._take_in, self._retire, self._edit,
            button("登记(&N)", self.add, role="primary", tip="Ctrl+N"),
        )  # fmt: skip
        self.lay_out(head, filters, self.first)

    def read(self) -> None:
        flags = self._bench.office.flags
        self._bench.tasks.run(
            lambda progress: (flags.register_lines(), flags.communities(), flags.lacking()),
            self._show, owner=self, key="flag-register",
        )  # fmt: skip

    def _show(self, found: tuple[tuple[FlagLine, ...], tuple[str, ...], tuple[Flag, ...]]) -> None:
        lines, self._communities, lacking = found
        self.lacking.setVisible(bool(lacking) and bool(lines))
        self.first.setEnabled(bool(lacking))
        self.first.setText(f"每社区登记两面，共 {len(lacking)} 面" if lacking else "没有楼栋")
        names = dict.fromkeys(x.flag.scope for x in lines)
        with QSignalBlocker(self.community):
            self.community.set_pairs([(EVERY, "全部社区"), *((n, n) for n in names)])
        self.show_records(lines)

    @override
    def keeps(self, one: FlagLine, text: str) -> bool:
        return (
            self.state.value() in (EVERY, flag_state(one))
            and self.community.value() in (EVERY, one.flag.scope)
            and fits(text, (one.flag.number, one.place, one.leader, one.flag.note or ""), "")
        )

    @override
    def counted(self, shown: Sequence[FlagLine], every: Sequence[FlagLine]) -> str:
        out = sum(x.flag.retired_on is not None for x in every)
        return f"{len(shown)} 面" + (f" · 停用 {out}" if out else "")

    @override
    def picked(self) -> None:
        one = self.current()
        self._edit.setEnabled(one is not None)
        self._retire.setEnabled(one is not None and one.flag.retired_on is None)
        self._take_in.setEnabled(one is not None and bool(one.place))

    # -- verbs -----------------------------------------------------------------------------------

    def add(self) -> None:
        """Ctrl+N."""
        self.forms.flag(None, self._communities)

    def add_lacking(self) -> None:
        flags = self._bench.office.flags
        do(self._bench, self, flags.register_lacking, self.read)

    def edit(self) -> None:
        """F2."""
        one = self.current()
        if one is not None:
            self.forms.flag(one.flag, self._communities)

    @override
    def opened(self) -> None:
        self.edit()

    def retire(self) -> None:
        one = self.current()
        if one is not None:
            self.forms.retire(one)

    def take_in(self) -> None:
        one, office = self.current(), self._bench.office
        if one is not None and one.place:
            key, today = one.id, office.today()
            do(self._bench, self, lambda: office.flags.take_in(key, today), self.read)

    @override
    def removed(self) -> None:
        """Del."""
        one, flags = self.current(), self._bench.office.flags
        if one is not None:
            key = one.id
            do(self._bench, self, lambda: flags.remove_flag(key), self.read)
