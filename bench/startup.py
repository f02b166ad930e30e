"""How long Ayni takes to start: CPU and wall time of whole processes, beside what Python and Polars take alone.

    python bench/startup.py [--runs 9]

Prints for each command the least CPU time (user and system, of the process and its children), the least
wall time and the most memory over the runs. Bytecode and machine code are kept from a first run that is
not counted, as they are after the set-up.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

AYNI = ("-m", "ayni")
ROWS = "name,age,town\nExample One,34,Kisumu\nExample Two,35,Nakuru\nExample Three,36,Mombasa\n"


class Taken(NamedTuple):
    """What one process took, in seconds and MB."""

    cpu: float
    wall: float
    memory: float


def take(command: tuple[str, ...], environment: dict[str, str]) -> Taken:
    """Run Python with `command` once."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * _unit() / 1e6)


def _unit() -> int:
    """Return the bytes of one step of `ru_maxrss`: 1 on macOS, 1,024 elsewhere."""
    return 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Print one line for each command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="ayni-startup-") as folder:
        tiny = Path(folder) / "tiny.csv"
        tiny.write_text(ROWS, encoding="utf-8")
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {
            "python -c pass": ("-c", "pass"),
            "python -c 'import polars'": ("-c", "import polars"),
            "ayni --version": (*AYNI, "--version"),
            "ayni --help": (*AYNI, "--help"),
            "ayni check tiny.csv": (*AYNI, "check", str(tiny)),
            "ayni check tiny.csv --json": (*AYNI, "check", str(tiny), "--json"),
        }
        print(f"{'command':28} {'CPU s':>7} {'wall s':>7} {'MB':>5}")
        for name, command in commands.items():
            take(command, environment)
            taken = [take(command, environment) for _ in range(runs)]
            cpu, wall = min(one.cpu for one in taken), min(one.wall for one in taken)
            print(f"{name:28} {cpu:7.3f} {wall:7.3f} {max(one.memory for one in taken):5.0f}")


if __name__ == "__main__":
    main()
