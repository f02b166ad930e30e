"""`ayni up` as a person runs it: a real process tree, killed in the worst moments."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ayni.node.folder import make_folder

WAIT = 60


class Running:
    """A node that `ayni up` started."""

    def __init__(self, folder, port):
        environment = {**os.environ, "DISPLAY": ""}
        command = [sys.executable, "-m", "ayni", "up", "--folder", str(folder), "--port", str(port), "--no-open"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if "Ctrl+C" in line:
                break
        self.folder, self.port = folder, port

    @property
    def address(self):
        return next(line for line in self.said if line.startswith("http://"))

    def children(self):
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {pid: Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in map(int, listed)}

    def child(self, name):
        return next(pid for pid, command in self.children().items() if name in command)

    def kill(self):
        """The power fails: nobody is asked."""
        children = list(self.children())
        self.process.kill()
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        self.process.communicate(timeout=WAIT)

    def stop(self, number=signal.SIGTERM):
        began = time.monotonic()
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=WAIT)
        return time.monotonic() - began, self.process.returncode, out.strip(), err


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    started = []

    def run():
        node = Running(tmp_path / "node", port)
        started.append(node)
        return node

    yield run
    for node in started:
        if node.process.poll() is None:
            node.kill()


def ask(folder, question, *values):
    with contextlib.closing(sqlite3.connect(f"file:{folder}/state.sqlite3?mode=ro", uri=True, timeout=30)) as state:
        return state.execute(question, values).fetchall()


def wait_for(condition):
    until = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def put_job(folder, rows):
    """Give the node a file and its check to do, as the pages do, by a process of its own."""
    data = Path(folder).parent / "survey.csv"
    data.write_text("age,sex\n" + "31,f\n52,m\n" * rows)
    code = (
        "import django, sys; django.setup()\n"
        "from ayni.node.jobs import start\n"
        "from ayni.node.people import first_administrator\n"
        "from ayni.node.uploads import Reception, begin\n"
        "content = open(sys.argv[1], 'rb').read()\n"
        "with Reception(begin(first_administrator(), 'survey.csv', len(content))) as reception:\n"
        "    reception.write(content)\n"
        "    upload = reception.finish()\n"
        "start(upload, 'check')\n"
        "print(upload.pk)\n"
    )
    environment = {**os.environ, "AYNI_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "ayni.node.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_node_starts_signs_in_and_stops(start):
    node = start()
    assert re.fullmatch(rf"http://127\.0\.0\.1:{node.port}/in/[\w-]{{43}}", node.address)
    assert ask(node.folder, "SELECT handle, role FROM node_person") == [("administrator", "administrator")]
    seconds, status, said, errors = node.stop(signal.SIGINT)
    assert (status, said, errors, seconds < 10) == (0, "Ayni has stopped.", "", True)


def test_second_node_in_the_folder_and_on_the_port_is_refused(start, tmp_path):
    node = start()
    command = [sys.executable, "-m", "ayni", "up", "--no-open", "--folder"]
    same = subprocess.run([*command, str(node.folder)], capture_output=True, text=True, check=False)
    other = subprocess.run(
        [*command, str(tmp_path / "other"), "--port", str(node.port)], capture_output=True, text=True, check=False
    )
    assert (same.returncode, "A node runs in" in same.stderr) == (1, True)
    assert (other.returncode, f"--port {node.port + 1}" in other.stderr) == (1, True)


def test_crashed_parts_are_started_again(start):
    node = start()
    web, worker = node.child("granian"), node.child("ayni.node.worker")
    os.kill(worker, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: len(node.children()) == 2 and not {web, worker} & set(node.children()))

    def answers():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", node.port), timeout=1) as asked:
            asked.sendall(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return asked.recv(12) == b"HTTP/1.1 200"
        return False

    wait_for(answers)
    assert node.stop()[1] == 0


def test_job_goes_on_after_everything_was_killed(start):
    node = start()
    upload = put_job(node.folder, rows=400_000)
    wait_for(lambda: ask(node.folder, "SELECT state FROM node_job") == [("running",)])
    node.kill()
    assert ask(node.folder, "SELECT state, attempts FROM node_job") == [("running", 1)]
    node = start()
    wait_for(lambda: ask(node.folder, "SELECT state, attempts FROM node_job") == [("done", 2)])
    assert ask(node.folder, "SELECT stage FROM node_upload") == [("roles",)]
    assert (node.folder / "uploads" / upload / "report-before.json").is_file()
    assert node.stop()[1] == 0


def test_job_goes_on_after_its_worker_was_killed(start):
    node = start()
    put_job(node.folder, rows=400_000)
    wait_for(lambda: ask(node.folder, "SELECT state FROM node_job") == [("running",)])
    os.kill(node.child("ayni.node.worker"), signal.SIGKILL)
    wait_for(lambda: ask(node.folder, "SELECT state, attempts FROM node_job") == [("done", 2)])
    assert node.stop()[1] == 0


def test_job_goes_on_after_a_stop_which_is_no_attempt(start):
    node = start()
    put_job(node.folder, rows=400_000)
    wait_for(lambda: ask(node.folder, "SELECT state FROM node_job") == [("running",)])
    assert node.stop()[0] < 8
    node = start()
    wait_for(lambda: ask(node.folder, "SELECT state, attempts FROM node_job") == [("done", 1)])
    assert not (node.folder / "stopped").exists()


def answer_to(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as asked:
        with contextlib.suppress(ConnectionError):
            asked.sendall(request)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while piece := asked.recv(65_536):
                answer += piece
    return answer.partition(b"\r\n")[0]


def test_huge_header_and_stranger_with_a_huge_body_are_refused(start):
    node = start()
    header = answer_to(node.port, b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 300_000 + b"\r\n\r\n")
    assert header in {b"", b"HTTP/1.1 431 Request Header Fields Too Large"}
    head = b"POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    body = answer_to(node.port, head + b"Content-Length: 5000000000\r\nConnection: close\r\n\r\n" + b"a" * 100_000)
    assert body == b"HTTP/1.1 302 Found"
    assert ask(node.folder, "SELECT count(*) FROM node_upload") == [(0,)]


def test_children_end_when_the_supervisor_is_killed(start):
    node = start()
    children = list(node.children())
    node.process.kill()
    node.process.communicate(timeout=WAIT)
    wait_for(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in children))


def test_new_link_is_printed_beside_a_running_node(start):
    node = start()
    command = [sys.executable, "-m", "ayni", "up", "--link", "--folder", str(node.folder), "--port", str(node.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(rf"http://127\.0\.0\.1:{node.port}/in/[\w-]{{43}}\n", done.stdout)
    assert done.stdout.strip() != node.address


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "other computers could reach this node"),  # noqa: S104
        (["--host", "203.0.113.7", "--open-to-others"], "Nothing can listen at"),
    ],
)
def test_open_node_needs_a_word_and_an_address_of_this_computer(tmp_path, arguments, words):
    command = [sys.executable, "-m", "ayni", "up", "--no-open", "--folder", str(tmp_path / "node"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode in {1, 2}, words in done.stderr) == (True, True)


def test_damaged_state_is_explained(tmp_path, port):
    folder = make_folder(tmp_path / "node")
    folder.database.write_bytes(b"this is no database" * 100)
    command = [sys.executable, "-m", "ayni", "up", "--no-open", "--folder", str(folder.path), "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "cannot be used" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert folder.database.read_bytes() == b"this is no database" * 100
