"""The report as Croissant 1.1 JSON-LD with the RAI 1.0 properties a check can fill.

Sources: MLCommons Croissant Format Specification 1.1 and Croissant RAI Specification 1.0. The text goes
into public catalogues, so it is always made from a published report (`ayni.check.render.public`): no
value of a person and no small count. What a check cannot know comes from `About`; what neither knows is
left out rather than made up (`ayni.check.render.about.about_findings` says what is missing).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ayni.check.render.public import PUBLIC_THRESHOLD, below_shared_folder, publish
from ayni.check.render.wording import Words
from ayni.check.report import Role, SemanticType
from ayni.check.texts import catalogue

if TYPE_CHECKING:
    from ayni.check.render.about import About, Agent
    from ayni.check.report import Column, Report, Source

__all__ = ["to_croissant"]

_CONFORMS = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
_MEDIA = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "parquet": "application/x-parquet",
    "arrow": "application/vnd.apache.arrow.file",
    "jsonl": "application/jsonlines",
    "json": "application/json",
    "excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "stata": "application/x-stata-dta",
    "spss": "application/x-spss-sav",
    "sas": "application/x-sas-data",
}
_COMPRESSED = {"gzip": "application/gzip", "zstd": "application/zstd", "zip": "application/zip"}
_DATA_TYPES = {
    SemanticType.INTEGER: "sc:Integer",
    SemanticType.DECIMAL: "sc:Float",
    SemanticType.DATE: "sc:Date",
    SemanticType.DATETIME: "sc:DateTime",
}
_STATED_COLUMNS = 200
"""Columns named one by one in the RAI texts."""
_UNSTATED = re.compile(r"[A-Za-z]+[A-Za-z0-9.+-]*\d[A-Za-z0-9.+-]*")


def to_croissant(report: Report, about: About, *, language: str = "en") -> dict[str, Any]:
    """Return the dataset's description as a JSON-LD document, its sentences in `language`.

    A private report is published first, with counts below 5 hidden.
    """
    if not report.public:
        report = publish(report, PUBLIC_THRESHOLD)
    words = Words(catalogue(language))
    files = below_shared_folder(table.source.path for table in report.tables)
    document: dict[str, Any] = {
        "@context": _context(language),
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS,
        "name": about.name or report.name,
        **_about(about),
        "distribution": _distribution(report, files),
        "recordSet": _record_sets(report, files),
        **_rai(report, words),
    }
    if not document["recordSet"]:
        del document["recordSet"]
    return document


def _context(language: str) -> dict[str, Any]:
    """Return the context of Croissant 1.1, appendix 1: its terms, and those that RAI uses."""
    terms = (
        "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
        "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
        "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator",
        "source", "subField", "transform",
    )  # fmt: skip
    return {
        "@language": language,
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "description": {"@container": "@language"},
        "name": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{term: f"cr:{term}" for term in terms},
    }


def _about(about: About) -> dict[str, Any]:
    given = {
        "alternateName": about.title,
        "description": about.description,
        "license": _one_or_many([_license(one) for one in about.license]),
        "url": about.url,
        "creator": _one_or_many([_agent(one) for one in about.creator]),
        "publisher": _one_or_many([_agent(one) for one in about.publisher]),
        "datePublished": about.date_published,
        "version": about.version,
        "keywords": list(about.keywords),
        "inLanguage": list(about.languages),
        "citeAs": about.citation,
    }
    return {key: value for key, value in given.items() if value}


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _license(written: str) -> str:
    """Return the address of an SPDX identifier; anything else stays as it was written."""
    return f"https://spdx.org/licenses/{written}.html" if _UNSTATED.fullmatch(written) else written


def _agent(agent: Agent) -> dict[str, str]:
    made = {"@type": "sc:Person" if agent.person else "sc:Organization", "name": agent.name}
    return made | {key: value for key, value in (("url", agent.url), ("email", agent.email)) if value}


def _distribution(report: Report, files: dict[str, str]) -> list[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for table in report.tables:
        source = table.source
        name = files[source.path]
        made.setdefault(
            source.path,
            {
                "@type": "cr:FileObject",
                "@id": quote(name),
                "name": name,
                "contentUrl": quote(name),
                "contentSize": f"{source.bytes} B",
                "encodingFormat": _media(source),
                "sha256": source.sha256,
            },
        )
    return list(made.values())


def _media(source: Source) -> str:
    if source.compression is not None:
        return _COMPRESSED.get(source.compression, "application/octet-stream")
    return _MEDIA.get(source.format, "application/octet-stream")


def _record_sets(report: Report, files: dict[str, str]) -> list[dict[str, Any]]:
    taken: set[str] = set()
    made = []
    for table in report.tables:
        if not table.columns:
            continue
        key = _unique(_key(table.name), taken | {quote(name) for name in files.values()})
        taken.add(key)
        file = quote(files[table.source.path])
        inner: set[str] = set()
        fields = []
        for column in table.columns:
            field = _unique(f"{key}/{_key(column.name)}", inner)
            inner.add(field)
            fields.append(_field(column, table.source, field, file))
        made.append({"@type": "cr:RecordSet", "@id": key, "name": table.name, "field": fields})
    return made


def _key(name: str) -> str:
    """Return a name as part of an IRI: letters and digits of every script stay readable (RFC 3987)."""
    return "".join(char if char.isalnum() or char in "-._~" else quote(char, safe="") for char in name) or "unnamed"


def _unique(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"


def _field(column: Column, source: Source, key: str, file: str) -> dict[str, Any]:
    extract = {"jsonPath": f"$[*][{column.name!r}]"} if source.format == "json" else {"column": column.name}
    made = {
        "@type": "cr:Field",
        "@id": key,
        "name": column.name,
        "dataType": _data_type(column),
        "source": {"fileObject": {"@id": file}, "extract": extract},
    }
    return made | ({"description": column.label} if column.label else {})


def _data_type(column: Column) -> str:
    """Return the type every cell can be read as; a column with misfits, or of words for yes and no, is text."""
    if column.type is SemanticType.BOOLEAN and column.storage in {"boolean", "bool"}:
        return "sc:Boolean"
    return "sc:Text" if column.mixed != 0 else _DATA_TYPES.get(column.type, "sc:Text")


def _rai(report: Report, words: Words) -> dict[str, Any]:
    filled = {
        "rai:personalSensitiveInformation": _personal(report, words),
        "rai:dataLimitations": _limitations(report, words),
        "rai:dataCollectionMissingData": _missing(report, words),
        "rai:dataCollectionTimeframe": _timeframe(report),
        "rai:dataBiases": _biases(report, words),
    }
    return {key: value for key, value in filled.items() if value}


def _personal(report: Report, words: Words) -> list[str]:
    told = []
    for table in report.tables:
        for column in table.columns:
            told += [
                words(
                    "rai.personal",
                    table=table.name,
                    column=column.name,
                    kind=found.kind,
                    cells=found.cells,
                    sure=words(f"confidence.{found.confidence}"),
                )
                for found in column.personal
            ]
        for role in (Role.DIRECT, Role.QUASI, Role.SENSITIVE):
            names = [column.name for column in table.columns if column.role is role][:_STATED_COLUMNS]
            if names:
                told.append(words(f"rai.{role}", table=table.name, columns=words.listed(names)))
        if table.disclosure is not None:
            told += [words("rai.risk", table=table.name, sentence=one) for one in words.recognised(table)]
    return told[: 5 * _STATED_COLUMNS]


def _limitations(report: Report, words: Words) -> list[str]:
    told = []
    for table in report.tables:
        if table.duplicate_rows != 0:
            told.append(words("rai.duplicates", table=table.name, rows=table.duplicate_rows))
        for column in table.columns[:_STATED_COLUMNS]:
            for problem in ("mixed", "damaged", "impossible"):
                count = getattr(column, problem)
                if count != 0:
                    told.append(words(f"rai.{problem}", table=table.name, column=column.name, cells=count))
    return told


def _missing(report: Report, words: Words) -> str:
    told = []
    for table in report.tables:
        gaps = [column for column in table.columns[:_STATED_COLUMNS] if column.missing != 0]
        told += [
            words("rai.missing", table=table.name, column=column.name, cells=column.missing, rows=table.rows)
            for column in gaps
        ]
        if not gaps and table.columns:
            told.append(words("rai.complete", table=table.name))
    return " ".join(told)


def _timeframe(report: Report) -> list[str]:
    """Return first and last year of the date columns that are no one's personal detail.

    Of a published histogram only the inner edges are used: its ends are open, since they are single rows'.
    """
    years = []
    for table in report.tables:
        for column in table.columns:
            if column.role is not Role.OTHER or column.personal or column.dates is None:
                continue
            edges = [edge for one in column.dates.histogram for edge in (one.low, one.high) if math.isfinite(edge)]
            years += [1970 + math.floor(edge / 365.2425) for edge in edges]
    return [str(year) for year in sorted({min(years), max(years)})] if years else []


def _biases(report: Report, words: Words) -> list[str]:
    """Say how unevenly the groups of each key variable are present, where the numbers are there."""
    told = []
    for table in report.tables:
        for column in table.columns[:_STATED_COLUMNS]:
            counts = [(one.value, one.count) for one in column.frequent if isinstance(one.count, int)]
            if column.role is not Role.QUASI or len(counts) < 2 or not table.rows:  # noqa: PLR2004  a comparison
                continue
            (most, many), (least, few) = max(counts, key=lambda one: one[1]), min(counts, key=lambda one: one[1])
            if many > few:
                facts = {"most": most, "many": words.share(round(many / table.rows, 2))}
                facts |= {"least": least, "few": words.share(round(few / table.rows, 2))}
                told.append(words("rai.balance", table=table.name, column=column.name, **facts))
    return told
