"""Speed and memory of the program, each figure beside its floor, measured in one run.

    python tests/benchmarks/run.py [NAME…] [--json] [--size full|small] [--keep FOLDER]
                                   [--built OUT]

Without names every figure is measured, those of a built program (--built: the folder
resources/installer/build.py made) where there is one. small: a short form for a quick look; its
figures say little about the goals, which hold at full size. --keep: build the offices there and use
them again.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measuring import Figure

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(_ROOT)]

MODULES = {
    "import": "figure_import",
    "import_journal": "figure_journal",
    "import_journal_again": "figure_journal",
    "undo_preview": "figure_journal",
    "undo_import": "figure_journal",
    "search": "figure_search",
    "search_growth": "figure_search",
    "start": "figure_start",
    "notice": "figure_notice",
    "close": "figure_close",
    "ranking": "figure_ranking",
    "ranking_rolling": "figure_ranking",
    "memory": "figure_memory",
    "demo": "figure_demo",
    "forms": "figure_forms",
    "duplicates": "figure_duplicates",
    "duplicates_typing": "figure_duplicates",
    "mending": "figure_mending",
    "annual_report": "figure_annual_report",
    "archive_save": "figure_archive",
    "archive_open": "figure_archive",
    "archive_card": "figure_archive",
    "archive_scroll": "figure_archive",
    "backup": "figure_backup",
    "restore": "figure_backup",
    "built_start": "figure_built",
    "built_size": "figure_built",
    "wall": "figure_wall",
    "wall_screen": "figure_wall",
}


def main(arguments: Sequence[str]) -> int:
    from measuring import Bench  # here, because processes that imports start run this file too

    options = _options(arguments)
    names = options.names or list(MODULES)
    found: list[Figure] = []
    with _folder(options.keep) as folder:
        bench = Bench(folder, small=options.size == "small", say=_say, built=options.built)
        for module in dict.fromkeys(MODULES[name] for name in names):
            _say(f"measuring {module.removeprefix('figure_')}")
            started = time.perf_counter()
            found += import_module(module).measure(bench)
            _say(f"  {time.perf_counter() - started:.0f} s")
    wanted = sorted((f for f in found if f.name in names), key=lambda f: names.index(f.name))
    if options.json:
        shape = {"size": options.size, "figures": [figure.shape() for figure in wanted]}
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_table(wanted)) + "\n")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Speed and memory, each beside its floor.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--size", choices=("full", "small"), default="full")
    parser.add_argument("--keep", type=Path, help="folder for the offices, used again")
    parser.add_argument("--built", type=Path, metavar="OUT", help="what build.py made")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in MODULES]
    if unknown:
        parser.error(f"no such figure: {', '.join(unknown)}; there are {', '.join(MODULES)}")
    return options


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="ldz-benchmark-") as name:
        yield Path(name)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _table(figures: "Sequence[Figure]") -> list[str]:
    head = ("name", "what", "figure", "floor", "ratio", "goal", "")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = []
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if column in (0, 1, 5, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return lines


def _row(figure: "Figure") -> tuple[str, ...]:
    ratio = f"{figure.value / figure.floor:.2f} ×" if figure.floor else "–"
    return (
        figure.name,
        figure.what,
        _number(figure.value, figure.unit),
        _number(figure.floor, figure.unit) if figure.floor is not None else "–",
        ratio,
        figure.goal,
        "met" if figure.met else "MISSED",
    )


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
