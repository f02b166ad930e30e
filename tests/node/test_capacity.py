"""How many files are worked on at a time."""

import pytest

from ayni.node.capacity import free_megabytes, jobs_at_once


@pytest.mark.parametrize(
    ("told", "free", "cores", "jobs"),
    [
        (0, 3000, 2, 2),
        (0, 2999, 2, 1),
        (0, 64_000, 64, 2),
        (0, 64_000, 1, 1),
        (0, None, 8, 1),
        (1, 64_000, 8, 1),
        (5, 100, 1, 5),
    ],
)
def test_jobs_follow_what_was_told_else_memory_and_cores(told, free, cores, jobs):
    assert jobs_at_once(told, free=free, cores=cores) == jobs


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ("MemTotal: 4000000 kB\nMemAvailable:    2929688 kB\n", 3000),
        ("MemTotal: 4000000 kB\n", None),
        ("MemAvailable:\n", None),
        ("MemAvailable: much\n", None),
    ],
)
def test_free_memory_is_what_the_system_says(tmp_path, said, free):
    (tmp_path / "meminfo").write_text(said)
    assert free_megabytes(tmp_path / "meminfo") == free


def test_system_that_does_not_say_is_no_reason_to_fail(tmp_path):
    assert free_megabytes(tmp_path / "none") is None
