"""History, the day's actions and undo: all three read from the one journal."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import TABLES
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import PUBLISHED, REOPENED
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.undo_judge import UndoJudge
from ldz_desktop.services.undo_writing import UndoWriting
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.journal import JOURNALLED
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore

_TABLES = {
    "community": "社区", "compound": "小区", "building": "楼栋", "dwelling": "房屋",
    "household": "户档", "resident": "成员", "stay": "居住记录", "tag": "标签",
    "visit": "走访", "attachment": "材料", "leader": "楼栋长", "tenure": "任期",
    "scan": "照片或扫描件", "selection": "推选",
    "candidate": "候选人", "posting": "公示", "objection": "异议", "party_step": "党员发展",
    "commitment": "承诺", "course": "培训", "attendance": "培训签到", "duty_template": "职责清单",
    "duty_record": "履职记录", "caution": "末位处置", "handover": "离任交接", "reward": "奖励",
    "flag": "流动红旗", "flag_holding": "红旗交接", "flag_decision": "红旗决定",
    "award": "年度表彰",
}  # fmt: skip
_FIELDS = {
    "name": "姓名", "relation": "与户主关系", "id_type": "证件种类", "id_number": "证件号码",
    "id_old": "原 15 位号码", "sex": "性别", "birth": "出生日期", "ethnic": "民族",
    "education": "文化程度", "occupation": "职业", "workplace": "工作单位",
    "health": "健康状况", "political": "政治面貌", "marital": "婚姻状况", "phone": "电话",
    "registered_here": "户籍", "lives_here": "居住", "registered_address": "户籍地址",
    "state": "状态", "state_on": "状态日期", "note": "备注", "father_id": "父亲",
    "mother_id": "母亲", "spouse_id": "配偶", "household_id": "所在户", "position": "顺序",
    "unit": "单元", "room": "房号", "tenure": "房屋性质", "landlord_name": "房东",
    "landlord_phone": "房东电话", "checked_on": "核对日期", "opened_on": "建档日期",
    "closed_on": "注销日期", "contact_name": "紧急联系人", "contact_phone": "紧急联系电话",
    "contact_relation": "与联系人关系", "kind": "类别", "from_on": "开始", "to_on": "结束",
    "basis": "依据", "why": "原因", "visited_on": "走访日期", "visitor": "走访人",
    "title": "名称", "added_on": "添加日期", "removed_on": "移除日期", "started_on": "任职日期",
    "ended_on": "卸任日期", "end_reason": "卸任原因", "dwelling_id": "房屋",
    "resident_id": "居民", "building_id": "楼栋", "leader_id": "楼栋长", "compound_id": "小区",
    "sort_key": "排序", "term_end": "任期届满", "document_no": "任命文号",
    "certificate_no": "证书编号", "begun_on": "开始日期", "way": "方式", "held_on": "日期",
    "held_at": "地点", "eligible": "应到户数", "returned": "收回票数", "criteria": "审查条件",
    "posting_id": "公示", "appointed_on": "任命日期", "tenure_id": "任期",
    "close_reason": "终止原因", "selection_id": "推选", "votes": "得票", "chosen": "入选",
    "checks": "审查结果", "reviewer": "审查人", "passed": "审查通过", "about": "事由",
    "place": "地点", "contact": "联系电话",
    "drafted_on": "拟稿日期", "posted_on": "张贴日期", "days": "公示期", "day_unit": "公示期单位",
    "last_on": "截止日期", "certain": "截止日期确定", "withdrawn_on": "撤下日期",
    "withdraw_reason": "撤下原因", "reported_on": "结果报告日期", "next_step": "下一步",
    "conclusion": "结论", "content": "正文", "previous_id": "接续的公示",
    "received_on": "收到日期", "channel": "方式", "from_whom": "反映人", "matter": "内容",
    "decided_on": "答复日期", "decided_by": "答复人", "decision": "决定", "upheld": "异议成立",
    "stage": "阶段", "happened_on": "日期", "made_on": "承诺日期", "due_on": "应完成日期",
    "kept_on": "兑现日期", "subjects": "内容", "until_on": "结束日期", "teacher": "授课人",
    "minutes": "时长（分钟）", "certificate": "证书", "course_id": "培训",
    "from_month": "启用月份", "duties": "职责", "month": "月份", "edition": "职责版本",
    "duty": "职责", "done_on": "办理日期", "times": "次数", "months": "月份",
    "done_by": "办理人", "said": "谈话内容", "promised": "本人承诺", "review_on": "复查日期",
    "reason": "理由", "first_signer": "签字人一", "second_signer": "签字人二",
    "signed_on": "签字日期", "to_tenure_id": "接任任期", "receiver": "接收人", "items": "事项",
    "giver_signed": "移交人签字", "receiver_signed": "接收人签字", "witness": "监交人",
    "finished_on": "办结日期", "cents": "金额（分）", "proposed_on": "提出日期",
    "approved_on": "审批日期", "approved_by": "审批人", "paid_on": "发放日期",
    "paid_by": "发放人", "cancelled_on": "取消日期", "cancel_reason": "取消原因",
    "number": "编号", "scope": "范围", "acquired_on": "启用日期", "retired_on": "停用日期",
    "flag_id": "流动红旗", "handed_by": "移交人", "received_by": "接收人", "community": "社区",
    "buildings": "楼栋", "year": "年度", "voters": "投票人数", "votes_for": "赞成票",
    "review_note": "复查或审查意见", "reviewed_on": "复查或审查日期", "giver": "移交人",
    "second_signed_on": "签字人二签字日期",
    "giver_absent": "移交人不能签字的原因", "chaired_by": "主持人", "street": "街道",
    "community_id": "社区",
}  # fmt: skip
_UNSEEN = frozenset(("sort_key", "position"))
_STATES = {"present": "在册", "moved": "已迁出", "dead": "已故"}
_KINDS = {"insert": "新增", "delete": "删除", "update": "修改"}
PAGE = 200
"""So many changes are told at once."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change in words. subject: whose (a name, or 房屋); before, after: "" for empty; sensitive
    values are masked."""

    subject: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One action of one person. at: local time. undone: somebody took it back. undoes: it took
    another action back."""

    batch_id: int
    at: datetime
    actor: str
    what: str
    reason: str
    about: str
    lines: tuple[HistoryLine, ...]
    entries: int
    undone: bool
    undoes: bool


