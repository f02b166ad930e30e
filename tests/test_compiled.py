# ruff: noqa: SLF001, FBT001 - what is kept is looked at from inside; hypothesis gives flags by position
"""Kernels: the machine code does what the Python does, is kept, found again, and never taken on trust."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni import compiled
from ayni.check.disclosure import kernels as disclosing
from ayni.check.personal import kernels as recognising
from ayni.check.profile import kernels as profiling
from ayni.check.read import kernels as reading
from ayni.check.read import object_kernels
from ayni.compiled import Kernel, kernel, kernels, part

if TYPE_CHECKING:
    from pathlib import Path

BYTES = st.lists(st.sampled_from(list(b'ab",;\n\r\0 \xc2\xa0{}[]:\\u')), max_size=80).map(
    lambda cells: np.array(cells, dtype=np.uint8)
)
OFFSET = 7


@part
def _scaled(data: np.ndarray, at: int) -> int:
    return int(data[at]) * OFFSET


@kernel("u1[]", "i8", results=2)
def _sums(data: np.ndarray, least: int) -> tuple[int, int]:
    total = 0
    for at in range(len(data)):
        if data[at] >= least:
            total += _scaled(data, at)
    return total, len(data)


@kernel("u1*", "i8", "f8", "i4[,]")
def _put(data: np.ndarray, size: int, factor: float, table: np.ndarray) -> None:
    for at in range(size):
        table[at // table.shape[1], at % table.shape[1]] = int(data[at] * factor)


@kernel("i8", results=1)
def _inverse(number: int) -> int:
    return 100 // number


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "_folder", lambda _room: tmp_path / "kept")
    return tmp_path / "kept"


def fresh(made: Kernel[..., Any], *types: str, results: int = 0) -> Kernel[..., Any]:
    """Return the same kernel as another process would find it."""
    return kernel(*types, results=results)(made.python)


@pytest.mark.usefixtures("folder")
def test_kernel_returns_what_python_returns() -> None:
    data = np.arange(10, dtype=np.uint8)
    assert _sums(data, 4) == _sums.python(data, 4) == (7 * (4 + 5 + 6 + 7 + 8 + 9), 10)


@pytest.mark.usefixtures("folder")
def test_kernel_fills_arrays_of_two_dimensions() -> None:
    table = np.zeros((2, 3), dtype=np.int32)
    assert _put(np.arange(6, dtype=np.uint8), 6, 2.5, table) is None
    assert table.tolist() == [[0, 2, 5], [7, 10, 12]]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros(3, dtype=np.int64),
        np.zeros((3, 1), dtype=np.uint8),
        np.zeros(6, dtype=np.uint8)[::2],
        [1, 2, 3],
        b"123",
        None,
    ],
)
def test_kernel_refuses_other_arrays(wrong: object) -> None:
    with pytest.raises(TypeError, match="not a contiguous array of 1 dimensions of u1"):
        _sums(wrong, 1)  # type: ignore[arg-type]


@pytest.mark.usefixtures("folder")
def test_kernel_refuses_another_number_of_arguments_and_names() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        _sums(np.zeros(1, dtype=np.uint8))  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="by position"):
        _sums(np.zeros(1, dtype=np.uint8), least=1)


@pytest.mark.usefixtures("folder")
def test_kernel_says_when_the_code_could_not_go_on() -> None:
    assert _inverse(7) == 14
    with pytest.raises(ArithmeticError, match="_inverse"):
        _inverse(0)


@pytest.mark.parametrize("spelling", ["u3", "u1", "u1[", "u1[]*", "?", "f4"])
def test_kernel_refuses_a_type_it_does_not_know(spelling: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(spelling)}$"):
        kernel(spelling)(lambda: None)


def test_kept_code_is_found_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = fresh(_sums, "u1[]", "i8", results=2)
    data = np.arange(5, dtype=np.uint8)
    assert made(data, 0) == (70, 5)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(Kernel, "_compile", lambda *_: pytest.fail("compiled once more"))
    assert fresh(_sums, "u1[]", "i8", results=2)(data, 3) == (49, 5)


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_damaged_code_is_compiled_anew(folder: Path, damage: bytes | None) -> None:
    fresh(_inverse, "i8", results=1)(1)
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    assert fresh(_inverse, "i8", results=1)(3) == 33
    assert len(kept.read_bytes()) == len(whole)


def test_first_kept_code_drops_that_of_earlier_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, other = tmp_path / "kernels--0000", tmp_path / "pictures"
    for place in (old, other):
        place.mkdir()
        (place / "file").write_bytes(b"x")
    monkeypatch.setattr(compiled, "_folder", lambda _room: tmp_path / "kernels--1111")
    fresh(_inverse, "i8", results=1)(1)
    assert not old.exists()
    assert (other / "file").exists()


def test_kernel_runs_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(compiled, "_folder", lambda _room: tmp_path / "file" / "kept")
    assert fresh(_inverse, "i8", results=1)(5) == 20


def test_folder_is_named_by_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled._state("check")
    assert before == compiled._state("check")
    room = tmp_path / "check"
    room.mkdir()
    (room / "kernels.py").write_text("1")
    monkeypatch.setattr(compiled, "_PACKAGE", tmp_path)
    one = compiled._state("check")
    (room / "kernels.py").write_text("2")
    assert len({before, one, compiled._state("check")}) == 3


def test_all_kernels_of_the_check_can_be_kept() -> None:
    rooms = {module.__name__ for module in (disclosing, recognising, profiling, reading, object_kernels)}
    known = [made for made in kernels() if made.python.__module__ in rooms]
    assert {made.python.__module__ for made in known} == rooms
    for made in known:
        made.prepare()
        file = f"{made.python.__module__}.{made.python.__qualname__}.{compiled._machine().processor}"
        assert (compiled._folder("check") / file).is_file(), file


def test_kept_kernels_need_no_numba() -> None:
    reading.tally_bytes(np.zeros(0, dtype=np.uint8), 44)
    script = (
        "import sys, numpy; from ayni.check.read.kernels import tally_bytes as t;"
        "print(t(numpy.frombuffer(b'a,b', dtype=numpy.uint8), 44), 'numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "(1, 0, 0, 0, 0) False\n"


@settings(deadline=None)
@given(BYTES)
def test_tally_bytes_does_what_python_does(data: np.ndarray) -> None:
    assert reading.tally_bytes(data, 44) == reading.tally_bytes.python(data, 44)


@settings(deadline=None)
@given(BYTES, st.booleans(), st.booleans(), st.integers(0, 9), st.integers(0, 20))
def test_split_fields_does_what_python_does(
    data: np.ndarray, quoting: bool, final: bool, records: int, room: int
) -> None:
    mine, theirs = np.zeros((room, 4), dtype=np.int64), np.zeros((room, 4), dtype=np.int64)
    found = reading.split_fields(data, 44, quoting, final, records, mine)
    assert found == reading.split_fields.python(data, 44, quoting, final, records, theirs)
    assert mine.tolist() == theirs.tolist()


@settings(deadline=None)
@given(BYTES, st.booleans())
def test_put_on_lines_does_what_python_does(data: np.ndarray, in_list: bool) -> None:
    theirs, states = data.copy(), np.zeros((2, 5), dtype=np.int64)
    states[:, 3] = in_list
    end = object_kernels.put_on_lines(data, states[0])
    assert end == object_kernels.put_on_lines.python(theirs, states[1])
    assert (data.tolist(), states[0].tolist()) == (theirs.tolist(), states[1].tolist())


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=8), st.integers(0, 3))
def test_scan_text_does_what_python_does(cells: list[str], weight: int) -> None:
    raw = [cell.encode("utf-8", "replace") for cell in cells]
    data = np.frombuffer(b"".join(raw), dtype=np.uint8)
    offsets = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    weights = np.full(len(raw), weight, dtype=np.int64)
    mine, theirs = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    profiling.scan_text(data, offsets, weights, mine)
    profiling.scan_text.python(data, offsets, weights, theirs)
    assert mine.tolist() == theirs.tolist()
