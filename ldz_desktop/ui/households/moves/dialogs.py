"""Which dialog makes which change."""

from collections.abc import Mapping

from ldz_desktop.ui.households.moves.coming import (
    BirthDialog,
    MergeDialog,
    MoveInDialog,
    TenantsDialog,
)
from ldz_desktop.ui.households.moves.frame import MoveDialog
from ldz_desktop.ui.households.moves.heads import DeathDialog, HeadDialog, RemovalDialog
from ldz_desktop.ui.households.moves.leaving import MoveOutDialog, RelocationDialog, SplitDialog

DIALOGS: Mapping[str, type[MoveDialog]] = {
    "head": HeadDialog, "tenants": TenantsDialog, "birth": BirthDialog, "death": DeathDialog,
    "move_in": MoveInDialog, "move_out": MoveOutDialog, "split": SplitDialog,
    "merge": MergeDialog, "removal": RemovalDialog, "relocation": RelocationDialog,
}  # fmt: skip
