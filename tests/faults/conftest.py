"""A child that says each step aloud and waits to go on: it is killed at a known place."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TOLD = """
import sys
from pathlib import Path

class Told:
    def report(self, done, total, text=""):
        print(text, flush=True)
        sys.stdin.readline()

"""


class Child:
    """A program that works under the progress Told() and prints "done" at its end."""

    def __init__(self, program: str) -> None:
        self._program = _TOLD + program + '\nprint("done", flush=True)\n'

    def steps(self, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
        """The running child after each of its steps."""
        child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", self._program, *map(str, arguments)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        with child, child.stdin as go, child.stdout as told:
            for line in told:
                if line == "done\n":
                    return
                yield child
                if child.poll() is not None:
                    return
                go.write("\n")
                go.flush()

    def kill_at(self, step: int, *arguments: object) -> bool:
        """Whether there was such a step."""
        for number, child in enumerate(self.steps(*arguments)):
            if number == step:
                child.kill()
                child.wait()
                return True
        return False

    def places(self, kills: int, *arguments: object) -> list[int]:
        """Run to the end once; so many of its steps."""
        count = sum(1 for _ in self.steps(*arguments))
        assert count >= 3, "the child tells its steps"
        return sorted(random.Random(4).sample(range(count), min(kills, count)))


@pytest.fixture
def child() -> Callable[[str], Child]:
    """child(program): sys, Path and Told are there."""
    return Child
