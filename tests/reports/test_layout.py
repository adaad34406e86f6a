"""The page of GB/T 9704: what is too long for it stays on it."""

import itertools

import pypdfium2
import pytest

from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.reports.layout import GB_9704, Flow
from ldz_desktop.reports.paper import About, Document

LONG = "巴中经济技术开发区兴文街道办事处社区建设与基层治理指导服务中心（楼栋长管理办公室）"


def _boxes(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """left, bottom, right, top of every character of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    boxes = (page.get_charbox(index) for index in range(page.count_chars()))
    return [box for box in boxes if box[2] > box[0]]


@pytest.mark.parametrize("unit", ["兴新社区", LONG, LONG * 2])
def test_signature_and_foot_stay_in_the_type_area(fonts: FontSet, unit: str) -> None:
    flow = Flow(Document(fonts, About("试", unit)))
    flow.paragraph("正文。")
    flow.signature(unit, "2026年11月24日")
    flow.feet(f"{unit}　2026年楼栋长工作年度报告")
    boxes = _boxes(flow.document.finish().pdf)
    assert min(box[0] for box in boxes) >= GB_9704.left - 1
    assert max(box[2] for box in boxes) <= GB_9704.right_edge + 1
    foot = sorted(box for box in boxes if box[1] < GB_9704.height - GB_9704.end)
    assert all(a[2] <= b[0] + 0.5 for a, b in itertools.pairwise(foot)), "nothing overlaps"
