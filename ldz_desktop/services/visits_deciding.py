"""What somebody decides about a value that both sides changed."""

from collections.abc import Sequence

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import HEAD
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.person_index import PersonIndex
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.services.visits_changes import Changed
from ldz_desktop.services.visits_judging import Verdicts, named
from ldz_desktop.services.visits_merging import write_verdicts
from ldz_desktop.services.visits_words import household_of, may_take
from ldz_desktop.storage.undoing import UndoStore
from ldz_desktop.storage.visits import DifferenceRow, VisitStore


class VisitDeciding:
    """Verbs on differences."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = VisitStore(core.database)

    def keep_ours(self, ids: Sequence[int]) -> Change:
        rows = self._rows(ids)
        with self._core.database.transaction():
            self._store.decide([r.id for r in rows], "ours", 0, self._by())
        return Change.of("households", what=f"{len(rows)} 处保留办公室的")

    def ask_again(self, ids: Sequence[int]) -> Change:
        with self._core.database.transaction():
            self._store.ask_again(ids)
        return Change.of("households", what=f"{len(ids)} 处又待决定")

    def take_theirs(self, ids: Sequence[int]) -> Done:
        rows = self._rows(ids)
        if not all(may_take(row) for row in rows):
            raise RuleError(
                "不能照走访改", "选中的里面有不能直接照走访改的，什么也没有改。", "请看它的说明。"
            )
        homes = {household_of(self._core.database, row) for row in rows} - {0}
        about = f"household:{min(homes)}" if len(homes) == 1 else ""
        with self._core.action("照走访改", about=about, reason="两边都改过，由人决定"):
            index = PersonIndex(self._core.database)
            write_verdicts(self._core.database, self._verdicts(rows), {}, index)
            for _, some in index.touched():
                index.renew(some)
            self._check_heads(rows)
            batch = self._core.database.batch_id()
            self._store.decide([r.id for r in rows], "theirs", batch, self._by())
        what = f"{len(rows)} 处照走访改好"
        return done(
            self._core, Change.of("places", "households", what=what, ids=tuple(sorted(homes)))
        )

    def _verdicts(self, rows: Sequence[DifferenceRow]) -> Verdicts:
        verdicts, store = Verdicts(), UndoStore(self._core.database)
        for row in rows:
            if row.field:
                change = Changed(row.table, row.row_id, row.field, "update", row.base, row.theirs)
                verdicts.updates[change.key] = change
            elif named(store, row.table, row.row_id, lambda *_: False):
                raise RuleError(
                    "还有别的记录",
                    "走访删除了它，但办公室后来登记的记录还要用到它，什么也没有改。",
                    "请先删除那些记录，或保留办公室的。",
                )
            else:
                verdicts.deletes[row.table].append(row.row_id)
        return verdicts

    def _check_heads(self, rows: Sequence[DifferenceRow]) -> None:
        """Inside the transaction: it takes everything back."""
        database = self._core.database
        for row in rows:
            if (row.table, row.field) != ("resident", "relation"):
                continue
            heads = database.value(
                "SELECT count(*) FROM resident WHERE household_id = ? AND relation = ? "
                "AND state = 'present'",
                (household_of(database, row), HEAD),
            )
            if heads != 1:
                raise RuleError(
                    "户主只能有一位",
                    "照走访改，这一户就有两位户主，或没有户主，什么也没有改。",
                    "请保留办公室的，再到户卡上用“换户主”。",
                )

    def _rows(self, ids: Sequence[int]) -> list[DifferenceRow]:
        """Raises InputError where one has been decided meanwhile."""
        found = [row for row in self._store.differences() if row.id in ids]
        if not found or len(found) != len(set(ids)):
            raise InputError("已经决定过了", "选中的里面有已经决定过的。", "请刷新列表。")
        return found

    def _by(self) -> tuple[str, str]:
        return (self._core.stamp(), self._core.account)
