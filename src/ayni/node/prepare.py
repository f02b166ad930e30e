"""Brings a node's state to this version before anything is served, and makes the sign-in link; a process of its own.

It keeps Django out of the supervisor, which stays small. Prints one JSON document: `{"token": …}`, or the code and
facts of what is wrong.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys

from ayni.errors import ActError, AyniError

__all__ = ["main"]


def main() -> int:
    """Prepare and make a link (`start`), or only make a link beside a running node (`link`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.node.settings")
    try:
        token = _prepare(sys.argv[1:] == ["link"])
    except AyniError as error:
        sys.stdout.write(json.dumps({"code": error.code, "facts": error.facts}))
        return 1
    sys.stdout.write(json.dumps({"token": token}))
    return 0


def _prepare(only_link: bool) -> str:  # noqa: FBT001 - two ways, one caller
    import django
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    django.setup()
    from django.conf import settings

    from ayni.node.jobs import take_up
    from ayni.node.links import make_link
    from ayni.node.people import first_administrator

    try:
        if not only_link:
            os.umask(0o077)
            call_command("migrate", verbosity=0, interactive=False)
            connection.check_constraints()
            call_command("collectstatic", verbosity=0, interactive=False, clear=False)
            stopped = settings.FOLDER.path / "stopped"
            take_up(at_once=True, forgive=stopped.exists())
            stopped.unlink(missing_ok=True)
        return make_link(first_administrator(), seconds=settings.LIMITS.link_seconds)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise ActError("node-state-damaged", path=str(settings.FOLDER.database), reason=str(error)[:200]) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ActError("node-folder-not-writable", path=str(settings.FOLDER.path), reason=reason) from error


if __name__ == "__main__":
    sys.exit(main())
