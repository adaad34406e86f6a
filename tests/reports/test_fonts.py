"""The chain of typefaces: what it covers, what it prefers, what it refuses."""

import random
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from ldz_desktop.paths import resource_path
from ldz_desktop.reports.font_files import FontFile
from ldz_desktop.reports.fonts import (
    FontSet,
    Role,
    find_machine_fonts,
    missing_sentence,
    printable,
)

BUNDLED = sorted(resource_path("fonts").glob("*.ttf"))
ROLES: tuple[Role, ...] = ("body", "heading", "kai", "title", "sans")

# GB 18030-2022, implementation level 3: all ideographs it prescribes.
LEVEL_3 = [
    *range(0x4E00, 0x9FF0),
    *range(0x3400, 0x4DB6),
    *range(0x20000, 0x2A6D7),
    *range(0x2A700, 0x2B735),
    *range(0x2B740, 0x2B81E),
    *range(0x2B820, 0x2CEA2),
    *range(0x2CEB0, 0x2EBE1),
    *(0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28),
    0xFA29,
]


def test_every_ideograph_of_gb_18030_level_3_has_a_glyph(fonts: FontSet) -> None:
    assert len(LEVEL_3) == 87_887
    for role in ROLES:
        files = fonts.chain(role).fonts
        assert sum(any(f.covers(code) for f in files) for code in LEVEL_3) == 87_887, role


def test_rare_names_are_cut_into_runs(fonts: FontSet) -> None:
    for role in ROLES:
        chain = fonts.chain(role)
        for name in ("买买提·吐尔逊", "张𬱖", "李𫘥", "王䶮㛃", "赵𡈽𪨊"):
            runs = chain.runs(name)
            assert "".join(run.text for run in runs) == name
            assert all(run.font.covers(ord(c)) for run in runs for c in run.text)


def test_a_character_nobody_has_is_named_and_left_blank(fonts: FontSet) -> None:
    chain = fonts.chain("body")
    assert list(chain.missing("张\ue000三\ue000")) == ["\ue000", "\ue000"]
    assert "".join(run.text for run in chain.runs("张\ue000三")) == "张\u3000三"
    assert fonts.missing(["张\ue000三", "李四\U0010fffd"]) == ("\ue000", "\U0010fffd")
    assert "\ue000（U+E000）" in missing_sentence(["\ue000"])


def test_invisible_characters_need_no_glyph(fonts: FontSet) -> None:
    assert printable("张\u200b三\ufe01\U000e0101") == "张三"
    assert printable("第一行\n第二行\t尾") == "第一行 第二行 尾"
    assert fonts.missing(["葛\U000e0100\u200d"]) == ()


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_coverage_agrees_with_fonttools(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap()
    file = FontFile(path)
    dice = random.Random(1)
    sample = [*range(0x20, 0x250), *(dice.randrange(0x30000) for _ in range(20_000))]
    assert [c for c in sample if file.covers(c) != (c in known)] == []


@pytest.mark.parametrize("path", BUNDLED, ids=lambda p: p.stem)
def test_reportlab_agrees_with_the_coverage(path: Path) -> None:
    file = FontFile(path)
    glyphs = file.embedded().face.charToGlyph
    assert all(file.covers(code) for code in glyphs if code != 0xA0)  # reportlab's own
    assert file.widths[0x4E00 if file.covers(0x4E00) else 0x20000] in (1000, 1000.0)


def _font(path: Path, *, outlines: str = "glyf", fs_type: int = 8, name: str = "Fake") -> Path:
    """A typeface with A, 一 and 〇, of which 〇 is mapped to no glyph."""
    build = FontBuilder(1000, isTTF=outlines == "glyf")
    build.setupGlyphOrder([".notdef", "A", "yi"])
    build.setupCharacterMap({0x41: "A", 0x4E00: "yi", 0x3007: ".notdef"})
    if outlines == "glyf":
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        pen.lineTo((500, 700))
        pen.lineTo((700, 0))
        pen.closePath()
        glyph = pen.glyph()
        build.setupGlyf({".notdef": glyph, "A": glyph, "yi": glyph})
    else:
        strings = {n: T2CharStringPen(600, None).getCharString() for n in (".notdef", "A", "yi")}
        build.setupCFF(name, {}, strings, {})
    build.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0), "yi": (1000, 0)})
    build.setupHorizontalHeader(ascent=880, descent=-120)
    build.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    build.setupOS2(fsType=fs_type)
    build.setupPost()
    build.save(path)
    return path


