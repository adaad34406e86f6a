"""Records: data classes that nobody changes, quick to define and quick to make.

The window defines sixty of them before it can be seen. dataclasses writes six methods for each and
has Python compile them, half a millisecond every time; here it writes __init__ alone, the rest is
shared. That nobody changes a record is for mypy to see (frozen_default), not for Python, which
makes one five times as quickly for it. replace(), fields() and asdict() work as ever.
"""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A class decorator: instead of @dataclass(frozen=True, slots=True)."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # else dataclasses works out a signature for it
    made: Any = dataclass(repr=False, eq=False, slots=True)(cls)
    values = attrgetter(*(field.name for field in fields(made)))

    def same(self: object, other: object) -> Any:  # noqa: ANN401 - as __eq__ answers
        return (
            values(self) == values(other) if self.__class__ is other.__class__ else NotImplemented
        )

    made.__eq__ = same
    made.__hash__ = lambda self: hash(values(self))
    made.__repr__ = _written
    return made  # type: ignore[no-any-return]


def _written(self: Any) -> str:  # noqa: ANN401 - any record
    inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
    return f"{type(self).__qualname__}({inside})"
