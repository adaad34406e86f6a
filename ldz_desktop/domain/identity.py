"""Identity numbers: what is right, what is odd and which part of it, and what was probably meant.

GB 11643: region 6, birth 8, sequence 3 (odd male, even female), check digit ISO 7064 MOD 11-2. The
15 digits of 1989 are upgraded and kept. A region is never a hard error: codes are historic,
abolished, added late. Other documents than those with a known form are free text, because a
validator that refuses a real person is worse than none.
"""

import re
import unicodedata
from datetime import date

from ldz_desktop.domain.gb11643 import birth_of, check_character, one_slip_away, read
from ldz_desktop.domain.problems import Problem
from ldz_desktop.record import record

RESIDENT = "居民身份证"
HK_MACAU_TAIWAN = "港澳台居民居住证"
FOREIGNER = "外国人永久居留证"
DISABILITY = "残疾人证"
PASSPORT = "护照"
MILITARY = "军官证"
OTHER = "其他"


@record
class Regions:
    """The region codes that identity numbers begin with (resources/codes/regions.tsv)."""

    current: frozenset[str]
    abolished: frozenset[str]


@record
class Identity:
    """What a number says.

    number: as it is stored (half-width, upper case, 18 digits where it was 15); None when refused
    or empty. old: the 15-digit number it was upgraded from. birth, sex ("1"/"2"): read from the
    number, None for documents that do not tell.
    """

    number: str | None
    old: str | None
    id_type: str | None
    birth: date | None
    sex: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the number can be taken: notes do not stop it, nor that there is none."""
        return not any(problem.level == "refused" for problem in self.problems)


@record
class _Case:
    """What is known beside the number."""

    today: date
    regions: Regions | None
    sex: str | None
    birth: date | None
    id_type: str | None


def check_id(
    text: str,
    today: date,
    *,
    regions: Regions | None = None,
    sex: str | None = None,
    birth: date | None = None,
    id_type: str | None = None,
) -> Identity:
    """Read and judge a document number as it was typed or imported.

    regions: None leaves the region unjudged. sex, birth: what the record says elsewhere; a
    difference is a note and orders the proposals. id_type: code of codes.ID_TYPE; without it the
    form decides. Problem codes: length, characters, check_digit, no_such_date, birth_in_future,
    damaged_exponent, damaged_zeros, disability_code (refused); letter_o, upgraded_15,
    region_unknown, region_abolished, sex_mismatch, birth_mismatch, birth_long_ago, type_assumed,
    unusual_form (notes). An empty text has no problem: a number is not required.
    """
    if len(text) == _FULL and id_type in _EIGHTEEN:
        found = read(text)
        if found is not None:
            born, own_sex = found
            if (
                born <= today
                and today.year - born.year <= _OLDEST
                and (birth is None or birth == born)
                and (sex == own_sex or sex not in _SEXES)
            ):
                kind = _KINDS.get(text[:2], RESIDENT)
                return Identity(text, None, kind, born, own_sex, _region_notes(text, regions))
    return _examine(text, _Case(today, regions, sex, birth, id_type))


def normal_form(text: str) -> str:
    """A number without what typing and spreadsheets add: width, case, spaces, apostrophes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return _NOISE.sub("", plain).translate(_LOOKS_LIKE_X)


_FULL, _OLD = 18, 15
_OLDEST = 130  # years; nobody is older than that
_MOST_PROPOSALS = 8
_SEXES = ("1", "2")
_EIGHTEEN = frozenset({None, RESIDENT, HK_MACAU_TAIWAN, FOREIGNER})
_KINDS = dict.fromkeys(("81", "82", "83"), HK_MACAU_TAIWAN) | dict.fromkeys(
    (f"9{digit}" for digit in range(10)), FOREIGNER
)

