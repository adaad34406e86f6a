"""替我填表: a blank form of another department, filled in from the archive.

guard looks at the file before anybody reads it; xlsx_reading and docx_reading turn it into grids
and lines; recognise (tables, pairs, spots, fields) finds what it asks for; people and values know
the answers; xlsx_form and docx_form write them into the file without disturbing the rest of it;
memory keeps the form for the next time.
"""

from typing import TYPE_CHECKING

from ldz_desktop.services.forms.records import (
    Answer,
    Blank,
    FillResult,
    FormPlan,
    Hints,
    LastTime,
    Pasted,
    RememberedForm,
)

if TYPE_CHECKING:
    from ldz_desktop.services.forms.service import FormService

__all__ = [
    "Answer",
    "Blank",
    "FillResult",
    "FormPlan",
    "FormService",
    "Hints",
    "LastTime",
    "Pasted",
    "RememberedForm",
]


def __getattr__(name: str) -> "type[FormService]":
    """The service only where it is wanted."""
    if name == "FormService":
        from ldz_desktop.services.forms.service import FormService

        return FormService
    raise AttributeError(name)
