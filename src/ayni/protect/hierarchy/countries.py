"""Every country of ISO 3166-1 with its codes and its areas of UN M49, as facts.

Codes and areas: United Nations Statistics Division, Standard country or area codes for statistical use (M49), whose
geographic regions name each country's region and subregion; where a subregion has parts of its own (Sub-Saharan
Africa, Latin America and the Caribbean), the part stands here. The M49 list has no entry of its own for `TW` and
gives none for `AQ`; `TW` stands where Unicode's CLDR (territory containment) has it, `AQ` for itself. `XK` and `XKX`
are user-assigned codes in wide use, with CLDR's area. Names come from CLDR when they are needed
(`ayni.protect.hierarchy.places`); `OTHER_NAMES` adds those that are official or usual and not in CLDR.
None of this says anything about anyone's status.
"""

from __future__ import annotations

__all__ = ["AREAS", "COUNTRIES", "OTHER_NAMES"]

AREAS: dict[str, tuple[str, str]] = {
    "005": ("South America", "Americas"),
    "011": ("Western Africa", "Africa"),
    "013": ("Central America", "Americas"),
    "014": ("Eastern Africa", "Africa"),
    "015": ("Northern Africa", "Africa"),
    "017": ("Middle Africa", "Africa"),
    "018": ("Southern Africa", "Africa"),
    "021": ("Northern America", "Americas"),
    "029": ("Caribbean", "Americas"),
    "030": ("Eastern Asia", "Asia"),
    "034": ("Southern Asia", "Asia"),
    "035": ("South-eastern Asia", "Asia"),
    "039": ("Southern Europe", "Europe"),
    "053": ("Australia and New Zealand", "Oceania"),
    "054": ("Melanesia", "Oceania"),
    "057": ("Micronesia", "Oceania"),
    "061": ("Polynesia", "Oceania"),
    "143": ("Central Asia", "Asia"),
    "145": ("Western Asia", "Asia"),
    "151": ("Eastern Europe", "Europe"),
    "154": ("Northern Europe", "Europe"),
    "155": ("Western Europe", "Europe"),
    "010": ("Antarctica", "Antarctica"),
}
"""M49 code of a subregion to its English name and that of its region."""

