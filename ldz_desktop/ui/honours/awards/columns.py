"""Candidates of a year: what stands in the columns."""

from ldz_desktop.domain.awards import STATES, Kind, State
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.awards_records import AwardLine
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

TONES: dict[State, Tone] = {
    "candidate": "amber", "few": "grey", "granted": "green", "rejected": "grey",
    "cancelled": "grey",
}  # fmt: skip


def award_columns(kind: Kind) -> tuple[Column[AwardLine], ...]:
    """kind: building or leader; a leader's line names the buildings too."""
    name = "楼栋" if kind == "building" else "楼栋长"
    place = Column[AwardLine](
        "place", "名次", lambda x: str(x.place) if x.place else "—", align="right", width=56,
        sort=lambda x: x.place or None,
    )  # fmt: skip
    where = (
        ()
        if kind == "building"
        else (Column[AwardLine]("where", "楼栋", lambda x: x.where, width=124, tip=_where),)
    )
    return (
        place,
        Column("name", name, lambda x: x.name, width=124 if kind == "building" else 88,
               strong=lambda x: True, sort=lambda x: x.pinyin or x.name),
        *where,
        Column("community", "社区", lambda x: x.community, width=100),
        Column("mean", "平均分", lambda x: str(x.merit.printed or "—"), align="right", width=76,
               sort=lambda x: x.merit.mean),
        Column("ranked", "参评", lambda x: f"{x.merit.ranked}个月", align="right", width=72,
               sort=lambda x: x.merit.ranked,
               tone=lambda x: "muted" if x.state == "few" else None),
        Column("flagged", "持旗", lambda x: f"{x.merit.flagged}个月" if x.merit.flagged else "",
               align="right", width=72, sort=lambda x: x.merit.flagged),
        Column("last", "末位", lambda x: f"{x.merit.last}个月" if x.merit.last else "",
               align="right", width=72, sort=lambda x: x.merit.last),
        Column("state", "状态", lambda x: STATES[x.state], width=88,
               chip=lambda x: TONES[x.state], sort=lambda x: list(STATES).index(x.state)),
        Column("vote", "表决", _vote, width=104),
        Column("number", "证书编号", _number, width=192),
        Column("note", "说明", award_note, width=0, tip=award_note, sortable=False,
               tone=lambda x: "red" if x.changed else "muted"),
    )  # fmt: skip


def award_note(line: AwardLine) -> str:
    """Why the line is as it is."""
    award = line.award
    if award is None:
        return ""
    parts = []
    if line.changed:
        parts.append(f"依据有变，表决时是：{award.basis}")
    if award.cancelled_on is not None and line.state == "cancelled":
        parts.append(f"{date_text(award.cancelled_on)}取消：{award.cancel_reason}")
    if award.note:
        parts.append(award.note)
    return "；".join(parts)


def award_text(line: AwardLine) -> str:
    """The line below the list: the basis in full, and the vote."""
    merit = line.merit
    if merit.printed is None:
        return "这一年没有参加过排名。"
    text = merit.basis()
    award = line.award
    if award is not None and award.decided_on is not None:
        text += (
            f"。{date_text(award.decided_on)}{award.chaired_by}主持表决，"
            f"{award.voters} 人参加，{award.votes_for} 票赞成"
        )
    note = award_note(line)
    return f"{text}。{note}" if note else f"{text}。"


def _where(line: AwardLine) -> str:
    return line.where


def _vote(line: AwardLine) -> str:
    award = line.award
    return "" if award is None else f"{award.votes_for}/{award.voters} 票"


def _number(line: AwardLine) -> str:
    return "" if line.award is None else line.award.certificate_no or ""
