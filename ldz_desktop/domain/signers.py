"""Who signs which paper (domain.md §6): offices differ, so each kind of paper, and each level that
it is made for, has a wording of its own with places for the names."""

import re
from collections.abc import Mapping

from ldz_desktop.domain.problems import Problem
from ldz_desktop.record import record

LONGEST = 60
_PLACE = re.compile("〔(.*?)〕")
_COMMITTEE = re.compile("(居民委员会|村民委员会|居委会|村委会)$")


@record
class Paper:
    """A paper that is signed. key: under which its wording is kept; usual: its wording at first."""

    key: str
    title: str
    usual: str


PAPERS = (
    Paper("ranking:小区", "按小区的排名公示", "〔社区〕党支部"),
    Paper("ranking:社区", "按社区的排名公示", "〔社区〕党支部"),
    Paper("ranking:街道", "按街道的排名公示", "〔街道〕办事处"),
    Paper("ranking:全区", "全区的排名公示", "〔办公室〕"),
    Paper("candidates", "候选人公示", "〔社区〕居民委员会"),
    Paper("appointment", "聘书", "〔办公室〕"),
    Paper("honour", "奖状和荣誉证书", "〔办公室〕"),
    Paper("flag", "流动红旗交接单", "〔社区〕居民委员会"),
)
USUAL: Mapping[str, str] = {one.key: one.usual for one in PAPERS}


@record
class Names:
    """What the places of a wording stand for; empty where a paper is not about one."""

    office: str
    street: str = ""
    community: str = ""
    compound: str = ""


def signer(wording: str, names: Names) -> str:
    """The wording with its names. A community that is on file as its committee (柳林村村民委员会)
    signs as that, and its party branch without the word; the office signs where the wording has a
    place that this paper has no name for."""
    written = names.community
    community = _COMMITTEE.sub("", written)
    if community != written and not community.endswith(("社区", "村")):
        community += "社区"
    known = {
        "办公室": names.office, "街道": names.street, "社区": community, "小区": names.compound,
    }  # fmt: skip
    if any(not known.get(place) for place in _PLACE.findall(wording)):
        return names.office
    if community != written:
        wording = wording.replace("〔社区〕居民委员会", written)
    elif community.endswith("村"):
        wording = wording.replace("〔社区〕居民委员会", f"{community}村民委员会")
    text = _PLACE.sub(lambda found: known[found.group(1)], wording)
    return text.replace("办事处办事处", "办事处")


def signer_problems(wordings: Mapping[str, str]) -> tuple[Problem, ...]:
    """What cannot be printed: places that nothing is known of, and wordings that are too long."""
    found = []
    for paper in PAPERS:
        text = wordings.get(paper.key, "")
        wrong = [p for p in _PLACE.findall(text) if p not in ("办公室", "街道", "社区", "小区")]
        if wrong or text.count("〔") != text.count("〕"):
            reason = "〔〕里只能写 社区、小区、街道、办公室。"
        elif len(text) > LONGEST:
            reason = f"请写在 {LONGEST} 个字以内。"
        else:
            continue
        found.append(Problem("refused", paper.key, "signer", reason))
    return tuple(found)
