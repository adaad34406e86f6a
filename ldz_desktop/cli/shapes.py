"""The JSON objects of contract.md, and the same as text for people."""

from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ldz_desktop.domain.evaluation import Standing
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_records import Explanation, MonthInfo, Ranking, Verification
from ldz_desktop.services.search import Hit

if TYPE_CHECKING:
    from ldz_desktop.services.demo import DemoResult
    from ldz_desktop.services.importing import ImportResult

Shape = dict[str, Any]


def error(known: KnownError) -> Shape:
    return {"title": known.title, "message": known.message, "hint": known.hint}


def demo(result: "DemoResult") -> Shape:
    return asdict(result)


def imported(result: "ImportResult") -> Shape:
    counted = (
        "files_rows", "created", "updated", "unchanged", "refused", "notes", "households", "seconds"
    )  # fmt: skip
    shape: Shape = {key: getattr(result, key) for key in counted}
    shape["problems"] = [
        {
            "sheet": p.sheet, "row": p.row, "column": p.column, "value": p.value,
            "reason": p.reason, "level": p.level, "code": p.code,
        }
        for p in result.problems
    ]  # fmt: skip
    return shape


def hit(one: Hit) -> Shape:
    return {
        "kind": one.kind, "id": one.id, "title": one.title, "address": one.address,
        "household": one.household_id or None,
    }  # fmt: skip


def ranking(one: Ranking) -> Shape:
    return {
        "month": one.month,
        "state": one.state,
        "scope": one.scope,
        "scheme": one.scheme.version,
        "rows": [_row(standing) for standing in one.standings],
        "undecided": _undecided(one),
    }


def _undecided(one: Ranking) -> Shape:
    """Community → titles of the tied; of two communities of one name with their streets."""
    names = Counter(tied[0].community for tied in one.undecided)
    return {
        (tied[0].street if names[tied[0].community] > 1 else "") + tied[0].community: [
            score.title for score in tied
        ]
        for tied in one.undecided
    }


def _row(standing: Standing) -> Shape:
    score = standing.score
    return {
        "scope": standing.scope,
        "rank": standing.rank,
        "community": score.community,
        "compound": score.compound,
        "building": score.building,
        "leader": score.leader,
        "score": _number(score.score),
        "satisfaction": _number(score.satisfaction),
        "satisfied_rate": _number(score.satisfied_rate),
        "stars": _number(score.stars),
        "valid": score.valid,
        "returned": score.returned,
        "issued": score.issued,
        "flag": standing.flag,
        "last": standing.last,
        "streak": standing.streak,
        "why_unranked": score.why_unranked,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def explanation(one: Explanation) -> Shape:
    return {
        "month": one.month,
        "building": one.standing.score.title,
        "rank": one.standing.rank,
        "steps": [asdict(step) for step in one.steps],
    }


def month(info: MonthInfo) -> Shape:
    """hash: as printed on the notice; sha256: the whole of it."""
    return {
        "month": info.month, "state": info.state, "hash": info.code, "ok": True,
        "sha256": info.hash, "edition": info.edition,
    }  # fmt: skip


def verification(one: Verification) -> Shape:
    return {**month(one.info), "ok": one.ok, "problems": list(one.problems)}


def as_text(command: str, answer: Shape) -> str:
    """The answer for people."""
    writer = _TEXTS.get(command)
    return (
        writer(answer) if writer else "\n".join(f"{key}：{value}" for key, value in answer.items())
    )


def _init_text(answer: Shape) -> str:
    return (
        f"数据文件夹：{answer['folder']}\n恢复码（只显示这一次，请抄写两份分别封存）：\n"
        f"  {answer['recovery_code']}"
    )


def _demo_text(answer: Shape) -> str:
    return (
        f"演示小区已建好：{answer['communities']} 个社区，{answer['compounds']} 个小区，"
        f"{answer['buildings']} 栋楼，{answer['leaders']} 名楼栋长，{answer['households']} 户，"
        f"{answer['residents']} 人（{answer['seconds']:.1f} 秒）。"
    )


def _import_text(answer: Shape) -> str:
    head = (
        f"共 {answer['files_rows']} 行：新增 {answer['created']}，更新 {answer['updated']}，"
        f"不变 {answer['unchanged']}，退回 {answer['refused']}，备注 {answer['notes']}。"
    )
    lines = [
        f"  {p['sheet']} 第 {p['row']} 行 {p['column']} {p['value']}：{p['reason']}"
        f"{'（退回）' if p['level'] == 'refused' else ''}"
        for p in answer["problems"]
    ]
    return "\n".join([head, *lines])


def _search_text(answer: Shape) -> str:
    lines = [f"{h['title']}  {h['address']}" for h in answer["hits"]]
    return "\n".join([*lines, f"{len(lines)} 条，{answer['milliseconds']} 毫秒"])


def _ranking_text(answer: Shape) -> str:
    lines = [f"{answer['month']}  {answer['state']}  按{answer['scope']}排名"]
    for row in answer["rows"]:
        rank = "—" if row["rank"] is None else str(row["rank"])
        marks = "".join((" 红旗" * row["flag"], " 末位" * row["last"]))
        lines.append(
            f"{rank:>4}  {row['score'] or '—':>6}  {row['community']} {row['compound']}"
            f"{row['building']} {row['leader']}{marks} {row['why_unranked'] or ''}".rstrip()
        )
    return "\n".join(lines)


def _explain_text(answer: Shape) -> str:
    return "\n".join(f"{s['label']}：{s['formula']} = {s['value']}" for s in answer["steps"])


def _month_text(answer: Shape) -> str:
    state = {"open": "进行中", "closed": "已封月", "published": "已公示"}[answer["state"]]
    again = f"（第{answer['edition']}版）" if answer["edition"] > 1 else ""
    code = f"，核验码 {answer['hash']}" if answer["hash"] else ""
    lines = [f"{answer['month']} {state}{again}{code}"]
    if "problems" in answer:
        lines += answer["problems"] or ["核验通过：结果与原始表一致，各月核验码首尾相接。"]
    return "\n".join(lines)


def _backup_text(answer: Shape) -> str:
    return f"已备份并核对：{answer['file']}（{answer['bytes']:,} 字节）"


def _restore_text(answer: Shape) -> str:
    return f"已恢复到 {answer['folder']}：{answer['households']} 户"


def _check_text(answer: Shape) -> str:
    return "\n".join(answer["problems"]) or "没有发现问题。"


_TEXTS = {
    "backup": _backup_text,
    "restore": _restore_text,
    "check": _check_text,
    "init": _init_text,
    "demo": _demo_text,
    "import": _import_text,
    "search": _search_text,
    "ranking": _ranking_text,
    "explain": _explain_text,
    "month": _month_text,
}