_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`´′\"]+")
_LOOKS_LIKE_X = str.maketrans("ХΧ×", "XXX")  # Cyrillic, Greek, multiplication sign
_LOOKS_LIKE_0 = str.maketrans("OОΟ〇○◯", "000000")
_LOOKS_LIKE_DIGIT = str.maketrans("ILBSZGQD", "11852600")
_DASHES = re.compile(r"(?<=\d)[-‐‑–—](?=[\dX])")
_EXPONENT = re.compile(r"\d([.,]\d*)?E\+?\d{1,3}", re.ASCII)
_FLOAT_TAIL = re.compile(r"(?<=\d)\.0+$", re.ASCII)
_DIGITS_X = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD_FOREIGNER = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_DISABILITY = re.compile(r"(.{18})(.)(.)(B\d{1,2})?", re.ASCII)
_DOCUMENT = re.compile(r"[A-Z]{1,3}\d{6,10}[A-Z]?(\(\w\))?", re.ASCII)
_FOREIGN_PASSPORT = re.compile(r"(?=.*[A-Z])(?=.*\d.*\d)(?!\d+X$)[A-Z0-9]{6,10}", re.ASCII)
"""Up to ten letters and figures in any order: C01X00T47 (Germany), 13AB12345 (France). Figures
with an X at the end are a Chinese number that lacks some."""
_CHINESE_PASSPORT = re.compile(r"[EGDSP]\d{8}|E[A-Z]\d{7}", re.ASCII)
_MILITARY = re.compile(r".字.*\d")
_FREE_LENGTH = range(3, 31)

_REASONS = {
    "length": "居民身份证号码应为18位（旧证15位），这里的位数不对。",
    "old_length": "15位的旧身份证号码不会以 8 或 9 开头，请按证件核对。",
    "free_length": "证件号码应为3至30个字符。",
    "characters": "证件号码里有不该出现的字符：居民身份证只有数字，末位可以是 X。",
    "check_digit": "校验位（最后一位）与前17位不符，号码中有一位或几位写错。",
    "no_such_date": "号码第7至14位不是真实存在的出生日期。",
    "birth_in_future": "号码中的出生日期晚于今天。",
    "damaged_exponent": "号码被表格软件变成了科学计数法，末几位已经丢失，请按证件重新填写。",
    "damaged_zeros": "号码被表格软件当作数字存过，末几位已经丢失（变成0），请按证件重新填写。",
    "disability_code": "残疾人证号码应为身份证号加残疾类别（1至7）和等级（1至4）。",
    "letter_o": "号码中的字母 O 已改为数字 0，改后校验通过，请核对。",
    "upgraded_15": "15位旧号码已升为18位，旧号码一并保留。",
    "region_unknown": "前6位地区代码不在代码表中，请核对。",
    "region_abolished": "前6位地区代码已撤销（老证件常见，不影响使用）。",
    "sex_mismatch": "性别与证件号码不一致，请核对。",
    "birth_mismatch": "出生日期与证件号码不一致，请核对。",
    "birth_long_ago": "按号码计算已超过130岁，请核对。",
    "type_assumed": "不是居民身份证号码，按其他证件收下，请核对证件类型。",
    "unusual_form": "号码与这种证件的常见格式不同，请核对。",
}
_FIELDS = {"sex_mismatch": "sex", "birth_mismatch": "birth"}


def _note(code: str) -> Problem:
    return Problem("note", _FIELDS.get(code, "id_number"), code, _REASONS[code])


_ABOLISHED, _UNKNOWN = (_note("region_abolished"),), (_note("region_unknown"),)


def _refused(code: str, *proposals: str) -> Problem:
    shared = "length" if code.endswith("_length") else code  # three reasons have one code
    return Problem("refused", "id_number", shared, _REASONS[code], tuple(proposals))


def _no(case: _Case, *problems: Problem) -> Identity:
    return Identity(None, None, case.id_type, None, None, problems)


def _examine(text: str, case: _Case) -> Identity:
    number = normal_form(text)
    if not number:
        return _no(case)
    if case.id_type is not None and case.id_type not in _EIGHTEEN and case.id_type != DISABILITY:
        return _free(number, case, case.id_type)
    number = _DASHES.sub("", number)
    if _EXPONENT.fullmatch(number):
        return _no(case, _refused("damaged_exponent"))
    whole = _FLOAT_TAIL.sub("", number)
    if whole != number and len(whole) != _OLD:  # 15 digits survive being a number, 18 do not
        return _no(case, _refused("damaged_zeros"))
    return _by_form(whole, case)


def _by_form(number: str, case: _Case) -> Identity:
    """The document that a number's form belongs to."""
    disability = _DISABILITY.fullmatch(number)
    if case.id_type == DISABILITY or (disability and case.id_type is None):
        return _disability(number, disability, case)
    if _OLD_FOREIGNER.fullmatch(number) and case.id_type != RESIDENT:
        return Identity(number, None, FOREIGNER, None, None)
    if len(number) == _FULL:
        return _eighteen(number, case)
    return _fifteen(number, case) if _is_old(number) else _other_form(number, case)


def _is_old(number: str) -> bool:
    """Whether it has the form of 1989. Regions beginning with 8 and 9 (permits, foreigners) came
    with 18 digits."""
    return len(number) == _OLD and number[0] not in "89"


def _other_form(number: str, case: _Case) -> Identity:
    """Neither 18 nor 15 characters: another document, where nothing says it is a resident's ID."""
    if case.id_type in (FOREIGNER, HK_MACAU_TAIWAN):
        return _free(number, case, case.id_type, "unusual_form")
    if case.id_type is None and _DOCUMENT.fullmatch(number):
        kind = PASSPORT if _CHINESE_PASSPORT.fullmatch(number) else OTHER
        return _free(number, case, kind, "type_assumed")
    if case.id_type is None and _FOREIGN_PASSPORT.fullmatch(number):
        return _free(number, case, PASSPORT, "type_assumed")
    if case.id_type is None and _MILITARY.match(number):
        return _free(number, case, MILITARY, "type_assumed")
    return _no(case, _wrong_length(number, case))


def _free(number: str, case: _Case, kind: str, note: str | None = None) -> Identity:
    """A document without a form of its own: anything of 3 to 30 characters."""
    if len(number) not in _FREE_LENGTH:
        return _no(case, _refused("free_length"))
    return Identity(number, None, kind, None, None, (_note(note),) if note else ())


def _wrong_length(number: str, case: _Case) -> Problem:
    """17 digits often lack just the check digit."""
    digits = number.isascii() and number.isdecimal()
    if digits and len(number) == _FULL - 1:
        whole = number + check_character(number)
        return _refused("length", *([whole] if _passes(whole, case) else []))
    if digits and len(number) == _OLD:
        return _refused("old_length")
    return _refused("length" if digits or number[:-1].isdecimal() else "characters")


def _disability(number: str, match: re.Match[str] | None, case: _Case) -> Identity:
    """20 characters: the ID, category 1–7, grade 1–4; a replacement card adds B1, B2, …"""
    if match is None:
        return _free(number, case, DISABILITY, "unusual_form")
    person = _eighteen(match.group(1), case)
    category, grade = match.group(2), match.group(3)
    problems = person.problems
    if not ("1" <= category <= "7" and "1" <= grade <= "4"):
        problems = (_refused("disability_code"), *problems)
    if person.number is None or problems is not person.problems:
        return _no(case, *problems)
    whole = person.number + number[_FULL:]
    return Identity(whole, None, DISABILITY, person.birth, person.sex, problems)


def _fifteen(number: str, case: _Case) -> Identity:
    mended = number.translate(_LOOKS_LIKE_0)
    if not (mended.isascii() and mended.isdecimal()):
        return _no(case, _refused("characters"))
    digits = f"{mended[:6]}19{mended[6:]}"
    found = _eighteen(digits + check_character(digits), case)
    if found.number is None:
        return found
    notes = [_note("upgraded_15")] + ([_note("letter_o")] if mended != number else [])
    problems = (*notes, *found.problems)
    return Identity(found.number, mended, found.id_type, found.birth, found.sex, problems)


def _eighteen(number: str, case: _Case) -> Identity:
    if not _DIGITS_X.fullmatch(number):
        return _with_letters(number, case)
    found = read(number)
    if found is not None and found[0] <= case.today:
        born, sex = found
        kind = _KINDS.get(number[:2], RESIDENT)
        return Identity(number, None, kind, born, sex, _notes(number, born, sex, case))
    return _no(case, *_faults(number, case))


def _with_letters(number: str, case: _Case) -> Identity:
    """A letter O is mended when the result passes; other letters are only proposed."""
    mended = number.translate(_LOOKS_LIKE_0)
    if _passes(mended, case):
        found = _eighteen(mended, case)
        problems = (_note("letter_o"), *found.problems)
        return Identity(mended, None, found.id_type, found.birth, found.sex, problems)
    guess = mended[:17].translate(_LOOKS_LIKE_DIGIT) + mended[17:]
    proposals = [guess] if _passes(guess, case) else []
    return _no(case, _refused("characters", *proposals))


def _faults(number: str, case: _Case) -> list[Problem]:
    """What is wrong with 17 digits and a check character that do not pass; at least one."""
    faults: list[Problem] = []
    born = birth_of(number)
    if check_character(number[:17]) != number[17]:
        if number.endswith("000"):
            return [_refused("damaged_zeros")]
        faults.append(_refused("check_digit", *_proposals(number, case)))
    if born is None:
        faults.append(_refused("no_such_date"))
    elif born > case.today:
        faults.append(_refused("birth_in_future"))
    return faults


def _region_notes(number: str, regions: Regions | None) -> tuple[Problem, ...]:
    region = number[:6]
    if regions is None or region in regions.current or number[0] == "9":
        return ()
    return _ABOLISHED if region in regions.abolished else _UNKNOWN


def _notes(number: str, born: date, sex: str, case: _Case) -> tuple[Problem, ...]:
    """What is odd about a number that passes."""
    found = list(_region_notes(number, case.regions))
    if case.today.year - born.year > _OLDEST:
        found.append(_note("birth_long_ago"))
    if case.sex in _SEXES and case.sex != sex:
        found.append(_note("sex_mismatch"))
    if case.birth is not None and case.birth != born:
        found.append(_note("birth_mismatch"))
    return tuple(found)


def _passes(number: str, case: _Case) -> bool:
    found = read(number) if len(number) == _FULL else None
    if found is None:
        return False
    return found[0] <= case.today and case.today.year - found[0].year <= _OLDEST


def _proposals(number: str, case: _Case) -> list[str]:
    """Numbers one slip away that pass, with a real date: likeliest first.

    A number that agrees with the record's birth date and sex and has a known region comes before
    one that does not; then the right check digit, swapped neighbours, another digit.
    """
    found = [n for n in dict.fromkeys(one_slip_away(number)) if _passes(n, case)]
    return sorted(found, key=lambda n: _disagreement(n, case))[:_MOST_PROPOSALS]


def _disagreement(number: str, case: _Case) -> int:
    born, sex = read(number) or (None, None)
    return (
        4 * (case.birth is not None and case.birth != born)
        + 2 * (case.sex in _SEXES and case.sex != sex)
        + (_region_notes(number, case.regions) is _UNKNOWN)
    )
