"""Time the search for levels against ARX on the same table, in turns, in one run.

    python bench/arx.py --arx ARX.jar[:LIBRARY.jar…] --table adult.csv --hierarchies FOLDER [--k 5] [--repeat 7]

ARX (https://arx.deidentifier.org, 3.9.2 when it counted) is given as a class path; a Java 11+ development kit must be
there to compile `bench/arx/Driver.java`, which drives ARX through its public API with its optimal algorithm. Every
column of the table is a key variable; hierarchy files are found as `ayni protect --hierarchies` finds them. At each
suppression limit (0 %, 4 %, 100 %) both must find the same levels and as many rows suppressed, and the losses must
agree to 1e-9; otherwise it stops. Three pairs of times:

- search: what is searched is in memory, encoded, on both sides (ARX's own time of its search, in whole milliseconds;
  `find_optimum` over the key table);
- with grouping: from the encoded table in memory (ARX's `anonymize`, which finds the cells encoded since loading and
  places them in the hierarchies, under a millisecond; grouping the rows and `find_optimum`). What encoding the cells
  and placing them in the hierarchies takes us is told below it;
- process: a whole second process from start to end, with reading the table and the hierarchies: by the clock, and CPU
  of all its threads. The first process, which may compile, is told by itself.

Warm times come from one process on each side, after `--warm` searches at each limit that do not count. The sides take
turns. Printed are medians and, in brackets, the least and the most. Ours runs under the Python that runs this.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ayni.protect.levels import Levels

LIMITS = (0.0, 0.04, 1.0)
HERE = Path(__file__).parent
CLOSE = 1e-9
ENCODE = "encode"


class Answer(NamedTuple):
    """One search: seconds of the search alone, with grouping, CPU seconds of the latter, and what was found."""

    search: float
    whole: float
    cpu: float
    checked: int
    loss: float
    suppressed: int
    levels: str


class Side:
    """One program, asked line by line."""

    def __init__(self, command: list[str]) -> None:
        """Start it."""
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def words(self, question: str) -> list[str]:
        """Return the words of an answer."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise RuntimeError
        print(question, file=asked, flush=True)
        return answers.readline().split()

    def ask(self, question: str) -> Answer:
        """Have one search done."""
        words = self.words(question)
        search, whole, cpu = (float(word) for word in words[:3])
        return Answer(search, whole, cpu, int(words[3]), float(words[4]), int(words[5]), words[6])

    def end(self) -> None:
        """Wait for its end."""
        self._process.communicate()


def work(table: Path, hierarchies: Path, source: IO[str]) -> None:
    """Answer as `bench/arx/Driver.java` does, with Ayni."""
    import numpy as np
    import polars as pl

    from ayni.check.batch import ColumnPlan
    from ayni.check.report import SemanticType
    from ayni.protect.hierarchy import hierarchies_in, read_hierarchy_file
    from ayni.protect.hierarchy.given import levels_of_table
    from ayni.protect.key_table import KeyTableGathering
    from ayni.protect.plan import Loss
    from ayni.protect.search import find_optimum
    from ayni.protect.search.problem import Criteria, KeyTable

    frame = pl.read_csv(table, separator=";", infer_schema=False)
    plans = {name: ColumnPlan(name=name, storage="text", type=SemanticType.CATEGORY) for name in frame.columns}
    found = hierarchies_in(hierarchies, frame.columns)
    files = {name: read_hierarchy_file(hierarchies / each.path).frame for name, each in found.items()}

    def gather() -> KeyTableGathering:
        gathering = KeyTableGathering(plans, frame.columns)
        gathering.observe(frame)
        return gathering

    gathered = gather()
    values = {name: gathered.values(name) for name in frame.columns}
    encoded = frame.select(
        pl.col(name).replace_strict(each, range(len(each)), return_dtype=pl.Int32) for name, each in values.items()
    )

    def place() -> tuple[Levels, ...]:
        return tuple(levels_of_table(files[name], plans[name], values[name]) for name in frame.columns)

    levels = place()
    for line in source:
        if line.strip() == ENCODE:
            times = [time.perf_counter()]
            for step in (gather, place):
                step()
                times.append(time.perf_counter())
            print(times[1] - times[0], times[2] - times[1], flush=True)
            continue
        k, limit, loss = line.split()
        criteria = Criteria(k=int(k), suppression=float(limit), loss=Loss(loss))
        cpu, start = time.process_time(), time.perf_counter()
        groups = encoded.group_by(pl.all(), maintain_order=True).agg(pl.len().cast(pl.Int64).alias("\0rows"))
        codes = np.ascontiguousarray(groups.select(frame.columns).to_numpy())
        keys = KeyTable(levels, codes, groups["\0rows"].to_numpy())
        ready = time.perf_counter()
        best = find_optimum(keys, criteria)
        done = time.perf_counter()
        cpu = time.process_time() - cpu
        shown = str(list(best.levels)).replace(" ", "")
        print(done - ready, done - start, cpu, best.checked, best.loss, best.suppressed, shown, flush=True)


