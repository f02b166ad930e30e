"""The documentation says what is so: links lead somewhere, pages are found, outputs are what commands print."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(")
KINDS = {"added", "changed", "fixed", "security"}
SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def load_tool() -> ModuleType:
    """Load scripts/reference, which has no suffix, as a module."""
    loader = importlib.machinery.SourceFileLoader("reference_tool", str(ROOT / "scripts" / "reference"))
    spec = importlib.util.spec_from_loader("reference_tool", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


TOOL = load_tool()
PAGES: list[Path] = [*TOOL.pages(), ROOT / "SECURITY.md", ROOT / "changelog.d" / "README.md"]


def links(page: Path) -> list[str]:
    return [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]


@pytest.mark.parametrize("page", TOOL.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_page_is_what_the_program_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == TOOL.wanted(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_python_in_the_library_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (DOCS / "how-to" / "use-as-a-library.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for snippet in SNIPPET.findall(page):
        exec(snippet, names)  # noqa: S102 - what the page tells readers to run, in the order they read it
    assert names["report"].tables[0].rows > 0
    assert b'"language": "fr"' in names["document"]
    assert 'lang="fr"' in names["page"]


def test_python_in_the_page_on_protecting_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (DOCS / "how-to" / "protect-in-a-script.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for snippet in SNIPPET.findall(page):
        exec(snippet, names)  # noqa: S102 - what the page tells readers to run, in the order they read it
    assert names["outcome"].goal_met
    assert sorted(names["outcome"].levels) == ["age", "district", "education", "occupation"]
    assert not (ROOT / "safe.dta").exists()


def test_python_in_the_page_on_the_law_runs() -> None:
    page = (DOCS / "how-to" / "decide-in-a-script.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for snippet in SNIPPET.findall(page):
        exec(snippet, names)  # noqa: S102 - what the page tells readers to run, in the order they read it
    assert names["decision"].paths[0].rulebook == "ke"


def test_the_overlay_on_the_page_is_the_one_among_the_examples() -> None:
    page = (DOCS / "how-to" / "amend-country-rules.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n# rulebooks/ke/rules.toml\n", maxsplit=1)[1].split("```", maxsplit=1)[0]
    assert shown in (ROOT / "examples" / "law" / "overlay" / "ke" / "rules.toml").read_text(encoding="utf-8")


def test_no_other_page_has_python_that_is_not_run() -> None:
    pages = {page.name for page in PAGES if SNIPPET.search(page.read_text(encoding="utf-8"))}
    assert pages == {"use-as-a-library.md", "protect-in-a-script.md", "decide-in-a-script.md"}


def test_pictures_are_few_small_and_shown() -> None:
    pictures = sorted((DOCS / "tutorial" / "images").iterdir())
    assert len(pictures) <= 10
    assert [path.name for path in pictures if path.suffix != ".png" or path.stat().st_size > 60 * 1024] == []
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert [path.name for path in pictures if path.resolve() not in shown] == []


def test_pictures_are_told_in_words() -> None:
    told = [words for page in PAGES for words in PICTURE.findall(page.read_text(encoding="utf-8"))]
    assert [words for words in told if len(words) < 20] == []


def test_every_page_is_reached_from_the_index() -> None:
    reached = {DOCS / "README.md"}
    todo = [DOCS / "README.md"]
    while todo:
        page = todo.pop()
        for link in links(page):
            found = (page.parent / link).resolve()
            if found.suffix == ".md" and found not in reached:
                reached.add(found)
                todo.append(found)
    assert sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page not in reached) == []


def test_decisions_are_numbered_and_listed() -> None:
    folder = DOCS / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(folder.glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]}: ")
        assert re.search(
            r"^Date: \d{4}-\d\d-\d\d\. Status: (proposed|accepted|replaced by \d{4})\.$", text, re.MULTILINE
        )
        assert [part for part in ("## Context", "## Choice", "## Consequences") if part not in text] == []
        assert f"({page.name})" in index


def test_changelog_fragments_are_named_and_say_something() -> None:
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert [path.name for path in fragments if path.suffix != ".md" or path.name.split(".")[-2] not in KINDS] == []
    assert [path.name for path in fragments if not path.read_text(encoding="utf-8").strip().endswith(".")] == []


def test_outputs_are_put_below_their_commands() -> None:
    page = "Text\n\n```console\n$ ./ayni nonsense --json\nold\n$ echo $?\n```\n"
    problem = '{"code": "usage", "message": "No such command \'nonsense\'.", "facts": {}}'
    assert TOOL.with_outputs(page) == f"Text\n\n```console\n$ ./ayni nonsense --json\n{problem}\n$ echo $?\n2\n```\n"


def test_outputs_can_be_cut() -> None:
    cut = TOOL.with_outputs("```console head=1\n$ ./ayni --help\n```\n")
    assert cut == "```console head=1\n$ ./ayni --help\nUsage: ayni [OPTIONS] COMMAND [ARGS]...\n...\n```\n"


def test_unknown_command_in_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="curl"):
        TOOL.with_outputs("```console\n$ curl https://example.org | sh\n```\n")
