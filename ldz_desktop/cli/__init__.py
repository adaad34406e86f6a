"""Commands over the same services as the window (contract.md): for IT, scheduled tasks, checks."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldz_desktop.cli import documents, safekeeping, shapes, visiting
from ldz_desktop.cli import options as command_line
from ldz_desktop.cli.console import (
    Console,
    WrongUsageError,
    ask_password,
    chosen_account,
    tell,
)
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.errors import InputError, KnownError, RuleError
from ldz_desktop.paths import default_data_folder, shown, user_path
from ldz_desktop.services.context import Office

if TYPE_CHECKING:
    from ldz_desktop.services.evaluation_records import MonthInfo
    from ldz_desktop.services.importing import ImportPlan

DONE, REFUSED, USAGE, DEFECT = 0, 1, 2, 3
FIRST_ACCOUNT = "管理员"
_LOCK_WAIT_SECONDS = 5

_WRONG_USAGE = KnownError("用法不对", "命令或选项写得不对，什么也没有做。", "用 --help 查看用法。")

Answer = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status: 0 done, 1 refused, 2 wrong usage, 3 a defect."""
    _speak_utf8()
    parser = command_line.parser(_RUNS)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        if stop.code and "--json" in arguments:
            _answer(json.dumps({"error": shapes.error(_WRONG_USAGE)}, ensure_ascii=False))
        return int(stop.code or 0)
    if options.command is None:
        parser.print_usage(sys.stderr)
        _refuse(options, _WRONG_USAGE)
        return USAGE
    try:
        answer: Answer = options.run(options)
    except WrongUsageError as error:
        _refuse(options, error)
        return USAGE
    except KnownError as error:
        _refuse(options, error)
        return REFUSED
    except Exception as defect:  # noqa: BLE001 - the last line of defence
        _tell_where(defect)
        _refuse(
            options,
            KnownError(
                "程序出错", "程序内部出错，这一步没有完成。", "请把屏幕上的出错信息发给技术支持。"
            ),
        )
        return DEFECT
    if options.json:
        _answer(json.dumps(answer, ensure_ascii=False))
    else:
        _answer(shapes.as_text(options.command, answer))
        if "error" in answer:
            told = answer["error"]
            tell(f"{told['title']}：{told['message']}{told['hint']}")
    return REFUSED if "error" in answer else DONE


def _refuse(options: argparse.Namespace, error: KnownError) -> None:
    if options.json:
        _answer(json.dumps({"error": shapes.error(error)}, ensure_ascii=False))
    tell(f"{error.title}：{error.message}{error.hint}")


def _answer(text: str) -> None:
    sys.stdout.write(text + "\n")


def _tell_where(defect: Exception) -> None:
    """Where it broke, without the exception's own text: that may hold personal data."""
    traceback.print_tb(defect.__traceback__, file=sys.stderr)
    tell(type(defect).__name__)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


# -- opening --------------------------------------------------------------------------------------


def _folder(options: argparse.Namespace) -> Path:
    return Path(options.data) if options.data else default_data_folder()


def _new_password() -> str:
    first = ask_password("为第一个账号设置密码：")
    if not first.strip():
        raise InputError("需要密码", "密码不能为空。")
    if "LDZ_PASSWORD" not in os.environ and ask_password("再输一次：") != first:
        raise InputError("两次密码不同", "两次输入的密码不一样。", "请重新运行命令。")
    return first


def _open(options: argparse.Namespace) -> Office:
    from ldz_desktop.services.opening import inspect_folder, open_incomplete, open_office

    folder = _folder(options)
    if not inspect_folder(folder).exists:
        return open_office(folder, "", "")  # raises the sentence for an empty folder
    way = open_incomplete if options.accept_loss else open_office
    return way(folder, chosen_account(options), ask_password(), wait=_LOCK_WAIT_SECONDS)