def run_once(command: list[str], question: str) -> tuple[float, float]:
    """Return wall and CPU seconds of a whole process that does one search."""
    with tempfile.TemporaryFile("w+") as asked:
        print(question, file=asked, flush=True)
        asked.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=asked, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return wall, used.ru_utime + used.ru_stime


def spread(times: list[float]) -> str:
    """Return median, least and most in milliseconds."""
    middle, low, high = (1000 * each for each in (statistics.median(times), min(times), max(times)))
    return f"{middle:8.1f} [{low:7.1f} … {high:7.1f}]"


def compare(name: str, ours: list[float], theirs: list[float]) -> None:
    """Print one line of figures: both sides in milliseconds, and how many times longer ARX takes."""
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"  {name:18} ayni {spread(ours)}   ARX {spread(theirs)}   ratio {ratio:6.1f}")


def hold_equal(ours: Answer, theirs: Answer) -> None:
    """Stop when the two do not agree."""
    near = abs(ours.loss - theirs.loss) <= CLOSE * max(1.0, abs(theirs.loss))
    if not near or (ours.levels, ours.suppressed) != (theirs.levels, theirs.suppressed):
        sys.exit(f"the two disagree: {ours} and {theirs}")


def compile_driver(classes: str, folder: str) -> list[str]:
    """Compile the driver; return the command that runs it."""
    subprocess.run(["javac", "-cp", classes, "-d", folder, str(HERE / "arx" / "Driver.java")], check=True)
    return ["java", "-Xmx4g", "-cp", f"{folder}{os.pathsep}{classes}", "Driver"]


def main() -> None:
    """Run both sides and print figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--arx", help="ARX's jar and its libraries, as a class path")
    parser.add_argument("--table", type=Path, required=True, help="CSV with ; and a header; all columns are keys")
    parser.add_argument("--hierarchies", type=Path, required=True, help="folder of hierarchy files, PREFIX + column")
    parser.add_argument("--prefix", default="adult_hierarchy_", help="how ARX is told the hierarchy files' names")
    parser.add_argument("--loss", default="loss", choices=["loss", "discernibility", "non-uniform-entropy"])
    parser.add_argument("--k", type=int, default=5)
    parser.add_argument("--warm", type=int, default=5, help="searches at each limit that do not count")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.table, options.hierarchies, sys.stdin)
        return
    with tempfile.TemporaryDirectory() as folder:
        places = [str(options.table), str(options.hierarchies)]
        theirs = [*compile_driver(options.arx, folder), *places, options.prefix]
        named = ["--table", places[0], "--hierarchies", places[1]]
        ours = [sys.executable, __file__, *named, "--worker"]
        measure(ours, theirs, options)


def measure(ours: list[str], theirs: list[str], options: argparse.Namespace) -> None:
    """Time both commands at each limit."""
    with options.table.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    print(f"{options.table.name}: {rows:,} rows; k = {options.k}; {options.loss}; milliseconds, median of")
    print(f"{options.repeat} [least … most], taken in turns; ratio: ARX's median over ours")
    question = f"{options.k} {{}} {options.loss}"
    wall, cpu = run_once(ours, question.format(LIMITS[0]))
    print(f"first process of ours: {wall:.2f} s, {cpu:.2f} s of CPU (with a compile, where nothing was kept)")
    sides = Side(ours), Side(theirs)
    for limit in LIMITS * options.warm:
        hold_equal(*(side.ask(question.format(limit)) for side in sides))
    for limit in LIMITS:
        asked = question.format(limit)
        pairs = [[side.ask(asked) for side in sides] for _ in range(options.repeat)]
        mine, other = ([pair[side] for pair in pairs] for side in (0, 1))
        print(f"limit {limit:.0%}: {mine[0].levels}, loss {mine[0].loss:.12g} and {other[0].loss:.12g},")
        print(f"  {mine[0].suppressed} rows suppressed; {mine[0].checked} nodes checked and {other[0].checked}")
        compare("search", [each.search for each in mine], [each.search for each in other])
        compare("with grouping", [each.whole for each in mine], [each.whole for each in other])
        compare("with grouping, CPU", [each.cpu for each in mine], [each.cpu for each in other])
        runs = [[run_once(command, asked) for command in (ours, theirs)] for _ in range(options.repeat)]
        compare("process", [run[0][0] for run in runs], [run[1][0] for run in runs])
        compare("process, CPU", [run[0][1] for run in runs], [run[1][1] for run in runs])
    times = [[float(word) for word in sides[0].words(ENCODE)] for _ in range(options.repeat)]
    print(f"ours, encoding the cells: {spread([each[0] for each in times])}")
    print(f"ours, placing their values in the hierarchies: {spread([each[1] for each in times])}")
    for side in sides:
        side.end()


if __name__ == "__main__":
    main()
