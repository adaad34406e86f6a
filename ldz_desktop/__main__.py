"""python -m ldz_desktop: a window, or a command when one is given."""

import multiprocessing
import sys

COMMANDS = ("init", "demo", "import", "export", "search", "ranking", "explain", "month", "document")


def main() -> int:
    """The program's exit status (contract.md)."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    asks_for_help = {"-h", "--help", "--version"} & set(arguments)
    if asks_for_help or "--json" in arguments or set(COMMANDS) & set(arguments):
        from ldz_desktop import cli

        return cli.main(arguments)
    from ldz_desktop import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
