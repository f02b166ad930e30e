"""Makes household-survey.dta of household-survey.csv: the same invented survey as a statistics office keeps it.

    .venv/bin/python examples/make_survey_stata.py

Answers are codes with value labels, every variable has a label, dates are Stata dates. What a survey program would
have refused is corrected here (`F`, `Male `, `MLIMANI`), and what is no number is missing; the other mistakes of the
survey stay. The same CSV gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TITLE = "Household survey 2024 (invented)"
STAMP = b"01 Sep 2024 12:00"
"""When the file says it was written: a fixed day, so that it is the same file each time."""

LABELS = {
    "household_id": "Household number",
    "member": "Line number of the person in the household",
    "respondent_name": "Name of the person",
    "phone": "Telephone number of the first adult",
    "national_id": "National identity number",
    "district": "District",
    "village": "Village",
    "latitude": "Latitude of the house, degrees",
    "longitude": "Longitude of the house, degrees",
    "sex": "Sex",
    "age": "Age in full years",
    "birth_date": "Date of birth",
    "marital_status": "Marital status",
    "ethnicity": "Ethnic group",
    "religion": "Religion",
    "education": "Highest level of school",
    "occupation": "Main occupation",
    "monthly_income": "Income of the last month, shillings",
    "disability": "Difficulty in walking, seeing or hearing",
    "hiv_test_result": "Result of the last HIV test",
    "sampling_weight": "Sampling weight",
    "interview_date": "Day of the interview",
    "survey_round": "Round of the survey",
    "remarks": "Remarks of the interviewer",
}
CODES = {
    "district": ("Mlimani", "Bondeni", "Pwani", "Nyika"),
    "village": (
        "Kilimo", "Maji Moto", "Ngazi", "Sokoni", "Daraja", "Mtoni", "Shamba Kuu", "Bandari", "Mikoko", "Mchanga",
        "Ufukweni", "Kisima", "Mbuga",
    ),
    "sex": ("male", "female"),
    "marital_status": ("single", "married", "widowed", "divorced"),
    "ethnicity": ("Group A", "Group B", "Group C", "Group D", "Group E"),
    "religion": ("Christian", "Muslim", "Traditional", "None"),
    "education": ("none", "primary", "secondary", "vocational", "university"),
    "occupation": (
        "farmer", "trader", "casual labour", "fisher", "driver", "teacher", "nurse", "tailor", "civil servant",
        "imam", "pupil",
    ),
    "disability": ("none", "walking", "seeing", "hearing"),
    "hiv_test_result": ("negative", "positive", "not tested", "refused"),
}  # fmt: skip
"""Answers by their code, counted from 1."""
OTHER_SPELLINGS = {"F": "female", "Male": "male", "MLIMANI": "Mlimani"}
WHOLE = ("member", "age", "monthly_income")
DECIMAL = ("latitude", "longitude", "sampling_weight")
DATES = ("birth_date", "interview_date")


def survey(source: Path, target: Path) -> None:
    """Write the survey in `source`, a CSV file, as a Stata file."""
    import polars as pl
    import pyreadstat

    table = pl.read_csv(source, infer_schema=False)
    columns = [_column(table[name]) for name in LABELS]
    pyreadstat.write_dta(
        pl.DataFrame(columns),
        str(target),
        file_label=TITLE,
        column_labels=LABELS,
        variable_value_labels={name: dict(enumerate(answers, 1)) for name, answers in CODES.items()},
        variable_format=dict.fromkeys(DATES, "%td"),
    )
    written = target.read_bytes()
    target.write_bytes(re.sub(rb"(<timestamp>.)[^<]*", rb"\g<1>" + STAMP, written, count=1))


def _column(cells: pl.Series) -> pl.Series:  # noqa: F821 - Polars is loaded when the survey is made
    """Return a column as Stata holds it."""
    import polars as pl

    if cells.name in CODES:
        codes = {answer: code for code, answer in enumerate(CODES[cells.name], 1)}
        codes |= {other: codes[answer] for other, answer in OTHER_SPELLINGS.items() if answer in codes}
        return cells.str.strip_chars().replace_strict(codes, default=None, return_dtype=pl.Int8)
    if cells.name in WHOLE:
        kind = pl.Int32 if cells.name == "monthly_income" else pl.Int16
        return cells.cast(kind, strict=False)
    if cells.name in DECIMAL:
        return cells.cast(pl.Float64, strict=False)
    if cells.name in DATES:
        return cells.map_elements(dt.date.fromisoformat, return_dtype=pl.Date)
    return cells.fill_null("")


def main() -> None:
    """Write the file beside this script, or into the folder given as the only argument."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    target = folder / "household-survey.dta"
    survey(HERE / "household-survey.csv", target)
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
