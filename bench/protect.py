"""Time a whole `ayni protect` against a check of the same file, in one run.

    python bench/protect.py FOLDER [--rows 1000000] [--runs 3]

FOLDER holds (or gets) the seeded table of `bench/table.py`. Three plans are carried out on it: one that drops, codes
and searches levels; one that masks the free text of a million rows as well; and the one that `--suggest` writes.
Both commands are whole processes, start-up included, turn by turn. Printed: wall and CPU seconds (median of the
runs), peak memory, and the ratio to the check. Nothing is extrapolated.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from check import ayni as check_command
from check import median, whole_process
from table import write_table

PLAN = """version = 1
[goal]
keys = ["sex", "age", "district"]
k = 5
suppression = 0.01
[[step]]
do = "drop"
columns = ["full_name", "contact", "national_id"{dropped}]
[[step]]
do = "pseudonymise"
columns = ["record_id"]
[[step]]
do = "top-code"
column = "income"
limit = 20000
[[step]]
do = "generalise"
column = "age"
[step.hierarchy]
by = "interval"
widths = [5, 10, 20]
[[step]]
do = "generalise"
column = "district"
[step.hierarchy]
by = "code"
keep = [10, 9]
"""
MASK = """
[[step]]
do = "mask"
columns = ["notes"]
"""
MOST = 10.0
MOST_MEMORY = 1_000.0


def protect_command(path: Path, folder: Path, plan: Path) -> list[str]:
    """Return the command that protects `path`; its result replaces the one before."""
    options = ["--out", str(folder / "safe.csv"), "--overwrite", "--key", str(folder / "key"), "--json"]
    return [sys.executable, "-m", "ayni", "protect", str(path), "--plan", str(plan), *options]


def suggest(path: Path, plan: Path) -> dict[str, float]:
    """Write the suggested plan and return what that took."""
    return whole_process([sys.executable, "-m", "ayni", "protect", str(path), "--suggest", "--out", str(plan)])


def compare(path: Path, runs: int) -> bool:
    """Print checking and protecting side by side; tell whether all plans stay within the limits."""
    from ayni.protect.key_file import make_key

    within = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_key(folder / "key")
        plans = {"levels": folder / "levels.toml", "levels, mask": folder / "mask.toml", "suggested": folder / "s.toml"}
        plans["levels"].write_text(PLAN.format(dropped=', "notes"'))
        plans["levels, mask"].write_text(PLAN.format(dropped="") + MASK)
        suggesting = suggest(path, plans["suggested"])
        checks: list[dict[str, float]] = []
        protections: dict[str, list[dict[str, float]]] = {plan: [] for plan in plans}
        for _ in range(runs):
            checks.append(whole_process(check_command(path)))
            for plan, file in plans.items():
                protections[plan].append(whole_process(protect_command(path, folder, file)))
    print(f"{path.name}: {path.stat().st_size / 1e6:,.0f} MB, {runs} runs, medians")
    print(f"{'':34}{'wall s':>9}{'CPU s':>9}{'MB':>8}{'wall':>8}{'CPU':>8}")
    wall, cpu, memory = (median(checks, key) for key in ("wall", "cpu", "memory"))
    print(f"{'ayni check':34}{wall:9.2f}{cpu:9.2f}{memory:8.0f}")
    print(f"{'ayni protect --suggest':34}{suggesting['wall']:9.2f}{suggesting['cpu']:9.2f}{suggesting['memory']:8.0f}")
    for plan, found in protections.items():
        ours = [median(found, key) for key in ("wall", "cpu", "memory")]
        print(f"{f'ayni protect: {plan}':34}{ours[0]:9.2f}{ours[1]:9.2f}{ours[2]:8.0f}", end="")
        print(f"{ours[0] / wall:7.1f}x{ours[1] / cpu:7.1f}x")
        within &= ours[0] <= MOST * wall and ours[2] <= MOST_MEMORY
    return within


def main() -> int:
    """Make the table if it is not there, and compare. The exit status says whether the limits were kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    path = asked.folder / f"clinic-{asked.rows}.csv"
    if not path.exists():
        write_table(asked.folder, asked.rows)
    return 0 if compare(path, asked.runs) else 1


if __name__ == "__main__":
    sys.exit(main())
