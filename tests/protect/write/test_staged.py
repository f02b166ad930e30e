from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ayni.errors import ActError, InputError
from ayni.limits import ProtectLimits
from ayni.protect.write import OutputColumn, format_for, open_writer
from ayni.protect.write.staged import PARTIAL_PATTERN

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = (OutputColumn(name="a"),)
_NAMES = ["o.csv", "o.csv.gz", "o.csv.zst", "o.csv.zip", "o.json", "o.parquet", "o.arrow", "o.xlsx", "o.dta", "o.sav"]
_FULL = """
import resource, sys
from pathlib import Path
import polars as pl
from ayni.errors import ActError
from ayni.limits import ProtectLimits
from ayni.protect.write import OutputColumn, format_for, open_writer
for name in sys.argv[2:]:
    path = Path(sys.argv[1]) / name
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    frame = pl.DataFrame({"a": pl.int_range(100_000, eager=True).hash().cast(pl.String)})
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with open_writer(path, format_for(path, None), (OutputColumn(name="a"),), limits=ProtectLimits()) as writer:
            writer.write(frame)
            writer.close()
    except ActError as error:
        print(name, error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
"""


def _open(path: Path, *inputs: Path) -> object:
    return open_writer(path, format_for(path, None), _COLUMNS, limits=ProtectLimits(), inputs=inputs)


@pytest.mark.parametrize("name", _NAMES)
def test_a_table_given_up_leaves_nothing_and_the_old_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    with open_writer(path, format_for(path, None), _COLUMNS, limits=ProtectLimits()) as writer:
        writer.write(pl.DataFrame({"a": ["secret"]}))
        partial = list(tmp_path.glob(PARTIAL_PATTERN))
        assert [one.stat().st_mode & 0o777 for one in partial] == [0o600]
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on file sizes")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path), *_NAMES], capture_output=True, text=True, check=True
    )
    found = dict(line.split() for line in done.stdout.splitlines())
    assert set(found) == set(_NAMES)
    assert set(found.values()) <= {"output-no-space", "output-not-written"}
    assert found["o.csv"] == found["o.dta"] == "output-no-space"
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"a\n1\n")
    (tmp_path / "link.csv").symlink_to(source)
    (tmp_path / "hard.csv").hardlink_to(source)
    for name in ("in.csv", "link.csv", "hard.csv", "../" + tmp_path.name + "/in.csv"):
        with pytest.raises(InputError) as caught:
            _open(tmp_path / name, source)
        assert caught.value.code == "output-is-input"
    with pytest.raises(InputError) as caught:
        _open(source, source / "member.csv")
    assert caught.value.code == "output-is-input"
    assert source.read_bytes() == b"a\n1\n"


def test_targets_that_cannot_be_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "device.csv").symlink_to("/dev/null")
    for name, code in (
        ("folder.csv", "output-is-folder"),
        ("missing/x.csv", "output-folder-missing"),
        ("device.csv", "output-not-a-file"),
        ("x\0.csv", "output-name-unusable"),
        ("x" * 300 + ".csv", "output-name-unusable"),
    ):
        with pytest.raises(InputError) as caught:
            _open(tmp_path / name)
        assert caught.value.code == code


def test_frames_must_have_the_same_columns(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    with open_writer(path, format_for(path, None), _COLUMNS, limits=ProtectLimits()) as writer:
        writer.write(pl.DataFrame({"a": [1]}))
        with pytest.raises(ActError) as caught:
            writer.write(pl.DataFrame({"a": ["x"]}))
        assert caught.value.code == "output-columns-differ"
        with pytest.raises(ActError) as caught:
            writer.close()
        assert caught.value.code == "output-closed"
    assert list(tmp_path.iterdir()) == []
