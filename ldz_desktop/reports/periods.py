"""A notice's period and where objections go, in the words that stand on every notice."""

from datetime import date

from ldz_desktop.domain.workdays import Period, Unit, date_text

UNITS: dict[Unit, str] = {"working": "工作日", "calendar": "自然日"}


def period_sentence(period: Period) -> str:
    """公示期为…至…（5个工作日）。 With 预计 where a year's holidays are not known yet."""
    length = f"{period.days}个{UNITS[period.unit]}"
    dates = span(period.first, period.last)
    if period.certain:
        return f"公示期为{dates}（{length}）。"
    return f"公示期预计为{dates}（{length}），以国家公布的{period.last.year}年放假安排为准。"


def span(first: date, last: date) -> str:
    """2026年11月3日至11月9日; the year again only where it is another."""
    same = first.year == last.year
    return f"{date_text(first)}至{f'{last.month}月{last.day}日' if same else date_text(last)}"


def contact_sentence(unit: str, phone: str) -> str:
    """Where objections go."""
    return f"如有异议，请在公示期内向{unit}反映{f'，联系电话{phone}' if phone else ''}。"
