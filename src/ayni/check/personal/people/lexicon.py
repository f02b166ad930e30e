"""What a column's name and label say about its cells: concepts, in many languages.

`concepts("fecha_nac")` is `{"birth-date"}`, `concepts("年龄")` is `{"age"}`. The words stand in `lexicon.txt`, written
by us: English, French, Spanish, Arabic, Chinese, Russian, Portuguese, Swahili, Hindi (in Devanagari and romanised),
Indonesian, Amharic, Hausa, and in part German, Turkish, Vietnamese and Bengali. A name is cut into words at
underscores, case changes and digits; the longest known phrase wins, so `order number` is never an `identifier`.

The concepts:

- identifying: `person-name`, `given-name`, `family-name`, `email`, `phone`, `address`, `street`, `identifier`
  (an official number: national, passport, tax, health, voter), `record-number` (a number that only links rows),
  `username`, `ip-address`, `mac-address`, `imei`, `payment-card`, `bank-account`, `vehicle-plate`, `url`,
  `coordinates`, `latitude`, `longitude`, `photo`;
- quasi-identifying: `age`, `birth-date`, `birth-year`, `sex`, `place`, `postcode`, `ethnicity`, `race`, `language`,
  `nationality`, `religion`, `education`, `occupation`, `employer`, `marital-status`, `household-size`, `school`,
  `children`, `disability`, `migration`;
- sensitive: `health`, `income`, `political`, `sexual-life`, `criminal`, `biometric`, `genetic`, `union-membership`,
  `violence`, `debt`, `refugee-status`;
- structural: `weight` (of a sample), `body-weight`, `household-id`, `cluster`, `stratum`, `date`, `time`;
- signs of something else: `order-number`, `timestamp`, `version`, `hash`, `isbn`, `product`, `organisation`,
  `amount`, `quantity`, `file-name`, `code`.

A bare `weight` may be of a sample or of a body: both are returned, and the values must decide. A bare `name` is
returned as `person-name`; `village_name` is a `place` only. What it does not do: look at values, or guess at words it
does not know.
"""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import NamedTuple

from ayni.check.patterns import lazy_pattern

__all__ = ["CONCEPTS", "IDENTIFYING", "NEGATIVE", "QUASI", "SENSITIVE", "SPECIAL", "STRUCTURAL", "concepts"]

IDENTIFYING = frozenset(
    "person-name given-name family-name email phone address street identifier record-number username ip-address "
    "mac-address imei payment-card bank-account vehicle-plate url coordinates latitude longitude photo".split()
)
QUASI = frozenset(
    "age birth-date birth-year sex place postcode ethnicity race language nationality religion education occupation "
    "employer marital-status household-size school children disability migration".split()
)
SENSITIVE = frozenset(
    "health income political sexual-life criminal biometric genetic union-membership violence debt "
    "refugee-status".split()
)
STRUCTURAL = frozenset(["weight", "body-weight", "household-id", "cluster", "stratum", "date", "time"])
NEGATIVE = frozenset(
    "order-number timestamp version hash isbn product organisation amount quantity file-name code".split()
)
CONCEPTS = IDENTIFYING | QUASI | SENSITIVE | STRUCTURAL | NEGATIVE

# The special categories of personal data of Regulation (EU) 2016/679 (GDPR), article 9(1): racial or ethnic origin,
# political opinions, religious or philosophical beliefs, trade union membership, genetic data, biometric data,
# health, sex life and sexual orientation. Criminal convictions stand in article 10 and are not among them.
SPECIAL = frozenset(
    "race ethnicity political religion union-membership genetic biometric health disability sexual-life".split()
)

_FILE = Path(__file__).with_name("lexicon.txt")
_MAX_CHARS = 300
_MAX_PHRASE = 10
_MIN_STEM = 3
_MIN_JOINED = 5
_MIN_PLURAL = 4
_SHORT_LABEL = 3
_LABEL_CONCEPTS = 2

