"""People inside free text: names after a cue or as runs of capitalised words, addresses, and dates of birth.

Precision first: a false alarm costs trust. A single word is a name only after a cue (a title, `my name is`); without a
cue it takes two or more capitalised words that the model of names holds to be a name. Scripts without capitals need
a cue. It does not resolve who is meant, and does not find nicknames or names written without capitals.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.people.addresses import address_starts, find_addresses
from ayni.check.personal.people.names import fold, name_words, score_name, word_logit
from ayni.check.report import Confidence

__all__ = [
    "CAPITALISED",
    "RUN_THRESHOLD",
    "Found",
    "find_likely_names",
    "find_people",
    "is_likely_name",
    "people_starts",
]

RUN_THRESHOLD = 0.85
"""What a run of capitalised words must score without a cue."""

_MAX_CHARS = 20_000
_CUED_LOGIT = -1.5
_RUN_LOGIT = -0.5
_LONGEST_NAME = 4


class Found(NamedTuple):
    """Personal data of one kind (`person-name`, `address`, `date-of-birth`) at `text[start:end]`."""

    kind: str
    start: int
    end: int
    confidence: Confidence


_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĻŃŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽƠƯẸỌṢА-ЯЁЄІЇҐҚӘҮӨ"
_NAME = rf"(?:[{_CAPITAL}][^\W\d_]*[^\W\d_.,]|[{_CAPITAL}]\.)(?:[-'’][^\W\d_]+)?"
_PARTICLE = r"(?:de la|de los|de|da|do|dos|das|del|della|di|du|van der|van|von|bin|binti|bint|ibn|al|el|ben)"
_RUN = lazy_pattern(rf"(?<![\w@])(?:{_NAME})(?:[ ]+(?:{_PARTICLE}[ ]+)?{_NAME}){{0,4}}(?![\w@])")

# Titles and phrases after which a name stands; the name is a run of capitalised words.
_CUES = lazy_pattern(
    r"(?<!\w)(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Hon|Eng|Engr|Sr|Sra|Srta|Dra|Mme|Mlle|Bw|Bi|Ato|W/ro|Shri|Smt)\.?|"
    r"Sir|Madam|Monsieur|Madame|Señora?|Senhora?|Don|Doña|Dona|Bwana|Bibi|Mzee|Alhaji|Hajiya|Malam|Bapak|Ibu|Herr|Frau|"
    r"г-н|г-жа|господин|госпожа|(?i:my name is|name is|i am called|named|je m['’]appelle|s['’]appelle|se nomme|"
    r"me llamo|se llama|mi nombre es|su nombre es|meu nome é|me chamo|se chama|o nome dele é|ninaitwa|anaitwa|"
    r"jina langu ni|jina lake ni|nama saya|namanya|bernama|sunana|sunansa|sunanta|mein name ist|ich heiße|"
    r"меня зовут|его зовут|её зовут|"
    r"mera naam|tên tôi là|adım|benim adım)) +"
)
# Where nothing is written in capitals: the cue, then one to three words of the same script.
_PLAIN_CUES = (
    (
        lazy_pattern(
            r"(?:السيدة|السيد|الدكتورة|الدكتور|الأستاذة|الأستاذ|الشيخ|الآنسة|اسمي|اسمه|اسمها|المدعو|المدعوة|د\.|أ\.) +"
            r"((?:[\u0620-\u06d3\u064b-\u0652]{2,15})(?: +[\u0620-\u06d3\u064b-\u0652]{2,15}){0,2})"
        ),
        -0.5,
    ),
    (
        lazy_pattern(
            "(?:श्रीमती|श्री|सुश्री|कुमारी|डॉ\\.?|डॉक्टर|मेरा नाम|उसका नाम|उनका नाम|नाम) +"
            "((?:[\u0900-\u0963]{2,15})(?: +[\u0900-\u0963]{2,15}){0,2})"
        ),
        0.0,
    ),
    (
        lazy_pattern("(?:አቶ|ወ/ሮ|ወይዘሮ|ወ/ሪት|ወይዘሪት|ዶ/ር|ዶክተር|ስሜ|ስሟ|ስሙ) +((?:[ሀ-ፚ]{2,10})(?: +[ሀ-ፚ]{2,10}){0,2})"),
        -0.5,
    ),
    (lazy_pattern("(?:我叫|名叫|姓名[:：]?|名字是|名字叫) *([㐀-鿿]{2,4})(?![㐀-鿿])"), 0.0),
    (
        lazy_pattern(
            "(?:(?<=[，。、：；\\s“（(,.:;和与向由请是])|^)([㐀-鿿]{2,3})(?=先生|女士|小姐|医生|教授|老师|同志)"
        ),
        0.0,
    ),
)

_SEP = r"[-/.\u060c، ]"
_MONTH = r"[^\W\d_]{3,14}\.?"
_DATE = (
    rf"(?:\d{{1,4}}{_SEP}{{1,2}}\d{{1,2}}{_SEP}{{1,2}}\d{{2,4}}(?!\d)|\d{{4}}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|ya\s+|ga\s+|of\s+)?(?:{_MONTH}|[\u0900-\u0963]{{3,14}})[\s,]+(?:de\s+|del\s+)?\d{{4}}|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
CAPITALISED = lazy_pattern(rf"(?<![\w@.])[{_CAPITAL}][^\W\d_]+(?:[-'’][^\W\d_]+)?(?![\w@])")
"""A word that begins with a capital."""
_LIKELY_LOGIT, _LIKELY_FIRST_LOGIT = 0.0, 0.5
_BORN = lazy_pattern(
    r"(?:(?<!\w)(?:born(?:\s+(?:on|the))?|date\s+of\s+birth|birth\s?date|birthday|d\.?o\.?b\.?|né\(?e?\)?\s+le|"
    r"date\s+de\s+naissance|naci(?:ó|do|da)?\s+(?:el)?|fecha\s+de\s+nacimiento|nascid[oa]|nasceu|data\s+de\s+nascimento|"
    r"amezaliwa|alizaliwa|nilizaliwa|kuzaliwa|tarehe\s+ya\s+kuzaliwa|родил(?:ся|ась)|дата\s+рождения|г\.\s?р\.|"
    r"lahir|tgl\.?\s+lahir|tanggal\s+lahir|an\s+haife\s+\w{2,4}|haihuwa|geboren(?:\s+am)?|geburtsdatum|doğum\s+tarihi|"
    r"ngày\s+sinh|sinh\s+ngày|janm|narodil|nato\s+il)(?!\w)|"
    "تاريخ الميلاد|تاريخ الولادة|مواليد|ولدت?|ولد في|جنم|जन्म(?: ?तिथि| ?दिनांक| की तारीख)?|"
    r"የትውልድ(?: ቀን)?|የልደት(?: ቀን)?|ተወለደ(?:ች)?|出生(?:日期|于|年月)?|生于|生日|জন্ম(?: তারিখ)?)"
    rf"[^\n\d]{{0,25}}?({_DATE})",
    re.IGNORECASE,
)
_BORN_AFTER = lazy_pattern(rf"({_DATE})\s?(?:出生|生(?!活)|को जन्म|г\.\s?р\.|года рождения)")
# Words that titles and headings write with a capital and that no name begins or ends with.
_FUNCTION = frozenset(
    "the and of my in on at for a an our your their is are was this that dear hello hi to from by with or not "
    "le la les et un une el los las y o os as um uma und der die das".split()
)
_FIRST_WORDS = frozenset(
    "he she it they we you i me him her his hers its them us who what when where why how if then can could will would "
    "may shall should must do does did has have had be been no yes none all any some each other here there now today "
    "il elle on nous vous ils elles je tu ce cette ces qui que quand non oui si pas son sa ses mon ma mes "
    "ella ellos ellas nosotros ella este esta eso si su sus mi mis ele ela eles nós você não sim seu sua "
    "yeye wao sisi mimi wewe huyu hii hilo hapana ndiyo na kwa ya wa".split()
)
_STOP_BEFORE = frozenset('.!?:;\n•-–"“”(')


def find_likely_names(text: str) -> list[tuple[int, int]]:
    """Return the single capitalised words that are likelier names than not, by position.

    For masking, where a missed name costs more than a word too much; a check would cry wolf with it. At the beginning
    of a sentence, where every word has a capital, it takes more. Words all in capitals are left alone.
    """
    words = CAPITALISED.finditer(text[:_MAX_CHARS])
    return [word.span() for word in words if is_likely_name(word.group(), first=_begins(text, word.start()))]


@functools.lru_cache(maxsize=1 << 16)
def is_likely_name(word: str, *, first: bool = False) -> bool:
    """Tell whether a capitalised word is likelier a name than not; `first`: it begins a sentence."""
    plain = re.sub(r"['’]s$", "", word)
    if plain.isupper() or plain.casefold() in _FUNCTION or (first and plain.casefold() in _FIRST_WORDS):
        return False
    cut = name_words(plain)
    return cut is not None and min(word_logit(part, cut[0]) for part in cut[1]) >= (
        _LIKELY_FIRST_LOGIT if first else _LIKELY_LOGIT
    )


def people_starts() -> tuple[re.Pattern[str], ...]:
    """Return patterns of which one matches in every text in which `find_people` finds anything."""
    two = lazy_pattern(rf"{_NAME}[ ]+(?:{_PARTICLE}[ ]+)?{_NAME}")
    return (_BORN, _BORN_AFTER, _CUES, two, *(pattern for pattern, _ in _PLAIN_CUES), *address_starts())


def find_people(text: str) -> list[Found]:
    """Return names, addresses and dates of birth in a text, by position, without overlaps; never raises.

    Text beyond 20,000 characters is not read. An address takes precedence over a name inside it.
    """
    text = text[:_MAX_CHARS]
    found = [Found("date-of-birth", *match.span(1), Confidence.HIGH) for match in _BORN.finditer(text)]
    found += [Found("date-of-birth", *match.span(1), Confidence.HIGH) for match in _BORN_AFTER.finditer(text)]
    found += [Found("address", start, end, Confidence.MEDIUM) for start, end in find_addresses(text)]
    found += _cued(text)
    found += _runs(text)
    kept: list[Found] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _cued(text: str) -> list[Found]:
    """Names after a cue; the model only has to find them not unlikely."""
    found = []
    for cue in _CUES.finditer(text):
        run = _RUN.match(text, cue.end())
        if run is None:
            continue
        end = _cut(text, run.start(), run.end(), _CUED_LOGIT)
        if end > run.start():
            found.append(Found("person-name", run.start(), end, Confidence.HIGH))
    for pattern, least in _PLAIN_CUES:
        for match in pattern.finditer(text):
            end = _cut(text, *match.span(1), least)
            if end > match.start(1):
                found.append(Found("person-name", match.start(1), end, Confidence.MEDIUM))
    return found


def _cut(text: str, start: int, end: int, least: float) -> int:
    """Return where the name that begins at `start` ends: before the first word that is unlikely in a name."""
    kept = start
    for position, word in enumerate(re.finditer(r"[^\s]+", text[start:end])):
        cut = name_words(word.group().strip(".,"))
        if cut is None or position >= _LONGEST_NAME:
            # An initial or a particle says nothing by itself: it belongs to the name when a name follows.
            if len(word.group()) > 3:  # noqa: PLR2004
                break
            continue
        if min(word_logit(part, cut[0]) for part in cut[1]) < least:
            break
        kept = start + word.end()
    while kept > start and text[kept - 1] in ".,":
        kept -= 1
    return kept


def _runs(text: str) -> list[Found]:
    """Runs of two to five capitalised words that look like a name."""
    found = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        words = run.group().split()
        # The first word of a sentence is written with a capital whatever it is, and so is "The" in a title.
        if len(words) > 1:
            cut = name_words(words[0])
            least = 0.0 if _begins(text, start) else _RUN_LOGIT
            unlikely = cut is None or min(word_logit(part, cut[0]) for part in cut[1]) < least
            if unlikely or words[0].casefold() in _FUNCTION:
                start = text.index(words[1], start + len(words[0]))
                words = words[1:]
        if words[0].casefold() in _FUNCTION:
            continue
        whole = " ".join(words)
        if len(words) < 2 or (whole.isupper() and len(whole) < 8):  # noqa: PLR2004
            continue
        cut = name_words(whole)
        if cut is None or score_name(whole) < RUN_THRESHOLD or min(word_logit(w, cut[0]) for w in cut[1]) < _RUN_LOGIT:
            continue
        if len(cut[1]) > 1 or fold(words[0]) not in cut[1]:
            found.append(Found("person-name", start, end, Confidence.MEDIUM))
    return found


def _begins(text: str, start: int) -> bool:
    """Tell whether a sentence begins at `start`."""
    before = text[:start].rstrip(" ")
    return not before or before[-1] in _STOP_BEFORE
