"""A closed file is only looked at: whatever would change it refuses with the same sentence."""

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import RuleError


def refuse_closed(household: Household) -> None:
    """Raises RuleError where the file is closed."""
    if household.closed_on is not None:
        raise RuleError(
            "户档已注销",
            f"这份户档已于{date_text(household.closed_on)}注销，只能查看，这一步没有保存。",
            "请在这些人现在的户档里修改；注销错了，可以在户卡上撤销。",
        )
