"""The worker's process: django-tasks' own worker, with a keeper beside it that takes up lost jobs and sweeps.

It ends by itself after a job that left it large, since Python gives little memory back; the supervisor starts the
next one.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

__all__ = ["main"]

_SWEEP_SECONDS = 60.0
_LOOK_SECONDS = 5.0
_INTERVAL = 0.5
_LARGE_PAGES = 300 * 1024 * 1024 // os.sysconf("SC_PAGESIZE")


def main() -> None:
    """Work until told to stop (SIGTERM, SIGINT). `--lone` says that no other worker is at work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.node.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import django

    django.setup()
    from ayni.node.jobs import take_up

    take_up(at_once="--lone" in sys.argv)
    threading.Thread(target=_keep, name="ayni-keeper", daemon=True).start()
    _run()


def _run() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    class ShortWorker(Worker):
        """Ends at once when told to, job or no job (jobs are taken up again), and after a job that left it large."""

        def shutdown(self, signum: int, frame: object) -> None:  # noqa: ARG002 - the library's signature
            os._exit(128 + signum)

        def run_task(self, db_task_result: Any) -> None:
            super().run_task(db_task_result)
            if _resident_pages() > _LARGE_PAGES:
                self.running = False

    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    worker = ShortWorker(
        queue_names=["default"],
        interval=_INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    worker.run()


def _resident_pages() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0


def _keep() -> None:
    """Say that the worker is alive, take up lost jobs, and once a minute erase what is due."""
    import time

    from django.conf import settings
    from django.db import close_old_connections

    from ayni.node.jobs import forget_tasks, take_up
    from ayni.node.uploads import sweep

    next_sweep = 0.0
    parent = os.getppid()
    while True:
        try:
            (settings.FOLDER.path / "worker.beat").touch()
            take_up()
            if time.monotonic() >= next_sweep:
                next_sweep = time.monotonic() + _SWEEP_SECONDS
                sweep()
                forget_tasks()
        except Exception as error:  # noqa: BLE001 - the keeper keeps on, whatever one round met
            logging.getLogger("ayni.node.worker").error("keeper: %s", type(error).__name__)  # noqa: TRY400 - short logs
        finally:
            close_old_connections()
        time.sleep(_LOOK_SECONDS)
        if os.getppid() != parent:  # the supervisor was killed: nobody would ever stop this worker
            os._exit(0)


if __name__ == "__main__":
    main()
