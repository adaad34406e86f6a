"""The wordings that papers are signed with. A published month keeps those it was published with."""

import json
from collections.abc import Mapping

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.signers import USUAL, Names, signer, signer_problems
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.settings import SettingStore

_KEY = "signers"


class SignerService:
    """Reads and saves the wordings, and says who signs."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = SettingStore(core.database)
        self._settings = SettingService(core)

    def wordings(self, month: str | None = None) -> dict[str, str]:
        """Key of the paper → its wording (domain.signers). month: one that is published has those
        of the day it was published."""
        kept = None if month is None else self._store.value(_of_month(month))
        own: dict[str, str] = json.loads(kept or self._store.value(_KEY) or "{}")
        return {**USUAL, **own}

    def save(self, wordings: Mapping[str, str]) -> Change:
        """An empty one is as at first. Raises InputError for what cannot be printed."""
        found = signer_problems(wordings)
        if found:
            raise InputError("署名写法有误", found[0].reason)
        own = {key: text.strip() for key, text in wordings.items() if text.strip()}
        with self._core.database.transaction():
            self._store.put(_KEY, json.dumps(own, ensure_ascii=False))
            self._core.log("settings.signers")
        return Change.of("settings", what="署名单位已保存")

    def keep(self, month: str) -> None:
        """Inside a transaction: this month is being published."""
        profile = self._settings.profile()
        office = profile.unit or profile.office
        now = {key: text.replace("〔办公室〕", office) for key, text in self.wordings().items()}
        self._store.put(_of_month(month), json.dumps(now, ensure_ascii=False))

    def of(
        self,
        paper: str,
        month: str | None = None,
        *,
        street: str = "",
        community: str = "",
        compound: str = "",
    ) -> str:
        """Who signs such a paper about this place."""
        profile = self._settings.profile()
        names = Names(profile.unit or profile.office, street, community, compound)
        return signer(self.wordings(month)[paper], names)

    def of_building(self, paper: str, place: Building) -> str:
        """Who signs such a paper about this building."""
        return self.of(
            paper, street=place.street, community=place.community, compound=place.compound
        )


def _of_month(month: str) -> str:
    return f"{_KEY}:{month}"
