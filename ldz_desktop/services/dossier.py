"""The dossier of a year (履职档案袋): everything on record of one leader, every number with where
it comes from, so that it can be checked without the program."""

from collections.abc import Iterator, Sequence
from datetime import date

from ldz_desktop.domain.amounts import yuan_text
from ldz_desktop.domain.rewards import FLAG
from ldz_desktop.domain.selections import STEP_TITLES, WAYS, Selection
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import InputError
from ldz_desktop.record import record
from ldz_desktop.services import dossier_parts as made
from ldz_desktop.services.cautions import CautionService
from ldz_desktop.services.commitments import CommitmentService
from ldz_desktop.services.core import Core
from ldz_desktop.services.dossier_records import Dossier, Part
from ldz_desktop.services.duties import DutyService
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.handover import HandoverService
from ldz_desktop.services.rewards import RewardService
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.services.roster import LeaderDetail, RosterService, ScorePoint, TenureRow
from ldz_desktop.services.scans import PORTRAIT, ScanService
from ldz_desktop.services.selections import SelectionService
from ldz_desktop.services.training import TrainingService


@record
class Sources:
    """Where the parts come from."""

    roster: RosterService
    selections: SelectionService
    training: TrainingService
    duties: DutyService
    evaluation: EvaluationService
    cautions: CautionService
    rewards: RewardService
    commitments: CommitmentService
    handover: HandoverService


class DossierService:
    """Reads only."""

    def __init__(self, core: Core, sources: Sources) -> None:
        self._core = core
        self._from = sources

    def of(self, leader_id: int, year: int) -> Dossier:
        """Raises InputError where the leader is gone, or for a year that is still to come."""
        today = self._core.today()
        if not 1990 <= year <= today.year:
            raise InputError("年份不对", f"没有 {year} 年的档案。", "请选今年或以前的年份。")
        source = self._from
        detail = source.roster.get(leader_id)
        tenures = tuple(t for t in reversed(detail.tenures) if _held(t, year))
        scores = tuple(p for p in detail.scores if p.month.startswith(str(year)))
        rewards = tuple(x for x in source.rewards.of_leader(leader_id) if _year(x) == year)
        duties = [d for t in tenures for d in source.duties.of_tenure(t.tenure.id)]
        codes = {info.month: info.code for info in source.evaluation.months()}
        appointed = tuple(self._appointed(detail, year))
        parts = (
            Part("推选与任命", ("日期", "事项", "内容", "来源"), appointed),
            made.training_part(
                source.training.of_leader(leader_id), source.training.rules(), year
            ),
            made.duties_part(duties, source.duties.templates(), year),
            made.scores_part(scores, codes),
            made.cautions_part(source.cautions.of_leader(leader_id), year),
            made.rewards_part(rewards),
            made.commitments_part(source.commitments.of(leader_id), year, today),
            made.handovers_part(source.handover.of_leader(leader_id), year),
        )  # fmt: skip
        return Dossier(
            source.rewards.unit(), today, year, detail.leader.name,
            tuple(dict.fromkeys(t.building.community + t.building.title for t in tenures)),
            tuple(_term(t) for t in tenures),
            self._portrait(leader_id),
            (_overview(parts, scores, rewards), *parts),
        )  # fmt: skip

    def _portrait(self, leader_id: int) -> bytes | None:
        scans = ScanService(self._core)
        found = scans.newest("leader", leader_id, PORTRAIT)
        return None if found is None else scans.body(found.id)

    def _appointed(self, detail: LeaderDetail, year: int) -> Iterator[tuple[str, ...]]:
        """The selections and the terms that reach into the year, in the order of their days."""
        terms = {row.tenure.id: row for row in detail.tenures if _held(row, year)}
        for selection in reversed(self._from.selections.of_leader(detail.leader.id)):
            if selection.tenure_id in terms or selection.begun_on.year == year:
                yield from self._selected(selection, detail.leader.id)
        for row in reversed(detail.tenures):
            if row.tenure.id not in terms:
                continue
            tenure, place = row.tenure, row.building.title
            numbers = [
                f"任命文号 {tenure.document_no}" if tenure.document_no else "",
                f"证书编号 {tenure.certificate_no}" if tenure.certificate_no else "",
                f"任期到{date_text(tenure.term_end)}" if tenure.term_end else "",
            ]
            words = "，".join([f"{place}楼栋长", *filter(None, numbers)])
            source = "聘书、任期登记" if tenure.certificate_no else "任期登记"
            yield (_day(tenure.started_on) or "不详", "任职", words, source)
            if tenure.ended_on is not None and tenure.ended_on.year == year:
                why = tenure.end_reason or "原因不详"
                yield (_day(tenure.ended_on), "卸任", f"{place}楼栋长，{why}", "任期登记")

    def _selected(self, one: Selection, leader_id: int) -> Iterator[tuple[str, ...]]:
        """The evidence of its steps; the appointment itself is told by the term."""
        source = f"推选记录（{date_text(one.begun_on)}开始）"
        mine = next((c for c in one.candidates if c.leader_id == leader_id), None)
        if one.held_on is not None:
            count = [WAYS[one.way]]
            count += [f"应到 {one.eligible} 户"] if one.eligible is not None else []
            count += [f"收回 {one.returned} 张"] if one.returned is not None else []
            if mine is not None and mine.votes is not None:
                count.append(f"本人 {mine.votes} 票")
            yield (_day(one.held_on), STEP_TITLES["vote"], "，".join(count), source)
        if mine is not None and mine.passed is not None:
            met = "、".join(name for name, ok in mine.checks if ok)
            words = f"{'通过' if mine.passed else '不通过'}，{mine.reviewer or ''}审查"
            words += f"，符合：{met}" if met else ""
            yield (_day(mine.reviewed_on), STEP_TITLES["review"], words, source)
        for hung in self._from.selections.get(one.id).postings:
            if hung.posted_on is None:
                continue
            words = f"{hung.title}，到{_day(hung.last_on)}止，异议 {len(hung.objections)} 件"
            yield (_day(hung.posted_on), STEP_TITLES["notice"], words, "公示存档")


