from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ayni.check.render.about import ABOUT_BYTES, About, Agent, about_findings, load_about
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from pathlib import Path


def _written(folder: Path, text: str | bytes) -> Path:
    path = folder / "about.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_load_about_reads_every_key(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        """
        name = "survey"
        title = "Household survey"
        description = " People. "
        license = "CC-BY-4.0"
        url = "https://example.org/s"
        creator = { name = "Office", url = "https://example.org" }
        publisher = ["Ministry", { name = "A. Person", person = true, email = "desk@example.org" }]
        date_published = 2024-09-01
        version = 2.1
        keywords = ["people", "income"]
        languages = ["sw", "en"]
        citation = "Office (2024)"
        """,
    )
    assert load_about(path) == About(
        name="survey",
        title="Household survey",
        description="People.",
        license=("CC-BY-4.0",),
        url="https://example.org/s",
        creator=(Agent(name="Office", url="https://example.org"),),
        publisher=(Agent(name="Ministry"), Agent(name="A. Person", person=True, email="desk@example.org")),
        date_published="2024-09-01",
        version="2.1",
        keywords=("people", "income"),
        languages=("sw", "en"),
        citation="Office (2024)",
    )


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ('licence = "x"', "about-misspelt-key", {"key": "licence", "meant": "license"}),
        ("creator = { nam = 'x' }", "about-misspelt-key", {"key": "creator.nam", "meant": "creator.name"}),
        ("qqqq = 1", "about-unknown-key", {"key": "qqqq"}),
        ("name = 3", "about-not-text", {"key": "name"}),
        ("keywords = [1]", "about-not-texts", {"key": "keywords"}),
        ("creator = 1", "about-not-agent", {"key": "creator"}),
        ("creator = { url = 'x' }", "about-not-agent", {"key": "creator"}),
        ("creator = { name = 1 }", "about-not-agent", {"key": "creator"}),
        ("date_published = 'yesterday'", "about-not-date", {"key": "date_published"}),
        ("name = ", "about-not-toml", {}),
        (b"name = '\xff'", "about-not-toml", {"reason": "it is not UTF-8"}),
    ],
)
def test_load_about_refuses_what_it_does_not_know(
    tmp_path: Path, text: str | bytes, code: str, facts: dict[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        load_about(_written(tmp_path, text))
    assert caught.value.code == code
    assert facts.items() <= caught.value.facts.items()


def test_load_about_refuses_a_huge_file(tmp_path: Path) -> None:
    with pytest.raises(LimitError) as caught:
        load_about(_written(tmp_path, b"#" * (ABOUT_BYTES + 1)))
    assert caught.value.code == "about-too-large"
    assert caught.value.facts["bytes"] == ABOUT_BYTES + 1


def test_load_about_of_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_about(tmp_path / "none.toml")
    assert caught.value.code == "about-not-read"


def test_about_findings_name_what_is_missing() -> None:
    found = about_findings(About(name="n", description="d"))
    assert [one.code for one in found] == ["about-licence-missing", "about-incomplete"]
    assert found[1].facts == {"missing": ["url", "creator", "date_published"]}


def test_about_findings_of_a_complete_description() -> None:
    about = About(
        name="n", description="d", license=("l",), url="u", creator=(Agent(name="a"),), date_published="2024-01-01"
    )
    assert about_findings(about) == ()
