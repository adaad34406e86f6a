"""The command `visit`: packs out, packs back, and the merge. `restore` opens a pack on a laptop."""

import argparse
from typing import Any

from ldz_desktop.cli.console import Console, ask_password, chosen_account
from ldz_desktop.cli.documents import building
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.paths import shown, user_path
from ldz_desktop.services.context import Office
from ldz_desktop.services.restoring import by_password
from ldz_desktop.services.visits_records import Difference

Answer = dict[str, Any]

ON_A_VISIT = frozenset(("import", "search", "document", "backup", "check", "visit"))
"""Commands that make sense with the files of a few buildings and nothing else."""


def refuse_on_a_visit(office: Office, options: argparse.Namespace) -> None:
    """Raises RuleError where the data are a visit's and the command is not for that."""
    other_import = options.command == "import" and options.kind != "households"
    unfit = other_import or options.command not in ON_A_VISIT
    if unfit and office.visits.visiting() is not None:
        raise RuleError(
            "这是走访用的数据",
            "这里只有几栋楼的户档，这个命令要在办公室的数据上用。",
            "带回并合并以后，在办公室的电脑上办理。",
        )


def run(office: Office, options: argparse.Namespace) -> Answer:
    """Pack out (on a laptop: pack back), or merge."""
    return _pack(office, options) if options.step == "pack" else _merge(office, options)


def _pack(office: Office, options: argparse.Namespace) -> Answer:
    """On a laptop everything goes back, whichever buildings are named."""
    out, console = user_path(options.out), Console()
    if office.visits.visiting() is not None:
        packed = office.visits.bring_back(out, console)
    else:
        names = [name for some in options.building for name in some]
        if not names:
            raise InputError("缺少楼栋", "没有写明带走哪几栋楼。", "请用 --building 写楼栋。")
        buildings = dict.fromkeys(building(office, name).id for name in names)
        password = ask_password("走访包用您的密码打开，请再输一次：")
        packed = office.visits.pack(out, list(buildings), password, console)
    return {
        "file": shown(packed.path), "bytes": packed.bytes, "households": packed.households,
        "residents": packed.residents, "changes": packed.changes, "applied": 0,
        "already_there": 0, "conflicts": [],
    }  # fmt: skip


def _merge(office: Office, options: argparse.Namespace) -> Answer:
    file, visits = user_path(options.file), office.visits
    unlock = by_password(chosen_account(options), ask_password()) if _answers() else None
    work = visits.preview if options.dry_run else visits.merge
    merged = work(file, unlock, Console())
    return {
        "households": merged.households, "changes": merged.changes, "applied": merged.applied,
        "already_there": merged.already_there,
        "conflicts": [_conflict(one) for one in merged.differences],
        "renumbered": merged.numbered, "left_out": merged.left_out,
    }  # fmt: skip


def _answers() -> bool:
    """Whether the password is at hand; a pack the office remembers needs none."""
    import os

    return "LDZ_PASSWORD" in os.environ


def _conflict(one: Difference) -> Answer:
    return {
        "record": " ".join(filter(None, (one.file_no, one.subject))), "field": one.field,
        "ours": one.ours, "theirs": one.theirs, "base": one.base, "reason": one.why,
    }  # fmt: skip
