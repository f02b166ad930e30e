"""Thresholds: every default has a source, and a person's own file is read strictly."""

from pathlib import Path

import pytest

from ayni.check.texts.disclosure import TEXTS
from ayni.check.thresholds import load_thresholds
from ayni.errors import InputError, LimitError
from ayni.messages import Catalogue


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load_thresholds(path)
    assert path.name in Catalogue("en", TEXTS)(f"error.{caught.value.code}", **caught.value.facts)
    return caught.value


def test_defaults_have_values_and_sources() -> None:
    found = load_thresholds()
    assert found.values() == {
        "class_size": 5,
        "class_size_blocker": 3,
        "diversity": 2,
        "closeness": 0.5,
        "individual_risk": 0.01,
        "global_risk": 0.03,
        "sample_uniques_share": 0.05,
        "suda_fraction": 0.01,
        "public_threshold": 5,
    }
    assert set(found.sources) == set(found.values())
    assert all(len(source) > 20 for source in found.sources.values())


def test_a_file_overrides_what_it_names(tmp_path: Path) -> None:
    text = 'class_size = 3\ncloseness = 1\n[global_risk]\nvalue = 0.09\nsource = "our data committee, 2026"\n'
    found = load_thresholds(write(tmp_path, text))
    assert (found.class_size, found.closeness, found.global_risk) == (3, 1.0, 0.09)
    assert found.individual_risk == 0.01
    assert found.sources["class_size"] == "mine.toml"
    assert found.sources["global_risk"] == "our data committee, 2026"


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    error = refused(write(tmp_path, "clas_size = 3"))
    assert (error.code, error.facts["name"], error.facts["nearest"]) == (
        "thresholds-unknown",
        "clas_size",
        "class_size",
    )
    error = refused(write(tmp_path, "[class_size]\nvalu = 3"))
    assert (error.code, error.facts["nearest"]) == ("thresholds-unknown", "class_size.value")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ('class_size = "3"', "thresholds-not-whole", "class_size"),
        ("class_size = 3.5", "thresholds-not-whole", "class_size"),
        ("class_size = true", "thresholds-not-whole", "class_size"),
        ("global_risk = [0.1]", "thresholds-not-number", "global_risk"),
        ('[global_risk]\nsource = "x"', "thresholds-not-number", "global_risk"),
        ("[global_risk]\nvalue = 0.1\nsource = 3", "thresholds-not-text", "global_risk.source"),
    ],
)
def test_a_wrong_type_is_refused(tmp_path: Path, text: str, code: str, name: str) -> None:
    error = refused(write(tmp_path, text))
    assert (error.code, error.facts["name"]) == (code, name)


@pytest.mark.parametrize("text", ["class_size = 0", "global_risk = 1.5", "global_risk = nan", "suda_fraction = 0"])
def test_a_number_out_of_range_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(write(tmp_path, text)).code == "thresholds-out-of-range"


def test_files_that_are_not_toml_are_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "class_size 3")).code == "thresholds-not-toml"
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert refused(tmp_path / "binary.toml").code == "thresholds-not-toml"
    assert refused(write(tmp_path, "a = " + "[" * 20_000)).code == "thresholds-not-toml"
    assert refused(tmp_path / "absent.toml").code == "thresholds-not-readable"
    error = refused(write(tmp_path, "#" * 70_000))
    assert isinstance(error, LimitError)
    assert error.code == "thresholds-too-large"
