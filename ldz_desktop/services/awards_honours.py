"""The words of certificates: of a year's awards, and of a month's flags."""

from collections.abc import Collection, Iterable

from ldz_desktop.domain.awards import KINDS, Kind
from ldz_desktop.domain.evaluation import Score
from ldz_desktop.errors import InputError
from ldz_desktop.services.awards_records import AwardLine, Honour
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.months import month_text
from ldz_desktop.services.signers import SignerService
from ldz_desktop.storage.leaders import LeaderStore

_TITLES: dict[Kind, str] = {"building": "奖状", "leader": "荣誉证书"}
_FLAG: dict[Kind, str] = {"building": "流动红旗", "leader": "流动红旗楼栋长"}


class HonourMaker:
    """Reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._unit = SignerService(core).of("honour")

    def of_year(self, year: int, lines: Iterable[AwardLine]) -> tuple[Honour, ...]:
        """lines: granted ones."""
        return tuple(self._yearly(year, line) for line in lines)

    def of_month(self, month: str, kind: Kind, keys: Collection[int]) -> tuple[Honour, ...]:
        """For the flag buildings of a closed month, decided ones included, or for who was evaluated
        there; keys: of those alone, () for all. Raises InputError for none."""
        reader = FlagReader(self._core)
        every = reader.every()
        if month not in every:
            raise InputError("还没有封月", f"{month_text(month)}还没有封存，没有流动红旗。")
        leaders = {t.id: t.leader_id for t in LeaderStore(self._core.database).tenures()}
        standings = every[month].standings
        scores = [
            standings[b].score
            for won in reader.winners(every)[month].values()
            for b in won
        ]  # fmt: skip
        if kind == "leader":
            scores = [s for s in scores if leaders.get(s.tenure_id)]
        wanted = [
            (number, s) for number, s in enumerate(scores, 1)
            if not keys or (s.building_id if kind == "building" else leaders[s.tenure_id]) in keys
        ]  # fmt: skip
        if not wanted:
            raise InputError(
                "没有可打印的证书", f"{month_text(month)}没有这样的流动红旗。", "请检查月份和名称。"
            )
        return tuple(self._monthly(month, kind, number, score) for number, score in wanted)

    def _yearly(self, year: int, line: AwardLine) -> Honour:
        award = line.award
        assert award is not None, "granted lines have one"
        assert award.decided_on is not None, "a vote has its day"
        kind = award.kind
        merit = _merit(award.basis)
        if kind == "building":
            to, text = f"{line.community}{line.name}", f"在{year}年度楼栋测评中{merit}被评为"
        else:
            text = f"您在{year}年度担任{line.where}楼栋长期间，测评{merit}被评为"
            to = line.name
        return Honour(
            _TITLES[kind], to, "同志" if kind == "leader" else "", text,
            f"{year}年度{KINDS[kind]}", award.certificate_no or "", self._unit, award.decided_on,
        )  # fmt: skip

    def _monthly(self, month: str, kind: Kind, number: int, score: Score) -> Honour:
        of = month_text(month)
        where = f"{score.compound}{score.building}"
        if kind == "building":
            to, text = f"{score.community}{where}", f"在{of}楼栋测评中得分{score.score}分，荣获"
        else:
            to = score.leader
            text = f"您负责的{where}在{of}楼栋测评中得分{score.score}分，荣获"
        award = f"{of}{_FLAG[kind]}"
        series = "红旗" if kind == "building" else "红旗楼长"
        return Honour(
            _TITLES[kind], to, "同志" if kind == "leader" else "", text, award,
            f"{series}〔{month[:4]}〕{month[5:7]}-{number:02d}号", self._unit, self._core.today(),
        )  # fmt: skip


def _merit(basis: str) -> str:
    """平均85.33分，持流动红旗3个月， of a basis on record; flags only where there were some."""
    parts = [p.replace(" ", "") for p in basis.split("，")]
    told = [p for p in parts if p.startswith(("平均", "持流动红旗")) and p != "持流动红旗0个月"]
    return "".join(f"{p}，" for p in told)
