"""Tell the encoding of text from a sample, and turn any of them into UTF-8 as a stream.

Byte order marks and valid UTF-8 decide outright; UTF-16 shows by where its zero bytes lie. Between the
legacy encodings each candidate is asked how much its reading looks like words: letters that are common
in the languages the encoding was made for, one script and no stray capitals within a word, no symbols
inside words. A library (charset-normalizer) was considered: it is slower by orders of magnitude, and
here only a short list of encodings has to be told apart.
"""

from __future__ import annotations

import codecs
import functools
import itertools
import re
import unicodedata

__all__ = ["Recoder", "detect_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LANGUAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "windows-1252": (
        ("éèàç", "êëâîïôûùüœæ"),
        ("áéíóñ", "úü"),
        ("ãáçéó", "êâàíõúô"),
        ("äöüß", ""),
        ("åäöøæé", ""),
        ("àèìòù", "é"),
        ("áíóúéðþæö", "ý"),
        ("éáíóàèçñüöä", "ßêâôûîëïùúãõ"),
    ),
    "windows-1250": (
        ("ąęłóżś", "ćńź"),
        ("áíěčřšžýé", "ďňťúůóäľĺŕô"),
        ("áéíóöüőű", "ú"),
        ("ăîşţâ", ""),
        ("čćšžđ", ""),
    ),
    "windows-1254": (("ışüğöçi", "âîû"),),
    "windows-1251": (
        ("оеаинтсрвлкмдпу", "яыьгзбчйхжшюцщэфё"),
        ("оіаинтевркслдмпу", "яьгзбчйхжшюцщєїфґ"),
        ("аоеинтрсвлдкпмз", "ъущбгчцжйхшфюя"),
        ("аеоинртсјуклдмв", "пзгбшчцжљњћхђџфќѓѕ"),
    ),
    "windows-1253": (("αοιετσνηυρπκλμς", "ωδγχθφβξζψάέήίόύώϊϋ"),),
    "windows-1255": (("יוהלאמרתבש", "נדכעקחפטגזסצםןץףך"),),
    "windows-1256": (("اليمنرتبدعوهس", "فقكحجشصطخذزضظغثةىءأإؤئآپچگ"),),
}
"""For each encoding the languages it was made for: their frequent letters beyond ASCII, and the others."""
_FINAL = frozenset("ךםןףץς")
"""Letters that stand at the end of a word only."""
_QUIET = frozenset("’‘“”–—…•€£§°«»¿¡·©®²³½¼\xa0،؟؛№")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = 4_000
_COMMONEST = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_SIGNS = re.compile(rb"[\xa1-\xa3][\xa1-\xfe]")
_RARER = re.compile(rb"[\xd8-\xf7][\xa1-\xfe]")
_PRIOR = 0.1
"""What speaks for Western European before a letter is read: it is by far the commonest."""
_WIDE = 0.05
"""Share of zero bytes on one side that speaks for two bytes a character (blanks, delimiters, digits)."""


