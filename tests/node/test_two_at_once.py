"""Two people's jobs at the same time, by two workers."""

import os
import signal
import socket

import pytest
from tests.node.test_up import Running, ask, put_job, wait_for

from ayni.node.folder import make_folder


@pytest.fixture
def node(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = make_folder(tmp_path / "node").path
    (folder / "ayni.toml").write_text("workers = 2\n")
    running = Running(folder, port)
    yield running
    if running.process.poll() is None:
        running.kill()


def test_each_of_two_workers_does_jobs_while_the_other_is_held_up(node):
    workers = [pid for pid, command in node.children().items() if "ayni.node.worker" in command]
    assert len(workers) == 2
    for number, held in enumerate(workers, start=1):
        os.kill(held, signal.SIGSTOP)
        put_job(node.folder, rows=10)
        done = [("done", 1)] * number
        wait_for(lambda done=done: ask(node.folder, "SELECT state, attempts FROM node_job") == done)
        os.kill(held, signal.SIGCONT)
    assert node.stop()[1] == 0
