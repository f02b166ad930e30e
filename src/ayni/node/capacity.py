"""How many files are worked on at the same time: as `ayni.toml` says, else as memory allows."""

from __future__ import annotations

from pathlib import Path

from ayni.check.workers import available_cores

__all__ = ["JOB_MB", "free_megabytes", "jobs_at_once"]

JOB_MB = 700
"""What one check takes at most; the page of benchmarks has the figures."""
_TWO_JOBS_MB = 3_000
"""From this much free memory on, two files at a time leave the rest of the computer enough."""
_MEMINFO = Path("/proc/meminfo")


def free_megabytes(meminfo: Path = _MEMINFO) -> int | None:
    """Return how much memory programs may still take (10^6 bytes); None where the system does not say."""
    try:
        lines = meminfo.read_text("ascii").splitlines()
        free = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(free.split()[1]) * 1024 // 1_000_000
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def jobs_at_once(told: int, *, free: int | None, cores: int | None = None) -> int:
    """Return what a person `told`; where that is 0, two on two cores with `free` megabytes enough, else one."""
    if told:
        return told
    return 2 if free is not None and free >= _TWO_JOBS_MB and (cores or available_cores()) > 1 else 1
