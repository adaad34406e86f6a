"""The journal in the clerk's words."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ldz_desktop.domain.amounts import short_yuan
from ldz_desktop.domain.codes import TABLES
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_id, mask_name, mask_phone
from ldz_desktop.domain.moves import CHILD_UNTIL
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.core import Core
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.history import Entry
from ldz_desktop.storage.journal import JOURNALLED
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore

NOUNS = {
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
    "branch": "所在党支部", "former_work": "原职业", "service": "服役经历",
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
    "finished_on": "办结日期", "cents": "金额", "proposed_on": "提出日期",
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
UNSEEN = frozenset(("sort_key", "position"))
_STATES = {"present": "在册", "moved": "已迁出", "dead": "已故"}
KINDS = {"insert": "新增", "delete": "删除", "update": "修改"}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change in words. subject: whose (a name, or 房屋); before, after: "" for empty; sensitive
    values are masked."""

    subject: str
    field: str
    before: str
    after: str


_TITLES = {
    "party_step": "stage", "commitment": "matter", "course": "title", "posting": "title",
    "candidate": "name", "scan": "title", "reward": "title",
    "attachment": "title", "building": "name", "compound": "name", "community": "name",
}  # fmt: skip
"""Table → the column that says which one it was."""
_HIDDEN = "（已隐藏）"
_PLAIN = ("relation", "state", "state_on", "household_id", "lives_here")
"""Of children too: where they belong is no secret of the household's file."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERSONAL = ("tag", "stay")
"""Rows of these are somebody's."""


class HistoryWords:
    """Entries in the clerk's words. Children (PIPL art. 28) are named by a masked name, and what
    is known of them is hidden: a list of changes is looked at unasked. full: nothing is masked or
    hidden, for what somebody has asked to see (which is logged)."""

    def __init__(self, core: Core, *, full: bool = False) -> None:
        self._full = full
        self._shown = _SHOWN if full else _MASKED | _SHOWN
        self._database = core.database
        self._today = core.today()
        self._children: dict[int, bool] = {}
        self._names: dict[int, str] = {}
        self._whose: dict[str, str] = {}

    def lines(self, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
        return tuple(self._line(e) for e in entries if e.field not in UNSEEN)

    def _line(self, entry: Entry) -> HistoryLine:
        subject = self._subject(entry)
        if entry.kind != "update":
            return HistoryLine(subject, KINDS[entry.kind], "", self._row_text(entry))
        before, after = (self._text(entry.field, value) for value in (entry.old, entry.new))
        if entry.table == "resident" and entry.field not in _PLAIN and self._child(entry.row_id):
            before, after = (_HIDDEN if text else "" for text in (before, after))
        return HistoryLine(subject, _FIELDS.get(entry.field, entry.field), before, after)

    def _child(self, resident_id: int) -> bool:
        if self._full:
            return False
        if resident_id not in self._children:
            born = self._of("resident", resident_id, "birth")
            age = None if born is None else age_on(date.fromisoformat(born), self._today)
            self._children[resident_id] = age is not None and age < CHILD_UNTIL
        return self._children[resident_id]

    def whose(self, about: str) -> str:
        """What an action is about (household:7, leader:9): an address or a name, also of what is
        gone; "" where it is about neither."""
        kind, _, number = about.partition(":")
        if about not in self._whose:
            words = ""
            if kind == "household":
                words = self._address(int(number))
            elif kind == "leader":
                words = self._of("leader", int(number), "name") or ""
            self._whose[about] = words
        return self._whose[about]

    def _address(self, household_id: int) -> str:
        row = self._database.row(
            "SELECT k.name, b.name, d.unit, d.room FROM dwelling d "
            "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
            "WHERE d.id = ?",
            (self._of("household", household_id, "dwelling_id"),),
        )
        if row is None:
            return ""
        compound, building, unit, room = row
        return f"{compound}{building} {unit} {room}".replace("  ", " ")

    def _row_text(self, entry: Entry) -> str:
        """党员发展“预备党员”: what came or went, by its table and its own title."""
        words = NOUNS[entry.table]
        column = _TITLES.get(entry.table)
        title = column and self._of(entry.table, entry.row_id, column)
        return f"{words}“{title}”" if title else words

    def _subject(self, entry: Entry) -> str:
        if entry.table == "resident":
            return self._name(entry.row_id) or "成员"
        if entry.table in _PERSONAL:
            person = self._of(entry.table, entry.row_id, "resident_id")
            return (person and self._name(person)) or NOUNS[entry.table]
        return NOUNS[entry.table]

    def _name(self, resident_id: int) -> str:
        if resident_id not in self._names:
            name = self._of("resident", resident_id, "name") or ""
            self._names[resident_id] = mask_name(name) if self._child(resident_id) else name
        return self._names[resident_id]

    def _of(self, table: str, row_id: int, column: str) -> Any:  # noqa: ANN401 - any column
        return as_it_was(self._database, table, row_id, column)

    def _text(self, field: str, value: Any) -> str:  # noqa: ANN401 - any column
        if value is None:
            return ""
        if field in self._shown:
            return self._shown[field](value)
        if field in TABLES:
            return TABLES[field].label(str(value))
        if isinstance(value, str) and _DAY.fullmatch(value):
            return _day_text(value)
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


def _day_text(text: str) -> str:
    """A note may look like a date and be none."""
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text


def as_it_was(database: Database, table: str, row_id: int, column: str) -> Any:  # noqa: ANN401
    """A value of a row; where the row is gone, as it was when it went."""
    row = database.row(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,))
    if row is not None:
        return row[0]
    old = database.value(
        "SELECT old FROM change_log WHERE row_id = ? AND tbl = ? AND kind = 'delete' "
        "ORDER BY batch_id DESC LIMIT 1",
        (row_id, table),
    )
    return None if old is None else json.loads(old)[JOURNALLED[table].index(column)]


_MASKED: dict[str, Callable[[Any], str]] = {
    "id_number": lambda v: mask_id(str(v)),
    "id_old": lambda v: mask_id(str(v)),
    "phone": lambda v: mask_phone(str(v)),
    "contact_phone": lambda v: mask_phone(str(v)),
    "landlord_phone": lambda v: mask_phone(str(v)),
    "health": lambda _: _HIDDEN,
    "from_whom": lambda _: _HIDDEN,
}
_SHOWN: dict[str, Callable[[Any], str]] = {
    "day_unit": lambda v: "工作日" if v == "working" else "自然日",
    "certain": lambda v: "是" if v else "预计",
    "upheld": lambda v: "成立" if v else "不成立",
    "state": lambda v: _STATES.get(str(v), str(v)),
    "registered_here": lambda v: "在本地" if v else "不在本地",
    "lives_here": lambda v: "住在这里" if v else "不住这里",
    "cents": lambda v: f"{short_yuan(int(v))} 元",
}
