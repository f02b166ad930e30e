"""`ayni check` on what no one should hand it: a clear sentence, the right exit status, nothing half-written."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import resource
import shutil
import subprocess
import tempfile
import threading
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import zstandard
from tests.check.test_engine import survey

from ayni.check import check
from ayni.check.roles import decide_roles
from ayni.errors import ActError, InputError
from ayni.limits import CheckLimits, ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Done

CALM = b"station,rain_mm\nNorth,1.5\nSouth,2.5\nEast,3.5\n"
BOMB = b"0" * (1 << 20)


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "holds no data"),
    "blank.csv": (b"\n \n\n", "holds no data"),
    "noise.csv": (bytes(range(1, 256)) * 40, "does not hold a table"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(300), "does not hold a table"),
    "page.csv": (b"<!doctype html><html><body>Please log in</body></html>", "does not hold a table"),
    "paper.csv": (b"%PDF-1.7 \n1 0 obj\n", "does not hold a table"),
    "cut.csv.gz": (gzip.compress(CALM * 999)[:60], "could not be unpacked"),
    "cut.csv.zst": (zstandard.compress(CALM * 999)[:30], "could not be unpacked"),
    "cut.zip": (b"PK\x03\x04" + bytes(60), "could not be unpacked"),
    "cut.parquet": (b"PAR1" + bytes(60), ""),
    "cut.json": (b'[{"a": 1}, {"a":', "Copy or download it again"),
    "cut.dta": (b"<stata_dta><header><release>118</release>", ""),
    "cut.sav": (b"$FL2@(#) SPSS DATA FILE" + bytes(20), ""),
    "wide.csv": (b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "has 100,000 columns; at most 20,000"),
    "line.csv": (BOMB * 20, "A single row of"),
    "bomb.csv.gz": (gzip.compress(BOMB * 96, 9), "A single row of"),
    "bomb.csv.zst": (zstandard.compress(BOMB * 96), "A single row of"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_check_refuses_in_words(ayni: Callable[..., Done], tmp_path: Path, name: str) -> None:
    data, said = HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    done = ayni("check", tmp_path / name, "--json")
    assert (done.status, done.err) == (2, "")
    assert done.json["tables"] == []
    (unread,) = done.json["unread"]
    assert name in unread["message"]
    assert said in unread["message"]
    assert unread["message"].count(". ") >= 1  # what happened, and what to do


@pytest.mark.parametrize("packing", ["gz", "zst", "zip"])
def test_check_refuses_rows_that_unpack_without_end(ayni: Callable[..., Done], tmp_path: Path, packing: str) -> None:
    rows, path = b"1234567,1234567\n" * (5 << 20), tmp_path / f"bomb.csv.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.csv", rows)
    else:
        path.write_bytes(gzip.compress(rows) if packing == "gz" else zstandard.compress(rows, 19))
    done = ayni("check", path, "--json")
    assert (done.status, done.err, done.json["tables"]) == (2, "", [])
    assert [unread["code"] for unread in done.json["unread"]] == ["unpacks-too-much"]


READABLE: dict[str, tuple[bytes, str]] = {
    "ragged.csv": (b"a,b,c\n1,2\n1,2,3,4\n5,6,7\n", "rows-long"),
    "nul.csv": (b"a,b\n1\x00,2\n3,4\n", "nul-bytes"),
    "repeated.csv": (b"a,a,b\n1,2,3\n4,5,6\n", "column-name-repeated"),
    "nameless.csv": (b"a,b,\n1,2,3\n4,5,6\n", "column-name-empty"),
    "open.csv": (b'a,b\n1,2\n3,"unfinis', "quote-not-closed"),
    "mislabelled.parquet": (CALM, "suffix-misleading"),
    "header.csv": (b"a,b\n", "empty-table"),
    "onerow.csv": (b"a,b\n1,2\n", "not-about-people"),
    "onecolumn.csv": (b"a\n1\n2\n3\n", "not-about-people"),
    "missing.csv": (b"a,b\n,\n,NA\n,\n", "empty-column"),
}


@pytest.mark.parametrize("name", list(READABLE))
def test_check_reads_what_can_be_read_and_says_what_is_odd(
    ayni: Callable[..., Done], tmp_path: Path, name: str
) -> None:
    data, code = READABLE[name]
    (tmp_path / name).write_bytes(data)
    done = ayni("check", tmp_path / name, "--json", "--html", tmp_path / "page.html")
    assert (done.status, done.err) == (0, "")
    assert code in {finding["code"] for finding in done.json["findings"]}
    assert (tmp_path / "page.html").read_text("utf-8").endswith("</html>\n")


def test_check_refuses_what_is_no_file(ayni: Callable[..., Done], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    (tmp_path / "dangling.csv").symlink_to("nowhere.csv")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "readme.md").write_text("no table")
    for name in ("pipe.csv", "circle.csv", "dangling.csv", "gone.csv", "nothing", "papers", "gone.csv/inner.csv"):
        done = ayni("check", tmp_path / name, "--json")
        assert (name, done.status, done.err) == (name, 2, "")
        assert [unread["path"] for unread in done.json["unread"]] == [str(tmp_path / name)]
    assert ayni("check", "/dev/null").status == 2


def test_check_neither_waits_for_standard_input_nor_takes_nothing_for_everything(ayni: Callable[..., Done]) -> None:
    done = ayni("check", "-")
    assert (done.status, done.err) == (2, "")
    assert "- is a device or a pipe, not a file. Save the data to a file first" in " ".join(done.out.split())
    done = ayni("check", "")
    assert (done.status, done.out) == (2, "")
    assert "It is empty. Name a file or a folder" in done.err


def test_check_folder_whose_links_go_in_circles_ends(ayni: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "calm.csv").write_bytes(CALM)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    done = ayni("check", tmp_path, "--json")
    assert (done.status, len(done.json["tables"])) == (0, 1)


@pytest.mark.parametrize("name", ["red\x1b[31m\nline.csv", "\u202egnp.csv", b"caf\xe9\x07.csv"])
def test_check_names_that_steer_a_terminal_are_tamed(
    ayni: Callable[..., Done], tmp_path: Path, name: str | bytes
) -> None:
    path = tmp_path / os.fsdecode(name)
    try:
        path.write_bytes(CALM)
    except OSError:
        pytest.skip("this file system refuses such names")
    page, croissant = tmp_path / "page.html", tmp_path / "croissant.out"
    for done in (ayni("check", path, "--html", page, "--croissant", croissant), ayni("check", f"{path}x")):
        assert done.err == ""
        assert not {"\x1b", "\u202e", "\x07"} & set(done.out)
        assert done.out.isprintable() or set("\n") == {char for char in done.out if not char.isprintable()}
    assert ayni("check", path, "--json").status == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(page.read_text("utf-8"))
    croissant.read_text("utf-8")


def test_check_file_that_changes_between_passes_is_not_half_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "survey.csv"
    for change in (lambda: path.write_bytes(CALM), path.unlink):
        survey().write_csv(path)

        def meanwhile(*given: Any, change: Callable[[], object] = change) -> Any:
            change()
            return decide_roles(*given)

        monkeypatch.setattr("ayni.check.engine.decide_roles", meanwhile)
        report = check(path)
        assert report.tables == ()
        assert [unread.code for unread in report.unread] in (["file-changed"], ["file-not-found"])


def test_check_roles_of_a_table_that_cannot_be_read_are_no_mistake(ayni: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "calm.csv").write_bytes(CALM)
    (tmp_path / "roles.toml").write_text('[columns]\nvillage = "quasi-identifier"\n')
    done = ayni("check", tmp_path / "calm.csv", tmp_path / "gone.csv", "--roles", tmp_path / "roles.toml", "--json")
    # The column may stand in the table that could not be read: that is said, and nothing else is lost.
    assert (done.status, done.err) == (2, "")
    assert [unread["code"] for unread in done.json["unread"]] == ["file-not-found"]
    assert [table["name"] for table in done.json["tables"]] == ["calm"]


def test_check_full_disk_leaves_the_old_page_whole(command: list[str], outside: dict[str, str], tmp_path: Path) -> None:
    data, out = tmp_path / "calm.csv", tmp_path / "out"
    data.write_bytes(CALM)
    out.mkdir()
    (out / "page.html").write_text("the older page")
    done = subprocess.run(
        [*command, data, "--html", out / "page.html"],
        env=outside,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"ayni: The report could not be written to {out / 'page.html'}: ")
    assert done.stderr.count("\n") == 1
    assert "The check found nothing" in done.stdout
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [("page.html", "the older page")]


@contextlib.contextmanager
def _largest_file(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_check_full_disk_behind_temporary_state_is_said(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    survey().write_csv(path)
    check(path)  # compiled code is kept on disk too, and not what this is about
    with _largest_file(64), pytest.raises(ActError) as caught:
        check(path, limits=CheckLimits(state_rows=50), read_limits=ReadLimits(block_bytes=4_096))
    assert caught.value.code == "state-not-written"


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_check_no_room_to_unpack_is_said(ayni: Callable[..., Done], tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"survey.{suffix}"
    survey().write_parquet(path) if suffix == "parquet" else survey().write_ipc(path)
    packed = tmp_path / f"survey.{suffix}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with _largest_file(64):
        done = ayni("check", packed, "--json")
    assert (done.status, done.err) == (2, "")
    assert [unread["code"] for unread in done.json["unread"]] == ["no-temporary-space"]


def test_check_folder_for_temporary_files_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "survey.csv"
    survey().write_csv(path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(ActError) as caught:
        check(path, limits=CheckLimits(state_rows=50), read_limits=ReadLimits(block_bytes=4_096))
    assert caught.value.code == "state-not-written"
    (tmp_path / "calm.csv").write_bytes(CALM)
    both = check(tmp_path, limits=CheckLimits(state_rows=50), read_limits=ReadLimits(block_bytes=4_096))
    assert [table.name for table in both.tables] == ["calm"]
    assert [unread.code for unread in both.unread] == ["state-not-written"]
    assert caught.value.facts["folder"] == str(tmp_path / "gone")


def test_check_no_permission_is_said_beside_what_could_be_read(
    command: list[str], outside: dict[str, str], tmp_path: Path
) -> None:
    for name in ("open.csv", "closed.csv"):
        (tmp_path / name).write_bytes(CALM)
    (tmp_path / "closed.csv").chmod(0)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder").chmod(0)
    mortal: list[str] = []
    if os.geteuid() == 0:  # root may read everything, unless that right is given up
        tool = shutil.which("setpriv")
        if tool is None:
            pytest.skip("root cannot give up its rights here")
        rights = "-dac_override,-dac_read_search"
        mortal = [tool, f"--bounding-set={rights}", f"--inh-caps={rights}"]
    done = subprocess.run(
        [*mortal, *command, "--json", *(tmp_path / name for name in ("closed.csv", "open.csv", "folder"))],
        env=outside,
        capture_output=True,
        check=False,
    )
    (tmp_path / "folder").chmod(0o700)
    assert (done.returncode, done.stderr) == (2, b"")
    said = json.loads(done.stdout)
    assert [table["name"] for table in said["tables"]] == ["open"]
    assert [unread["code"] for unread in said["unread"]] == ["no-permission", "no-permission"]


def test_check_leaves_no_thread_and_no_file_behind_after_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "survey.csv"
    survey().write_csv(path)
    before = threading.active_count()

    def cancel(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(path, progress=cancel, limits=CheckLimits(state_rows=50), read_limits=ReadLimits(block_bytes=4_096))
    assert threading.active_count() <= before
    assert list((tmp_path / "temporary").iterdir()) == []


def test_check_many_columns_and_many_tables_are_summed_up(ayni: Callable[..., Done], tmp_path: Path) -> None:
    wide = pl.DataFrame({f"v{n}": ["x", "x"] for n in range(300)})
    wide.write_csv(tmp_path / "wide.csv")
    for number in range(15):
        (tmp_path / f"t{number:02}.csv").write_bytes(CALM)
    done = ayni("check", tmp_path)
    assert done.status == 0
    assert len(done.out.splitlines()) < 250
    assert "The same in: " in done.out


def test_check_without_any_path_is_refused_in_the_library() -> None:
    with pytest.raises(InputError) as caught:
        check([])
    assert caught.value.code == "no-input"
