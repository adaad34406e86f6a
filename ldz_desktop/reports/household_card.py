"""The household's file card (户档卡) on A4: dwelling, head, members in the order of domain.md §2,
tags with dates and basis, contact, and room for signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, Resident, age_on, ordered
from ldz_desktop.domain.masks import mask_id, mask_name, mask_phone
from ldz_desktop.domain.tags import CHILD_BELOW, Tag
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts, printable
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import A4, GREY, MM, PALE, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import across, page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.tag_records import HouseholdTags

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

_MARGIN = 16 * MM
_FRAME = Frame(A4[0], A4[1], _MARGIN, _MARGIN, 15 * MM, 18 * MM)
_TITLE = replace(TITLE, size=20.0)
_CAPTION = Style("heading", 10.0)
_VALUE = Style("body", 10.5)
_SECTION = Style("heading", 12.0)
_SMALL = Style("sans", 8.5, GREY)
_SIGN = Style("body", 11.0)
_PITCH, _SECTION_PITCH, _SIGN_PITCH = 20.5, 25.0, 29.0
_LEADING = 14.0
_LOOK = Look(sizes=(10.0, 9.5, 9.0, 8.5, 8.0, 7.5), pitch=19.0)
_LINE = Pen(0.4, (0.45, 0.45, 0.45))
_EDGE = Pen(0.9)
_CAPTION_WIDTH = 58.0
HIDDEN = "已隐藏"
_STATES = {"present": "", "moved": "已迁出", "dead": "已去世"}
_REGISTERED = {True: "在本地", False: "在外地", None: ""}
SIGNERS = ("户主（签字）", "楼栋长（签字）", "登记人（签字）")


@dataclass(frozen=True, slots=True)
class Card:
    """What goes on the card. full: numbers, telephones, health and sensitive tags as they are;
    otherwise masked, and children's records hidden."""

    household: Household
    tags: HouseholdTags
    unit: str
    today: date
    full: bool = False

    def child(self, member: Resident) -> bool:
        return member.birth is not None and age_on(member.birth, self.today) < CHILD_BELOW

    def hides(self, member: Resident) -> bool:
        """The whole record of a child is sensitive (PIPL art. 28)."""
        return not self.full and self.child(member)


def render(cards: Sequence[Card], *, fonts: FontSet | None = None) -> Paper:
    """One or more cards, each from a new page on."""
    unit, today = cards[0].unit, cards[0].today
    title = "居民家庭档案卡"
    document = Document(fonts or machine_fonts(), About(title, unit, today))
    for number, card in enumerate(cards):
        if number:
            document.new_page()
        flow = Flow(document, _FRAME)
        flow.first_page = len(document.pages) - 1
        _draw(flow, card)
        _feet(flow, card)
    return document.finish()


def _draw(flow: Flow, card: Card) -> None:
    _head(flow, card)
    _grid(flow, _dwelling(card))
    _section(flow, "家庭成员")
    _members(flow, card)
    _section(flow, "成员补充情况")
    _details(flow, card)
    _section(flow, "关怀标签")
    _tags(flow, card)
    if card.household.note:
        _section(flow, "备注")
        _grid(flow, [[("备注", card.household.note)]])
    _sign(flow, card)


def _head(flow: Flow, card: Card) -> None:
    document, middle = flow.document, flow.frame.left + flow.frame.measure / 2
    y = baseline(flow.y, 32.0, _TITLE.size)
    document.text(middle, y, "居民家庭档案卡", _TITLE, "center")
    flow.y += 34
    y = baseline(flow.y, 16, 9.5)
    small = Style("body", 10.0, GREY)
    masked = "" if card.full else "　敏感内容已遮盖"
    texts = (f"档案号：{card.household.file_no}", "", f"{card.unit}{masked}")
    across(document, (flow.frame.left, flow.frame.right_edge), y, texts, small)
    flow.y += 20


_Cells = list[tuple[str, str]]


