"""python -m ldz_desktop: the window, or a command when one is given. The name of a backup or a
visit pack opens the window at the page for it."""

import multiprocessing
import sys
from pathlib import Path

from ldz_desktop import garbage
from ldz_desktop.domain import backups, visits

_OPENED = (backups.ENDING, visits.ENDING)


def main() -> int:
    """The program's exit status (contract.md)."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    folder, rest = _data_folder(arguments)
    file = None
    if len(rest) == 1 and rest[0].lower().endswith(_OPENED):  # it was double-clicked
        file, rest = Path(rest[0]), []
    if rest:
        from ldz_desktop import cli

        return cli.main(arguments)
    garbage.rarely()
    from ldz_desktop import app

    return app.run(folder, file=file)


def _data_folder(arguments: list[str]) -> tuple[Path | None, list[str]]:
    """The folder of --data at the beginning, and what follows it."""
    if len(arguments) > 1 and arguments[0] == "--data":
        return Path(arguments[1]), arguments[2:]
    if arguments and arguments[0].startswith("--data="):
        return Path(arguments[0].removeprefix("--data=")), arguments[1:]
    return None, arguments


if __name__ == "__main__":
    sys.exit(main())
