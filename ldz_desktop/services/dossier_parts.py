"""The parts of a dossier that are lists: each made of the records of one noun."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ldz_desktop.domain.amounts import yuan_text
from ldz_desktop.domain.cautions import STAGES, Caution
from ldz_desktop.domain.commitments import STATE_WORDS, Commitment
from ldz_desktop.domain.duties import CLASSES, DutyRecord, DutyTemplate
from ldz_desktop.domain.evaluation import DUTY_CLASSES, half_up
from ldz_desktop.domain.rewards import FLAG, KINDS, STATES
from ldz_desktop.domain.training import hours_text
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.cautions import REMINDER, TALK
from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.dossier_records import Part
from ldz_desktop.services.handover import Leaving
from ldz_desktop.services.months import month_text
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.services.roster import ScorePoint
from ldz_desktop.services.training_records import Attended, Rules

Lines = list[tuple[str, ...]]
_SUM = "以上各行相加"


def training_part(every: Iterable[Attended], rules: Rules, year: int) -> Part:
    """Courses by the year they ended in, as the section counts. every: the newest first."""
    lines: Lines = []
    minutes = 0
    for one in reversed(tuple(every)):
        course, attended = one.course, one.attendance
        if course.last_on.year != year:
            continue
        minutes += attended.minutes
        days = date_text(course.held_on)
        source = f"培训签到表，{days}"
        days += f"至{date_text(course.until_on)}" if course.until_on else ""
        if attended.certificate_no:
            source += f"；合格证 {attended.certificate_no}"
        lines.append((days, course.kind, course.title, one.hours, source))
    if lines:
        lines.append(("合计", "", "", hours_text(minutes, rules.per_hour), _SUM))
    length = f"1 学时 = {rules.per_hour} 分钟；每年不少于 {rules.yearly} 学时"
    return Part(
        "培训", ("日期", "类别", "培训", "学时", "来源"), tuple(lines), frozenset((3,)),
        f"{length}；跨年的算在结束的那一年。",
    )  # fmt: skip


def duties_part(records: Iterable[DutyRecord], editions: Iterable[DutyTemplate], year: int) -> Part:
    """By month and class."""
    groups = {(e.edition, d.key): d.group for e in editions for d in e.duties}
    months: dict[str, list[DutyRecord]] = {}
    for one in records:
        if one.month.startswith(str(year)):
            months.setdefault(one.month, []).append(one)
    lines: Lines = []
    sums: Counter[int] = Counter()
    for month in sorted(months):
        counts: Counter[int] = Counter()
        for one in months[month]:
            counts[groups[one.edition, one.duty]] += one.times
        sums += counts
        line = (month_text(month), *(str(counts[g]) for g in CLASSES), str(counts.total()))
        lines.append((*line, _duty_source(months[month])))
    if lines:
        lines.append(("合计", *(str(sums[g]) for g in CLASSES), str(sums.total()), _SUM))
    heads = ("月份", *DUTY_CLASSES, "合计", "来源")
    return Part("履职", heads, tuple(lines), frozenset((1, 2, 3, 4)), "单位：次。")


def scores_part(scores: Sequence[ScorePoint], codes: Mapping[str, str | None]) -> Part:
    """Month by month, the oldest first; the building is told where it changed. codes: what the
    months' notices bear."""
    lines: Lines = []
    places = {p.building for p in scores}
    for one in scores:
        rank = f"第 {one.rank}（共 {one.of}）" if one.rank else one.why_unranked or "不排名"
        marks = "、".join(w for w, true in (("红旗", one.flag), ("末位", one.last)) if true)
        score = "—" if one.score is None else str(one.score)
        source = f"{month_text(one.month)}测评，核验码 {codes.get(one.month) or '—'}"
        where = (one.building,) if len(places) > 1 else ()
        lines.append((month_text(one.month), *where, score, rank, marks, source))
    ranked = [p.score for p in scores if p.rank is not None and p.score is not None]
    if ranked:
        mean = str(half_up(sum(map(Fraction, ranked), Fraction()) / len(ranked)))
        source = f"参加排名的 {len(ranked)} 个月得分的平均"
        lines.append(("平均", *([""] * (len(places) > 1)), mean, "", "", source))
    places_head = ("楼栋",) if len(places) > 1 else ()
    heads = ("月份", *places_head, "得分", "名次", "红旗/末位", "来源")
    return Part("测评", heads, tuple(lines), frozenset((heads.index("得分"),)))


