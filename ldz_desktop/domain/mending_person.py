"""What is odd about a person alone: number, sex, birth, age, tags, visits."""

from collections.abc import Iterator
from datetime import date

from ldz_desktop.domain.codes import POLITICAL, RELATION, SEX
from ldz_desktop.domain.gb11643 import read as read_number
from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.identity import Identity, check_id
from ldz_desktop.domain.kin_codes import sex_of_code
from ldz_desktop.domain.masks import mask_id
from ldz_desktop.domain.mending_household import ADULT
from ldz_desktop.domain.mending_records import Case, Finding, Fix, Repair, change
from ldz_desktop.domain.plausible import OLDEST
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.workdays import date_text

LEAGUE, LEAGUE_FROM = "03", 14
_ALONE = ("独居", "空巢")
_SEXES = ("1", "2")

# A relation as a man's and as a woman's.
_PAIRS = (
    "20 30", "21 31", "22 32", "23 33", "24 34", "25 35", "26 36", "27 37", "29 39", "28 38",
    "11 12", "41 42", "43 44", "47 48", "51 52", "53 54", "55 56", "57 58", "61 62", "63 64",
    "66 67", "71 75", "73 77", "93 94", "95 96", "83 90", "85 88",
)  # fmt: skip
_OTHER_SEX = {
    code: other for pair in _PAIRS for code, other in (pair.split(), reversed(pair.split()))
}


def check_person(case: Case, member: Resident) -> Iterator[Finding]:
    """Everything about one present member."""
    if not member.name.strip():
        yield case.found("name_missing", member, "有一位成员没有填姓名。")
    identity = None
    if member.id_number:
        identity = check_id(
            member.id_number, case.today, sex=member.sex, birth=member.birth,
            id_type=member.id_type,
        )  # fmt: skip
        if identity.problems:
            yield from _number(case, member, identity)
    if member.relation is not None and member.sex in _SEXES:
        yield from _relation(case, member, identity)
    if member.birth is not None:
        yield from _age(case, member)
    for tag in case.tags.get(member.id, ()):
        if tag.kind in _ALONE and not member.lives_here:
            yield case.found(
                "away_tagged",
                member,
                f"{member.name}登记为不住这里，却有“{tag.kind}”标签。",
                Repair(f"“{tag.kind}”标签到今天为止。", (Fix("tag", tag.id, "to_on", case.today),)),
            )


def _number(case: Case, member: Resident, identity: Identity) -> Iterator[Finding]:
    refused = next((p for p in identity.problems if p.level == "refused"), None)
    if refused is not None:
        sentence = f"{member.name}：{refused.reason}"
        yield case.found("number_wrong", member, sentence, _meant(member, refused))
    codes = {p.code for p in identity.problems}
    if "sex_mismatch" in codes:
        said = SEX.label(identity.sex)
        sentence = f"{member.name}的性别是{SEX.label(member.sex)}，证件号码上是{said}。"
        repair = Repair(f"性别改为{said}。", (change(member, "sex", identity.sex),))
        yield case.found("sex_mismatch", member, sentence, repair)
    if "birth_mismatch" in codes and identity.birth is not None and member.birth is not None:
        sentence = (
            f"{member.name}的出生日期是{date_text(member.birth)}，"
            f"证件号码上是{date_text(identity.birth)}。"
        )
        yield case.found("birth_mismatch", member, sentence, _born(case, member, identity.birth))


def _born(case: Case, member: Resident, birth: date) -> Repair | None:
    """15 digits always say 19xx: nobody is made a hundred and twelve by them."""
    if age_on(birth, case.today) > OLDEST:
        return None
    return Repair(f"出生日期改为{date_text(birth)}。", (change(member, "birth", birth),))


def _meant(member: Resident, problem: Problem) -> Repair | None:
    """The only correction that agrees with birth and sex on file."""
    if member.birth is None or member.sex not in _SEXES:
        return None
    fits = [n for n in problem.proposals if read_number(n) == (member.birth, member.sex)]
    if len(fits) != 1:
        return None
    places = [i for i, (a, b) in enumerate(zip(member.id_number or "", fits[0], strict=False), 1)
              if a != b]  # fmt: skip
    where = "、".join(map(str, places))
    return Repair(
        f"证件号码改为{mask_id(fits[0])}（改第{where}位；与出生日期、性别相符的只有这一个）。",
        (change(member, "id_number", fits[0]),),
    )


def _relation(case: Case, member: Resident, identity: Identity | None) -> Iterator[Finding]:
    """A daughter who is a man: the sex is right where a number says so, else nobody knows."""
    told = sex_of_code(member.relation)
    if told in (None, member.sex) or (identity is not None and identity.sex == told):
        return  # where the number agrees with the relation, it is the sex that is wrong
    label = RELATION.label(member.relation)
    sentence = f"{member.name}与户主的关系是“{label}”，性别却是{SEX.label(member.sex)}。"
    repair = None
    other = _OTHER_SEX.get(member.relation or "")
    if other is not None and identity is not None and identity.sex == member.sex:
        repair = Repair(
            f"关系改为“{RELATION.label(other)}”（证件号码上是{SEX.label(member.sex)}）。",
            (change(member, "relation", other),),
        )
    yield case.found("relation_sex", member, sentence, repair)


def _age(case: Case, member: Resident) -> Iterator[Finding]:
    assert member.birth is not None
    age = age_on(member.birth, case.today)
    if age > OLDEST:
        yield case.found("too_old", member, f"{member.name}按出生日期已经{age}岁，请核对是否健在。")
    if member.political is None or age >= ADULT:
        return
    if member.political == LEAGUE and age >= LEAGUE_FROM:
        return
    sentence = f"{member.name}只有{age}岁，政治面貌填了“{POLITICAL.label(member.political)}”。"
    repair = Repair("清空政治面貌。", (change(member, "political", None),))
    yield case.found("minor_political", member, sentence, repair)


def check_dead(case: Case, member: Resident) -> Iterator[Finding]:
    """A visit to somebody after the death on file."""
    if member.state_on is None:
        return
    late = [v for v in case.visits.get(member.id, ()) if v.on > member.state_on]
    if not late:
        return
    last = max(v.on for v in late)
    sentence = (
        f"{member.name}登记{date_text(member.state_on)}去世，"
        f"{date_text(last)}还有走访记录，请核对日期。"
    )
    repair = Repair(
        f"去世后的{len(late)}次走访改记为走访这一户。",
        tuple(Fix("visit", v.id, "resident_id", None) for v in late),
    )
    yield case.found("dead_visited", member, sentence, repair)
