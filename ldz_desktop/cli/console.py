"""The person at the command: what is asked for, what is said while it runs."""

import argparse
import getpass
import os
import sys

from ldz_desktop.errors import InputError


class WrongUsageError(InputError):
    """A command that lacks what it is about: nothing was opened or done, and the exit status is
    that of wrong usage."""


class Console:
    """Progress on standard error: a line whenever the work says something new."""

    def __init__(self) -> None:
        self._last = ""

    def report(self, done: int, total: int, text: str = "") -> None:
        if text and text != self._last:
            self._last = text
            share = f" {done}/{total}" if total else ""
            tell(f"{text}{share}")


def chosen_account(options: argparse.Namespace) -> str:
    """ "" for the first one."""
    return options.user or os.environ.get("LDZ_USER", "")


def ask_password(prompt: str = "密码：", variable: str = "LDZ_PASSWORD") -> str:
    """From the variable, else asked for. Raises InputError where nobody answers."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    try:
        return getpass.getpass(prompt, sys.stderr)
    except (EOFError, OSError):
        raise InputError(
            "需要密码", "没有得到密码。", f"请在提示后输入，或设置变量 {variable}。"
        ) from None


def tell(text: str) -> None:
    sys.stderr.write(text + "\n")