@dataclass(frozen=True, slots=True)
class UndoPart:
    """Changes of an action. count: all of them; numbers: of those that a person can read of, and
    first: the words of the first PAGE of them (HistoryService.lines tells the rest); kinds: 新增,
    删除 or 修改, in which table, how many."""

    count: int
    numbers: tuple[int, ...]
    first: tuple[HistoryLine, ...]
    kinds: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undo would take back, and what it would leave because somebody changed it since."""

    event: HistoryEvent
    taken_back: UndoPart
    kept: UndoPart


class HistoryService:
    """Reads the journal; undo() is an action of its own and can be undone in turn."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = HistoryStore(core.database)

    def of_household(self, household_id: int) -> tuple[HistoryEvent, ...]:
        """Everything that happened to a household, its dwelling and its people, newest first."""
        entries: dict[int, list[Entry]] = {}
        for entry in self._store.entries_of(self._store.rows_of_household(household_id)):
            entries.setdefault(entry.batch_id, []).append(entry)
        return self._events(filter(None, map(self._store.batch, entries)), entries)

    def of_leader(self, leader_id: int) -> tuple[HistoryEvent, ...]:
        """Everything that happened to a leader, the terms, and what belongs to them: steps,
        promises, training, duties, cautions, hand-overs, rewards, pictures. Newest first."""
        entries: dict[int, list[Entry]] = {}
        for entry in self._store.entries_of(self._store.rows_of_leader(leader_id)):
            entries.setdefault(entry.batch_id, []).append(entry)
        return self._events(filter(None, map(self._store.batch, entries)), entries)

    def today(self) -> tuple[HistoryEvent, ...]:
        """The day's actions, newest first: each can be taken back."""
        midnight = self._core.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._events(self._store.batches(since=since), None)

    def preview_undo(self, batch_id: int, progress: Progress = SILENT) -> UndoPreview:
        """Raises InputError for a batch that is not there or was taken back already."""
        batch = self._undoable(batch_id)
        back: list[Entry] = []
        kept: list[Entry] = []
        judge = UndoJudge(self._core.database, batch)
        for run, verdict in judge.runs(progress, "正在核对能撤销什么"):
            for entry, can in zip(run, verdict, strict=True):
                (back if can else kept).append(entry)
        (event,) = self._events([batch], None)
        return UndoPreview(event, self._part(back), self._part(kept))

    def lines(self, batch_id: int, numbers: Sequence[int]) -> tuple[HistoryLine, ...]:
        """Some changes of an action by their numbers (see UndoPart), in the order asked."""
        return _Words(self._core.database).lines(self._store.numbered(batch_id, numbers))

    def undo(self, batch_id: int, progress: Progress = SILENT) -> Change:
        """Take an action back, as one action. What was changed since stays (see preview_undo)."""
        batch = self._undoable(batch_id)
        with self._core.action(f"撤销：{batch.what or '改动'}", about=batch.about, undoes=batch_id):
            UndoWriting(self._core, batch).write(progress)
        return Change.of("households", "places", "leaders", what=f"已撤销：{batch.what or '改动'}")

    def first_broken(self) -> HistoryEvent | None:
        """The first action whose record was changed afterwards; None where the chain holds."""
        batch = self._store.first_broken()
        return None if batch is None else self._events([batch], None)[0]

    def _part(self, entries: Sequence[Entry]) -> UndoPart:
        """entries: the last one first. Few are told as they were written; of many the last rows
        come first, which are people, not the buildings they live in."""
        shown = [entry for entry in entries if entry.field not in _UNSEEN]
        if len(shown) <= PAGE:
            shown.reverse()
        kinds = Counter((entry.kind, entry.table) for entry in shown)
        return UndoPart(
            len(entries),
            tuple(entry.n for entry in shown),
            _Words(self._core.database).lines(shown[:PAGE]),
            tuple((_KINDS[kind], _TABLES[table], n) for (kind, table), n in kinds.most_common()),
        )

    # -- inside ----------------------------------------------------------------------------------

    def _undoable(self, batch_id: int) -> BatchRow:
        batch = self._store.batch(batch_id)
        if batch is None:
            raise InputError("没有这一步", "找不到这一步操作。", "请刷新后再试。")
        if self._store.undone_by([batch_id]):
            raise InputError("已经撤销", "这一步已经撤销过了。")
        if batch.what == REOPENED:
            raise RuleError("不能撤销", "重开以后不能撤销。", "改好以后重新封月，就是新的一版。")
        if batch.what == PUBLISHED:
            raise RuleError(
                "不能撤销", "测评公示登记以后不能撤销。", "公示有误的，在“公示”里撤下并写明原因。"
            )
        return batch

    def _events(
        self, batches: Iterable[BatchRow], entries: Mapping[int, list[Entry]] | None
    ) -> tuple[HistoryEvent, ...]:
        rows = sorted(batches, key=lambda b: b.seq, reverse=True)
        undone = self._store.undone_by([b.id for b in rows])
        words = _Words(self._core.database)
        return tuple(
            HistoryEvent(
                batch_id=b.id,
                at=datetime.strptime(b.at or _LONG_AGO, "%Y-%m-%dT%H:%M:%SZ")
                .replace(tzinfo=UTC)
                .astimezone(),
                actor=b.actor,
                what=b.what or "改动",
                reason=b.reason,
                about=b.about,
                lines=words.lines(entries[b.id] if entries is not None else self._few(b)),
                entries=b.entries,
                undone=b.id in undone,
                undoes=bool(b.undoes),
            )
            for b in rows
        )

    def _few(self, batch: BatchRow) -> list[Entry]:
        """A bulk import is told by its count, not by sixty thousand lines."""
        return self._store.entries(batch.id) if batch.entries <= PAGE else []


