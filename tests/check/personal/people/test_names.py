"""What looks like a name scores high, what resembles one does not."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.people import COLUMN_THRESHOLD, NAME_THRESHOLD, names, score_column, score_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = {
    "latin": "Maria Lopez;José da Silva;Abebe Kebede;Wanjiru Kamau;Chukwuemeka Obi;Mohammed Al-Hassan;John Smith;"
    "Kwame Mensah;Priya Sharma;Nguyễn Văn An;LOPEZ, Maria;Dr. Elizabeth Johnson;Fatuma Ali;Jean-Pierre Dubois",
    "arabic": "محمد علي;فاطمة الزهراء;أحمد محمود حسن;خالد عبد الله;مريم يوسف",
    "devanagari": "राम कुमार;प्रिया शर्मा;अमित सिंह;सुनीता देवी;राजेश वर्मा",
    "ethiopic": "አበበ ከበደ;ትርሃስ ገብረመድህን;ተስፋዬ ወልደማርያም;አልማዝ በቀለ;ዳዊት መኮንን",
    "cyrillic": "Иван Петров;Анна Кузнецова;Сергей Иванович Смирнов;Ольга Шевченко;Алексей Соколов",
    "han": "王小明;李娜;张伟;陈志强;刘芳",
}
THINGS = {
    "latin": "Nairobi;Addis Ababa;Buenos Aires;Cape Town;Toyota Corolla;Malaria;Tuberculosis;January;Software engineer;"
    "Not applicable;Never married;Ministry of Health;Acme Ltd;Coca Cola;Amoxicillin;Kifua kikuu;Universidad Nacional;"
    "United Nations;Monday;Maize;Kisumu;a@b.org;12 Moi Avenue;Blood pressure;Standard Chartered",
    "arabic": "القاهرة;وزارة الصحة;ملاريا;جامعة دمشق;الأمم المتحدة;غير معروف",
    "devanagari": "मलेरिया;स्वास्थ्य मंत्रालय;उत्तर प्रदेश;प्राथमिक विद्यालय;मुंबई;किसान",
    "ethiopic": "ወባ;ጤና ሚኒስቴር;መስከረም;ቡና;ባህር ዳር",
    "cyrillic": "Москва;учитель;Нижний Новгород;малярия;Красный Крест;январь;средняя школа",
    "han": "北京;糖尿病;公司;马铃薯;人民医院;星期一;广东省;教师",
}


@pytest.mark.parametrize(("script", "cell"), [(s, cell) for s, cells in PEOPLE.items() for cell in cells.split(";")])
def test_score_of_a_name(script: str, cell: str) -> None:
    assert score_name(cell) >= NAME_THRESHOLD, script


@pytest.mark.parametrize(("script", "cell"), [(s, cell) for s, cells in THINGS.items() for cell in cells.split(";")])
def test_score_of_something_else(script: str, cell: str) -> None:
    assert score_name(cell) < NAME_THRESHOLD, script


@pytest.mark.parametrize("cell", ["", " ", "A", "x" * 61, "R2 D2", "Maria محمد", "Γιώργος", "Anna & Ben", "a,b,c"])
def test_score_is_zero_for_what_cannot_be_a_name(cell: str) -> None:
    assert score_name(cell) == 0.0


@pytest.mark.parametrize("script", sorted(PEOPLE))
def test_score_of_a_column(script: str) -> None:
    assert score_column(PEOPLE[script].split(";")) >= COLUMN_THRESHOLD
    assert score_column(THINGS[script].split(";")) < COLUMN_THRESHOLD


def test_score_of_an_empty_column_is_zero() -> None:
    assert score_column([]) == 0.0


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80))
def test_score_of_any_text_is_a_share(cell: str) -> None:
    assert 0.0 <= score_name(cell) <= 1.0


def test_model_file_says_where_it_comes_from() -> None:
    data = names.MODEL_FILE.read_bytes()
    header = json.loads(data[len(names.MAGIC) : data.index(b"\n", len(names.MAGIC))])
    assert len(data) <= 256 * 1024
    assert header["version"] == 1
    assert set(header["cells"]) == set(names.SCRIPTS)
    assert all(header["sources"].values())
    assert {"id_ID", "en_KE", "de_LU"} & set(header["locales"]) == set()
    assert all(header["held_out"][script]["names"] > 0 for script in names.SCRIPTS)


def test_model_file_of_another_format_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "names.bin"
    other.write_bytes(b"something else\n")
    monkeypatch.setattr(names, "MODEL_FILE", other)
    names.model.cache_clear()
    with pytest.raises(ValueError, match="name model"):
        names.model()
    names.model.cache_clear()


def test_loading_time_is_measured(record_property: Callable[[str, object], None]) -> None:
    names.model.cache_clear()
    begin = time.process_time()
    model = names.model()
    record_property("load_ms", 1000 * (time.process_time() - begin))
    assert model.buckets == len(model.weights)
