"""Time the complete search of special uniques on adult, and hold it to an independent count.

    python bench/suda.py PATH/adult.csv [--repeat 5]

Adult is the `;`-separated table of 30,162 rows and nine attributes of the ARX repository. The independent
count goes over all 511 sets of columns with Polars: a row counts for a set when nobody else has its values
there and it is not unique on any set with one column less. Prints CPU seconds of the whole measure
(grouping, search, scores) and of the search alone, after one run that compiles or loads the kernel.
sdcMicro's suda2 needs R and is not run.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

from ayni.check.disclosure import DisclosureMeasure
from ayni.check.disclosure.suda import find_special_uniques
from ayni.check.thresholds import load_thresholds
from ayni.limits import CheckLimits


def count_by_definition(table: pl.DataFrame) -> list[int]:
    """Return the minimal sample uniques by number of columns."""
    names = table.columns
    below: dict[tuple[str, ...], np.ndarray] = {(): np.zeros(table.height, dtype=bool)}
    counts = []
    for size in range(1, len(names) + 1):
        here = {}
        count = 0
        for chosen in combinations(names, size):
            here[chosen] = table.select((pl.len().over(chosen) == 1).alias("unique"))["unique"].to_numpy()
            minimal = here[chosen].copy()
            for part in combinations(chosen, size - 1):
                minimal &= ~below[part]
            count += int(minimal.sum())
        counts.append(count)
        below = here
    return counts


def main() -> None:
    """Time the search, count by definition, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    table = pl.read_csv(arguments.path, separator=";", infer_schema=False)
    names = table.columns
    thresholds = load_thresholds()
    classes = table.group_by(names).len()
    cells = [classes[name].cast(pl.Categorical).to_physical().cast(pl.UInt64).to_numpy() for name in names]
    sizes = classes["len"].cast(pl.Int64).to_numpy()
    whole, search = [], []
    for _ in range(arguments.repeat + 1):
        start = time.process_time()
        with DisclosureMeasure(tuple(names), limits=CheckLimits()) as measure:
            measure.observe(table)
            found = measure.conclude(thresholds).suda
        whole.append(time.process_time() - start)
        start = time.process_time()
        find_special_uniques(names, cells, sizes, thresholds.suda_fraction, len(names))
        search.append(time.process_time() - start)
    if found is None:
        sys.exit("the search was not run")
    start = time.process_time()
    expected = count_by_definition(table)
    independent = time.process_time() - start
    unique_rows = int((sizes == 1).sum())
    print(f"rows {table.height:,}, columns {len(names)}, complete {found.complete}")
    print(f"CPU seconds, best of {arguments.repeat}")
    print(f"first run, kernel loaded or compiled  {whole[0]:.3f} s")
    print(f"whole measure                         {min(whole[1:]):.3f} s")
    print(f"search alone                          {min(search[1:]):.3f} s")
    print(f"independent count                     {independent:.3f} s")
    print(f"uniques by size  {list(found.by_size)}")
    print(f"by definition    {expected}")
    print(f"rows with a unique {found.rows:,}, rows unique on all columns {unique_rows:,}")
    if list(found.by_size) != expected or found.rows != unique_rows:
        sys.exit("the two disagree")
    print("equal")


if __name__ == "__main__":
    main()
