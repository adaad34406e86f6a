"""What the world can refuse, said so that a clerk knows what to do next.

Everything raised on purpose is a KnownError; anything else that reaches the top is a defect of
the program. Texts are Chinese and hold no personal data.
"""


class KnownError(Exception):
    """The world said no.

    title: a few words for a heading; message: what happened; hint: what to do next (may be empty).
    """

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__(f"{title}: {message}")
        self.title = title
        self.message = message
        self.hint = hint


class InputError(KnownError):
    """What was typed, chosen or handed over cannot be used."""


class RuleError(KnownError):
    """A rule of the scheme forbids it: a closed month, an unbalanced batch, closing twice."""


class ConflictError(KnownError):
    """Somebody changed the record in the meantime."""


class OpenError(KnownError):
    """The data folder cannot be opened: missing, empty, plain, foreign, damaged, on a network."""


class PasswordError(OpenError):
    """The password or the recovery code does not fit."""


class LostSavesError(OpenError):
    """The data can be opened, but saves that were acknowledged are missing from it."""


class BusyError(OpenError):
    """Another instance holds the data folder."""


class ReadOnlyDataError(OpenError):
    """The data folder cannot be written to; it can be opened to be read."""


class StorageError(KnownError):
    """The disk refused: full, read-only, broken."""


class Cancelled(KnownError):  # noqa: N818 - a person's wish, not a fault
    """The person pressed Cancel; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("已取消", "操作已取消，数据没有改动。")
