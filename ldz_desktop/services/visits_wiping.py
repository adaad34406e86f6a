"""The laptop is clean again: what a visit left there goes away, once the office has it."""

from ldz_desktop.errors import KnownError, RuleError, StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.visits_away import unreturned, visiting
from ldz_desktop.storage import wiping
from ldz_desktop.storage.folder import DataFolder


def wipe(office: Office) -> None:
    """Close an open visit and delete it for good: the data, its keys and backups, and earlier
    visits that were set aside in its folder. What an office left there stays.

    Raises RuleError, with nothing closed or deleted, in an office, and where something was changed
    that has not been brought back; StorageError where files cannot be deleted: opening the folder
    goes on with it.
    """
    check(office)
    data = DataFolder(office.folder)
    office.close()
    data.hold()
    try:
        wiping.begin(data)
    except OSError:
        begun = not data.database.exists()
        raise (_not_done() if begun else _not_begun()) from None
    finally:
        data.release()


def go_on(data: DataFolder) -> None:
    """Finish a wiping that was interrupted. Raises BusyError; StorageError as wipe()."""
    data.hold()
    try:
        wiping.finish(data)
    except OSError:
        raise _not_done() from None
    finally:
        data.release()


def check(office: Office) -> None:
    """Raises RuleError where wipe() would refuse."""
    database = office.core.database
    if visiting(database) is None:
        raise RuleError(
            "这是办公室的数据", "这里不是走访用的数据，没有删除任何东西。", "办公室的数据不能清除。"
        )
    left = unreturned(database)
    if left:
        raise RuleError(
            "还有改动没有带回",
            f"还有 {left} 处改动没有带回，没有删除任何东西。",
            "请先按“带回”，存到 U 盘上，在办公室合并以后再清除。",
        )


def _not_begun() -> KnownError:
    return StorageError(
        "没有清除",
        "数据文件夹里的文件动不了，没有删除任何东西。",
        "可能有别的程序正在用它们，请关掉那个程序，或重新启动电脑，再试一次。",
    )


def _not_done() -> KnownError:
    return StorageError(
        "还没有清除完",
        "走访数据已经打不开了，但有文件没有删掉。",
        "可能有别的程序正在用它们，请关掉那个程序，再打开本程序，会接着删完。",
    )
