"""Time k-anonymity against pycanon on the same table, in one run.

    python bench/k_anonymity.py --pycanon FOLDER/pycanon/bin/python [--rows 1000000] [--repeat 5]

Makes the seeded register of `bench/table.py`, and times, in CPU seconds and without reading the file,
`pycanon.anonymity.k_anonymity` in its own environment and Ayni's disclosure measure (observe, in batches of
100,000 rows of text, and conclude), which also gives class sizes, risks and uniqueness. Once over all four
key columns and once over the first three, which make large classes: pycanon's time grows with the number of
classes, ours with the number of rows. Both see the same rows as text; nothing is extrapolated.
sdcMicro, the other obvious peer, needs R and is not run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from ayni.check.disclosure import DisclosureMeasure
from ayni.check.thresholds import load_thresholds
from ayni.limits import CheckLimits
from table import PART, part

KEYS = ("sex", "age", "district", "diagnosis")
_PEER = """
import json, sys, time
import pandas
from pycanon.anonymity import k_anonymity
table = pandas.read_csv(sys.argv[1], dtype=str)
keys = json.loads(sys.argv[2])
times = []
for _ in range(int(sys.argv[3])):
    start = time.process_time()
    k = k_anonymity(table, keys)
    times.append(time.process_time() - start)
print(json.dumps({"k": int(k), "seconds": min(times)}))
"""


def make_table(rows: int) -> pl.DataFrame:
    """Return the key columns of the clinic register of `bench/table.py`, as text."""
    parts = [part(start, min(PART, rows - start)) for start in range(0, rows, PART)]
    return pl.concat(parts).select(pl.col(KEYS).cast(pl.String))


def time_ours(table: pl.DataFrame, keys: tuple[str, ...], repeat: int) -> tuple[int, float]:
    """Return the smallest class and the best CPU seconds of observing and concluding."""
    thresholds = load_thresholds()
    # Special uniques answer another question and have a benchmark of their own: bench/suda.py.
    best = float("inf")
    k_min = 0
    for _ in range(repeat):
        start = time.process_time()
        with DisclosureMeasure(keys, limits=CheckLimits(), special_uniques=False) as measure:
            for batch in table.iter_slices(100_000):
                measure.observe(batch)
            k_min = int(measure.conclude(thresholds).k_min)
        best = min(best, time.process_time() - start)
    return k_min, best


def main() -> None:
    """Run both and print rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pycanon", required=True, help="the Python of an environment that has pycanon")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5, help="runs of ours; the best counts")
    parser.add_argument("--peer-repeat", type=int, default=1)
    arguments = parser.parse_args()
    rows = arguments.rows
    table = make_table(rows)
    print(f"rows {rows:,}; CPU seconds, best of {arguments.repeat} (pycanon: best of {arguments.peer_repeat})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        table.write_csv(path)
        for keys in (KEYS, KEYS[:3]):
            command = [arguments.pycanon, "-c", _PEER, str(path), json.dumps(keys), str(arguments.peer_repeat)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            peer = json.loads(answer.splitlines()[-1])
            k_min, seconds = time_ours(table, keys, arguments.repeat)
            print(f"keys {', '.join(keys)}: {table.n_unique(keys):,} classes")
            print(f"  pycanon  k = {peer['k']}  {peer['seconds']:8.3f} s  {rows / peer['seconds']:14,.0f} rows/s")
            print(f"  ayni     k = {k_min}  {seconds:8.3f} s  {rows / seconds:14,.0f} rows/s")
            print(f"  ratio    {peer['seconds'] / seconds:.0f}x")
            if k_min != peer["k"]:
                sys.exit("the two disagree on k")


if __name__ == "__main__":
    main()
