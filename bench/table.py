"""Make the seeded benchmark table: N rows x 12 columns of a clinic register, as CSV and Parquet.

    python bench/table.py FOLDER [--rows 1000000]

About 280 bytes a row as CSV. Every value is invented: names are random pairs, phone numbers and
identifiers random digits, one contact in thirty an e-mail address at a reserved domain. The same seed
and row count give the same bytes. Written in parts of 250,000 rows, so 20,000,000 rows need no memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

PART = 250_000
SEED = 20_261_123
GIVEN = "Amina John Fatuma Pedro Wei Olga Ravi Lucía Kwame Aisha Tomás Ngozi Mehmet Linh Sofia Abebe".split()
FAMILY = "Otieno Smith Diallo Silva Zhang Petrova Kumar Quispe Mensah Hassan García Okafor Yılmaz Nguyen Rossi".split()
WORDS = (
    "patient came with fever and cough was given medicine returned home after two days the clinic called a relative "
    "about transport costs follow up visit was planned blood pressure normal child well mother advised to rest"
).split()


def part(start: int, rows: int) -> pl.DataFrame:
    """Return rows `start` … `start + rows - 1` of the table; they depend on `start` and the seed only."""
    random = np.random.default_rng([SEED, start])

    def pick(words: list[str], size: int = rows) -> pl.Series:
        return pl.Series(words).gather(random.integers(0, len(words), size))

    def digits(count: int) -> pl.Series:
        return pl.Series(random.integers(0, 10**count, rows)).cast(pl.String).str.zfill(count)

    given, family = pick(GIVEN), pick(FAMILY)
    number = pl.Series(random.integers(0, 10**6, rows)).cast(pl.String)
    phone = "+2547" + digits(8)
    email = given.str.to_lowercase() + "." + number + "@example.org"
    words = pick(WORDS, rows * 30).reshape((rows, 30)).arr.join(" ")
    in_text = random.random(rows)
    notes = (words + " call " + phone.shift(1, fill_value="")).zip_with(pl.Series(in_text < 0.02), words)
    day = pl.Series(random.integers(14_610, 20_400, rows).astype(np.int32)).cast(pl.Date)
    return pl.DataFrame(
        {
            "record_id": "R" + pl.Series(np.arange(start, start + rows)).cast(pl.String).str.zfill(9),
            "full_name": given + " " + family,
            "contact": email.zip_with(pl.Series(random.random(rows) < 0.03), phone),
            "national_id": digits(11),
            "sex": pick(["F", "M"]),
            "age": np.clip(random.gamma(3.2, 9.5, rows), 0, 99).astype(np.int64),
            "district": "District " + pl.Series(random.integers(1, 121, rows)).cast(pl.String),
            "diagnosis": pick(list("ABCDEFGJKLMN")) + digits(2) + "." + digits(1),
            "visit_date": day,
            "income": np.round(random.lognormal(8, 1, rows), 2),
            "weight_kg": np.round(random.normal(62, 13, rows), 1),
            "notes": notes,
        }
    )


def write_table(folder: Path, rows: int, *, parquet: bool = False) -> Path:
    """Write `clinic-<rows>.csv` (and `.parquet`) into `folder` unless it is there; return the CSV's path."""
    path = folder / f"clinic-{rows}.csv"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            for start in range(0, rows, PART):
                part(start, min(PART, rows - start)).write_csv(file, include_header=start == 0)
        unfinished.rename(path)
    other = path.with_suffix(".parquet")
    if parquet and not other.exists():
        pl.scan_csv(path, schema_overrides={"national_id": pl.String}).sink_parquet(other)
    return path


def main() -> None:
    """Write the table and say where."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    path = write_table(options.folder, options.rows, parquet=True)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
