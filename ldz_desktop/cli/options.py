"""The command line: names and options of contract.md."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from ldz_desktop import __version__
from ldz_desktop.domain.places import SCOPES

Run = Callable[[argparse.Namespace], dict[str, Any]]


def parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """runs: what each command does; parse_args leaves it in `run`."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _common(common)
    main = argparse.ArgumentParser(prog="ldz-desktop", description="楼栋长工作台")
    _common(main)
    main.set_defaults(data=None, user=None, json=False, accept_loss=False, command=None)
    main.add_argument("--version", action="version", version=f"ldz-desktop {__version__}")
    commands = main.add_subparsers(dest="command", metavar="COMMAND")
    for name, (explained, fill) in COMMANDS.items():
        one = commands.add_parser(name, help=explained, description=explained, parents=[common])
        one.set_defaults(run=runs[name])
        fill(one)
    return main


def _common(one: argparse.ArgumentParser) -> None:
    one.add_argument("--data", help="数据文件夹")
    one.add_argument("--user", help="账号（默认第一个）")
    one.add_argument(
        "--accept-loss", action="store_true", help="缺少最近保存的改动时，用剩下的内容打开"
    )
    one.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")


def _init(one: argparse.ArgumentParser) -> None:
    one.add_argument("--office", required=True, help="办公室名称")
    one.add_argument("--recovery", help="把恢复码打印成 PDF")


def _demo(one: argparse.ArgumentParser) -> None:
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--months", type=_count, default=12, help="已封存的月数")


def _import(one: argparse.ArgumentParser) -> None:
    one.add_argument("kind", choices=("households", "leaders", "sheets", "stars"))
    one.add_argument("file")
    one.add_argument("--community", help="表里没有社区时用它")
    one.add_argument("--compound", help="表里没有小区时用它")
    one.add_argument("--building", help="表里没有楼栋时用它")
    one.add_argument("--month", help="YYYY-MM，调查表和评分册必填")
    one.add_argument(
        "--existing",
        choices=("add", "replace"),
        default="",
        help="调查表：本月已有导入的表时，加上（add）还是替换（replace）；默认加上，分不清就问",
    )
    one.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    one.add_argument("--refused", help="把退回的行写成表格")
    one.add_argument("--mapping", help="列的对应关系 JSON")


def _export(one: argparse.ArgumentParser) -> None:
    one.add_argument("what", choices=("households", "leaders", "ranking"))
    one.add_argument("out", help="OUT.xlsx 或 OUT.csv")
    one.add_argument("--community")
    one.add_argument("--month")
    one.add_argument("--purpose", required=True, help="用途，记入日志")
    one.add_argument("--full", action="store_true", help="不遮盖证件号码和电话")


def _search(one: argparse.ArgumentParser) -> None:
    one.add_argument("text", nargs="+")
    one.add_argument("--limit", type=_count, default=50)


def _ranking(one: argparse.ArgumentParser) -> None:
    one.add_argument("month")
    one.add_argument("--scope", choices=SCOPES)


def _explain(one: argparse.ArgumentParser) -> None:
    one.add_argument("month")
    one.add_argument("building", nargs="+")


def _month(one: argparse.ArgumentParser) -> None:
    one.add_argument("step", choices=("close", "reopen", "publish", "verify"))
    one.add_argument("month")
    one.add_argument("--reason", default="", help="说明，记入日志；重开时必填，印在更正公示上")
    one.add_argument(
        "--second", default="", help="重开：第二个人的账号（密码在提示后输入，或用变量"
        " LDZ_SECOND_PASSWORD）；办公室只有一个账号时写姓名",
    )  # fmt: skip


def _document(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "kind",
        choices=(
            "notice",
            "rating_notice_correction",
            "household_card",
            "roster",
            "residents",
            "candidate_notice",
            "appointment",
            "result_report",
            "dossier",
            "talk",
            "proposal",
            "decision",
            "handover",
            "duty_sheet",
            "duty_report",
            "training_list",
            "badge",
            "door_plate",
            "award",
            "certificate",
            "flag_slip",
            "annual_report",
            "honour_poster",
            "sheets",
            "booklet",
            "count_sheet",
            "envelope_list",
            "visit_list",
        ),
    )
    one.add_argument("out", help="OUT.pdf")
    one.add_argument("--month", help="YYYY-MM；年度报告、奖状、证书也可以写 YYYY")
    one.add_argument("--household", help="户档卡：档案号")
    one.add_argument("--building", help="花名册、公示、报告、空白表、走访名单：楼栋，如 福锦苑1栋")
    one.add_argument("--leader", help="聘书、约谈、提请、决定、交接：楼栋长的姓名或编号")
    one.add_argument("--community", help="花名册、胸牌、公示牌、空白表、走访名单：社区")
    one.add_argument(
        "--size", choices=("A2", "A3", "A4", "A5"), help="公示牌 A4、A5，荣誉榜 A3、A2"
    )
    one.add_argument(
        "--per-page",
        type=int,
        choices=(1, 2, 4),
        default=2,
        help="空白调查表：一页几张（1 为大字）",
    )
    one.add_argument(
        "--copies", type=int, choices=range(1, 51), metavar="N", help="评分册：几人评分，默认 3"
    )
    one.add_argument("--masters", action="store_true", help="空白调查表：每栋一页，送复印")
    one.add_argument("--all", action="store_true", help="走访名单：每一户，不只是到期的")
    one.add_argument("--full", action="store_true", help="户档卡：不遮盖")
    one.add_argument("--scope", help="小区、社区、街道、全区，或其中一个的名称")


def _backup(one: argparse.ArgumentParser) -> None:
    one.add_argument("out", help="OUT.ldzbackup，或一个文件夹")


def _restore(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", help="备份，或走访包（打开它去走访）")
    one.add_argument("--into", required=True, metavar="FOLDER", help="新的或空的数据文件夹")


def _visit(one: argparse.ArgumentParser) -> None:
    steps = one.add_subparsers(dest="step", required=True)
    pack = steps.add_parser("pack", help="发走访包；在走访的电脑上：带回")
    pack.add_argument("out", help="OUT.ldzvisit，或一个文件夹")
    pack.add_argument(
        "--building", action="append", nargs="+", default=[], help="要带走的楼栋，可以写几栋"
    )
    merge = steps.add_parser("merge", help="合并带回的走访包")
    merge.add_argument("file", help="走访包")
    merge.add_argument("--dry-run", action="store_true", help="只看结果，不合并")


def _check(one: argparse.ArgumentParser) -> None:
    one.add_argument("--deep", action="store_true", help="也核对改动记录、封存的月份和每个备份")


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "init": ("新建办公室数据文件夹", _init),
    "demo": ("新建演示小区", _demo),
    "import": ("导入表格", _import),
    "export": ("导出表格", _export),
    "search": ("查找居民、户、楼栋长", _search),
    "ranking": ("某月排名", _ranking),
    "explain": ("某栋楼的得分怎么来的", _explain),
    "month": ("封月、重开、公示、核验", _month),
    "document": ("生成 PDF", _document),
    "backup": ("做一个备份", _backup),
    "restore": ("把备份恢复、把走访包打开到一个空文件夹", _restore),
    "check": ("检查数据", _check),
    "visit": ("走访包：发出、带回、合并", _visit),
}


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
