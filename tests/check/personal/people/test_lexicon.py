"""Column names say their concepts in every language the lexicon offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.personal.people import lexicon
from ayni.check.personal.people.lexicon import concepts

EXPECTED = {
    "en": (
        "dob=birth-date hh_id=household-id q102_age=age firstName=given-name surname=family-name "
        "tel_no=phone national_id=identifier marital_status=marital-status hiv_status=health "
        "income=income village=place gps_lat=latitude "
    ),
    "fr": (
        "prénom=given-name nom_de_famille=family-name sexe=sex date_naissance=birth-date âge=age "
        "telephone=phone adresse=address ethnie=ethnicity salaire=income grossesse=health "
        "num_menage=household-id courriel=email "
    ),
    "es": (
        "fecha_nac=birth-date apellidos=family-name sexo=sex edad=age correo_electronico=email "
        "cedula=identifier direccion=address ingreso_mensual=income diagnóstico=health "
        "municipio=place factor_expansion=weight celular=phone "
    ),
    "pt": (
        "data_nascimento=birth-date sobrenome=family-name idade=age cpf=identifier "
        "endereço=address renda=income gravidez=health município=place raca_cor=race "
        "escolaridade=education telemovel=phone peso_amostral=weight "
    ),
    "ar": (
        "تاريخ_الميلاد=birth-date العمر=age الجنس=sex رقم_الهاتف=phone الرقم_الوطني=identifier "
        "العنوان=address الدخل=income الديانة=religion المحافظة=place "
        "الحالة_الاجتماعية=marital-status التشخيص=health "
    ),
    "zh": (
        "姓名=person-name 出生日期=birth-date 年龄=age 性别=sex 手机号码=phone 身份证号=identifier 地址=address "
        "民族=ethnicity 收入=income 诊断=health 婚姻状况=marital-status 订单号=order-number "
    ),
    "ru": (
        "фио=person-name фамилия=family-name дата_рождения=birth-date возраст=age пол=sex "
        "телефон=phone адрес=address паспорт=identifier доход=income диагноз=health "
        "образование=education район=place "
    ),
    "sw": (
        "jina_kamili=person-name tarehe_ya_kuzaliwa=birth-date umri=age jinsia=sex "
        "namba_ya_simu=phone anwani=address kitambulisho=identifier kijiji=place mshahara=income "
        "kabila=ethnicity ugonjwa=health dini=religion "
    ),
    "hi": (
        "जन्म_तिथि=birth-date आयु=age लिंग=sex फोन=phone पता=address आधार=identifier जिला=place "
        "आय=income जाति=ethnicity naam=person-name umar=age janm_tithi=birth-date gaon=place "
        "vetan=income "
    ),
    "id": (
        "nama_lengkap=person-name tgl_lahir=birth-date umur=age jenis_kelamin=sex no_hp=phone "
        "alamat=address nik=identifier pekerjaan=occupation agama=religion kecamatan=place "
        "penghasilan=income "
    ),
    "am": (
        "ስም=person-name የትውልድ_ቀን=birth-date ዕድሜ=age ጾታ=sex ስልክ_ቁጥር=phone አድራሻ=address "
        "መታወቂያ=identifier ሃይማኖት=religion ወረዳ=place ገቢ=income ትምህርት=education "
    ),
    "ha": (
        "suna=person-name ranar_haihuwa=birth-date shekaru=age jinsi=sex lambar_waya=phone "
        "adireshi=address katin_zabe=identifier addini=religion jiha=place albashi=income "
        "cuta=health "
    ),
    "de": (
        "vorname=given-name nachname=family-name geburtsdatum=birth-date geschlecht=sex plz=postcode einkommen=income "
    ),
    "tr": ("doğum_tarihi=birth-date soyadı=family-name cinsiyet=sex telefon=phone meslek=occupation "),
    "vi": ("ngày_sinh=birth-date tuổi=age giới_tính=sex địa_chỉ=address dân_tộc=ethnicity "),
}
CASES = [(tag, *pair.split("=")) for tag, pairs in EXPECTED.items() for pair in pairs.split()]


@pytest.mark.parametrize(("language", "name", "concept"), CASES)
def test_concepts_of_a_column_name(language: str, name: str, concept: str) -> None:
    assert concept in concepts(name), language


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order_number", {"order-number"}),
        ("village_name", {"place"}),
        ("product_name", {"product"}),
        ("file_name", {"file-name"}),
        ("school_id", {"school", "code"}),
        ("id", {"record-number"}),
        ("name", {"person-name"}),
        ("motherName", {"person-name"}),
        ("ip_address", {"ip-address"}),
        ("EmailAddress", {"email"}),
        ("created_at", {"timestamp"}),
        ("weight", {"weight", "body-weight"}),
        ("weight_kg", {"body-weight"}),
        ("box_weight", {"quantity"}),
        ("hhweight", {"weight"}),
        ("公司名称", {"organisation"}),
        ("имя_файла", {"file-name"}),
        ("ten", set()),
        ("tên", {"person-name"}),
        ("x17", set()),
        ("", set()),
    ],
)
def test_concepts_exactly(name: str, expected: set[str]) -> None:
    assert concepts(name) == expected


def test_concepts_of_a_label_where_the_name_says_nothing() -> None:
    assert concepts("q7", "What is your age in completed years?") >= {"age"}
    assert concepts("q5", "Name of the village where the respondent lives") == {"place"}


def test_concepts_of_a_label_decide_what_a_weight_is_of() -> None:
    assert concepts("weight", "Sampling weight") == {"weight"}
    assert concepts("weight", "Body weight (kg)") == {"body-weight"}


def test_concepts_of_a_long_label_do_not_add_to_a_clear_name() -> None:
    assert concepts("age", "Age of the respondent at the date of the interview in years") == {"age"}


def test_every_concept_is_documented_and_has_words_in_english() -> None:
    loaded = frozenset().union(*lexicon._lexicon().phrases.values())  # noqa: SLF001 the loaded table is what is tested
    assert {concept for concept in loaded if concept[0] != "_"} == lexicon.CONCEPTS
    assert all(f"`{concept}`" in str(lexicon.__doc__) for concept in lexicon.CONCEPTS)


def test_special_categories_are_concepts() -> None:
    assert lexicon.SPECIAL <= lexicon.CONCEPTS


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400), st.none() | st.text(max_size=400))
def test_concepts_of_any_text_are_known_concepts(name: str, label: str | None) -> None:
    assert concepts(name, label) <= lexicon.CONCEPTS