_CAMEL = lazy_pattern(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
# A Han or kana character is a word by itself; Indic vowel signs, which \w leaves out, belong to their word.
_WORD = lazy_pattern(
    "[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[0-9]+|"
    "(?:[^\\W\\d_\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0900-\u0dff\u0e00-\u109f\u200c\u200d])+"
)
# One spelling for what is written in several ways: letters that sound alike in Amharic, the forms of alef, and marks.
_FOLD = {
    **dict.fromkeys([*range(0x300, 0x370), *range(0x64B, 0x653), 0x640, 0x670, 0x93C, 0x654, 0x655, 0x200C, 0x200D]),
    **{ord(a): b for a, b in zip("đıأإآٱىةøłß", "diاااايهols", strict=True)},
    **{0x1210 + i: chr(0x1200 + i) for i in range(7)},
    **{0x1280 + i: chr(0x1200 + i) for i in range(7)},
    **{0x1220 + i: chr(0x1230 + i) for i in range(7)},
    **{0x12D0 + i: chr(0x12A0 + i) for i in range(7)},
    **{0x1338 + i: chr(0x1340 + i) for i in range(7)},
    0x1213: "\u1200",
    0x1203: "\u1200",
}
_DIGITS = frozenset("0123456789")


class _Lexicon(NamedTuple):
    phrases: dict[str, frozenset[str]]
    joined: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    accented: dict[str, frozenset[str]]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(_FOLD)


def _bare(word: str) -> str:
    """Take the Arabic article and the Amharic `of` from the front of a word."""
    if word.startswith("ال") and len(word) > _MIN_PLURAL:
        return word[2:]
    return word[1:] if word[0] == "የ" and len(word) > 2 else word  # noqa: PLR2004 one letter must be left


def _words(folded: str) -> list[str]:
    return [_bare(word) for word in _WORD.findall(folded)]


@functools.cache
def _lexicon() -> _Lexicon:
    lexicon = _Lexicon({}, {}, {}, {})
    concept = frozenset([""])
    for line in _fold_lines(_FILE.read_text(encoding="utf-8")):
        if line[0] == "[":
            concept = frozenset([line[1:-1]])
            continue
        for word in line.partition(": ")[2].split(", "):
            if word[0] == "=":
                _add(lexicon.accented, unicodedata.normalize("NFC", word[1:]), concept)
                continue
            # Most are plain Latin or Cyrillic words, which need no cutting.
            plain = max(word) < "\u0530" and word.replace(" ", "").isalpha()
            parts = word.split() if plain else _words(word)
            if word[-1] == "*":
                _add(lexicon.stems, parts[-1], concept)
            _add(lexicon.phrases, " ".join(parts), concept)
            if len(parts) > 1 and len(whole := "".join(parts)) >= _MIN_JOINED:
                _add(lexicon.joined, whole, concept)
    return lexicon


def _add(table: dict[str, frozenset[str]], key: str, concept: frozenset[str]) -> None:
    known = table.get(key)
    table[key] = concept if known is None else known | concept


def _fold_lines(text: str) -> list[str]:
    """Fold the whole file at once, except the lines with words that only match with their accents."""
    lines = [line for line in text.casefold().split("\n") if line and line[0] != "#"]
    folded = _fold("\n".join(lines)).split("\n")
    return [
        ", ".join(a if a[a.find(": ") + 2 :][:1] == "=" or a[:1] == "=" else b for a, b in _pairs(raw, plain))
        if "=" in raw
        else plain
        for raw, plain in zip(lines, folded, strict=True)
    ]


def _pairs(raw: str, plain: str) -> list[tuple[str, str]]:
    language, _, rest = raw.partition(": ")
    return [
        (f"{language}: {a}", f"{language}: {b}") if i == 0 else (a, b)
        for i, (a, b) in enumerate(zip(rest.split(", "), plain.partition(": ")[2].split(", "), strict=True))
    ]


def _single(word: str, raw: str, lexicon: _Lexicon) -> frozenset[str]:
    """Look one word up: as it is, written together, without a plural s, by its stem, with its accents."""
    found = lexicon.phrases.get(word) or lexicon.joined.get(word)
    if not found and len(word) > _MIN_PLURAL and word[-1] == "s":
        found = lexicon.phrases.get(word[:-1])
    for end in range(len(word), _MIN_STEM - 1, -1) if not found else ():
        if found := lexicon.stems.get(word[:end]):
            break
    return (found or frozenset()) | lexicon.accented.get(raw, frozenset())


def _matches(text: str) -> list[frozenset[str]]:
    """The concepts of each phrase from left to right; an empty set for a word that is not known."""
    lexicon = _lexicon()
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text[:_MAX_CHARS])).casefold()
    raws = _WORD.findall(unicodedata.normalize("NFC", spaced))
    words = _words(_fold(spaced))
    raws = raws if len(raws) == len(words) else words
    found: list[frozenset[str]] = []
    at = 0
    while at < len(words):
        for size in range(min(_MAX_PHRASE, len(words) - at), 1, -1):
            part = words[at : at + size]
            hit = lexicon.phrases.get(" ".join(part)) or lexicon.phrases.get("".join(part))
            if hit:
                found.append(hit)
                at += size
                break
        else:
            word = words[at]
            hit = _single(word, raws[at], lexicon)
            if hit or (len(word) > 2 and word[0] not in _DIGITS):  # noqa: PLR2004 q, hh and s1 say nothing
                found.append(hit)
            at += 1
    return found