def test_the_machines_own_typeface_comes_first(tmp_path: Path) -> None:
    own = _font(tmp_path / "SimFang.TTF", name="OwnFangSong")
    machine = find_machine_fonts([tmp_path])
    assert machine == {"simfang.ttf": own}
    chain = FontSet(machine).chain("body")
    first, second = chain.runs("一二")
    assert first.font.path == own
    assert second.font.path.name == "NotoSerifSC-Regular.ttf"
    assert chain.width("A") == 0.5


def test_a_character_mapped_to_no_glyph_is_not_covered(tmp_path: Path) -> None:
    file = FontFile(_font(tmp_path / "simfang.ttf", name="NoZero"))
    assert file.covers(0x4E00)
    assert not file.covers(0x3007)
    assert FontSet({"simfang.ttf": file.path}).chain("body").runs("〇")[0].font.path != file.path


def test_earlier_folders_win_and_unknown_names_are_ignored(tmp_path: Path) -> None:
    for folder in ("user", "all/deep"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "simkai.ttf").touch()
        (tmp_path / folder / "arial.ttf").touch()
    found = find_machine_fonts([tmp_path / "user", tmp_path / "all", tmp_path / "none"])
    assert found == {"simkai.ttf": tmp_path / "user" / "simkai.ttf"}


def _cff(path: Path) -> None:
    _font(path, outlines="CFF", name="Cff")


def _restricted(path: Path) -> None:
    _font(path, fs_type=2, name="Restricted")


def _no_subsetting(path: Path) -> None:
    _font(path, fs_type=0x100, name="NoSubset")


def _damaged(path: Path) -> None:
    path.write_bytes(_font(path.with_name("x.ttf")).read_bytes()[:300])


def _not_a_font(path: Path) -> None:
    path.write_text("这不是字体", encoding="utf-8")


def _empty(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    "spoil", [_cff, _restricted, _no_subsetting, _damaged, _not_a_font, _empty]
)
def test_what_cannot_be_embedded_is_passed_over(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "simfang.ttf"
    spoil(path)  # type: ignore[operator]
    assert not FontFile(path).usable
    runs = FontSet(find_machine_fonts([tmp_path])).chain("body").runs("一")
    assert runs[0].font.path.name == "NotoSerifSC-Regular.ttf"


def test_a_collection_is_read_by_index(tmp_path: Path) -> None:
    collection = TTCollection()
    for name in ("One", "Two"):
        collection.fonts.append(TTFont(_font(tmp_path / f"{name}.ttf", name=name), lazy=False))
    collection.save(tmp_path / "both.ttc")
    collection.close()
    file = FontFile(tmp_path / "both.ttc", 1)
    assert file.covers(0x4E00)
    assert file.embedded().face.name == b"Two"
    assert not FontFile(tmp_path / "both.ttc", 2).usable


def test_all_figures_are_equally_wide(fonts: FontSet) -> None:
    for role in ROLES:
        chain = fonts.chain(role)
        wide = {round(chain.figure_width(c), 2) for c in "0123456789"}
        assert max(wide) - min(wide) < 0.021, role
        assert round(chain.figure_width("11.11") - chain.figure_width("88.88"), 2) <= 0.08
        lead, gaps = chain.figure_gaps("71.1")
        text = chain.text_width("71.1")
        assert chain.figure_width("71.1") == pytest.approx(text + lead + sum(gaps))