def _overview(
    parts: Sequence[Part], scores: Sequence[ScorePoint], rewards: Sequence[RewardLine]
) -> Part:
    """The year in a few numbers, each with the part it is counted in."""
    training, duties = parts[1].lines, parts[2].lines
    ranked = sum(p.rank is not None for p in scores)
    paid = sum(x.cents for x in rewards if x.state in ("paid", "moved"))
    events = sum(x.state == "given" for x in rewards)
    lines = (
        ("培训", f"{training[-1][3] if training else 0} 学时", "第二部分合计"),
        ("履职", f"{duties[-1][4] if duties else 0} 次", "第三部分合计"),
        ("测评", f"参加排名 {ranked} 个月", "第四部分有名次的各行"),
        ("流动红旗", f"{sum(p.flag for p in scores)} 个月", "第四部分标“红旗”的各行"),
        ("排名末位", f"{sum(p.last for p in scores)} 个月", "第四部分标“末位”的各行"),
        ("已发奖金", f"{yuan_text(paid)} 元", "第六部分合计"),
        ("荣誉与任用", f"{events} 项", "第六部分“已登记”的各行"),
    )
    return Part("全年概览", ("项目", "数", "来源"), lines)


def _year(line: RewardLine) -> int:
    one = line.reward
    if one.kind == FLAG:
        return int((one.month or "0")[:4])
    return one.approved_on.year if one.approved_on else 0


def _held(row: TenureRow, year: int) -> bool:
    """Whether the term reached into the year."""
    begun, ended = row.tenure.started_on, row.tenure.ended_on
    return (begun is None or begun.year <= year) and (ended is None or ended.year >= year)


def _term(row: TenureRow) -> str:
    tenure = row.tenure
    begun = _day(tenure.started_on) or "起任日期不详"
    return f"{begun}至{_day(tenure.ended_on) or '今'}"


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)
