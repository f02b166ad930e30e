# ruff: noqa: E501 - a table reads better with one entry to a row
"""Identifiers that python-stdnum checks (version 2.2; LGPL-2.1-or-later, used as a library).

Every module of python-stdnum that names a number of people or companies has a row, or a reason in
`LEFT_OUT`. A row gives how the number is written and, in `only`, what can be said about it before
stdnum is asked: that keeps it from being imported and asked for most texts. stdnum's own docstrings cite
the official page of each number, so the source of a row is its module.
"""

from __future__ import annotations

import re

from ayni.check.personal.identifiers.identifier import Category, Rule, Strength

__all__ = ["LEFT_OUT", "PERSONAL", "RIVALS"]

LEFT_OUT = {
    "at.postleitzahl": "a place", "es.postal_code": "a place", "nl.postcode": "a place", "se.postnummer": "a place",
    "be.iban": "an IBAN", "es.iban": "an IBAN", "me.iban": "an IBAN", "no.iban": "an IBAN",
    "be.ssn": "be.nn or be.bis", "es.nif": "es.dni, es.nie or es.cif", "th.tin": "th.pin or th.moa",
    "us.tin": "us.ssn, us.itin, us.atin, us.ptin or us.ein", "cz.dic": "cz.rc or a company",
    "be.ogm_vcs": "a payment", "ch.esr": "a payment", "do.ncf": "a receipt", "de.leitweg": "an address of invoices",
    "de.wkn": "a security", "gb.sedol": "a security", "it.aic": "a medicine", "es.cae": "an activity",
    "es.cups": "a meter", "es.referenciacatastral": "a property", "eu.at_02": "a creditor",
    "eu.banknote": "a banknote", "eu.ecnumber": "a substance", "eu.eic": "a market party", "eu.excise": "a company",
    "eu.nace": "an activity", "eu.oss": "a company", "eu.vat": "the members' numbers", "fr.accise": "a company",
    "nl.brin": "a school", "us.rtn": "a bank", "sm.coe": "up to five digits: nothing to tell it by",
    "at.businessid": "a company register entry without fixed length", "fi.associationid": "an association",
    "de.handelsregisternummer": "a court and a number in words", "ro.onrc": "a company register entry",
    "fr.rcs": "a company register entry in words", "de.vat": "a company, with a country prefix",
    "ie.vat": "a company or a PPS number", "fi.alv": "fi.ytunnus", "se.vat": "se.orgnr", "is_.vsk": "a company",
    "lu.tva": "a company", "mc.tva": "a company", "mt.vat": "a company", "no.mva": "no.orgnr", "sk.dph": "a company",
    "nl.btw": "a company", "ch.vat": "ch.uid", "gb.vat": "a company", "cy.vat": "a company",
    "dk.cvr": "a company", "ee.kmkr": "a company", "fo.vn": "a company", "hu.anum": "a company",
    "il.hp": "a company; the algorithm of il.idnr", "lt.pvm": "a company", "ro.cf": "ro.cui or ro.cnp",
}  # fmt: skip
"""Modules without a row, and what they number."""


def _rule(
    kind: str, name: str, category: str, layouts: str, only: str = "", *, module: str = "", layout: bool = False,
    people: bool = True, context: bool | None = None, raw: bool = False,
) -> Rule:  # fmt: skip
    module = module or kind
    return Rule(
        kind=kind, name=name, category=Category(category), layouts=tuple(layouts.split()),
        only=re.compile(only) if only else None, check=None, module=module,
        source=f"python-stdnum 2.2, stdnum.{module}", strength=Strength.LAYOUT if layout else Strength.CHECKSUM,
        about_people=people, needs_context=layout if context is None else context, raw=raw,
    )  # fmt: skip


_YMD = r"\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_DMY = r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d"
_YYYYMD = r"(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"

