"""How much a cell looks like a person's name, in Latin, Arabic, Devanagari, Ethiopic, Cyrillic and Chinese script.

A word's character n-grams are hashed into one table of 8-bit weights (logistic regression with feature hashing:
Weinberger et al. 2009, doi:10.1145/1553374.1553516); a second, very small regression for each script joins the
words of a cell. `scripts/train_names.py` makes the table `names.bin` and says from what; no list of names is shipped.
See docs/explanation/name-model.md for how good it is. It does not know people: it says what a text looks like, and
texts in other scripts always score 0.
"""

from __future__ import annotations

import functools
import json
import math
import unicodedata
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ayni.check.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "COLUMN_THRESHOLD",
    "MODEL_FILE",
    "NAME_THRESHOLD",
    "SCRIPTS",
    "cell_features",
    "grams",
    "name_words",
    "score_column",
    "score_name",
    "word_logit",
]

MODEL_FILE = Path(__file__).with_name("names.bin")
MAGIC = b"ayni-names-1\n"
SCRIPTS = ("latin", "cyrillic", "arabic", "devanagari", "ethiopic", "han")

NAME_THRESHOLD = 0.8
"""A cell that scores at least this much counts as a name."""

COLUMN_THRESHOLD = 0.5
"""A column whose distinct cells reach this mean score holds names, whatever it is called."""

_MAX_CHARS = 60
_MAX_WORDS = 6
_HAN_WORD = range(2, 5)
_LONGEST_GRAM = 4
_LOGIT_CUT = 8.0

_LETTERS = {
    "latin": lazy_pattern("[A-Za-zªºÀ-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿ]"),
    "cyrillic": lazy_pattern("[Ѐ-ԯ]"),
    "arabic": lazy_pattern("[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u0670]"),
    "devanagari": lazy_pattern("[\u0900-\u0963]"),
    "ethiopic": lazy_pattern("[ሀ-ፚᎀ-ᎏ]"),
    "han": lazy_pattern("[㐀-鿿]"),
}
_ONLY = {script: lazy_pattern(f"(?:{one.pattern}|[\\W\\d_ʻʼʿ])*") for script, one in _LETTERS.items()}
# Letters, marks and what stands inside names; anything else (digits, @, /, &, _ …) makes a cell no name.
_NAME_CHARS = lazy_pattern(
    r"[A-Za-zªºÀ-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿʻʼʿЀ-ԯ\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dcٰ"
    "\u0900-\u0963ሀ-ፚᎀ-ᎏ㐀-鿿\u200c\u200d .,'’`·•\\-\u2010\u2011]+"
)
_SPLIT = lazy_pattern("[\\s.,·•\\-\u2010\u2011]+")
_PARTICLES = frozenset(
    "de da do dos das del della di du des la le el al van von der den bin ibn bint abu abou umm ould ben wa y e i "
    "ba binti mac mc st san jr sr ii iii iv ال بن ابن بنت ابو ام عبد".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof rev sir madam mme mlle m monsieur madame sr sra srta don dona bw bi bwana bibi mzee "
    "alhaji hajiya malam mallam ato weyzero hon eng engr herr frau bapak ibu haji hajjah shri smt kumari "
    "السيد السيدة د الدكتور الدكتورة الشيخ श्री श्रीमती कुमारी डॉ አቶ ወሮ ወ/ሮ ወይዘሮ ወሪት ዶክተር г-н г-жа".split()
)
# Words that make a cell an organisation, a place or a thing whatever stands beside them.
_NOT_PEOPLE = frozenset(
    "ltd limited inc corp corporation llc plc gmbh ag sarl sa srl ltda pt cv co company group bank university "
    "college school hospital clinic ministry department institute agency ngo foundation association church "
    "mosque hotel street road avenue district province region county village town city river lake mount island "
    "national international centre center office market station airport party union council committee "
    "universite ecole hopital ministere societe entreprise banque rue avenida calle rua universidad universidade "
    "escuela escola ministerio empresa banco hospitalar jalan desa kota kecamatan kabupaten rumah sekolah "
    "shule hospitali wizara kampuni benki mtaa wilaya mkoa kijiji "
    "شركة بنك جامعة مدرسة مستشفي وزارة مدينة شارع منطقه محافظة جمهورية "
    "विश्वविद्यालय विद्यालय अस्पताल मंत्रालय बैंक कंपनी नगर जिला प्रदेश राज्य लिमिटेड "
    "ооо оао зао пао банк университет школа больница министерство улица город область район компания "
    "ሆስፒታል ትምህርት ዩኒቨርሲቲ ባንክ ሚኒስቴር ድርጅት ከተማ ወረዳ ቀበሌ ዞን ክልል ጽቤት ቤት ኩባንያ".split()
)
# Words of titles and brands whose neighbours often are names. Only the score asks them: training sees such cells.
_HEADINGS = frozenset(
    "red times airways airlines nations states republic strasse harbor harbour mall markets crescent never "
    "married".split()
)
_HAN_NOT_PEOPLE = lazy_pattern("[省市县區区镇鎮乡鄉村街路院校厂廠店局部司会會社州国國语語族币幣病药藥]$")

