"""The commands that keep data safe and whole: `backup`, `restore`, `check`, `month verify`."""

import argparse
from collections.abc import Callable
from typing import Any

from ldz_desktop.cli import shapes
from ldz_desktop.cli.console import Console, ask_password, chosen_account
from ldz_desktop.errors import BusyError, KnownError, OpenError, PasswordError
from ldz_desktop.paths import shown, user_path
from ldz_desktop.services.context import Office

Answer = dict[str, Any]


def make_backup(office: Office, options: argparse.Namespace) -> Answer:
    """verified: the copy was opened and read through, the written file read back."""
    made = office.backups.make(user_path(options.out), Console())
    return {"file": shown(made.path), "bytes": made.bytes, "verified": not made.trouble}


def restore_backup(options: argparse.Namespace) -> Answer:
    """Into an empty folder; an office that is there already is left alone."""
    from ldz_desktop.services.restoring import accounts_in, by_password, check_target, restore

    file, folder = user_path(options.file), user_path(options.into)
    accounts_in(file)  # before anybody types a password: is it a backup, and is there room for it
    check_target(folder)
    unlock = by_password(chosen_account(options), ask_password("做这个文件那天的密码："))
    restored = restore(file, unlock, folder, Console())
    return {"folder": shown(restored.folder), "households": restored.households}


def look(office: Office, options: argparse.Namespace) -> Answer:
    return {"problems": list(office.checking.problems(deep=options.deep, progress=Console()))}


def check_data(options: argparse.Namespace, looked: Callable[[Any], Answer]) -> Answer:
    """Damage that keeps the data from being opened is what was to be found: an answer, not only a
    refusal. Either way the exit status is 1 where something is wrong."""
    try:
        problems = looked(options)["problems"]
    except (PasswordError, BusyError):
        raise
    except OpenError as error:
        return {"ok": False, "problems": [error.message], "error": shapes.error(error)}
    if not problems:
        return {"ok": True, "problems": []}
    return _found({"ok": False, "problems": problems}, "数据有问题")


def verify_month(office: Office, options: argparse.Namespace) -> Answer:
    """A month that does not verify is an answer and, as in check_data(), exit status 1."""
    answer = shapes.verification(office.evaluation.verify(options.month))
    return answer if answer["ok"] else _found(answer, "核验不符")


def _found(answer: Answer, title: str) -> Answer:
    """What was asked for, and that it is not well."""
    count = f"发现 {len(answer['problems'])} 处问题。"
    known = KnownError(title, count, "请先做一个备份，再照上面的说明处理。")
    return {**answer, "error": shapes.error(known)}
