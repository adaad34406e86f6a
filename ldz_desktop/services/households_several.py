"""What is done to several households at once, as one action that is taken back as one."""

from collections.abc import Callable, Sequence

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import TENURE
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.tags import TagStore


class SeveralHouseholds:
    """Only what is the same for every household and hides nothing: a check, a visit, the tenure.

    Closed files are left as they are, and counted in what is told. Raises RuleError where every
    one of them is closed.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = HouseholdStore(core.database)

    def check(self, ids: Sequence[int]) -> Done:
        """Note today as the day of the last check."""
        today = self._core.today()
        return self._do(ids, "核对户档", "核对", lambda still: self._store.check_many(still, today))

    def visit(self, ids: Sequence[int]) -> Done:
        """A visit of today by the person who is working."""
        day, words = self._core.today(), (self._core.account, None)

        def add(still: list[int]) -> None:
            keys = self._core.ids()
            TagStore(self._core.database).add_visits(
                [(next(keys), household, day) for household in still], words
            )

        return self._do(ids, "登记走访", "登记走访", add)

    def tenure(self, ids: Sequence[int], tenure: str) -> Done:
        """How the dwelling is lived in (自有, 租赁 …). Raises InputError for another word."""
        if TENURE.code(tenure) != tenure:
            raise InputError("居住情况不对", f"没有“{tenure}”这一种。", "请从列表里选一种。")
        return self._do(
            ids, "改居住情况", f"改为{tenure}",
            lambda still: self._store.set_tenure_many(still, tenure),
        )  # fmt: skip

    def _do(
        self, ids: Sequence[int], action: str, words: str, write: Callable[[list[int]], None]
    ) -> Done:
        still = self._store.open_ones(ids)
        if not still:
            raise RuleError(
                "没有可以改的户", "选中的户档都已经注销，这一步没有保存。", "请选在册的户。"
            )
        with self._core.action(f"{action}（{len(still)} 户）"):
            write(still)
        left = len(ids) - len(still)
        closed = f"，{left} 户已注销没有改" if left else ""
        change = Change.of("households", what=f"{len(still)} 户已{words}{closed}", ids=tuple(still))
        return done(self._core, change)