_DOMAIN = lazy_pattern(r"[a-z]\.[a-z]{2,}\s*$")

_FOLD = {
    **dict.fromkeys([*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x640, 0x670, 0x93C]),
    **dict.fromkeys([0x200C, 0x200D, 0x27, 0x2019, 0x60, 0x2BB, 0x2BC, 0x2BF]),
    **{ord(a): b for a, b in zip("ıđøłßأإآٱىةѐё", "idolsااااىهее", strict=True)},
}


class _Model(NamedTuple):
    header: dict[str, object]
    weights: memoryview
    buckets: int
    scale: float
    bias: dict[str, float]
    cells: dict[str, list[float]]


@functools.cache
def model() -> _Model:
    """Read `names.bin`: a magic line, one line of JSON, and the int8 weights."""
    data = MODEL_FILE.read_bytes()
    if not data.startswith(MAGIC):
        raise ValueError("names.bin does not begin as a name model")
    end = data.index(b"\n", len(MAGIC))
    header = json.loads(data[len(MAGIC) : end])
    weights = memoryview(data)[end + 1 :].cast("b")
    return _Model(header, weights, len(weights), header["scale"], header["bias"], header["cells"])


def script_of(text: str) -> str | None:
    """Return the one script that the letters of `text` belong to; None for others and for a mixture."""
    for script, letter in _LETTERS.items():
        if letter.search(text):
            return script if _ONLY[script].fullmatch(text) else None
    return None


def fold(word: str) -> str:
    """Write a word in one way: small letters, no accents, no vowel marks, one alef."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.casefold()).translate(_FOLD))


def grams(word: str, script: str, buckets: int) -> list[int]:
    """Return the table places of a folded word's character n-grams, its borders marked, and of the whole word."""
    shortest, longest = (1, 3) if script == "han" else (2, _LONGEST_GRAM)
    text = f"^{word}$".encode("utf-32-le")
    size = len(text)
    crc = zlib.crc32
    sizes = range(4 * shortest, 4 * longest + 1, 4)
    places = [crc(text[at : at + n]) % buckets for n in sizes for at in range(0, size - n + 1, 4)]
    places.append(crc(text, 1) % buckets)
    return places


@functools.lru_cache(maxsize=1 << 16)
def word_logit(word: str, script: str) -> float:
    """Return the log-odds that one folded word is part of a person's name."""
    state = model()
    weights = state.weights
    total = sum([weights[place] for place in grams(word, script, state.buckets)])
    return max(-_LOGIT_CUT, min(_LOGIT_CUT, state.bias[script] + state.scale * total))


def name_words(cell: str) -> tuple[str, list[str]] | None:
    """Cut a cell that could be a name into its script and folded words; None where it cannot be one.

    Titles and particles (`de`, `bin`, initials) are left out, as they say nothing about which words are names.
    """
    text = cell.strip()
    if not 1 < len(text) <= _MAX_CHARS or _NAME_CHARS.fullmatch(text) is None or text.count(",") > 1:
        return None
    script = script_of(text)
    if script is None:
        return None
    words = [fold(word) for word in _SPLIT.split(text) if word]
    while words and words[0] in _TITLES:
        del words[0]
    if not words or len(words) > _MAX_WORDS or not _NOT_PEOPLE.isdisjoint(words):
        return None
    if script == "han":
        whole = "".join(words)
        return (script, [whole]) if len(whole) in _HAN_WORD and not _HAN_NOT_PEOPLE.search(whole) else None
    words = [word for word in words if len(word) > 1 and word not in _PARTICLES]
    return (script, words) if words else None


def cell_features(cell: str, script: str, words: list[str]) -> list[float]:
    """Return what the second regression sees: the words' mean and smallest log-odds, their number, the writing."""
    logits = [word_logit(word, script) for word in words]
    count = len(words)
    plain = cell.islower() and script in {"latin", "cyrillic"}
    return [
        1.0,
        sum(logits) / count,
        min(logits),
        float(count == 2),  # noqa: PLR2004 two words are the commonest form of a name
        float(count == 3),  # noqa: PLR2004
        float(count > 3),  # noqa: PLR2004
        float(plain),
    ]


def score_column(cells: Iterable[str]) -> float:
    """Return the mean score of a column's distinct cells; 0 for none.

    Many cells say together what none says alone: columns of names and of places are told apart far better by their
    mean than by counting the cells above a threshold (docs/explanation/name-model.md).
    """
    scores = [score_name(cell) for cell in cells]
    return sum(scores) / len(scores) if scores else 0.0


@functools.lru_cache(maxsize=1 << 14)
def score_name(cell: str) -> float:
    """Return from 0 to 1 how much a whole cell looks like a person's name; never raises."""
    found = name_words(cell)
    if found is None:
        return 0.0
    script, words = found
    if not _HEADINGS.isdisjoint(words) or _DOMAIN.search(cell):
        return 0.0
    z = sum([a * b for a, b in zip(model().cells[script], cell_features(cell.strip(), script, words), strict=True)])
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
