"""The one sentence of the honour wall says what is on record, and nothing else."""

import pytest

from ldz_desktop.domain.wall import Deeds, sentence


@pytest.mark.parametrize(
    ("deeds", "said"),
    [
        (
            Deeds("2026-09", 3, 5, 142, 1236, "24"),
            "所在楼栋连续 3 个月持有流动红旗，服务 142 户居民，2026年履职 1,236 次、培训 24 学时。",
        ),
        (
            Deeds("2026-09", 1, 2, 142),
            "所在楼栋2026年持有流动红旗 2 个月，服务 142 户居民。",
        ),
        (Deeds("2025-12", duties=7), "2025年履职 7 次。"),
        (Deeds("2025-12", hours="1.5"), "2025年培训 1.5 学时。"),
        (Deeds("2026-09"), ""),
    ],
)
def test_the_sentence_is_made_of_what_is_there(deeds: Deeds, said: str) -> None:
    assert sentence(deeds) == said
