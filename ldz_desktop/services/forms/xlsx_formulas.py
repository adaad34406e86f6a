"""Formulas of a workbook: written out where they are shared, and worked out anew when opened."""

from typing import TYPE_CHECKING

from ldz_desktop.services.forms.package import Package, local

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_CHAIN = "xl/calcChain.xml"


def unshared(root: "Element") -> None:
    """Give every cell of a sheet its own formula, so that rows can be copied and moved."""
    cells = [
        (cell, f)
        for cell in root.iter()
        if local(cell) == "c" and (f := _formula(cell)) is not None
    ]
    masters = {
        f.get("si"): (f.text, cell.get("r"))
        for cell, f in cells
        if f.get("t") == "shared" and f.text
    }
    if not masters:
        return
    from openpyxl.formula.translate import Translator

    for cell, f in cells:
        if f.get("t") != "shared" or f.get("si") not in masters:
            continue
        text, origin = masters[f.get("si")]
        f.text = Translator("=" + text, origin).translate_formula(cell.get("r"))[1:]
        for attribute in ("t", "si", "ref"):
            f.attrib.pop(attribute, None)


def recalculate(package: Package) -> None:
    """Forget results that may no longer be right, so that they are worked out when somebody opens
    the file. Does nothing where there are no formulas."""
    found = False
    for name in package.names():
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        text = package.text(name)
        if b"<f" in text or b":f>" in text or b":f " in text:
            found = _forget(package.tree(name)) or found
    if not found:
        return
    if package.has(_CHAIN):
        package.drop(_CHAIN)
    root = package.tree("xl/workbook.xml")
    settings = next((e for e in root if local(e) == "calcPr"), None)
    if settings is None:
        settings = root.makeelement(root.tag.rpartition("}")[0] + "}calcPr")
        root.insert(_place_of_settings(root), settings)
    settings.set("fullCalcOnLoad", "1")


def _forget(root: "Element") -> bool:
    found = False
    for cell in root.iter():
        if local(cell) != "c" or _formula(cell) is None:
            continue
        found = True
        for value in [e for e in cell if local(e) in ("v", "is")]:
            cell.remove(value)
        cell.attrib.pop("t", None)
    return found


def _formula(cell: "Element") -> "Element | None":
    return next((e for e in cell if local(e) == "f"), None)


def _place_of_settings(root: "Element") -> int:
    """Behind the sheets and names, as the schema wants it."""
    before = ("sheets", "functionGroups", "externalReferences", "definedNames")
    return max((n for n, e in enumerate(root) if local(e) in before), default=len(root) - 1) + 1