def detect_encoding(sample: bytes) -> tuple[str, int]:
    """Return the encoding's name (for Python's codecs) and the length of its byte order mark.

    `sample` is the beginning of the text, cut anywhere. Never raises: the last resort is `windows-1252`
    or `iso-8859-1`, in which every byte means something.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name, len(mark)
    wide = _utf16(sample)
    if wide:
        return wide, 0
    if _decodes(sample, "utf-8"):
        return "utf-8", 0
    high = _lines_with_high_bytes(sample)
    scores = {name: _score(high, name) for name in (*_LANGUAGES, "gb18030")}
    scores["windows-1252"] += _PRIOR
    best = max(scores, key=lambda name: scores[name])
    if best == "windows-1252" and not re.search(rb"[\x80-\x9f]", sample):
        return "iso-8859-1", 0
    return best, 0


def _utf16(sample: bytes) -> str | None:
    """Two bytes for each character: zero bytes (or the line feed's) lie on one side only."""
    even, odd = sample[0::2], sample[1::2]
    if not odd or not (zeros := (even.count(0), odd.count(0)))[0] + zeros[1]:
        return None
    share_even, share_odd = zeros[0] / len(even), zeros[1] / max(len(odd), 1)
    wide = "utf-16-le" if share_odd > _WIDE and share_even < _WIDE / 5 else ""
    wide = "utf-16-be" if share_even > _WIDE and share_odd < _WIDE / 5 else wide
    if not wide:
        return None
    # A narrow text with a few zero bytes in it has line feeds that no zero byte goes with.
    paired = sample.decode(wide, "replace").count("\n")
    return wide if 2 * paired >= sample.count(b"\n") else None


def _decodes(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _lines_with_high_bytes(sample: bytes) -> bytes:
    """Keep what can decide: the lines that hold a byte of 128 or more, up to 64 KiB."""
    found, size = [], 0
    for line in re.split(rb"[\r\n]+", sample):
        if not line.isascii():
            found.append(line[:4096])
            size += len(found[-1])
            if size > 1 << 16:
                break
    return b"\n".join(found)


def _score(text: bytes, name: str) -> float:
    """Say how much `text` looks like words when read in this encoding: points for each byte that is not ASCII."""
    read = text.decode(name, "replace")
    if name == "gb18030":
        return _chinese(read)
    bad = read.count("\ufffd")
    words = [word for word in _WORD.findall(read)[:_WORDS] if not word.isascii()]
    seen = bad + sum(not char.isascii() for word in words for char in word)
    points = -6.0 * bad + max(_language_points(words, *letters) for letters in _LANGUAGES[name])
    points += sum(_shape_points(word) for word in words)
    for char in read:
        if not char.isascii() and not char.isalpha() and char != "\ufffd":
            seen += 1
            points += 0.2 if char in _QUIET else -1.0
    points -= 1.5 * len(re.findall(r"[A-Za-z][^\x00-\x7f\w\s’‘“”–—…-][a-z]", read))
    return points / max(seen, 1)


def _language_points(words: list[str], frequent: str, rare: str) -> float:
    often, seldom = frozenset(frequent), frozenset(rare)
    points = 0.0
    for word in words:
        for char in word:
            if not char.isascii():
                small = char.lower() if char != "İ" else "i"
                points += 1.0 if small in often else 0.4 if small in seldom else -0.5
    return points


def _shape_points(word: str) -> float:
    """Take points off for what words do not look like: mixed scripts, stray capitals, final letters inside."""
    points = 0.0
    if len({_script(char) for char in word}) > 1:
        points -= 2.0 * sum(not char.isascii() for char in word)
    points -= 1.0 * sum(char in _FINAL for char in word[:-1])
    for before, char in itertools.pairwise(word):
        if before.islower() and char.isupper() and not (before.isascii() and char.isascii()):
            points -= 2.0
    return points


@functools.lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "NONE").split(" ", maxsplit=1)[0]


def _chinese(read: str) -> float:
    """GB 2312 lays out the 3,755 commonest characters in rows 0xB0 to 0xD7: real text is nearly all of them."""
    points = seen = 0
    for char in read[:40_000]:
        if char.isascii():
            continue
        raw = char.encode("gb18030", "replace")
        if _COMMONEST.fullmatch(raw):
            points += 2
        elif _SIGNS.fullmatch(raw):
            points += 1
        elif not _RARER.fullmatch(raw):
            points -= 3
        seen += 2
    return points / seen if seen else -10.0


class Recoder:
    """Turns pieces of a text into UTF-8; bytes that mean nothing become U+FFFD and are counted."""

    def __init__(self, encoding: str, mark: int) -> None:
        """`mark` bytes of byte order mark are dropped from the beginning."""
        self._plain = encoding == "utf-8"
        self._skip = mark
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.damaged = 0

    def feed(self, piece: bytes, *, final: bool) -> bytes:
        """Return the UTF-8 of the next piece. UTF-8 itself passes through; its reader checks it."""
        if self._skip:
            dropped = min(self._skip, len(piece))
            piece, self._skip = piece[dropped:], self._skip - dropped
        if self._plain:
            return piece
        text = self._decoder.decode(piece, final)
        self.damaged += text.count("\ufffd")
        return text.encode("utf-8", "replace")