def _with_office(
    work: Callable[[Office, argparse.Namespace], Answer],
    check: Callable[[argparse.Namespace], None] = lambda options: None,
) -> Callable[[Any], Answer]:
    """check: raises for what can be said before anybody types a password and anything is read."""

    def run(options: argparse.Namespace) -> Answer:
        check(options)
        office = _open(options)
        try:
            visiting.refuse_on_a_visit(office, options)
            return work(office, options)
        finally:
            office.close()

    return run


# -- commands -------------------------------------------------------------------------------------


def _init(options: argparse.Namespace) -> Answer:
    from ldz_desktop.services.files import check_writable, write_whole
    from ldz_desktop.services.opening import create_office

    if not options.office.strip():
        raise InputError("缺少名称", "请写明办公室名称。")
    if options.recovery:
        check_writable(user_path(options.recovery))
    account = chosen_account(options) or FIRST_ACCOUNT
    office, code = create_office(_folder(options), options.office, account, _new_password())
    office.close()
    answer: Answer = {"folder": shown(office.folder), "recovery_code": code}
    if options.recovery:
        from ldz_desktop.reports.recovery import render_recovery_sheet

        sheet = render_recovery_sheet(options.office, code)
        return _also(
            answer, lambda: write_whole(user_path(options.recovery), sheet), "办公室已建立"
        )
    return answer


def _also(answer: Answer, work: Callable[[], object], done: str) -> Answer:
    """Work that follows what is done already: where it fails, both are answered."""
    try:
        work()
    except KnownError as error:
        told = KnownError(error.title, f"{done}。{error.message}", error.hint)
        return {**answer, "error": shapes.error(told)}
    return answer


def _demo(options: argparse.Namespace) -> Answer:
    from ldz_desktop.services.core import system_clock
    from ldz_desktop.services.demo import build_demo

    result = build_demo(
        _folder(options),
        chosen_account(options) or FIRST_ACCOUNT,
        _new_password(),
        seed=options.seed,
        months=options.months,
        today=system_clock().date(),
        progress=Console(),
    )
    return shapes.demo(result)


def _import(office: Office, options: argparse.Namespace) -> Answer:
    from ldz_desktop.services.importing import ImportOptions, read_mapping

    console = Console()
    chosen = ImportOptions(
        community=options.community or "",
        compound=options.compound or "",
        building=options.building or "",
        month=options.month or "",
        existing=options.existing,
        mapping=None if options.mapping is None else read_mapping(user_path(options.mapping)),
    )
    file = user_path(options.file)
    refused = _refused_path(options.refused, file)
    if options.dry_run:
        plan = office.importing.plan(options.kind, file, chosen, console)
        if plan.unclear or plan.needs:
            raise _cannot_import(plan)
        result = plan.result
    else:
        result = office.importing.take(options.kind, file, chosen, console)
    answer = shapes.imported(result)
    if refused is None or not result.refused:
        return answer
    return _also(
        answer,
        lambda: office.importing.refused_workbook(result, refused),
        "已检查，没有写入" if options.dry_run else "已导入",
    )


def _cannot_import(plan: "ImportPlan") -> InputError:
    if plan.needs:
        words = {
            "社区": "--community",
            "小区": "--compound",
            "楼栋": "--building",
            "月份": "--month",
        }
        asked = " ".join(words.get(need, need) for need in plan.needs)
        return InputError("缺少信息", f"表里没有{'、'.join(plan.needs)}。", f"请补上 {asked}。")
    return InputError(
        "看不懂表头", plan.message, "请在窗口里指定各列，或用 --mapping 给出对应关系。"
    )


def _refused_path(given: str | None, file: Path) -> Path | None:
    """Where the refused rows will go. Said before anything is imported that they cannot go there,
    and that it is the office's own table."""
    from ldz_desktop.services.files import check_writable

    if given is None:
        return None
    path = user_path(given)
    if path.suffix.lower() != ".xlsx":
        raise InputError(
            "退回表的名称不对", "退回的行存成 xlsx 表格。", "请写成 --refused 名称.xlsx。"
        )
    if path.resolve() == file.resolve():
        raise InputError("退回表的名称不对", "退回表不能盖掉正在导入的表。", "请换一个名称。")
    check_writable(path)
    return path


