from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ayni.check.read.encoding import Recoder, detect_encoding
from ayni.limits import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES = {
    "windows-1252": "prénom;ville\nÉlodie;Besançon – « l’été »\nJosé;Málaga\nMaría;Logroño\nJürgen;Köln\n",
    "windows-1250": "imię;miasto\nŻaneta;Łódź\nStanisław;Kraków\nBożena;Gdańsk\nŘehoř;Děčín\n",
    "windows-1251": "имя;город\nИван;Москва\nОльга;Тверь\nСергей;Нижний Новгород\n",
    "windows-1253": "όνομα;πόλη\nΓιώργος;Αθήνα\nΕλένη;Θεσσαλονίκη\n",
    "windows-1254": "ad;şehir\nAyşe;İstanbul\nÇağrı;Muğla\nGülşah;Eskişehir\nIşık;Iğdır\n",
    "windows-1255": "שם;עיר\nמשה;ירושלים\nרות;תל אביב\nיעקב;חיפה\n",
    "windows-1256": "الاسم;المدينة\nمحمد;القاهرة\nفاطمة;الخرطوم\nعلي;صنعاء\n",
    "gb18030": "姓名;城市\n张伟;北京\n王芳;上海市\n李娜;广州\n",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_legacy_encodings_are_told_apart(name: str) -> None:
    assert detect_encoding(SENTENCES[name].encode(name)) == (name, 0)


def test_western_text_without_windows_signs_is_latin_1() -> None:
    assert detect_encoding("nom\nÉlodie\nJosé\n".encode("latin-1")) == ("iso-8859-1", 0)


@pytest.mark.parametrize("text", list(SENTENCES.values()))
@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_a_mark(text: str, wide: str) -> None:
    assert detect_encoding(text.encode(wide)) == (wide, 0)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfa", ("utf-8", 3)),
        (b"\xff\xfea\0", ("utf-16-le", 2)),
        (b"\xfe\xff\0a", ("utf-16-be", 2)),
        (b"\xff\xfe\0\0a\0\0\0", ("utf-32-le", 4)),
        (b"a,b\n1,x\0y\n", ("utf-8", 0)),
        (b"", ("utf-8", 0)),
    ],
)
def test_marks_decide_and_stray_zero_bytes_do_not(data: bytes, expected: Any) -> None:
    assert detect_encoding(data) == expected


def test_a_character_cut_at_the_end_of_the_sample_is_still_utf_8() -> None:
    assert detect_encoding("naïve é".encode()[:-1]) == ("utf-8", 0)


def test_recoding_in_pieces_equals_recoding_at_once() -> None:
    text = SENTENCES["gb18030"] * 5
    data = b"\xff\xfe" + text.encode("utf-16-le")
    recoder = Recoder("utf-16-le", 2)
    pieces = [recoder.feed(data[at : at + 3], final=at + 3 >= len(data)) for at in range(0, len(data), 3)]
    assert b"".join(pieces) == text.encode()
    assert recoder.damaged == 0


def test_bytes_without_meaning_are_counted() -> None:
    recoder = Recoder("gb18030", 0)
    assert recoder.feed(b"a\xffb", final=True) == "a\ufffdb".encode()
    assert recoder.damaged == 1


@pytest.mark.parametrize("name", SENTENCES)
def test_a_file_in_a_legacy_encoding_is_read_and_remarked(read: Callable[..., Any], name: str) -> None:
    found = read(SENTENCES[name].encode(name)).only
    lines = SENTENCES[name].splitlines()
    assert found.names == lines[0].split(";")
    assert found.rows == [tuple(line.split(";")) for line in lines[1:]]
    assert found.remarks == {"text-recoded": {"encoding": name}}
    assert found.table.source.encoding == name


def test_damaged_utf_8_far_behind_the_sample_is_replaced_and_counted(read: Callable[..., Any]) -> None:
    data = b"a,b\n" + "é,1\n".encode() * 400_000 + b"\xff,2\n"
    found = read(data).only
    assert found.rows[-1] == ("\ufffd", "2")
    assert found.remarks == {"text-damaged": {"count": 1}}


def test_a_file_whose_beginning_is_ascii_is_still_told_by_what_follows(read: Callable[..., Any]) -> None:
    data = b"name,n\n" + b"Anna,1\n" * 10_000 + "Żaneta,2\nŁukasz,3\n".encode("windows-1250") * 10_000
    found = read(data, limits=ReadLimits(sniff_bytes=1 << 14)).only
    assert found.rows[-1] == ("Łukasz", "3")
    assert found.remarks == {"text-recoded": {"encoding": "windows-1250"}}