def _decide(matches: list[frozenset[str]]) -> tuple[frozenset[str], bool]:
    """Join the phrases' concepts; the helpers decide what a name, a number or a weight is of. True: ambiguous."""
    every: frozenset[str] = frozenset().union(*matches)
    known = {concept for concept in every if concept[0] != "_"}
    unknown = any(not match for match in matches)
    ambiguous = False
    # A word that is a person in one concept and a count in another (child, member) is a person beside a name.
    things = frozenset().union(*(match for match in matches if not match & {"_name", "_person", "_filler"}))
    if "_name" in every:
        known -= {"children"}
        if not unknown and not things - {"_id", "household-id", "given-name", "family-name", "refugee-status"}:
            known.add("person-name")
        elif things - {"_id"}:
            known -= {"given-name"}
    if "_id" in every:
        if "household-id" in every:
            known.add("household-id")
        else:
            known.add("code" if things - {"_id", *IDENTIFYING, *STRUCTURAL} else "record-number")
    if "_weight" in every and not known & {"weight", "body-weight"}:
        bodily = "_person" in every or bool(known & {"health", "children"})
        if unknown or known - {"health", "children", "household-id"}:
            known.add("quantity")
        else:
            known |= {"body-weight"} if bodily else {"weight"} if "household-id" in known else {"weight", "body-weight"}
            ambiguous = not bodily and "household-id" not in known
    return frozenset(known), ambiguous


@functools.lru_cache(maxsize=4096)
def concepts(name: str, label: str | None = None) -> frozenset[str]:
    """Return the concepts that a column's name, and its label where there is one, speak of.

    A short label adds to the name. Of a long one, a whole question, only the first two concepts count, and only
    where the name says nothing by itself or leaves a doubt. Text beyond 300 characters is not read.
    """
    found, ambiguous = _decide(_matches(name))
    if not label or label == name:
        return found
    matches = _matches(label)
    content = [match for match in matches if not match or match - {"_filler"}]
    if len(content) <= _SHORT_LABEL:
        more, unsure = _decide(content)
    elif found and not ambiguous:
        return found
    else:
        speaking = [match for match in content if any(concept[0] != "_" for concept in match)]
        more, unsure = _decide(speaking[:_LABEL_CONCEPTS])
    if ambiguous and more & {"weight", "body-weight"} and not unsure:
        found -= {"weight", "body-weight"}
    return found | more