def _check_export(options: argparse.Namespace) -> None:
    """Raises InputError where the table could not be written in the end."""
    from ldz_desktop.reports import spreadsheets
    from ldz_desktop.services.files import check_writable

    spreadsheets.check_name(user_path(options.out))
    check_writable(user_path(options.out))


def _export(office: Office, options: argparse.Namespace) -> Answer:
    from ldz_desktop.reports import spreadsheets

    purpose = options.purpose
    if options.what == "households":
        place = documents.community(office, options.community)
        table = office.exporting.households(
            purpose, place=place, full=options.full, progress=Console()
        )
    elif options.what == "leaders":
        rows = documents.leader_rows(office, community=options.community)
        table = office.exporting.leaders(purpose, rows=rows, full=options.full)
    else:
        month = options.month or documents.newest_month(office)
        table = office.exporting.ranking(month, purpose, community=options.community or "")
    written = spreadsheets.write(table, user_path(options.out))
    return {"rows": written, "file": options.out}


def _search(office: Office, options: argparse.Namespace) -> Answer:
    from time import perf_counter

    begun = perf_counter()
    hits = office.search.find(" ".join(options.text), options.limit)
    spent = (perf_counter() - begun) * 1000
    return {"hits": [shapes.hit(one) for one in hits], "milliseconds": round(spent, 2)}


def _ranking(office: Office, options: argparse.Namespace) -> Answer:
    return shapes.ranking(office.evaluation.ranking(options.month, options.scope))


def _explain(office: Office, options: argparse.Namespace) -> Answer:
    building = documents.building(office, " ".join(options.building))
    return shapes.explanation(office.evaluation.explain(options.month, building.id))


def _month(office: Office, options: argparse.Namespace) -> Answer:
    if options.step == "verify":
        return safekeeping.verify_month(office, options)
    second = _second(office, options) if options.step == "reopen" else SecondPerson("", None)
    with office.core.database.transaction():  # with its reason, or not at all
        info = _step(office, options, second)
        if options.reason:
            office.core.log(
                f"month.{options.step}.reason", f"month:{info.month}", options.reason[:200]
            )
    if options.step == "close":
        office.evaluation.tidy_up()
    return shapes.month(info)


def _step(office: Office, options: argparse.Namespace, second: SecondPerson) -> "MonthInfo":
    if options.step == "reopen":
        return office.reopening.reopen(options.month, options.reason, second)
    if options.step == "close":
        return office.evaluation.close(options.month)
    return office.evaluation.publish(options.month)


def _second(office: Office, options: argparse.Namespace) -> SecondPerson:
    """A month that cannot be re-opened says so before anybody types a password."""
    refused = office.reopening.refusal(options.month)
    if refused:
        raise RuleError("不能重开", refused)
    name, password = options.second.strip(), None
    if name in office.reopening.others():
        password = ask_password(f"{name}的密码：", "LDZ_SECOND_PASSWORD")
    return SecondPerson(name, password)


def _document(office: Office, options: argparse.Namespace) -> Answer:
    answer = documents.write(office, options)
    if answer["missing_glyphs"]:
        tell(f"这些字没有字形：{'、'.join(answer['missing_glyphs'])}")
    return answer


_RUNS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "init": _init,
    "demo": _demo,
    "import": _with_office(_import),
    "export": _with_office(_export, _check_export),
    "search": _with_office(_search),
    "ranking": _with_office(_ranking),
    "explain": _with_office(_explain),
    "month": _with_office(_month),
    "document": _with_office(_document, documents.check),
    "backup": _with_office(safekeeping.make_backup),
    "restore": safekeeping.restore_backup,
    "visit": _with_office(visiting.run),
    "check": lambda options: safekeeping.check_data(options, _with_office(safekeeping.look)),
}