PERSONAL: tuple[Rule, ...] = (
    _rule("ad.nrt", "Número de Registre Tributari", "tax", "A999999A A-999999-A", "[EF]", layout=True, context=True),
    _rule("ar.dni", "Documento Nacional de Identidad", "national", "99999999 9999999 99.999.999 9.999.999", layout=True),
    _rule("ar.cuil", "Código Único de Identificación Laboral / Tributaria", "tax", "99999999999 99-99999999-9", "2[0347]", module="ar.cuit"),
    _rule("at.tin", "Abgabenkontonummer", "tax", "999999999 99-999/9999"),
    _rule("at.vnr", "Versicherungsnummer", "national", "9999999999 9999-999999", r"[1-9]\d{3}(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-5])\d\d"),
    _rule("au.tfn", "Tax File Number", "tax", "999999999 99999999 999-999-999"),
    _rule("az.voen", "Vergi ödəyicisinin eyniləşdirmə nömrəsi", "tax", "9999999999", r"\d{9}2"),
    _rule("be.nn", "Numéro national / Rijksregisternummer", "national", "99999999999 99.99.99-999.99 99-99-99-999-99", r"\d\d(0\d|1[0-2])([0-2]\d|3[01])"),
    _rule("be.bis", "Numéro BIS", "residence", "99999999999 99.99.99-999.99 99-99-99-999-99", r"\d\d(2\d|3[0-2]|4\d|5[0-2])"),
    _rule("be.eid", "Numéro de carte d'identité électronique", "national", "999999999999 999-9999999-99"),
    _rule("bg.egn", "Единен граждански номер", "national", "9999999999", r"\d\d([024][1-9]|[135][0-2])([0-2]\d|3[01])"),
    _rule("bg.pnf", "Личен номер на чужденец", "residence", "9999999999"),
    _rule("br.cpf", "Cadastro de Pessoas Físicas", "national", "99999999999 999.999.999-99"),
    _rule("by.unp", "Учетный номер плательщика", "tax", "AA9999999", "[ABCEHKM]"),
    _rule("ca.bc_phn", "BC Personal Health Number", "health", "9999999999 9999-999-999", "9"),
    _rule("ca.sin", "Social Insurance Number", "national", "999999999 999-999-999", "[1-79]"),
    _rule("ch.ssn", "AHV-Nummer / Numéro AVS", "national", "9999999999999 999.9999.9999.99", "756"),
    _rule("cl.rut", "Rol Único Nacional / Tributario", "national", "99999999* 9999999* 99999999-* 9999999-* 99.999.999-* 9.999.999-*", r"(\d{7}|[1-4]\d{7}).$"),
    _rule("co.nit", "Número de Identificación Tributaria", "tax", "9999999999 999.999.999-9 999999999-9 99999999-9 9999999999-9", r"[1-7]|\d{10}.$"),
    _rule("cr.cpf", "Cédula de Persona Física", "national", "999999999 9999999999 9-9999-9999 99-9999-9999", layout=True),
    _rule("cr.cr", "Cédula de Residencia", "residence", "999999999999 99999999999", "1", layout=True),
    _rule("cu.ni", "Número de identidad", "national", "99999999999", _YMD, layout=True),
    _rule("cz.rc", "Rodné číslo", "national", "9999999999 999999/9999", r"\d\d(0[1-9]|1[0-2]|2[1-9]|3[0-2]|5[1-9]|6[0-2]|7[1-9]|8[0-2])"),
    _rule("de.idnr", "Steuerliche Identifikationsnummer", "tax", "99999999999 99-999-999-999", "[1-9]"),
    _rule("de.stnr", "Steuernummer", "tax", "9999999999999 99/999/99999 999/9999/9999 999/999/99999", layout=True),
    _rule("dk.cpr", "CPR-nummer", "national", "9999999999 999999-9999", _DMY, layout=True),
    _rule("do.cedula", "Cédula de Identidad y Electoral", "national", "99999999999 999-9999999-9"),
    _rule("dz.nif", "Numéro d'Identification Fiscale", "tax", "999999999999999 99999999999999999999", layout=True),
    _rule("ec.ci", "Cédula de identidad", "national", "9999999999 999999999-9", r"(0[1-9]|1\d|2[0-4]|30)[0-6]"),
    _rule("ec.ruc", "Registro Único de Contribuyentes (persona natural)", "tax", "9999999999999", r"(0[1-9]|1\d|2[0-4]|30)[0-5]\d{7}00"),
    _rule("ee.ik", "Isikukood", "national", "99999999999", rf"[1-8]{_YMD}"),
    _rule("es.dni", "Documento Nacional de Identidad", "national", "99999999A 99999999-A 99.999.999-A 99.999.999A"),
    _rule("es.nie", "Número de Identificación de Extranjero", "residence", "A9999999A A-9999999-A A9999999-A", "[XYZ]"),
    _rule("fi.hetu", "Henkilötunnus", "national", "999999-999* 999999+999* 999999A999*", rf"{_DMY}", raw=True),
    _rule("fi.veronumero", "Veronumero", "tax", "999999999999", layout=True),
    _rule("fr.nif", "Numéro d'Immatriculation Fiscale", "tax", "9999999999999 99-99-999-999-999", "[0-3]"),
    _rule("fr.nir", "Numéro d'Inscription au Répertoire (sécurité sociale)", "national", "999999999999999 9-99-99-99-999-999-99 9-99-99-9*-999-999-99 99999999*999999", r"[1-478]\d\d(0[1-9]|1[0-2]|[2-9]\d)"),
    _rule("gb.nhs", "NHS Number", "health", "9999999999 999-999-9999", "[3-79]"),
    _rule("gb.upn", "Unique Pupil Number", "other", "A999999999999", ""),
    _rule("gb.utr", "Unique Taxpayer Reference", "tax", "9999999999 99999-99999"),
    _rule("gh.tin", "Taxpayer Identification Number", "tax", "A9999999999 A999999999*", "P00"),
    _rule("gn.nifp", "Numéro d'Identification Fiscale Permanent", "tax", "999999999 999-999-999"),
    _rule("gr.amka", "Αριθμός Μητρώου Κοινωνικής Ασφάλισης", "national", "99999999999", _DMY),
    _rule("gr.vat", "Αριθμός Φορολογικού Μητρώου", "tax", "999999999"),
    _rule("gt.nit", "Número de Identificación Tributaria", "tax", "99999999 9999999* 9999999-* 999999-*", context=True),
    _rule("hr.oib", "Osobni identifikacijski broj", "national", "99999999999"),
    _rule("id.nik", "Nomor Induk Kependudukan", "national", "9999999999999999 999999-999999-9999", r"[1-9]\d{5}(0[1-9]|[1-6]\d|7[01])(0[1-9]|1[0-2])", layout=True),
    _rule("id.npwp", "Nomor Pokok Wajib Pajak", "tax", "999999999999999 99.999.999.9-999.999"),
    _rule("ie.pps", "Personal Public Service Number", "national", "9999999A 9999999AA"),
    _rule("il.idnr", "מספר זהות (Mispar Zehut)", "national", "999999999 99999999-9", "0|[2-4]"),
    _rule("in.aadhaar", "Aadhaar", "national", "999999999999 9999-9999-9999", "[2-9]", module="in_.aadhaar"),
    _rule("in.epic", "Electoral Photo Identity Card", "voter", "AAA9999999", module="in_.epic"),
    _rule("in.pan", "Permanent Account Number", "tax", "AAAAA9999A", "...[PH]", module="in_.pan", layout=True, context=False),
    _rule("in.vid", "Virtual ID (Aadhaar)", "national", "9999999999999999 9999-9999-9999-9999", "[2-9]", module="in_.vid"),
    _rule("is.kennitala", "Kennitala", "national", "9999999999 999999-9999", r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{6}[089]$", module="is_.kennitala"),
    _rule("it.cf", "Codice fiscale", "tax", "AAAAAA99A99A999A AAA-AAA-99A99-A999A AAAAAA**A**A***A", r"[A-Z]{6}..[A-EHLMPR-T]", module="it.codicefiscale"),
    _rule("jp.mynumber", "個人番号 (マイナンバー)", "national", "999999999999 9999-9999-9999", module="jp.in_"),
    _rule("ke.pin", "Personal Identification Number (KRA)", "tax", "A999999999A", "A", layout=True, context=False),
    _rule("kr.rrn", "주민등록번호", "national", "9999999999999 999999-9999999", _YMD),
    _rule("li.peid", "Personenidentifikationsnummer", "tax", "999999999999 9999999", layout=True),
    _rule("lt.asmens", "Asmens kodas", "national", "99999999999", rf"[1-6]{_YMD}"),
    _rule("lv.pk", "Personas kods", "national", "99999999999 999999-99999", rf"{_DMY}[0-2]|32", module="lv.pvn"),
    _rule("mu.nid", "National identity number", "national", "A999999999999* A999999-999999*", rf"[A-Z]{_DMY}"),
    _rule("mx.curp", "Clave Única de Registro de Población", "national", "AAAA999999AAAAAA*9", rf"[A-Z][AEIOUX][A-Z]{{2}}{_YMD}[HMX]"),
    _rule("mx.rfc", "Registro Federal de Contribuyentes (persona física)", "tax", "AAAA999999*** AAAA-999999-***", rf"[A-Z]{{4}}{_YMD}", layout=True, context=False),
    _rule("my.nric", "MyKad (NRIC)", "national", "999999999999 999999-99-9999", rf"{_YMD}", layout=True),
    _rule("mz.nuit", "Número Único de Identificação Tributária", "tax", "999999999 999-999-999", "1"),
    _rule("nl.bsn", "Burgerservicenummer", "national", "999999999 9999.99.999 9999-99-999"),
    _rule("nl.onderwijsnummer", "Onderwijsnummer", "other", "999999999", "10"),
    _rule("nl.identiteitskaart", "Identiteitskaart- / paspoortnummer", "passport", "AA******9", module="nl.identiteitskaartnummer", layout=True),
    _rule("no.fodselsnummer", "Fødselsnummer", "national", "99999999999 999999-99999", r"([04][1-9]|[1256]\d|[37][01])([048][1-9]|[159][0-2])"),
    _rule("nz.ird", "IRD number", "tax", "99999999 999999999 999-999-999 99-999-999"),
    _rule("pe.cui", "Código Único de Identificación (DNI)", "national", "999999999 99999999* 99999999-*" ),
    _rule("pe.ruc", "Registro Único de Contribuyentes (persona natural)", "tax", "99999999999", "1[057]"),
    _rule("pk.cnic", "Computerised National Identity Card", "national", "9999999999999 99999-9999999-9", "[1-7]", layout=True),
    _rule("pl.pesel", "PESEL", "national", "99999999999", r"\d\d([02468][1-9]|[13579][0-2])([0-2]\d|3[01])"),
    _rule("pl.nip", "Numer Identyfikacji Podatkowej", "tax", "9999999999 999-999-99-99 999-99-99-999", "[1-9]"),
    _rule("pt.cc", "Número de Cartão de Cidadão", "national", "999999999**9 99999999-9-**9 99999999-9**9"),
    _rule("pt.nif", "Número de identificação fiscal", "tax", "999999999 999-999-999", "[1-3]|45"),
    _rule("py.ruc", "Registro Único de Contribuyentes", "tax", "9999999 99999999 9999999-9 999999-9", r"[1-7]\d{5,7}$"),
    _rule("ro.cnp", "Cod Numeric Personal", "national", "9999999999999", rf"[1-9]{_YMD}"),
    _rule("ru.inn", "ИНН (физическое лицо)", "tax", "999999999999", module="ru.inn"),
    _rule("se.personnummer", "Personnummer", "national", "999999-9999 9999999999 999999999999 99999999-9999 999999+9999", rf"({_YMD}|{_YYYYMD})\d{{4}}$|.*[+-]"),
    _rule("si.emso", "EMŠO / JMBG", "national", "9999999999999", r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])[09]"),
    _rule("si.ddv", "Davčna številka", "tax", "99999999"),
    _rule("sk.rc", "Rodné číslo", "national", "9999999999 999999/9999", r"\d\d(0[1-9]|1[0-2]|2[1-9]|3[0-2]|5[1-9]|6[0-2]|7[1-9]|8[0-2])"),
    _rule("sv.nit", "Número de Identificación Tributaria", "tax", "99999999999999 9999-999999-999-9", r"[01]\d{3}(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])"),
    _rule("th.pin", "เลขประจำตัวประชาชน", "national", "9999999999999 9-9999-99999-99-9", "[1-8]"),
    _rule("tr.tckimlik", "T.C. Kimlik No", "national", "99999999999", "[1-9]"),
    _rule("tr.vkn", "Vergi Kimlik Numarası", "tax", "9999999999"),
    _rule("ua.rntrc", "РНОКПП (ІПН)", "tax", "9999999999", "[0-4]"),
    _rule("us.ssn", "Social Security Number", "national", "999999999 999-99-9999", r"(?!000|666|9)\d{3}(?!00)\d\d(?!0000)", layout=True),
    _rule("us.itin", "Individual Taxpayer Identification Number", "tax", "999999999 999-99-9999", "9", layout=True),
    _rule("us.atin", "Adoption Taxpayer Identification Number", "tax", "999999999 999-99-9999", r"9\d\d93", layout=True),
    _rule("us.ptin", "Preparer Tax Identification Number", "tax", "A99999999", "P", layout=True),
    _rule("ve.ci", "Registro de Información Fiscal / Cédula", "tax", "A999999999 A-99999999-9", "[VEP]", module="ve.rif"),
    _rule("vn.mst", "Mã số thuế", "tax", "9999999999", "[0-8]"),
    _rule("za.idnr", "Identity Document number", "national", "9999999999999 999999-9999-99-9 999999-9999-999", rf"{_YMD}\d{{4}}[0-2]"),
    _rule("za.tin", "Income tax reference number", "tax", "9999999999 9999/999/99/9", "[01239]"),
)  # fmt: skip