def _dwelling(card: Card) -> list[_Cells]:
    home = card.household
    phone = home.contact_phone or ""
    landlord = home.landlord_phone or ""
    counted = [m for m in home.members if m.state == "present"]
    living = sum(m.lives_here for m in counted)
    contact = [home.contact_name or "", home.contact_relation or ""]
    checked = date_text(home.checked_on) if home.checked_on else "未核对"
    rows: list[_Cells] = [
        [("社区", f"{home.street}{home.community}"), ("小区楼栋", home.compound + home.building)],
        [("单元房号", f"{home.unit}{home.room}"), ("居住情况", codes.TENURE.label(home.tenure))],
        [
            ("户主", home.head.name if home.head else ""),
            ("人口", f"在册 {len(counted)} 人，实际居住 {living} 人"),
        ],
        [
            ("紧急联系人", "　".join(filter(None, contact))),
            ("联系电话", phone if card.full else mask_phone(phone) if phone else ""),
        ],
    ]
    if home.landlord_name or landlord:
        rows.append(
            [
                ("房东", home.landlord_name or ""),
                ("房东电话", landlord if card.full else mask_phone(landlord) if landlord else ""),
            ]
        )
    opened = date_text(home.opened_on) if home.opened_on else ""
    rows.append([("建档日期", opened), ("上次核对", checked)])
    if home.closed_on is not None:
        rows.append([("注销日期", f"{date_text(home.closed_on)}，户档已注销，留存备查")])
    return rows


def _grid(flow: Flow, rows: list[_Cells]) -> None:
    """Captions and values in boxes; a long value takes more lines."""
    document, left = flow.document, flow.frame.left
    width = document.fonts.chain("body").width
    for cells in rows:
        each = flow.frame.measure / len(cells)
        room = each - _CAPTION_WIDTH - 12
        texts = [
            [line.text for line in set_text(printable(value), _setting(width, room))] or [""]
            for _, value in cells
        ]
        height = _PITCH + (max(map(len, texts)) - 1) * _LEADING
        flow.keep(height)
        for number, ((caption, _), lines) in enumerate(zip(cells, texts, strict=True)):
            x = left + number * each
            document.box((x, flow.y), (_CAPTION_WIDTH, height), PALE, _LINE)
            document.box((x + _CAPTION_WIDTH, flow.y), (each - _CAPTION_WIDTH, height), None, _LINE)
            middle = baseline(flow.y, height, _CAPTION.size)
            document.text(x + _CAPTION_WIDTH / 2, middle, caption, _CAPTION, "center")
            y = baseline(flow.y, height - (len(lines) - 1) * _LEADING, _VALUE.size)
            for line in lines:
                document.text(x + _CAPTION_WIDTH + 6, y, line, _VALUE)
                y += _LEADING
        document.rule(left, flow.y, left, flow.y + height, _EDGE)
        flow.y += height


def _setting(width: "object", room: float) -> Setting:
    return Setting(width, _VALUE.size, room, justify=False)  # type: ignore[arg-type]


def _section(flow: Flow, title: str) -> None:
    flow.keep(_SECTION_PITCH + 3 * _LOOK.pitch)
    flow.y += 6
    y = baseline(flow.y, _SECTION_PITCH - 6, _SECTION.size)
    flow.document.text(flow.frame.left, y, title, _SECTION)
    flow.y += _SECTION_PITCH - 6


_MEMBERS = ("姓名", "与户主关系", "性别", "出生日期", "证件号码", "民族", "文化程度", "职业",
            "户籍", "居住", "电话")  # fmt: skip


def _members(flow: Flow, card: Card) -> None:
    columns = [
        Column(title, wrap=title not in ("证件号码", "出生日期", "电话")) for title in _MEMBERS
    ]
    rows = [Row(_member_cells(card, member)) for member in ordered(card.household.members)]
    empty = [Row(("这一户还没有成员",), heading=True)]
    Table(flow.document, columns, rows or empty, flow.frame.measure, _LOOK).draw(flow)


