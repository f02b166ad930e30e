import fcntl
import os
import socket
import sqlite3

import pytest

from ayni.node.diagnosis import check_disk, check_folder, check_keys, check_port, check_state, check_worker
from ayni.node.folder import make_folder

CHECKS = (check_folder, check_keys, check_port, check_state, check_worker, check_disk)


@pytest.fixture
def path(tmp_path):
    return make_folder(tmp_path / "node").path


def use_free_port(path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (path / "ayni.toml").write_text(f"port = {port}\n")
    return port


def test_where_no_node_is_all_is_well(tmp_path):
    assert [check(tmp_path / "none")[0] for check in (check_folder, check_keys, check_state, check_worker)] == [
        True
    ] * 4
    assert not (tmp_path / "none").exists()


def test_new_node_is_well(path):
    use_free_port(path)
    assert [check(path)[0] for check in CHECKS] == [True] * 6


def test_folder_open_to_others_is_seen(path):
    path.chmod(0o755)
    assert check_folder(path) == (False, {"path": str(path)})


def test_settings_that_cannot_be_used_are_seen(path):
    (path / "ayni.toml").write_text("prot = 1")
    assert (check_folder(path)[0], check_port(path)) == (False, (True, {"port": ""}))


@pytest.mark.parametrize("name", ["secret", "pseudonym.key"])
def test_key_open_to_others_is_seen(path, name):
    (path / name).touch()
    (path / name).chmod(0o644)
    assert check_keys(path) == (False, {"path": str(path / name)})


def test_port_in_use_is_seen_unless_by_this_node(path):
    port = use_free_port(path)
    with socket.create_server(("127.0.0.1", port)):
        assert check_port(path) == (False, {"port": str(port)})
        lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT)
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert check_port(path) == (True, {"port": str(port)})
        os.close(lock)


def test_damaged_state_is_seen(path):
    state = path / "state.sqlite3"
    sqlite3.connect(state).executescript("CREATE TABLE a (b)").close()
    assert check_state(path)[0] is True
    state.write_bytes(b"no database at all" * 300)
    assert check_state(path) == (False, {"path": str(state)})


def test_worker_that_says_nothing_is_seen_while_the_node_runs(path):
    (path / "worker.beat").touch()
    os.utime(path / "worker.beat", (0, 0))
    assert check_worker(path) == (True, {"seconds": 0})
    lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    well, facts = check_worker(path)
    assert (well, facts["seconds"] > 1_000_000_000) == (False, True)
    (path / "worker.beat").touch()
    assert check_worker(path)[0] is True
    os.close(lock)