def cautions_part(cases: Iterable[Case], year: int) -> Part:
    """Steps that were taken in the year or rest on a month of it."""
    found = []
    for judged in (step for case in cases for step in case.steps):
        one = judged.caution
        day = one.done_on
        in_year = day is not None and day.year == year
        if not in_year and not any(b.month.startswith(str(year)) for b in one.months):
            continue
        words = _caution_words(one) + (f"（已失效：{judged.void}）" if judged.void else "")
        basis = (f"{month_text(b.month)}测评，核验码 {b.code}" for b in one.months)
        line = (_day(day), STAGES[one.stage], one.done_by or "", words, "；".join(basis))
        found.append((day or date.min, line))
    lines = tuple(line for _, line in sorted(found))
    return Part("末位处置", ("日期", "事项", "办理人", "情况", "来源"), lines)


def rewards_part(rewards: Sequence[RewardLine]) -> Part:
    """Of one year: money by the flag's month, then events by their day."""
    lines: Lines = []
    for line in sorted(rewards, key=_order):
        one = line.reward
        when = month_text(one.month) if one.month else _day(one.approved_on)
        money = yuan_text(line.cents) if one.cents else "—"
        words = KINDS[one.kind] if one.kind == FLAG else f"{KINDS[one.kind]}：{one.title}"
        lines.append((when, words, money, STATES[line.state], _reward_source(line)))
    if any(x.reward.kind == FLAG for x in rewards):
        paid = [x.cents for x in rewards if x.state in ("paid", "moved")]
        words = f"已发放 {len(paid)} 笔"
        lines.append(("合计", words, yuan_text(sum(paid)), "", "已发放各行相加"))
    heads = ("日期", "内容", "金额（元）", "状态", "来源")
    note = "红旗奖金按红旗所在的月份归入年度。"
    return Part("奖励", heads, tuple(lines), frozenset((2,)), note)


def commitments_part(every: Iterable[Commitment], year: int, today: date) -> Part:
    """Made, due or kept in the year, or open through it. every: the newest first."""
    lines = []
    for one in reversed(tuple(every)):
        last = one.kept_on or one.due_on or today
        if one.made_on.year > year or max(last, one.made_on).year < year:
            continue
        kept = f"，{date_text(one.kept_on)}" if one.kept_on else ""
        state = STATE_WORDS[one.state(today)] + kept
        lines.append((_day(one.made_on), one.matter, _day(one.due_on) or "未定", state, "承诺登记"))
    return Part("承诺", ("承诺日期", "承诺事项", "应完成", "兑现", "来源"), tuple(lines))


def handovers_part(leavings: Iterable[Leaving], year: int) -> Part:
    """Hand-overs held in the year, and terms that ended in it. leavings: the newest first."""
    lines = []
    for one in reversed(tuple(leavings)):
        handover = one.handover
        day = (handover.held_on if handover is not None else None) or one.ended_on
        if day is None or day.year != year:
            continue
        to = handover.receiver or "" if handover is not None else ""
        count = f"{len(handover.items)} 项" if handover is not None else "—"
        source = "离任交接表" if handover is not None else "任期登记"
        lines.append((_day(day), one.building.title, to, count, one.state, source))
    return Part("交接", ("日期", "楼栋", "接收人", "事项", "状态", "来源"), tuple(lines))


def _order(line: RewardLine) -> tuple[bool, str]:
    one = line.reward
    return (one.kind != FLAG, one.month or (one.approved_on or date.min).isoformat())


def _reward_source(line: RewardLine) -> str:
    one = line.reward
    if one.kind != FLAG:
        return one.basis or "奖励登记"
    parts = [f"{month_text(one.month or '')}测评，核验码 {one.code or '—'}"]
    if one.approved_on:
        parts.append(f"{_day(one.approved_on)}{one.approved_by or ''}审批")
    if one.paid_on:
        parts.append(f"{_day(one.paid_on)}{one.paid_by or ''}发放")
    if one.cancelled_on:
        parts.append(f"{_day(one.cancelled_on)}取消：{one.cancel_reason or ''}")
    return "；".join(parts)


def _duty_source(records: Sequence[DutyRecord]) -> str:
    """履职月报表（职责清单第 1 版），其中逐项登记 3 次."""
    editions = "、".join(str(e) for e in sorted({r.edition for r in records}))
    single = sum(r.times for r in records if r.done_on is not None)
    source = f"履职月报表（职责清单第 {editions} 版）"
    return source + (f"，其中逐项登记 {single} 次" if single else "")


def _caution_words(one: Caution) -> str:
    if one.stage == REMINDER:
        return "，".join(filter(None, (one.way, one.note)))
    if one.stage == TALK:
        reviewed = f"；{_day(one.reviewed_on)}复查：{one.review_note}" if one.reviewed_on else ""
        return f"{one.place or ''}，承诺：{one.promised or ''}{reviewed}"
    if not one.decided:
        return one.note or "待决定"
    signers = "、".join(filter(None, (one.first_signer, one.second_signer)))
    return f"{one.decision}（{signers}签字）：{one.reason or ''}"


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)