COUNTRIES: dict[str, str] = {
    "005": (
        "ARARG032 BOBOL068 BVBVT074 BRBRA076 CLCHL152 COCOL170 ECECU218 FKFLK238 GFGUF254 GYGUY328 PYPRY600 "
        "PEPER604 GSSGS239 SRSUR740 UYURY858 VEVEN862"
    ),
    "011": (
        "BJBEN204 BFBFA854 CVCPV132 CICIV384 GMGMB270 GHGHA288 GNGIN324 GWGNB624 LRLBR430 MLMLI466 MRMRT478 "
        "NENER562 NGNGA566 SHSHN654 SNSEN686 SLSLE694 TGTGO768"
    ),
    "013": "BZBLZ084 CRCRI188 SVSLV222 GTGTM320 HNHND340 MXMEX484 NINIC558 PAPAN591",
    "014": (
        "IOIOT086 BIBDI108 KMCOM174 DJDJI262 ERERI232 ETETH231 TFATF260 KEKEN404 MGMDG450 MWMWI454 MUMUS480 "
        "YTMYT175 MZMOZ508 REREU638 RWRWA646 SCSYC690 SOSOM706 SSSSD728 TZTZA834 UGUGA800 ZMZMB894 ZWZWE716"
    ),
    "015": "DZDZA012 EGEGY818 LYLBY434 MAMAR504 SDSDN729 TNTUN788 EHESH732",
    "017": "AOAGO024 CMCMR120 CFCAF140 TDTCD148 CGCOG178 CDCOD180 GQGNQ226 GAGAB266 STSTP678",
    "018": "BWBWA072 SZSWZ748 LSLSO426 NANAM516 ZAZAF710",
    "021": "BMBMU060 CACAN124 GLGRL304 PMSPM666 USUSA840",
    "029": (
        "AIAIA660 AGATG028 AWABW533 BSBHS044 BBBRB052 BQBES535 KYCYM136 CUCUB192 CWCUW531 DMDMA212 DODOM214 "
        "GDGRD308 GPGLP312 HTHTI332 JMJAM388 MQMTQ474 MSMSR500 PRPRI630 BLBLM652 KNKNA659 LCLCA662 MFMAF663 "
        "VCVCT670 SXSXM534 TTTTO780 TCTCA796 VGVGB092 VIVIR850"
    ),
    "030": "CNCHN156 HKHKG344 JPJPN392 KPPRK408 KRKOR410 MNMNG496 MOMAC446 TWTWN158",
    "034": "AFAFG004 BDBGD050 BTBTN064 ININD356 IRIRN364 MVMDV462 NPNPL524 PKPAK586 LKLKA144",
    "035": "BNBRN096 KHKHM116 IDIDN360 LALAO418 MYMYS458 MMMMR104 PHPHL608 SGSGP702 THTHA764 TLTLS626 VNVNM704",
    "039": (
        "ALALB008 ADAND020 BABIH070 HRHRV191 GIGIB292 GRGRC300 VAVAT336 ITITA380 MTMLT470 MEMNE499 MKMKD807 "
        "PTPRT620 SMSMR674 RSSRB688 SISVN705 ESESP724 XKXKX"
    ),
    "053": "AUAUS036 CXCXR162 CCCCK166 HMHMD334 NZNZL554 NFNFK574",
    "054": "FJFJI242 NCNCL540 PGPNG598 SBSLB090 VUVUT548",
    "057": "GUGUM316 KIKIR296 MHMHL584 FMFSM583 NRNRU520 MPMNP580 PWPLW585 UMUMI581",
    "061": "ASASM016 CKCOK184 PFPYF258 NUNIU570 PNPCN612 WSWSM882 TKTKL772 TOTON776 TVTUV798 WFWLF876",
    "143": "KZKAZ398 KGKGZ417 TJTJK762 TMTKM795 UZUZB860",
    "145": (
        "AMARM051 AZAZE031 BHBHR048 CYCYP196 GEGEO268 IQIRQ368 ILISR376 JOJOR400 KWKWT414 LBLBN422 OMOMN512 "
        "PSPSE275 QAQAT634 SASAU682 SYSYR760 TRTUR792 AEARE784 YEYEM887"
    ),
    "151": "BYBLR112 BGBGR100 CZCZE203 HUHUN348 MDMDA498 PLPOL616 ROROU642 RURUS643 SKSVK703 UAUKR804",
    "154": (
        "AXALA248 DKDNK208 EEEST233 FOFRO234 FIFIN246 GGGGY831 ISISL352 IEIRL372 IMIMN833 JEJEY832 LVLVA428 "
        "LTLTU440 NONOR578 SJSJM744 SESWE752 GBGBR826"
    ),
    "155": "ATAUT040 BEBEL056 FRFRA250 DEDEU276 LILIE438 LULUX442 MCMCO492 NLNLD528 CHCHE756",
    "010": "AQATA010",
}
"""Subregion to its countries, each as alpha-2, alpha-3 and numeric code in one word."""

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "BA": ("Bosnia",),
    "BO": (
        "Bolivia (Plurinational State of)",
        "Bolivie (État plurinational de)",
    ),
    "BN": ("Brunei Darussalam",),
    "CD": (
        "Democratic Republic of the Congo",
        "DR Congo",
        "DRC",
        "Congo, Dem. Rep.",
        "République démocratique du Congo",
        "RDC",
        "RD Congo",
        "الكونغو الديمقراطية",
        "جمهورية الكونغو الديمقراطية",
        "Zaire",
    ),
    "CG": (
        "Republic of the Congo",
        "Congo",
        "Congo, Rep.",
        "République du Congo",
        "Congo-Brazzaville",
        "Republic of Congo",
    ),
    "CI": (
        "Ivory Coast",
        "Côte d'Ivoire",
        "Cote d'Ivoire",
    ),
    "CV": (
        "Cape Verde",
        "Cabo Verde",
        "Cap-Vert",
    ),
    "CZ": (
        "Czech Republic",
        "Czechia",
        "République tchèque",
    ),
    "EG": ("Egypt, Arab Rep.",),
    "FM": (
        "Micronesia (Federated States of)",
        "Micronesia, Fed. Sts.",
    ),
    "GB": (
        "United Kingdom of Great Britain and Northern Ireland",
        "UK",
        "Great Britain",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
    ),
    "GM": (
        "The Gambia",
        "Gambia, The",
    ),
    "BS": (
        "The Bahamas",
        "Bahamas, The",
    ),
    "HK": ("China, Hong Kong SAR", "Hong Kong SAR, China", "Hong Kong", "Hong Kong, China"),
    "MO": ("China, Macao SAR", "Macao SAR, China", "Macao", "Macau", "Macao, China"),
    "IR": (
        "Iran (Islamic Republic of)",
        "Iran, Islamic Rep.",
        "Islamic Republic of Iran",
    ),
    "KG": ("Kyrgyz Republic",),
    "KP": (
        "Democratic People's Republic of Korea",
        "Korea, Dem. People's Rep.",
    ),
    "KR": (
        "Republic of Korea",
        "Korea, Rep.",
    ),
    "LA": (
        "Lao People's Democratic Republic",
        "Lao PDR",
    ),
    "LC": ("St. Lucia",),
    "KN": ("St. Kitts and Nevis",),
    "VC": ("St. Vincent and the Grenadines",),
    "MD": ("Republic of Moldova",),
    "MK": ("North Macedonia", "The former Yugoslav Republic of Macedonia", "Macedonia", "Macedonia, FYR"),
    "MM": (
        "Burma",
        "Myanmar",
    ),
    "NL": (
        "Netherlands (Kingdom of the)",
        "Holland",
    ),
    "PS": (
        "State of Palestine",
        "Palestine",
        "West Bank and Gaza",
        "Palestinian Territories",
        "دولة فلسطين",
    ),
    "RU": (
        "Russian Federation",
        "Fédération de Russie",
    ),
    "SK": ("Slovak Republic",),
    "ST": ("Sao Tome and Principe",),
    "SY": (
        "Syrian Arab Republic",
        "République arabe syrienne",
    ),
    "SZ": (
        "Swaziland",
        "Eswatini",
    ),
    "TL": (
        "East Timor",
        "Timor-Leste",
    ),
    "TR": (
        "Turkey",
        "Türkiye",
    ),
    "TZ": (
        "United Republic of Tanzania",
        "République-Unie de Tanzanie",
    ),
    "US": (
        "United States of America",
        "USA",
        "États-Unis d'Amérique",
    ),
    "VA": ("Holy See", "Vatican"),
    "VE": (
        "Venezuela (Bolivarian Republic of)",
        "Venezuela, RB",
    ),
    "VN": ("Viet Nam",),
    "YE": ("Yemen, Rep.",),
}
"""Names of countries that CLDR does not give as their first: official short names, and former or usual ones."""
