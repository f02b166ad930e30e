from __future__ import annotations

import hashlib
import importlib.util
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.check.render import sample_report as sample

from ayni.check.render.about import About, Agent
from ayni.check.render.croissant import to_croissant
from ayni.check.render.public import publish
from ayni.check.report import Column, SemanticType, Source, Table

if TYPE_CHECKING:
    from pathlib import Path

_NO_VALIDATOR = importlib.util.find_spec("mlcroissant") is None
_ABOUT = About(
    name="survey-2024",
    title="Survey 2024",
    description="People.",
    license=("CC-BY-4.0", "By agreement"),
    url="https://example.org/survey",
    creator=(Agent(name="Office", url="https://example.org"),),
    publisher=(Agent(name="A. Person", person=True),),
    date_published="2024-09-01",
    version="1.0.0",
    keywords=("people",),
    languages=("sw",),
    citation="Office (2024)",
)


def _table(fmt: str, *, compression: str | None = None, path: str = "data/t.bin") -> Table:
    types = (SemanticType.INTEGER, SemanticType.DECIMAL, SemanticType.DATE, SemanticType.BOOLEAN, SemanticType.TEXT)
    columns = tuple(
        Column(name=f"{kind} é/{place}", type=kind, storage="text", missing=0, distinct=9)
        for place, kind in enumerate(types)
    )
    source = Source(path=path, format=fmt, compression=compression, sha256="ab" * 32, bytes=12)
    return Table(name=f"{fmt} t", source=source, rows=9, columns=columns)


def _find(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(field for one in document["recordSet"] for field in one["field"] if field["name"] == key)


def test_to_croissant_describes_files_fields_and_about() -> None:
    document = to_croissant(sample.report(), _ABOUT)
    assert document["conformsTo"] == [
        "http://mlcommons.org/croissant/1.1",
        "http://mlcommons.org/croissant/RAI/1.0",
    ]
    assert document["license"] == ["https://spdx.org/licenses/CC-BY-4.0.html", "By agreement"]
    assert document["creator"] == {"@type": "sc:Organization", "name": "Office", "url": "https://example.org"}
    assert document["publisher"] == {"@type": "sc:Person", "name": "A. Person"}
    assert document["distribution"][0] == {
        "@type": "cr:FileObject",
        "@id": "households.csv",
        "name": "households.csv",
        "contentUrl": "households.csv",
        "contentSize": "123456 B",
        "encodingFormat": "text/csv",
        "sha256": "ab" * 32,
    }
    age = _find(document, "age")
    assert age["dataType"] == "sc:Integer"
    assert age["source"] == {"fileObject": {"@id": "households.csv"}, "extract": {"column": "age"}}
    assert _find(document, "income")["dataType"] == "sc:Text"  # seven cells are no number


def test_to_croissant_leaves_out_what_nobody_said() -> None:
    document = to_croissant(sample.report(), About())
    assert document["name"] == "survey"
    assert {"license", "url", "creator", "datePublished", "version", "description"} & set(document) == set()


def test_to_croissant_fills_the_rai_properties() -> None:
    document = to_croissant(sample.report(), About())
    personal = document["rai:personalSensitiveInformation"]
    assert "Table households, column contact: personal data (email) in 412 cells (sure)." in personal or any(
        text.startswith("Table households, column contact: ") and "412 cells" in text for text in personal
    )
    assert "Table households: sensitive columns: income." in personal
    assert "120 of 1,000 cells are missing" in document["rai:dataCollectionMissingData"]
    assert (
        "Table households, column income: 7 cells do not fit the type of the column." in document["rai:dataLimitations"]
    )
    assert document["rai:dataCollectionTimeframe"] == ["2024"]
    assert document["rai:dataBiases"][0].startswith("Table households, column sex: of the values listed, female")


def test_to_croissant_hides_small_counts_even_of_a_private_report() -> None:
    text = json.dumps(to_croissant(sample.report(), About()))
    assert "in <5 cells" in text
    assert "in 3 cells" not in text
    assert text == json.dumps(to_croissant(publish(sample.report(), 5), About()))


def test_to_croissant_names_files_below_the_folder_they_share() -> None:
    report = sample.report(_table("csv", path="/home/ada/in/a/x.csv"), _table("tsv", path="/home/ada/in/b c/x.csv"))
    document = to_croissant(report, About())
    assert [one["name"] for one in document["distribution"]] == ["a/x.csv", "b c/x.csv"]
    assert document["distribution"][1]["contentUrl"] == "b%20c/x.csv"
    assert "ada" not in json.dumps(document)


def test_to_croissant_ids_are_unique_for_equal_names() -> None:
    column = Column(name="a", type=SemanticType.TEXT, storage="text", missing=0, distinct=9)
    table = msgspec.structs.replace(_table("csv"), columns=(column, column), name="t.bin")
    document = to_croissant(sample.report(table, table), About())
    ids = [field["@id"] for one in document["recordSet"] for field in one["field"]]
    sets = [one["@id"] for one in document["recordSet"]]
    assert len({*ids, *sets, "t.bin"}) == 7


def test_to_croissant_of_every_format_names_its_media_type() -> None:
    formats = ("csv", "tsv", "parquet", "arrow", "jsonl", "json", "excel", "stata", "spss", "sas")
    report = sample.report(*(_table(one, path=f"d/{one}") for one in formats))
    media = [one["encodingFormat"] for one in to_croissant(report, About())["distribution"]]
    assert len(set(media)) == 10
    assert "application/octet-stream" not in media
    packed = to_croissant(sample.report(_table("csv", compression="gzip")), About())
    assert packed["distribution"][0]["encodingFormat"] == "application/gzip"


@pytest.mark.skipif(_NO_VALIDATOR, reason="mlcroissant is not installed")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("about", [_ABOUT, About()], ids=["about", "nothing"])
def test_to_croissant_is_valid_for_mlcroissant(tmp_path: Path, about: About) -> None:
    import mlcroissant

    formats = ("parquet", "arrow", "jsonl", "json", "stata", "spss", "sas", "tsv")
    tables = (sample.table(), *sample.report().tables[1:], *(_table(one, path=f"data/{one}") for one in formats))
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(to_croissant(sample.report(*tables), about)))
    assert mlcroissant.Dataset(str(path)).metadata.ctx.issues.errors == set()


@pytest.mark.skipif(_NO_VALIDATOR, reason="mlcroissant is not installed")
@pytest.mark.filterwarnings("ignore")
def test_to_croissant_lets_mlcroissant_load_the_file_beside_it(tmp_path: Path) -> None:
    import mlcroissant

    data = b"id,score\n1,0.5\n2,\n"
    (tmp_path / "people.csv").write_bytes(data)
    source = Source(path="x/people.csv", format="csv", sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
    kinds = (("id", SemanticType.INTEGER), ("score", SemanticType.DECIMAL))
    columns = tuple(Column(name=name, type=kind, storage="text", missing=0, distinct=2) for name, kind in kinds)
    table = Table(name="people", source=source, rows=20, columns=columns)
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(to_croissant(sample.report(table), About())))
    records = list(mlcroissant.Dataset(str(path)).records("people"))
    assert records[0] == {"people/id": 1, "people/score": 0.5}
    assert records[1]["people/id"] == 2