def _rival(kind: str, name: str, layouts: str, only: str = "", *, module: str = "", category: str = "other") -> Rule:
    return _rule(kind, name, category, layouts, only, module=module, people=False)


RIVALS: tuple[Rule, ...] = (
    _rival("zz.isbn10", "International Standard Book Number (10)", "999999999*", module="isbn"),
    _rival("zz.ean13", "European Article Number / ISBN-13", "9999999999999 999-9-999-99999-9", module="ean"),
    _rival("zz.ean8", "European Article Number (8)", "99999999", module="ean"),
    _rival("zz.upc", "Universal Product Code", "999999999999", module="ean"),
    _rival("zz.gtin14", "Global Trade Item Number (14)", "99999999999999", module="ean"),
    _rival("al.nipt", "NIPT", "A99999999A", "[JKLM]"),
    _rival("ar.cuit", "CUIT (empresa)", "99999999999 99-99999999-9", "3[034]"),
    _rival("ar.cbu", "Clave Bancaria Uniforme", "9999999999999999999999", category="bank"),
    _rival("at.uid", "UID", "A99999999", "U"),
    _rival("au.abn", "Australian Business Number", "99999999999 99-999-999-999", "[1-9]"),
    _rival("au.acn", "Australian Company Number", "999999999 999-999-999"),
    _rival("be.vat", "Numéro d'entreprise", "9999999999 9999.999.999", "[01]"),
    _rival("bg.vat", "ДДС номер", "999999999"),
    _rival("br.cnpj", "Cadastro Nacional da Pessoa Jurídica", "99999999999999 99.999.999/9999-99"),
    _rival("ca.bn", "Business Number", "999999999 999999999AA9999"),
    _rival("ch.uid", "Unternehmens-Identifikationsnummer", "AAA999999999 AAA-999.999.999", "CHE"),
    _rival("cn.uscc", "统一社会信用代码", "99************9*"),
    _rival("cr.cpj", "Cédula de Persona Jurídica", "9999999999 9-999-999999", "[2-5]"),
    _rival("cz.bankaccount", "Číslo účtu", "999999-9999999999/9999", category="bank"),
    _rival("do.rnc", "Registro Nacional del Contribuyente", "999999999 9-99-99999-9"),
    _rival("ee.registrikood", "Registrikood", "99999999", "[1789]"),
    _rival("eg.tn", "الرقم الضريبي", "999999999 999-999-999"),
    _rival("es.cif", "Código de Identificación Fiscal", "A9999999*", "[A-HJNP-SUVW]"),
    _rival("es.ccc", "Código Cuenta Corriente", "99999999999999999999", category="bank"),
    _rival("fi.ytunnus", "Y-tunnus", "99999999 9999999-9"),
    _rival("fr.siren", "SIREN", "999999999 999-999-999"),
    _rival("fr.siret", "SIRET", "99999999999999 999-999-999-99999"),
    _rival("fr.tva", "Numéro de TVA", "AA99999999999", "FR"),
    _rival("in.gstin", "GSTIN", "99AAAAA9999A9A* 99AAAAA9999A*A*", module="in_.gstin"),
    _rival("it.iva", "Partita IVA", "99999999999"),
    _rival("jp.cn", "法人番号", "9999999999999"),
    _rival("kr.brn", "사업자 등록 번호", "9999999999 999-99-99999"),
    _rival("ma.ice", "Identifiant Commun de l'Entreprise", "999999999999999"),
    _rival("md.idno", "IDNO", "9999999999999", "1"),
    _rival("me.pib", "Poreski identifikacioni broj", "99999999"),
    _rival("mk.edb", "Единствен даночен број", "9999999999999"),
    _rival("no.orgnr", "Organisasjonsnummer", "999999999 999-999-999", "[89]"),
    _rival("no.kontonr", "Kontonummer", "99999999999 9999.99.99999", category="bank"),
    _rival("nz.bankaccount", "Bank account number", "99-9999-9999999-99", category="bank"),
    _rival("pe.ruc20", "Registro Único de Contribuyentes (empresa)", "99999999999", "20", module="pe.ruc"),
    _rival("pl.regon", "REGON", "999999999 99999999999999"),
    _rival("ro.cui", "Codul Unic de Înregistrare", "99999999"),
    _rival("rs.pib", "Poreski identifikacioni broj", "999999999"),
    _rival("ru.inn10", "ИНН (организация)", "9999999999", module="ru.inn"),
    _rival("ru.ogrn", "ОГРН", "9999999999999 999999999999999", "[1235]"),
    _rival("se.orgnr", "Organisationsnummer", "9999999999 999999-9999", r"\d\d[2-9]"),
    _rival("sg.uen", "Unique Entity Number", "99999999A 999999999A A99AA9999A"),
    _rival("si.maticna", "Matična številka", "9999999"),
    _rival("sn.ninea", "NINEA", "9999999 9999999-9A9 99999999A9"),
    _rival("th.moa", "Memorandum of Association number", "9999999999999", "0"),
    _rival("tn.mf", "Matricule Fiscal", "9999999A 9999999/A/A/A/999"),
    _rival("tw.ubn", "統一編號", "99999999"),
    _rival("ua.edrpou", "ЄДРПОУ", "99999999"),
    _rival("us.ein", "Employer Identification Number", "99-9999999"),
    _rival("uy.rut", "Registro Único Tributario", "999999999999 99-999999-999-9"),
    _rival("ve.rif", "RIF (empresa)", "A999999999 A-99999999-9", "[JG]"),
)  # fmt: skip
"""Numbers of companies, accounts and products: known so that they are not taken for people's."""
