"""Files that went a part of their way: really checked, suggested for and protected, once, then copied."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from ayni.node.models import Person, Upload


django.setup()  # so that test modules may import what needs the models; the folder was made one conftest above

SURVEY = "district,sex,age,phone,income,sampling_weight\n" + "".join(
    f"{'Mlimani' if row % 3 else 'Bahari'},{'f' if row % 2 else 'm'},{20 + row % 40},"
    f"+25571200{row:04d},{1000 + 13 * row % 700},{1 + row % 5}\n"
    for row in range(240)
)
"""A table about people who do not exist."""
ROLES = {
    "columns": {
        "district": "quasi-identifier",
        "sex": "quasi-identifier",
        "age": "quasi-identifier",
        "phone": "direct-identifier",
        "income": "sensitive",
        "sampling_weight": "other",
    },
    "weights": "sampling_weight",
    "household": None,
}
_STEPS = (("check", "roles"), ("suggest", "fixes"), ("protect", "done"))


@pytest.fixture(scope="session")
def _kept() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ayni-test-way-"))
    yield folder
    shutil.rmtree(folder)


def _walk(owner: Person, kept: Path) -> None:
    """Let the real work be done on one file, and keep what its folder holds after each step."""
    from tests.node.people import make_upload

    from ayni.node.jobs import start
    from ayni.node.models import Upload
    from ayni.node.uploads import erase, folder_of
    from ayni.node.work import work

    upload = make_upload(owner, SURVEY.encode())
    for kind, stage in _STEPS:
        if kind == "suggest":
            Upload.objects.filter(pk=upload.pk).update(roles=ROLES)
            upload.refresh_from_db()
        work(str(start(upload, kind).pk))
        upload.refresh_from_db()
        assert (upload.stage, upload.error_code) == (stage, "")
        shutil.copytree(folder_of(upload), kept / stage)
    erase(upload)


@pytest.fixture
def on_its_way(db: None, _kept: Path) -> Callable[..., Upload]:  # noqa: ARG001 - the database is there
    """Return a maker of files: `on_its_way(owner, "fixes")` waits for its owner at that stage."""
    from tests.node.people import make_upload

    from ayni.node.uploads import folder_of

    def make(owner: Person, stage: str, **fields: object) -> Upload:
        if not (_kept / "done").is_dir():
            _walk(owner, _kept)
        upload = make_upload(owner, SURVEY.encode(), stage=stage, roles=None if stage == "roles" else ROLES, **fields)
        shutil.copytree(_kept / stage, folder_of(upload), dirs_exist_ok=True)
        return upload

    return make


@pytest.fixture
def steward(person: Callable[..., Person]) -> Person:
    return person("steward", name="Amina Kiprop")


@pytest.fixture
def other(person: Callable[..., Person]) -> Person:
    return person("steward", name="Other Person")


@pytest.fixture
def pages(signed_in: Callable[..., Client], steward: Person) -> Client:
    """Return the steward's browser."""
    return signed_in(steward)
