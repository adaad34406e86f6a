"""A building's batch of sheets: envelopes given out, sheets keyed twice, handed over, taken back.

Nothing here ties a sheet to a household, a time or an order: envelopes are a number a building, a
draft knows the order of the pile only until the batch is handed over, and what it leaves behind in
the file and its log is overwritten then (reliability.md §4.2, §4.3).
"""

import random
from collections.abc import Mapping

from ldz_desktop.domain import evaluation as rules
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import BLANK, Scheme
from ldz_desktop.domain.rekeying import Keying, line_up
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.months import checked_month, month_text
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow

MOST_ENVELOPES = 9999


class BatchService:
    """The part of the evaluation service that is about single batches."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = EvaluationStore(core.database)

    # -- giving out ------------------------------------------------------------------------------

    def record_issued(self, month: str, envelopes: Mapping[int, int | None]) -> Change:
        """Write down how many envelopes were given out, building id → number (None: not known).
        Sheets that came as a file before are counted against it; a keyed batch has its own header.
        Raises InputError for a number nobody can mean; RuleError when closed."""
        self._open_row(month)
        if any(n is not None and not 0 <= n <= MOST_ENVELOPES for n in envelopes.values()):
            raise InputError("张数有误", f"发出的张数应在 0 到 {MOST_ENVELOPES} 之间。")
        with self._core.database.transaction():
            counts = self._store.counts(month)
            for building_id, number in envelopes.items():
                self._store.put_issued(month, building_id, number)
                origin, header = counts.get(building_id, ("", rules.Header()))
                if origin == "file":
                    header = rules.against(number, header)
                    self._store.put_count(month, building_id, origin, header)
        return Change.of("evaluation", what="发出的张数已登记", ids=tuple(envelopes))

    # -- keying ----------------------------------------------------------------------------------

    def draft(self, month: str, building_id: int) -> Draft:
        """What was keyed and not yet handed over."""
        self._row(month)
        found = self._store.draft(month, building_id)
        if found is None:
            return Draft(rules.Header())
        header, first, second = found
        return Draft(header, first.sheets, first.hand, second)

    def save_draft(self, month: str, building_id: int, draft: Draft) -> None:
        """After every key, so that a power cut takes nothing. Raises RuleError when closed."""
        with self._core.database.transaction():
            self._store.put_draft(
                month, building_id, draft.header, Keying(draft.sheets, draft.hand)
            )
            self._store.put_second(month, building_id, draft.second)

    def discard_draft(self, month: str, building_id: int) -> Change:
        with self._core.database.erasing():
            self._store.remove_draft(month, building_id)
        return Change.of("evaluation", what="未交的表已丢弃", ids=(building_id,))

    def commit_draft(self, month: str, building_id: int) -> Change:
        """Hand over the building's batch. Its sheets join those handed over before under random
        keys; nothing tells which came first. A batch whose second keying agrees is marked checked.
        Raises RuleError naming why it does not balance, or that the keyings do not agree."""
        row = self._open_row(month)
        scheme = self._store.scheme(row.scheme_version)
        with self._core.database.erasing():
            draft = self.draft(month, building_id)
            _check_sheets(draft.sheets, scheme)
            _check_keyings(draft)
            origin = self._store.counts(month).get(building_id, ("keyed", None))[0]
            if origin == "file":
                raise RuleError(
                    "已有导入的表", "这栋楼本月的调查表是从表格导入的，不能再手工录入。",
                    "请先撤回导入的表，或修改表格后重新导入。",
                )  # fmt: skip
            before = self._store.sheets_of(month, building_id)
            every = [*before, *draft.sheets]
            valid = sum(rules.is_valid(sheet, scheme) for sheet in every)
            why = rules.balance(draft.header, valid, len(every) - valid)
            if why:
                raise RuleError("张数对不上", "".join(why), "请核对表头和已录入的表。")
            agreed = draft.second is not None
            if before:
                agreed = agreed and building_id in self._store.checked(month)
            self._store.remove_sheets(month, building_id)
            self._store.add_sheets(month, [(building_id, sheet) for sheet in every])
            self._store.put_count(month, building_id, "keyed", draft.header, checked=agreed)
            self._store.remove_draft(month, building_id)
            self._core.log("sheets.commit", f"building:{building_id}", month)
        return Change.of("evaluation", what=f"已交 {len(every)} 张", ids=(building_id,))

    def recall_batch(self, month: str, building_id: int) -> Change:
        """Take a building's sheets back into its draft (in no particular order), agreed ones with
        their second keying; imported ones are taken out. Raises RuleError when closed."""
        self._open_row(month)
        with self._core.database.transaction():
            origin, header = self._store.counts(month).get(building_id, ("", rules.Header()))
            if origin == "keyed":
                sheets = [*self._store.sheets_of(month, building_id)]
                random.SystemRandom().shuffle(sheets)
                draft = self.draft(month, building_id)
                # Below what is there already: the sheet in hand keeps its place.
                again = Keying((*draft.sheets, *sheets), draft.hand)
                self._store.put_draft(month, building_id, header, again)
                agreed = building_id in self._store.checked(month) and not draft.sheets
                second = Keying(tuple(sheets)) if agreed else None
                self._store.put_second(month, building_id, second)
            self._store.remove_sheets(month, building_id)
            self._store.remove_count(month, building_id)
            self._store.forget_files(month)
            self._core.log("sheets.recall", f"building:{building_id}", month)
        return Change.of("evaluation", what="已撤回这栋楼的表", ids=(building_id,))

    # -- inside ----------------------------------------------------------------------------------

    def _row(self, month: str) -> MonthRow:
        row = self._store.month(checked_month(month))
        if row is None:
            raise InputError(
                "没有这个月", f"没有{month_text(month)}的测评。", "请先开始这个月，或检查月份。"
            )
        return row

    def _open_row(self, month: str, why: str = "") -> MonthRow:
        row = self._row(month)
        if row.state != "open":
            raise closed(month, why)
        return row


def closed(month: str, why: str = "") -> RuleError:
    """What a closed month answers to every write."""
    return RuleError(
        "这个月已封存",
        f"{month_text(month)}{why or '已经封月，不能再改动。'}",
        "需要更正的，写明原因、由第二个人确认以后“重开本月”。",
    )


def _check_sheets(sheets: tuple[str, ...], scheme: Scheme) -> None:
    for sheet in sheets:
        if len(sheet) != len(scheme.questions) or set(sheet) - set("12345" + BLANK):
            raise InputError("表有误", "有一张表的题数或选项不对，请重新录入这张表。")


def _check_keyings(draft: Draft) -> None:
    if draft.second is None:
        return
    count = len(line_up(draft.sheets, draft.second.sheets).different)
    if count:
        raise RuleError(
            "复录还没对完",
            f"两遍录入还有 {count} 张不一致。",
            "请逐张对照原表定下来，或者放弃复录，只按第一遍交批。",
        )
