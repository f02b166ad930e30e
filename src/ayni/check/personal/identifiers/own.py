# ruff: noqa: E501 - a table reads better with one entry to a row
"""Identifiers that python-stdnum 2.2 lacks, most of them of the Global South.

`source` says where the layout was read; `remembered` marks what was written from memory: such a rule
never counts as a checksum. A layout with `!` before it is written so that it speaks for itself: it needs
no help from the column's name even where the plain digits do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.identifiers import own_checks as own
from ayni.check.personal.identifiers.digits import luhn
from ayni.check.personal.identifiers.identifier import Category, Rule, Strength

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PERSONAL", "RIVALS"]

_WIKI = "Wikipedia, National identification number"
_IDN = "github.com/identique/idnumbers (2024-12), after Wikipedia, National identification number"
_REM = "remembered"


def _rule(  # noqa: PLR0917 - a table of rows reads better without names
    kind: str, name: str, category: str, layouts: str, only: str, check: Callable[[str], bool] | None,
    source: str, *, checked: bool = False, context: bool | None = None, people: bool = True, module: str = "",
) -> Rule:  # fmt: skip
    return Rule(
        kind=kind, name=name, category=Category(category), layouts=tuple(layouts.split()),
        only=lazy_pattern(only) if only else None, check=check, module=module, source=source,
        strength=Strength.CHECKSUM if checked else Strength.LAYOUT, about_people=people,
        needs_context=(not checked) if context is None else context,
    )  # fmt: skip


_AFRICA = (
    _rule("ng.nin", "National Identification Number", "national", "99999999999", "", None, "ncsg.guide, Nigerian conventions, Government IDs; nimc.gov.ng/about-nin"),
    _rule("ng.bvn", "Bank Verification Number", "bank", "99999999999", "22", None, "ncsg.guide, Nigerian conventions, Government IDs (11 digits; the leading 22 is remembered)"),
    _rule("et.fin", "Fayda Identification Number (የፋይዳ ቁጥር)", "national", "999999999999 9999-9999-9999", "[1-9]", None, "id.gov.et/en/faydanumber"),
    _rule("et.fan", "Fayda Alias / Card Number", "national", "9999999999999999 9999-9999-9999-9999", "[1-9]", None, "id.gov.et/en/faydanumber"),
    _rule("tz.nida", "Namba ya Kitambulisho cha Taifa (NIDA)", "national", "99999999999999999999 !99999999-99999-99999-99", "(19|20)", own.tz_nida, "ujuzitz.com, Mfano na namba ya NIDA (20 digits, birth date first)"),
    _rule("ug.nin", "National Identification Number (NIRA)", "national", "!AA9999999*****", "C[MF]", None, "source code of Ugandan validators read (CM or CF, digits, 14 characters); remembered", context=False),
    _rule("rw.nid", "Indangamuntu (National ID)", "national", "9999999999999999 !9-9999-9-9999999-9-99", r"[1-3](19|20)\d\d[78]", own.rw_nid, "ID4Africa 2016, The Identity Ecosystem of Rwanda, as cited by github.com/knowbee/rwa-validator", context=False),
    _rule("ke.id", "National Identity Card number", "national", "99999999 9999999", "[1-9]", None, _REM),
    _rule("gh.card", "Ghana Card number", "national", "!AAA-999999999-9 AAA9999999999", "GHA", None, "Django validator in github.com/Latiftanga/sms (GHA-#########-#)", context=False),
    _rule("sn.nin", "Numéro d'Identification Nationale", "national", "9999999999999 9-999-9999-99999 99999999999999", "[12]", None, "SOGAS-RH ninValidator (13 digits, sex first); remembered"),
    _rule("ci.nni", "Numéro National d'Identification", "national", "99999999999 A9999999999 A999999999", r"\d|C", None, _REM),
    _rule("cm.cni", "Carte Nationale d'Identité", "national", "999999999 99999999999999999 999999999999999999", "", None, _REM),
    _rule("cd.voter", "Carte d'électeur", "voter", "99999999999", "", None, _REM),
    _rule("ao.bi", "Bilhete de Identidade", "national", "!999999999AA999", "", None, "angolaapi.herokuapp.com example (9 digits, 2 letters, 3 digits)", context=False),
    _rule("mz.bi", "Bilhete de Identidade", "national", "999999999999A", "", None, _REM),
    _rule("zm.nrc", "National Registration Card number", "national", "!999999/99/9", r"\d{8}[1-3]$", None, "issue and peers' layout ######/##/#; meaning of the last digit remembered", context=False),
    _rule("zw.id", "National Registration number", "national", "!99-999999A99 !99-9999999A99 !99-999999-A-99 !99-9999999-A-99 !99-999999-A99 !99-9999999-A99 99999999A99 999999999A99", "", own.zw_id, "zim-id 0.1.0 README (PyPI) and github.com/brendmung/zim-id-validator", checked=True),
    _rule("mg.cin", "Karapanondrom-pirenena (CIN)", "national", "999999999999 999-999-999-999", "[1-6]", None, _REM),
    _rule("ml.nina", "Numéro d'Identification Nationale", "national", "99999999999999A 9-99-99-9-99-999-999-A", "[12]", None, _REM),
    _rule("bf.cnib", "Carte Nationale d'Identité Burkinabè", "national", "A9999999 A99999999", "B", None, _REM),
    _rule("bj.npi", "Numéro Personnel d'Identification", "national", "9999999999", "", None, _REM),
    _rule("tg.nin", "Carte nationale d'identité", "national", "9999-999-9999 99999999999", "", None, _REM),
    _rule("ne.cni", "Carte nationale d'identité", "national", "9999999999999 999999999999999", "", None, _REM),
    _rule("sd.nid", "الرقم الوطني", "national", "99999999999 999-9999-9999", "1", None, _REM),
    _rule("gm.nin", "National Identification Number", "national", "99999999999 999999-99-9999", "", own.gm_nin, _WIKI + " (The Gambia: DDMMYY-PG-##CS), read in a mirror"),
    _rule("bw.omang", "Omang", "national", "999999999", r"\d{4}[12]", None, _REM),
    _rule("na.id", "Identity number", "national", "99999999999", "", own.starts_ymd, _REM),
    _rule("sz.pin", "Personal Identification Number", "national", "9999999999999", "", own.starts_ymd, _REM),
    _rule("eg.nid", "الرقم القومي", "national", "99999999999999", "[23]", own.eg_nid, "github.com/MuKassab/Egyptian_National_ID_Validator and abdulrahmanhossam/egypt-net-core (check digit not published)", context=False),
    _rule("ly.nid", "الرقم الوطني", "national", "999999999999", "[12](19|20)", None, _REM),
    _rule("ma.cin", "Carte Nationale d'Identité", "national", "A999999 AA99999 AA999999 A99999", "", None, "CIN recogniser and validators read on GitHub (1–2 letters, 5–6 digits)"),
    _rule("dz.nin", "Numéro d'Identification National", "national", "999999999999999999", "[1-9]", None, "github.com/mahmoudalsaman/national-id-numbers-js, dza (18 digits)"),
    _rule("tn.cin", "Carte d'Identité Nationale", "national", "99999999", "[01]", None, "github.com/AymenElmehdhaoui/degachejs, validators/cin (8 digits)"),
    _rule("mr.nni", "Numéro National d'Identification", "national", "9999999999", "", None, _REM),
    _rule("cv.nic", "Número de Identificação Civil", "national", "!99999999A999A", r"\d{8}[MF]", own.cv_nic, _REM, context=False),
)  # fmt: skip

_ARAB_AND_WEST_ASIA = (
    _rule("ir.code", "کد ملی", "national", "9999999999 999-999999-9", "", own.ir_code, "github.com/AlirezaSedghi/Useful-PHP-Snippets and persian-tools/dart-persian-tools", checked=True),
    _rule("iq.nid", "البطاقة الوطنية", "national", "999999999999", "", None, _IDN),
    _rule("jo.nid", "الرقم الوطني", "national", "9999999999", "[29]", None, _REM),
    _rule("sy.nid", "الرقم الوطني", "national", "99999999999 999-99999999", "", None, _REM),
    _rule("lb.id", "رقم بطاقة الهوية", "national", "999999999999", "", None, _REM),
    _rule("ps.id", "رقم الهوية", "national", "999999999", "[4789]", luhn, _REM),
    _rule("sa.nid", "رقم الهوية الوطنية / الإقامة", "national", "9999999999", "[12]", luhn, "github.com/malzaid0/saudi-id-validator-npm and dralshehri/saudi-id-validator", checked=True),
    _rule("ae.eid", "رقم الهوية (Emirates ID)", "national", "999999999999999 !999-9999-9999999-9", "784", own.ae_eid, _IDN, checked=True),
    _rule("kw.civil", "الرقم المدني", "national", "999999999999", "[23]", own.kw_civil, "prakhar.me, Kuwait Civil ID checksum; gist Dreamersoul/a9c42188927190a053559eec5621a0a2", checked=True),
    _rule("qa.qid", "الرقم الشخصي (QID)", "national", "99999999999", r"[23]\d\d", None, "Microsoft Purview, Qatari identification card number"),
    _rule("bh.cpr", "الرقم الشخصي (CPR)", "national", "999999999", r"\d\d(0[1-9]|1[0-2])", None, _IDN),
    _rule("om.civil", "الرقم المدني", "national", "99999999 9999999", "[1-9]", None, _REM),
    _rule("ye.nid", "الرقم الوطني", "national", "99999999999", "", None, _REM),
    _rule("af.tazkira", "تذکره", "national", "9999999999999 9999-9999-99999", "1[34]", None, _REM),
    _rule("kz.iin", "ЖСН / ИИН", "national", "999999999999", r"\d\d[01]\d[0-3]\d[1-6]", own.kz_iin, "github.com/vladimirrabtsun/validate-iin-example; Government resolution 565 of 2003", checked=True),
    _rule("uz.pinfl", "JShShIR (ПИНФЛ)", "national", "99999999999999", "[1-6]", own.uz_pinfl, _REM),
    _rule("kg.pin", "ПИН (персональный номер)", "national", "99999999999999", "[12]", own.kg_pin, _REM),
    _rule("ge.pn", "პირადი ნომერი", "national", "99999999999", "", None, _REM),
    _rule("am.psn", "Հանրային ծառայությունների համարանիշ", "national", "9999999999", "", None, _REM),
)  # fmt: skip

_SOUTH_AND_EAST_ASIA = (
    _rule("bd.nid", "জাতীয় পরিচয়পত্র নম্বর", "national", "9999999999 9999999999999 99999999999999999", r"\d{10}$|\d{13}$|(19|20)\d{15}$", None, "idnumbers, bgd, after Wikipedia, National identity card (Bangladesh); the 10-digit form of smart cards is remembered"),
    _rule("lk.nic", "ජාතික හැඳුනුම්පත (NIC, to 2015)", "national", "!999999999A", r"\d{9}[VX]", own.lk_old, _IDN + "; drp.gov.lk", context=False),
    _rule("lk.nic12", "ජාතික හැඳුනුම්පත (NIC, since 2016)", "national", "999999999999", "(19|20)", own.lk_new, _IDN + "; drp.gov.lk"),
    _rule("np.citizenship", "नागरिकता नम्बर", "national", "99-99-99-99999 99-99-99-9999", "", None, _REM),
    _rule("np.nid", "राष्ट्रिय परिचयपत्र नम्बर", "national", "9999999999 999-999-999-9", "", None, _REM),
    _rule("mm.nrc", "နိုင်ငံသားစိစစ်ရေးကတ် (NRC)", "national", "!9/AAAAAA(A)999999 !99/AAAAAA(A)999999 !9/AAAAAA(AAAAA)999999 !99/AAAAAA(AAAAA)999999 !9/AAA(A)999999 !99/AAA(A)999999", "", own.mm_nrc, "github.com/libstdmmr/NRCPrefix README", context=False),
    _rule("kh.nid", "អត្តសញ្ញាណប័ណ្ណ", "national", "999999999 999999999-99", "", None, _REM),
    _rule("la.id", "ບັດປະຈໍາຕົວ", "national", "99-99999999 9999999999", "", None, _REM),
    _rule("ph.psn", "PhilSys Card Number", "national", "9999999999999999 9999-9999-9999-9999 999999999999 9999-9999-9999", "", None, "Wikipedia, Philippine national identity card; remembered"),
    _rule("ph.crn", "UMID Common Reference Number", "national", "999999999999 9999-9999999-9", "", None, "Faker, ssn provider en_PH (UMID)"),
    _rule("ph.sss", "Social Security System number", "national", "9999999999 99-9999999-9", "", None, "Faker, ssn provider en_PH (##-#######-#)"),
    _rule("ph.philhealth", "PhilHealth Identification Number", "health", "999999999999 99-999999999-9", "", None, "Faker, ssn provider en_PH (##-#########-#)"),
    _rule("ph.tin", "Taxpayer Identification Number", "tax", "999999999999 999999999 999-999-999 999-999-999-999", "", None, "github.com/jannomeister/ph-id-validator README (123-456-789-123)"),
    _rule("cn.ric", "居民身份证号码", "national", "99999999999999999*", r"[1-9]\d{5}(18|19|20)\d\d[01]\d[0-3]\d{4}[0-9X]", own.cn_ric, "GB 11643-1999, as in python-stdnum 2.2, stdnum.cn.ric, which also wants the county to have existed at birth: real numbers fail that", checked=True, module="cn.ric"),
    _rule("hk.hkid", "香港身份證號碼", "national", "!A999999(*) !AA999999(*) A999999* AA999999*", r"[A-Z]{1,2}\d{6}[0-9A]", own.hk_hkid, "github.com/PatrLind/hkidchecker; samples of github.com/Edditoria/validid", checked=True),
    _rule("tw.id", "國民身分證統一編號", "national", "A999999999", r"[A-Z][1289]", own.tw_id, "Wikipedia, National identification card (Taiwan), example A123456789", checked=True),
    _rule("sg.nric", "NRIC / FIN", "national", "A9999999A", "[STFGM]", own.sg_nric, "Algorithm::CheckDigits::M11_009 manual page (S and T series); other series remembered", checked=True),
    _rule("mo.bir", "澳門居民身份證", "national", "9999999(9) 9/999999/9 99999999", "[157]", None, _IDN),
    _rule("vn.cccd", "Căn cước công dân", "national", "999999999999", "0", own.vn_cccd, "idnumbers-style validator read (province, century and sex, year); Circular 07/2016/TT-BCA remembered"),
    _rule("bt.cid", "Citizenship Identity card", "national", "99999999999", "1[0-2]", None, _REM),
    _rule("mv.nid", "National ID", "national", "A999999", "A", None, _REM),
    _rule("in.abha", "Ayushman Bharat Health Account (ABHA)", "health", "99999999999999 !99-9999-9999-9999", "", own.in_abha, "ABDM documentation (14 digits), 2-4-4-4 grouping of the ABHA SDK"),
    _rule("in.passport", "Indian passport", "passport", "A9999999", "[A-PR-WY]", None, _REM),
)  # fmt: skip

_AMERICAS = (
    _rule("bo.ci", "Cédula de Identidad", "national", "9999999 99999999 9999999-AA", "", None, _REM),
    _rule("pa.cedula", "Cédula de identidad personal", "national", "9-999-9999 99-999-9999 9-999-999 9-99-999 9-9999-99999 A-9-99999 AA-99-999 A-99-9999", "", None, "CedulaValidator (Kotlin) and re-cedula pattern read on GitHub"),
    _rule("hn.dni", "Documento Nacional de Identificación", "national", "9999999999999 !9999-9999-99999", r"(0[1-9]|1[0-8])\d\d(19|20)", own.hn_dni, "ID_REGEX read on GitHub (####-####-#####, 0801-1999-01234)"),
    _rule("ni.cedula", "Cédula de identidad", "national", "!999-999999-9999A 9999999999999A", "", own.ni_cedula, "github.com/cswni/cedulanica, src/Cedula.java", checked=True),
    _rule("ht.nin", "Numéro d'Identification National", "national", "9999999999 999-999-999-9", "", None, _REM),
    _rule("jm.trn", "Taxpayer Registration Number", "tax", "999999999 999-999-999", "", None, "lookuptax.com, Jamaica TRN; jamaicatax.gov.jm (nine digits)"),
    _rule("gt.cui", "Código Único de Identificación (DPI)", "national", "9999999999999 !9999-99999-9999", "[1-9]", own.gt_cui, "layout read (####-#####-####); check digit remembered", context=False),
    _rule("sv.dui", "Documento Único de Identidad", "national", "999999999 99999999-9", "0", own.sv_dui, "layout read (########-#); check digit remembered"),
    _rule("uy.ci", "Cédula de Identidad", "national", "99999999 9999999 !9.999.999-9 9999999-9", "[1-9]", own.uy_ci, _REM),
    _rule("co.cc", "Cédula de Ciudadanía / NUIP", "national", "9999999999 99999999 9999999 9.999.999.999 99.999.999", "1|[1-9]", None, "regex of a SENA point of sale read (6 to 10 digits)"),
    _rule("mx.nss", "Número de Seguridad Social (IMSS)", "national", "99999999999 9999999999-9 99-99-99-9999-9", "", luhn, "github.com/roottsantiago/pyfiscal README (11 digits, Luhn)", checked=True),
    _rule("mx.elector", "Clave de elector", "voter", "!AAAAAA99999999A999", r"[A-Z]{6}\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d\d[HM]", None, _REM, context=False),
    _rule("br.pis", "PIS / PASEP / NIS", "national", "99999999999 999.99999.99-9", "[12]", own.br_pis, "docs-br and validation-br READMEs; weights remembered", context=False),
    _rule("br.cns", "Cartão Nacional de Saúde", "health", "999999999999999 999-9999-9999-9999", "[12789]", own.br_cns, _REM),
    _rule("br.titulo", "Título de eleitor", "voter", "999999999999 9999-9999-9999", "", own.br_titulo, _REM),
    _rule("br.cnh", "Carteira Nacional de Habilitação", "driver", "99999999999", "", own.br_cnh, "Validação CNH note read (modulus 11, two digits); details remembered"),
    _rule("us.mbi", "Medicare Beneficiary Identifier", "health", "!9A*9A*9AA99 !9A*9-A*9-AA99", r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d", None, "CMS, Understanding the MBI format", context=False),
    _rule("ca.ohip", "Ontario Health Card number", "health", "9999999999 9999-999-999 9999-999-999-AA", "[1-9]", lambda number: luhn(number[:10]), _REM),
    _rule("ca.ramq", "Numéro d'assurance maladie (RAMQ)", "health", "!AAAA99999999 !AAAA-9999-9999", "", own.ca_ramq, _REM, context=False),
)  # fmt: skip

_JMBG = r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])[09]\d\d"
_EUROPE_AND_PACIFIC = (
    _rule("gb.nino", "National Insurance number", "national", "!AA999999A !AA-99-99-99-A", r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", None, "HMRC manual NIM39110, as quoted by library.croneri.co.uk", context=False),
    _rule("gb.chi", "Community Health Index number", "health", "9999999999 999999-9999", "", own.gb_chi, _REM),
    _rule("de.kvnr", "Krankenversichertennummer", "health", "A999999999", "", own.de_kvnr, "Presidio DeKvnrRecognizer; § 290 SGB V", checked=True),
    _rule("ru.snils", "СНИЛС", "national", "99999999999 !999-999-999-99", "", own.ru_snils, _REM),
    _rule("ru.passport", "Паспорт гражданина РФ", "passport", "9999999999 9999-999999 99-99-999999", "", None, _REM),
    _rule("by.pin", "Идентификационный номер", "national", "!9999999A999AA9", "[1-6]", own.by_pin, _REM, context=False),
    _rule("rs.jmbg", "ЈМБГ", "national", "9999999999999", _JMBG + "[789]", None, "python-stdnum 2.2, stdnum.si.emso (same rule, regions 70–99)", checked=True, module="si.emso"),
    _rule("ba.jmbg", "JMBG", "national", "9999999999999", _JMBG + "1", None, "python-stdnum 2.2, stdnum.si.emso (same rule, regions 10–19)", checked=True, module="si.emso"),
    _rule("me.jmbg", "JMBG", "national", "9999999999999", _JMBG + "2", None, "python-stdnum 2.2, stdnum.si.emso (same rule, regions 21–29)", checked=True, module="si.emso"),
    _rule("mk.embg", "ЕМБГ", "national", "9999999999999", _JMBG + "4", None, "python-stdnum 2.2, stdnum.si.emso (same rule, regions 41–49)", checked=True, module="si.emso"),
    _rule("md.idnp", "IDNP", "national", "9999999999999", "[02]", None, "python-stdnum 2.2, stdnum.md.idno (same rule; the first digit is remembered)", checked=True, module="md.idno"),
    _rule("hu.taj", "TAJ szám", "health", "999999999 999-999-999", "", own.hu_taj, _REM),
    _rule("au.medicare", "Medicare number", "health", "9999999999 99999999999 9999-99999-9 9999-99999-9-9", "[2-6]", own.au_medicare, "idnumbers, aus/medicare, after Symantec's data identifier", checked=True),
    _rule("au.ihi", "Individual Healthcare Identifier", "health", "9999999999999999 9999-9999-9999-9999", "800360", luhn, "Wikipedia, Luhn algorithm; the prefix 800360 is remembered", checked=True),
    _rule("nz.nhi", "National Health Index number", "health", "AAA9999", "", own.nz_nhi, "HISO 10046, as in github.com/James-Ansley/python-nhi (example WLD9413); weights remembered", context=False),
    _rule("al.nid", "Numri i Identitetit", "national", "A99999999A", "[A-T]", None, _IDN),
)  # fmt: skip

PERSONAL: tuple[Rule, ...] = (*_AFRICA, *_ARAB_AND_WEST_ASIA, *_SOUTH_AND_EAST_ASIA, *_AMERICAS, *_EUROPE_AND_PACIFIC)

RIVALS: tuple[Rule, ...] = (
    _rule("zz.timestamp", "Date and time in digits", "other", "99999999999999 99999999999999999 99999999999999999999", "(19|20)", own.timestamp, "ISO 8601, basic format", people=False),
    _rule("zz.unixtime", "Unix time", "other", "9999999999 9999999999999", "[12]", own.unix_time, "POSIX.1-2017, 4.16 Seconds since the Epoch", people=False),
    _rule("zz.day", "Date in digits", "other", "99999999", "", own.day, "ISO 8601, basic format", people=False),
)  # fmt: skip
"""Numbers that are no one's and are often taken for someone's."""