_TITLES = {
    "party_step": "stage", "commitment": "matter", "course": "title", "posting": "title",
    "candidate": "name", "scan": "title", "reward": "title",
}  # fmt: skip
"""Table → the column that says which one it was."""
_LONG_AGO = "1970-01-01T00:00:00Z"


class _Words:
    """Entries in the clerk's words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._households = HouseholdStore(database)
        self._names: dict[int, str] = {}

    def lines(self, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
        return tuple(self._line(e) for e in entries if e.field not in _UNSEEN)

    def _line(self, entry: Entry) -> HistoryLine:
        subject = self._subject(entry)
        if entry.kind != "update":
            return HistoryLine(subject, _KINDS[entry.kind], "", self._row_text(entry))
        return HistoryLine(
            subject,
            _FIELDS.get(entry.field, entry.field),
            self._text(entry.field, entry.old),
            self._text(entry.field, entry.new),
        )

    def _row_text(self, entry: Entry) -> str:
        """党员发展“预备党员”: what came or went, by its table and its own title."""
        words = _TABLES[entry.table]
        column = _TITLES.get(entry.table)
        if column is None:
            return words
        if entry.kind == "delete":
            title = json.loads(entry.old)[JOURNALLED[entry.table].index(column)]
        else:
            title = self._database.value(
                f"SELECT {column} FROM {entry.table} WHERE id = ?", (entry.row_id,)
            )
        return f"{words}“{title}”" if title else words

    def _subject(self, entry: Entry) -> str:
        if entry.table != "resident":
            return _TABLES[entry.table]
        return self._name(entry.row_id) or "成员"

    def _name(self, resident_id: int) -> str:
        if resident_id not in self._names:
            found = self._households.resident(resident_id)
            self._names[resident_id] = found.name if found else ""
        return self._names[resident_id]

    def _text(self, field: str, value: Any) -> str:  # noqa: ANN401 - any column
        if value is None:
            return ""
        if field in _SHOWN:
            return _SHOWN[field](value)
        if field in TABLES:
            return TABLES[field].label(str(value))
        if field == "duty":
            return self._duty(int(value))
        return self._linked(field, int(value)) if field.endswith("_id") else str(value)

    def _duty(self, key: int) -> str:
        """What a duty is called, in the newest edition that has it."""
        editions = reversed(DutyStore(self._database).templates())
        return next((d.name for e in editions if (d := e.duty(key)) is not None), "")

    def _linked(self, field: str, row_id: int) -> str:
        """A record that another one names."""
        if field in ("father_id", "mother_id", "spouse_id", "resident_id"):
            return self._name(row_id)
        if field == "leader_id":
            return LeaderStore(self._database).names().get(row_id, "")
        if field == "building_id":
            found = PlaceStore(self._database).building(row_id)
            return found.title if found else ""
        return "（已关联）"


_SHOWN: dict[str, Callable[[Any], str]] = {
    "id_number": lambda v: mask_id(str(v)),
    "id_old": lambda v: mask_id(str(v)),
    "phone": lambda v: mask_phone(str(v)),
    "contact_phone": lambda v: mask_phone(str(v)),
    "landlord_phone": lambda v: mask_phone(str(v)),
    "health": lambda _: "（已隐藏）",
    "from_whom": lambda _: "（已隐藏）",
    "day_unit": lambda v: "工作日" if v == "working" else "自然日",
    "certain": lambda v: "是" if v else "预计",
    "upheld": lambda v: "成立" if v else "不成立",
    "state": lambda v: _STATES.get(str(v), str(v)),
    "registered_here": lambda v: "在本地" if v else "不在本地",
    "lives_here": lambda v: "住在这里" if v else "不住这里",
}
