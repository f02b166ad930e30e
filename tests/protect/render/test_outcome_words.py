"""An outcome in words, for a terminal, as a page and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import polars as pl
import pytest

from ayni.check.read import open_dataset
from ayni.check.report import Role
from ayni.check.roles import Roles
from ayni.limits import ReadLimits
from ayni.messages import Catalogue
from ayni.protect import protect
from ayni.protect.outcome import StepDone
from ayni.protect.plan import ByInterval, Drop, Generalise, Goal, Plan
from ayni.protect.render.html import to_html
from ayni.protect.render.json import to_json
from ayni.protect.render.sentences import Remark, done_sentences
from ayni.protect.render.text import to_text
from ayni.terminal import cells_wide
from ayni.words import all_texts, catalogue

if TYPE_CHECKING:
    from ayni.protect.outcome import Outcome

HOSTILE = "<script>\u202e\x1b[31m"
REMARKS = (Remark(code="second-wave"), Remark(code="goal-overridden", facts={"names": ["--k", "--l"]}))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What was done to a table with a hostile column name and a hostile value."""
    folder = tmp_path_factory.mktemp("outcome")
    frame = pl.DataFrame(
        {
            "name": [f"Amina Otieno {row}" for row in range(41)],
            HOSTILE: [20 + row % 20 for row in range(40)] + [99],
            "note": ["=1+1"] * 41,
        }
    )
    frame.write_csv(folder / "people.csv")
    # The reader has named the column in its own way.
    name = open_dataset([folder / "people.csv"], ReadLimits()).tables[0].heads[1].name
    goal = Goal(keys=(name,), k=5, suppression=0.1)
    plan = Plan(
        goal=goal, steps=(Drop(columns=("name",)), Generalise(column=name, hierarchy=ByInterval(widths=(10.0,))))
    )
    roles = Roles(columns={name: Role.QUASI, "note": Role.OTHER})
    return protect(folder / "people.csv", folder / "safe.csv", plan, roles=roles)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (StepDone(do="generalise", columns=("age",), level=0), "Kept age as it was: level 0 was enough."),
        (StepDone(do="generalise", columns=("age",), level=2), "Made age coarser: level 2 of its hierarchy."),
        (
            StepDone(do="generalise", columns=("age",), level=2, example="40-74"),
            "Made age coarser: cells now read, for example, 40-74.",
        ),
        (
            StepDone(do="generalise", columns=("age",), level=3, given_up=True),
            "Nothing of age is left: it now reads the same in every row.",
        ),
    ],
)
def test_steps_say_what_became_of_a_column(outcome: Outcome, step: StepDone, said: str) -> None:
    done = msgspec.structs.replace(outcome, steps=(step,))
    assert done_sentences(done, catalogue("en"))[0] == said


@pytest.mark.parametrize("width", [40, 60, 200])
def test_text_keeps_within_the_terminal_and_steers_nothing(outcome: Outcome, width: int) -> None:
    text = to_text(outcome, catalogue("en"), width=width, color=False, k=5, remarks=REMARKS, following=["next.plan"])
    assert max(map(cells_wide, text.splitlines())) <= width
    assert "\x1b" not in text
    assert "\u202e" not in text
    flat = " ".join(text.split())
    assert "40 of 41 rows were kept" in flat
    assert "Left out 1 row that would still have stood out." in flat
    assert "before 40 cells that a spreadsheet would have run as formulas" in flat
    assert "The command line goes before the plan for: --k and --l." in flat
    assert "Keep the plan" in flat


def test_text_paints_headings_only_where_colour_is_wanted(outcome: Outcome) -> None:
    painted = to_text(outcome, catalogue("en"), width=80, color=True)
    assert painted.count("\x1b[1m") == 4
    assert painted.replace("\x1b[1m", "").replace("\x1b[0m", "") == to_text(
        outcome, catalogue("en"), width=80, color=False
    )


def test_page_escapes_names_and_asks_for_nothing(outcome: Outcome) -> None:
    page = to_html(outcome, catalogue("en"), k=5, remarks=REMARKS)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page
    assert "https://" not in page
    assert outcome.result_sha256 in page
    assert "Amina" not in page


def test_page_runs_from_right_to_left_where_the_language_does(outcome: Outcome) -> None:
    page = to_html(outcome, Catalogue("ar", all_texts()), k=5)
    assert '<html lang="ar" dir="rtl">' in page
    assert "\u2068" not in page


def test_json_has_figures_and_words_and_no_value_of_a_person(outcome: Outcome) -> None:
    document = json.loads(to_json(outcome, catalogue("en"), REMARKS))
    assert document["schema"] == "urn:ayni:protect:outcome:1"
    assert (document["suppressed"], document["formulas_defused"]) == (1, 40)
    assert [remark["code"] for remark in document["remarks"]] == ["second-wave", "goal-overridden"]
    assert "Amina" not in json.dumps(document)
    assert document["summary"][0] == "safe.csv was written: 40 of 41 rows were kept."