def _member_cells(card: Card, member: Resident) -> tuple[str, ...]:
    number, phone = member.id_number or "", member.phone or ""
    birth = member.birth.isoformat() if member.birth else ""
    lives = _STATES[member.state] or ("住在这里" if member.lives_here else "不住这里")
    if card.hides(member):
        return (
            mask_name(member.name), codes.RELATION.label(member.relation),
            codes.SEX.label(member.sex), *([HIDDEN] * 2), "", "", "", "", lives, "",
        )  # fmt: skip
    return (
        member.name,
        codes.RELATION.label(member.relation),
        codes.SEX.label(member.sex),
        birth,
        number if card.full or not number else mask_id(number),
        codes.ETHNIC.label(member.ethnic),
        codes.EDUCATION.label(member.education),
        codes.EMPLOYMENT.label(member.occupation),
        _REGISTERED[member.registered_here],
        lives,
        phone if card.full or not phone else mask_phone(phone),
    )


_DETAILS = ("姓名", "政治面貌", "婚姻状况", "健康状况", "工作单位", "户籍地址", "备注")


def _details(flow: Flow, card: Card) -> None:
    columns = [Column(title, wrap=title in _DETAILS[4:]) for title in _DETAILS]
    rows = []
    for member in ordered(card.household.members):
        if card.hides(member):
            continue
        health = codes.HEALTH.label(member.health)
        rows.append(
            Row(
                (
                    member.name,
                    codes.POLITICAL.label(member.political),
                    codes.MARITAL.label(member.marital),
                    health if card.full or not health else HIDDEN,
                    member.workplace or "",
                    member.registered_address or "",
                    member.note or "",
                )
            )
        )
    empty = [Row(("没有内容",), heading=True)]
    Table(flow.document, columns, rows or empty, flow.frame.measure, _LOOK).draw(flow)


def _tags(flow: Flow, card: Card) -> None:
    columns = [
        Column("姓名"),
        Column("标签"),
        Column("开始"),
        Column("结束"),
        Column("依据", wrap=True),
    ]
    people = {m.id: m for m in card.household.members}
    shown = [tag for tag in card.tags.tags if card.full or not _secret(card, tag)]
    left_out = len(card.tags.tags) - len(shown)
    rows = [
        Row(
            (
                people[tag.resident_id].name,
                tag.kind,
                tag.from_on.isoformat() if tag.from_on else "",
                tag.to_on.isoformat() if tag.to_on else "",
                (tag.basis or "") if tag.id else "按档案算出",
            )
        )
        for tag in shown
        if tag.resident_id in people
    ]
    if left_out:
        rows.append(Row((f"另有 {left_out} 项敏感标签未印出",), heading=True))
    empty = [Row(("没有标签",), heading=True)]
    Table(flow.document, columns, rows or empty, flow.frame.measure, _LOOK).draw(flow)


def _secret(card: Card, tag: Tag) -> bool:
    return (tag.resident_id, tag.kind) in card.tags.sensitive


def _sign(flow: Flow, card: Card) -> None:
    flow.y += 8
    flow.keep(2 * _SIGN_PITCH)
    each = flow.frame.measure / len(SIGNERS)
    y = baseline(flow.y, _SIGN_PITCH, _SIGN.size)
    for number, who in enumerate(SIGNERS):
        flow.document.text(flow.frame.left + number * each, y, f"{who}：", _SIGN)
    flow.y += _SIGN_PITCH
    y = baseline(flow.y, _SIGN_PITCH, _SIGN.size)
    flow.document.text(flow.frame.left, y, "（单位盖章）", _SIGN)
    flow.document.text(flow.frame.right_edge, y, "填表日期：　　　　年　　月　　日", _SIGN, "right")
    flow.y += _SIGN_PITCH


def _feet(flow: Flow, card: Card) -> None:
    y = flow.frame.end + 8 * MM
    unit = f"{card.household.file_no}　{card.unit}"
    if flow.document.text_width(unit, _SMALL) > 0.45 * flow.frame.measure:
        unit = card.household.file_no  # the head of the card names the unit
    page_feet(flow, y, unit, f"打印于{date_text(card.today)}", _SMALL)


def card_of(office: "Office", household_id: int, *, full: bool = False) -> Card:
    """The card of a household; that it is printed is logged. Raises InputError where it is gone."""
    household = office.households.get(household_id)
    profile = office.settings.profile()
    kind = "full" if full else "masked"
    office.log(f"print.card.{kind}", f"household:{household_id}")
    return Card(
        household,
        office.tags.of_household(household_id),
        profile.unit or profile.office,
        office.today(),
        full,
    )
