"""python -m ldz_desktop: the window, or a command when one is given."""

import multiprocessing
import sys
from pathlib import Path

from ldz_desktop import garbage


def main() -> int:
    """The program's exit status (contract.md)."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    folder: Path | None = None
    if len(arguments) == 2 and arguments[0] == "--data":
        folder, arguments = Path(arguments[1]), []
    elif len(arguments) == 1 and arguments[0].startswith("--data="):
        folder, arguments = Path(arguments[0].removeprefix("--data=")), []
    if arguments:
        from ldz_desktop import cli

        return cli.main(arguments)
    garbage.rarely()
    from ldz_desktop import app

    return app.run(folder)


if __name__ == "__main__":
    sys.exit(main())
