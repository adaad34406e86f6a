"""The places of the demo district: three streets, three communities, 18 compounds, 152 buildings.

The district of domain.md §1; compounds and buildings are those of the invented roster in the
samples, so that its files can be imported into the demo.
"""

from dataclasses import dataclass

HOUSEHOLDS = 24_000
OFFICE = "经开区社区工作办公室（演示）"
DISTRICT = "经开区"
UNIT = "经开区社区工作办公室"
PHONE = "0827-5550152"
ADDRESS = "经开大道 152 号"


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """A community with its compounds: name → how many buildings, called 1栋, 2栋, …"""

    street: str
    name: str
    compounds: tuple[tuple[str, int], ...]


COMMUNITIES: tuple[CommunityPlan, ...] = (
    CommunityPlan(
        "兴文街道",
        "兴新社区",
        (
            ("福锦苑", 8),
            ("文锦苑", 8),
            ("兴业佳园", 9),
            ("新城雅居", 8),
            ("锦江花园", 9),
            ("凤凰城", 8),
        ),
    ),
    CommunityPlan(
        "时新街道",
        "东锦社区",
        (
            ("东锦苑", 9),
            ("滨河新区", 8),
            ("阳光水岸", 9),
            ("和谐家园", 8),
            ("东方名城", 9),
            ("翠竹苑", 8),
        ),
    ),
    CommunityPlan(
        "奇章街道",
        "西锦社区",
        (
            ("西锦苑", 9),
            ("时代新居", 8),
            ("金桂苑", 9),
            ("山水人家", 8),
            ("御景园", 9),
            ("康居苑", 8),
        ),
    ),
)
