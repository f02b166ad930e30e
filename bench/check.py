"""Time a whole `ayni check` against the physical limit and against its peers, in one run.

    python bench/check.py FOLDER [--rows 1000000] [--runs 3] [--peers ENVIRONMENTS] [--large 20000000]

FOLDER holds (or gets) the seeded table of `bench/table.py`. The limit is Polars decoding the same CSV, in
a process that has already started, so start-up counts against Ayni only. Ayni is the whole process,
start-up included. Printed: wall and CPU seconds (median of the runs), peak memory, the ratio to the
limit, what each measure costs, and the peers' rates on the samples they can take. Nothing is extrapolated.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import write_table

ROOT = Path(__file__).parent.parent
PEER_ROWS = {"presidio": 2_000, "dataprofiler": 100_000, "duckdb": 0}
DECODE = """
import json, sys, time
import polars as pl
pl.read_csv(sys.argv[1], n_rows=1000)
for _ in range(int(sys.argv[2])):
    wall, cpu = time.perf_counter(), time.process_time()
    rows = pl.read_csv(sys.argv[1]).height
    print(json.dumps({"rows": rows, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}), flush=True)
"""


def whole_process(command: list[str], **environment: str) -> dict[str, float]:
    """Run a command; return its wall and CPU seconds and its peak memory in MB (10^6 bytes)."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024 / 1e6,
    }


def median(runs: list[dict[str, float]], key: str) -> float:
    """Return the median of one figure."""
    return statistics.median(run[key] for run in runs)


def ayni(path: Path) -> list[str]:
    """Return the command that checks `path`."""
    return [sys.executable, "-m", "ayni", "check", str(path), "--json"]


def compare(path: Path, runs: int) -> None:
    """Print Ayni's whole process beside the decoding of the same file, turn by turn."""
    limit: list[dict[str, float]] = []
    ours: list[dict[str, float]] = []
    for _ in range(runs):
        out = subprocess.run([sys.executable, "-c", DECODE, str(path), "2"], check=True, capture_output=True, text=True)
        limit.append(json.loads(out.stdout.splitlines()[-1]))
        ours.append(whole_process(ayni(path)))
    print(f"\n{path.name}: {limit[0]['rows']:,} rows, {path.stat().st_size / 1e6:,.0f} MB, {runs} runs, medians")
    print(f"{'':34}{'wall s':>9}{'CPU s':>9}{'MB':>8}")
    print(f"{'polars decodes (limit)':34}{median(limit, 'wall'):9.3f}{median(limit, 'cpu'):9.3f}")
    wall, cpu, memory = (median(ours, key) for key in ("wall", "cpu", "memory"))
    print(f"{'ayni check, whole process':34}{wall:9.3f}{cpu:9.3f}{memory:8.0f}")
    ratios = [median(ours, key) / median(limit, key) for key in ("wall", "cpu")]
    print(f"{'ratio':34}{ratios[0]:8.1f}x{ratios[1]:8.1f}x")


def costs(path: Path) -> None:
    """Print the CPU seconds of each part of a check, one after the other in one thread."""
    from ayni.check.batch import ColumnBatch
    from ayni.check.disclosure import DisclosureMeasure
    from ayni.check.personal import PersonalMeasure
    from ayni.check.profile import ColumnProfile, DuplicateRows, plan_columns
    from ayni.check.read import open_dataset
    from ayni.check.thresholds import load_thresholds
    from ayni.limits import CheckLimits, ReadLimits

    (reader,) = open_dataset([path], ReadLimits()).tables
    limits = CheckLimits()
    spent: dict[str, float] = {}

    def timed(name: str, started: float) -> None:
        spent[name] = spent.get(name, 0.0) + time.process_time() - started

    started = time.process_time()
    frames = [block.read() for block in reader.blocks()]
    timed("read, hash the file, decode", started)
    plans = plan_columns(reader.heads, frames[0])
    profiles = [ColumnProfile(plan, limits) for plan in plans]
    personal = [PersonalMeasure(plan, limits) for plan in plans]
    duplicates = DuplicateRows(limits)
    keys = ("sex", "age", "district", "diagnosis")
    disclosure = DisclosureMeasure(keys, ("income",), limits=limits)
    for frame in frames:
        started = time.process_time()
        duplicates.observe(frame)
        timed("duplicate rows", started)
        for index, plan in enumerate(plans):
            batch = ColumnBatch(plan, frame.to_series(index))
            for name in ("values", "hashes", "text"):
                started = time.process_time()
                getattr(batch, name)
                timed("cells: bytes and hashes", started)
            started = time.process_time()
            profiles[index].observe(batch)
            timed("profile", started)
            started = time.process_time()
            personal[index].observe(batch)
            timed("personal data", started)
        started = time.process_time()
        disclosure.observe(frame.select(*keys, "income"))
        timed("disclosure risk: classes", started)
    for name, conclude in (
        ("duplicate rows", duplicates.conclude),
        ("profile: conclusion", lambda: [profile.conclude() for profile in profiles]),
        ("personal data: conclusion", lambda: [found.conclude() for found in personal]),
        ("disclosure risk: conclusion, SUDA", lambda: disclosure.conclude(load_thresholds(None))),
    ):
        started = time.process_time()
        conclude()
        timed(name, started)
    print("\nWhat each part costs (CPU s, one thread; the second reading of the key columns is not in it)")
    for name, seconds in spent.items():
        print(f"  {name:34}{seconds:8.3f}")
    print(f"  {'sum':34}{sum(spent.values()):8.3f}")


def peers(path: Path, environments: Path) -> None:
    """Print each peer's rate on the sample it is given."""
    print(f"\n{'peers':16}{'rows':>11}{'columns':>9}{'CPU s':>9}{'rows/s':>12}")
    for name, rows in PEER_ROWS.items():
        python = environments / name / "bin" / "python"
        if not python.exists():
            print(f"{name:16} left out: no environment at {python.parent.parent.name}/")
            continue
        script = ROOT / "bench" / "peers" / f"run_{name}.py"
        out = subprocess.run([python, script, path, str(rows)], check=True, capture_output=True, text=True)
        figures = json.loads(out.stdout.splitlines()[-1])
        rate = figures["rows"] / figures["cpu"]
        used = f"  (it used {figures['samples_used']:,} of them)" if "samples_used" in figures else ""
        print(f"{name:16}{figures['rows']:11,}{figures['columns']:9}{figures['cpu']:9.2f}{rate:12,.0f}{used}")
    run = whole_process(ayni(path))
    rows = int(path.stem.split("-")[1])
    print(f"{'ayni check':16}{rows:11,}{12:9}{run['cpu']:9.2f}{rows / run['cpu']:12,.0f}")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description="Time ayni check against its limit and its peers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--large", type=int, default=0)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path = write_table(options.folder, options.rows, parquet=True)
    compare(path, options.runs)
    costs(path)
    if options.peers:
        peers(path, options.peers)
    if options.large:
        large = write_table(options.folder, options.large)
        run = whole_process(ayni(large))
        print(f"\n{large.name}: {large.stat().st_size / 1e9:.2f} GB: {run}")


if __name__ == "__main__":
    main()
