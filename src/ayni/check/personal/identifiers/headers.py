# ruff: noqa: E501 - a table reads better with one entry to a row
"""What the name of a column, or the words beside a number, say about the number.

Names are cut into words (camelCase, underscores, accents off) and compared as phrases; scripts that write
without spaces are searched. The languages are those of the issue: the six of the United Nations,
Portuguese, Swahili, Hindi, Indonesian, Amharic and Hausa, and those in which the numbers are named.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from ayni.check.patterns import lazy_pattern
from ayni.check.personal.identifiers.identifier import Category
from ayni.check.personal.identifiers.registry import RULES

__all__ = ["GENERIC", "header_kinds", "named_kinds", "words_kinds"]

GENERIC = frozenset({Category.NATIONAL, Category.RESIDENCE, Category.TAX})
"""The categories that "ID number" can mean."""

_NAMES = """
cpf=br.cpf; cic=br.cpf; cadastro de pessoas fisicas=br.cpf; titulo eleitor=br.titulo; titulo de eleitor=br.titulo
cns=br.cns; cartao sus=br.cns; cartao nacional de saude=br.cns; pis=br.pis; pasep=br.pis; nis=br.pis; cnh=br.cnh
curp=mx.curp; rfc=mx.rfc; nss=mx.nss,fr.nir,es.dni; imss=mx.nss; numero seguro social=mx.nss; numero de seguro social=mx.nss; seguro social=mx.nss; clave de elector=mx.elector; clave elector=mx.elector
dni=ar.dni,es.dni,pe.cui,hn.dni; documento nacional de identidad=ar.dni,es.dni,pe.cui,hn.dni; cuil=ar.cuil; cuit=ar.cuil
rut=cl.rut; run=cl.rut; rol unico=cl.rut; nit=co.nit,gt.nit,sv.nit; cedula de ciudadania=co.cc; cc=co.cc; nuip=co.cc
cedula=co.cc,ec.ci,do.cedula,cr.cpf,pa.cedula,ni.cedula,uy.ci,ve.ci,bo.ci; ci=ec.ci,uy.ci,bo.ci,cu.ni,ve.ci,py.ruc
cedula de identidad=ec.ci,uy.ci,bo.ci,ve.ci,ni.cedula,py.ruc; carnet de identidad=bo.ci,cu.ni; carne de identidad=cu.ni
ruc=pe.ruc,ec.ruc,py.ruc; rif=ve.ci; dui=sv.dui; dpi=gt.cui; cui=gt.cui,pe.cui; trn=jm.trn; dimex=cr.cr; nif=es.dni,pt.nif,fr.nif,dz.nif,ht.nin,gn.nifp,ao.bi
nie=es.nie; nic=lk.nic,lk.nic12,cv.nic; bi=ao.bi,mz.bi,pt.cc; bilhete de identidade=ao.bi,mz.bi,pt.cc,cv.nic; nuit=mz.nuit; cartao de cidadao=pt.cc
contribuinte=pt.nif; ssn=us.ssn; social security=us.ssn; social security number=us.ssn; itin=us.itin; mbi=us.mbi; medicare beneficiary=us.mbi
medicare=us.mbi,au.medicare; ptin=us.ptin; atin=us.atin; sin=ca.sin; social insurance=ca.sin; phn=ca.bc_phn; ohip=ca.ohip; health card=ca.ohip,ca.ramq,ca.bc_phn
ramq=ca.ramq; nam=ca.ramq; nino=gb.nino; ni number=gb.nino; national insurance=gb.nino; nhs=gb.nhs; nhs number=gb.nhs; nhs no=gb.nhs; chi=gb.chi; chi number=gb.chi
utr=gb.utr; upn=gb.upn; pps=ie.pps; ppsn=ie.pps; nir=fr.nir; insee=fr.nir; securite sociale=fr.nir; numero de securite sociale=fr.nir; spi=fr.nif; numero fiscal=fr.nif,pt.nif
steuer id=de.idnr; steuerid=de.idnr; steueridentifikationsnummer=de.idnr; idnr=de.idnr; steuernummer=de.stnr,at.tin; kvnr=de.kvnr; krankenversichertennummer=de.kvnr; versichertennummer=de.kvnr,at.vnr
svnr=at.vnr; sozialversicherungsnummer=at.vnr,ch.ssn; ahv=ch.ssn; ahv nummer=ch.ssn; avs=ch.ssn; bsn=nl.bsn; burgerservicenummer=nl.bsn; sofinummer=nl.bsn; onderwijsnummer=nl.onderwijsnummer
rijksregisternummer=be.nn,be.bis; niss=be.nn,be.bis; insz=be.nn,be.bis; registre national=be.nn; codice fiscale=it.cf; cf=it.cf; codfisc=it.cf
pesel=pl.pesel; nip=pl.nip; rodne cislo=cz.rc,sk.rc; rc=cz.rc,sk.rc; cnp=ro.cnp; egn=bg.egn; егн=bg.egn; лнч=bg.pnf; oib=hr.oib; jmbg=rs.jmbg,ba.jmbg,me.jmbg,si.emso; јмбг=rs.jmbg,ba.jmbg,me.jmbg; emso=si.emso; ембг=mk.embg; embg=mk.embg
davcna stevilka=si.ddv; taj=hu.taj; hetu=fi.hetu; henkilotunnus=fi.hetu; personnummer=se.personnummer,no.fodselsnummer; fodselsnummer=no.fodselsnummer; cpr=dk.cpr,bh.cpr; cpr nummer=dk.cpr; kennitala=is.kennitala
isikukood=ee.ik; asmens kodas=lt.asmens; personas kods=lv.pk; amka=gr.amka; αμκα=gr.amka; afm=gr.vat; αφμ=gr.vat; idnp=md.idnp
инн=ru.inn; inn=ru.inn; снилс=ru.snils; snils=ru.snils; паспорт=ru.passport; passport=ru.passport,nl.identiteitskaart,in.passport; passport number=ru.passport,in.passport,nl.identiteitskaart; иин=kz.iin; iin=kz.iin; жсн=kz.iin; пинфл=uz.pinfl; pinfl=uz.pinfl; jshshir=uz.pinfl; рнокпп=ua.rntrc; ипн=ua.rntrc; іпн=ua.rntrc; унп=by.unp; личный номер=by.pin,kg.pin
tckn=tr.tckimlik; tckimlik=tr.tckimlik; tc kimlik=tr.tckimlik; tc kimlik no=tr.tckimlik; kimlik no=tr.tckimlik; tc no=tr.tckimlik; vkn=tr.vkn; vergi no=tr.vkn; teudat zehut=il.idnr; mispar zehut=il.idnr; תעודת זהות=il.idnr; מספר זהות=il.idnr,ps.id
aadhaar=in.aadhaar; aadhar=in.aadhaar; adhaar=in.aadhaar; uid=in.aadhaar; uidai=in.aadhaar; आधार=in.aadhaar; pan=in.pan; pan number=in.pan; pan no=in.pan; पैन=in.pan; epic=in.epic; voter id=in.epic,mx.elector,br.titulo,cd.voter; voter card=in.epic,cd.voter; मतदाता=in.epic; abha=in.abha; health id=in.abha
cnic=pk.cnic; nicop=pk.cnic; shanakhti=pk.cnic; شناختی کارڈ=pk.cnic; nid=bd.nid,eg.nid,mu.nid,rw.nid,np.nid,kh.nid,sd.nid; জাতীয় পরিচয়পত্র=bd.nid; নাগরিকত্ব=bd.nid; nrc=mm.nrc,zm.nrc; citizenship no=np.citizenship; citizenship number=np.citizenship; नागरिकता=np.citizenship
nik=id.nik; ktp=id.nik; no ktp=id.nik; nomor induk kependudukan=id.nik; npwp=id.npwp; mykad=my.nric; nric=my.nric,sg.nric; ic no=my.nric,sg.nric; fin=sg.nric,et.fin; kad pengenalan=my.nric
philsys=ph.psn; psn=ph.psn; pcn=ph.psn; umid=ph.crn; crn=ph.crn; sss=ph.sss; sss number=ph.sss; philhealth=ph.philhealth; tin=ph.tin,at.tin,gh.tin,id.npwp,vn.mst,za.tin; cccd=vn.cccd; cmnd=vn.cccd; can cuoc=vn.cccd; ma so thue=vn.mst; mst=vn.mst
rrn=kr.rrn; hkid=hk.hkid; my number=jp.mynumber; mynumber=jp.mynumber; tfn=au.tfn; tax file=au.tfn; ihi=au.ihi; ird=nz.ird; nhi=nz.nhi
nin=ng.nin,ug.nin,sn.nin,dz.nin,ht.nin,gm.nin,ml.nina,gb.nino; bvn=ng.bvn; bank verification=ng.bvn; nida=tz.nida; nambari ya nida=tz.nida; namba ya nida=tz.nida; indangamuntu=rw.nid; ghana card=gh.card; ghanacard=gh.card; fayda=et.fin,et.fan; ፋይዳ=et.fin,et.fan; fcn=et.fan; fan=et.fan; kra=ke.pin; kra pin=ke.pin; maisha=ke.id; cni=sn.nin,cm.cni,ci.nni,ne.cni,ma.cin; nni=ci.nni,mr.nni; nina=ml.nina; cnib=bf.cnib; npi=bj.npi; omang=bw.omang; cin=ma.cin,tn.cin,mg.cin; cine=ma.cin; sa id=za.idnr; rsa id=za.idnr; id number=za.idnr,ke.id
emirates id=ae.eid; emiratesid=ae.eid; iqama=sa.nid; الاقامة=sa.nid; اقامة=sa.nid; civil id=kw.civil,om.civil; الرقم المدني=kw.civil,om.civil; qid=qa.qid; كد ملي=ir.code; کد ملی=ir.code; code melli=ir.code; melli code=ir.code; tazkira=af.tazkira; tazkera=af.tazkira; تذکره=af.tazkira; الرقم القومي=eg.nid; البطاقة الوطنية=iq.nid,ma.cin
"""
_SEARCHED = {
    "身份证": "cn.ric", "身份證": "cn.ric,tw.id,hk.hkid", "身分證": "tw.id,hk.hkid", "公民身份号码": "cn.ric", "统一证号": "tw.id", "マイナンバー": "jp.mynumber",
    "個人番号": "jp.mynumber", "주민등록번호": "kr.rrn", "เลขประจำตัวประชาชน": "th.pin", "บัตรประชาชน": "th.pin",
    "ፋይዳ": "et.fin,et.fan", "မှတ်ပုံတင်": "mm.nrc", "နိုင်ငံသားစိစစ်ရေး": "mm.nrc", "អត្តសញ្ញាណប័ណ្ណ": "kh.nid", "הזהות": "il.idnr",
}  # fmt: skip
_GENERIC_PHRASES = """
national id; national identity; national identification; nationalid; natid; natl id; id card; identity card; identity number; identity no
identification number; identification no; id number; id no; idno; idnumber; government id; govt id; citizen id; person id number; personal number; personal id number
tax id; taxpayer; taxid; tax number; resident id; identite nationale; numero d identification; numero identification; carte d identite; piece d identite; numero cni; no identite
identifiant national; numero de identificacion; numero de identidad; documento de identidad; documento identidad; nro documento; num documento; numero documento; cedula
identificacion; numero de identidade; numero do documento; documento de identidade; identidade; rg; kitambulisho; namba ya kitambulisho; nambari ya kitambulisho; kitambulisho cha taifa
nomor identitas; no identitas; nomor kependudukan; kartu identitas; पहचान पत्र; पहचान संख्या; राष्ट्रीय पहचान; መታወቂያ; የመታወቂያ ቁጥር; መለያ ቁጥር; lambar shaida; katin shaida; lambar dan kasa; katin dan kasa
удостоверение личности; номер удостоверения; идентификационный номер; номер паспорта; личный код; رقم الهوية; الهوية; هوية; بطاقة الهوية; رقم البطاقة; الرقم الوطني; رقم وطني; بطاقة التعريف; رقم التعريف
kimlik numarasi; kimlik; ausweisnummer; personalausweis; personennummer; personkod; shaqsiyat; شناسنامه; kartu penduduk
"""
_GENERIC_SEARCHED = ("证件号", "證件號", "身份证", "身份證", "证号", "號碼證", "ID番号", "신분증", "หมายเลขประจำตัว")

_SCRIPTS = {
    lazy_pattern("[\u0600-\u06ff]"): "sa ae kw eg iq jo sy lb ps ly sd ma dz tn om ye bh qa mr ir af pk",
    lazy_pattern("[\u0400-\u04ff]"): "ru kz kg uz by ua bg rs mk",
    lazy_pattern("[\u0900-\u097f]"): "in np",
    lazy_pattern("[\u1200-\u137f]"): "et",
    lazy_pattern("[\u4e00-\u9fff]"): "cn tw hk mo jp",
    lazy_pattern("[ãõêç]", re.IGNORECASE): "br pt ao mz cv",
    lazy_pattern("[ñíóúá]", re.IGNORECASE): "mx co pe ec cl ar bo ve gt hn sv ni cr pa do cu py uy es",
}
"""Where a script or letter is at home, to choose between numbers of several countries that fit alike."""

_CAMEL = lazy_pattern(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORDS = lazy_pattern(r"[^\W_]+")
_MARKS = lazy_pattern(r"[\u0300-\u036f\u064b-\u0652\u0640]")
_FOLDED = str.maketrans("أإآىةøØłŁđĐı", "اااىةoOlLdDi")
"""Letters that are written in two ways, and those that Unicode does not take apart into a letter and a mark."""
_LONGEST = 6


def _words(text: str) -> list[str]:
    text = _MARKS.sub("", unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).translate(_FOLDED)).casefold()
    return _WORDS.findall(text)


@functools.cache
def _lexicon() -> tuple[dict[tuple[str, ...], frozenset[str]], frozenset[tuple[str, ...]]]:
    names: dict[tuple[str, ...], frozenset[str]] = {}
    for entry in _NAMES.replace("\n", ";").split(";"):
        phrase, _, kinds = entry.strip().partition("=")
        if kinds:
            key = tuple(_words(phrase))
            names[key] = names.get(key, frozenset()) | frozenset(kinds.split(","))
    generic = frozenset(
        tuple(_words(phrase)) for phrase in _GENERIC_PHRASES.replace("\n", ";").split(";") if phrase.strip()
    )
    return names, generic


@functools.cache
def _generic_kinds() -> frozenset[str]:
    return frozenset(kind for kind, rule in RULES.items() if rule.about_people and rule.category in GENERIC)


def _scan(text: str) -> tuple[frozenset[str], bool]:
    """Return the kinds a text names, and whether it says "identity number" in general."""
    names, generic = _lexicon()
    words = _words(text)
    kinds: frozenset[str] = frozenset()
    general = any(phrase in text for phrase in _GENERIC_SEARCHED)
    for first in range(len(words)):
        for size in range(1, min(_LONGEST, len(words) - first) + 1):
            phrase = tuple(words[first : first + size])
            kinds |= names.get(phrase, frozenset())
            general = general or phrase in generic
    if not text.isascii():
        for phrase_, found in _SEARCHED.items():
            if phrase_ in text:
                kinds |= frozenset(found.split(","))
    return kinds, general


def named_kinds() -> frozenset[str]:
    """Return every kind that has a name here."""
    searched = (kinds.split(",") for kinds in _SEARCHED.values())
    return frozenset().union(*_lexicon()[0].values(), *searched)


@functools.lru_cache(maxsize=4096)
def header_kinds(name: str, label: str | None = None) -> frozenset[str]:
    """Return the kinds that a column's name (and label) suggests; all identity numbers for "national ID".

    Names are cut at 200 characters; nothing is raised on any text.
    """
    kinds, general = _scan(name[:200])
    if label:
        more, also = _scan(label[:200])
        kinds, general = kinds | more, general or also
    return kinds | _generic_kinds() if general else kinds


def words_kinds(before: str, after: str) -> tuple[frozenset[str], bool, str]:
    """Return what the words before and after a number say.

    The kinds they name, whether they say "identity number" in general, and the countries (ISO 3166 in lower
    case, joined by blanks) where the language they are written in is spoken, as far as its script tells.
    """
    kinds, general = _scan(before)
    words = before
    if not kinds and not general:
        kinds, general = _scan(after)
        words = after
    return kinds, general, _countries(words) if general else ""


def _countries(words: str) -> str:
    if words.isascii():
        return ""
    found = next((pattern for pattern in _SCRIPTS if pattern.search(words)), None)
    return _SCRIPTS[found] if found else ""
