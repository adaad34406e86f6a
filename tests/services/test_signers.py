"""Who signs which paper: the party branch announces the ranking, or whom the office says."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import apsw
import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.signers import Names, signer
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import migrations

CloseMonth = Callable[[str, dict[int, str]], None]
MONTH, POSTED = "2026-09", date(2026, 9, 30)


@pytest.fixture
def closed(office: Office, close_month: CloseMonth) -> list[int]:
    """A closed month of two buildings of 兴新社区."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2)]
    for building, name in zip(ids, ("赵琴", "徐杨"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    close_month(MONTH, dict(zip(ids, "54", strict=True)))
    return ids


def units(office: Office, *scopes: str) -> list[str]:
    return [office.notices.notices(MONTH, scope)[0].unit for scope in scopes]


def test_at_first_the_party_branch_publishes(office: Office, closed: list[int]) -> None:
    del closed
    office.settings.save_profile(Profile("兴文街道办事处"))
    assert units(office, "小区", "社区", "全区") == ["兴新社区党支部"] * 2 + ["兴文街道办事处"]


def test_each_level_has_its_own_wording(office: Office, closed: list[int]) -> None:
    del closed
    office.signers.save(
        {"ranking:小区": "中共〔小区〕支部委员会", "ranking:社区": "〔社区〕居民委员会"}
    )
    assert units(office, "小区", "社区") == ["中共福锦苑支部委员会", "兴新社区居民委员会"]
    office.signers.save({"ranking:小区": " ", "ranking:社区": "福锦物业"})
    assert units(office, "小区", "社区") == ["兴新社区党支部", "福锦物业"]
    with pytest.raises(InputError, match="〔〕里只能写"):
        office.signers.save({"ranking:社区": "〔楼栋〕党支部"})


def test_a_published_month_keeps_its_signers(office: Office, closed: list[int]) -> None:
    del closed
    office.settings.save_profile(Profile("兴文街道办事处"))
    office.signers.save({"ranking:社区": "〔社区〕党委"})
    office.evaluation.publish(MONTH, POSTED)
    office.signers.save({"ranking:社区": "〔社区〕居民委员会"})
    office.settings.save_profile(Profile("别的办公室"))
    assert units(office, "社区", "全区") == ["兴新社区党委", "兴文街道办事处"]


def test_what_was_published_before_keeps_the_committee(
    office: Office, closed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a program that had no such setting: the notice on the wall says 居民委员会."""
    del closed
    office.evaluation.publish(MONTH, POSTED)
    key: bytes = office._key  # noqa: SLF001
    path, folder = str(office.core.database.path), office.folder
    with closing(apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        connection.pragma("cipher", "chacha20")
        connection.execute(f'PRAGMA key="raw:{key.hex()}"')
        connection.execute("DELETE FROM setting WHERE key LIKE 'signers%'")
        connection.pragma("user_version", 10)
    office.close()
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:11])
    again = open_office(folder, "", "测试口令-2026")
    try:
        assert units(again, "小区", "社区") == ["兴新社区居民委员会"] * 2
    finally:
        again.close()


def test_a_village_and_a_street() -> None:
    names = Names("办公室", street="兴文街道", community="向阳村")
    assert signer("〔社区〕居民委员会", names) == "向阳村村民委员会"
    written = replace(names, community="柳林村村民委员会")
    assert signer("〔社区〕居民委员会", written) == "柳林村村民委员会"
    assert signer("〔社区〕党支部", written) == "柳林村党支部"
    assert signer("〔社区〕党支部", replace(names, community="西锦居委会")) == "西锦社区党支部"
    assert signer("〔街道〕办事处", names) == "兴文街道办事处"
    assert signer("〔街道〕办事处", replace(names, street="兴文街道办事处")) == "兴文街道办事处"
    assert signer("〔街道〕办事处", replace(names, street="")) == "办公室"
