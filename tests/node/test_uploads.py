import datetime as dt
import hashlib
import stat

import pytest
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.node.people import make_upload

from ayni.check.read.kinds import SUFFIXES as READ_SUFFIXES
from ayni.errors import ActError, AyniError, InputError, LimitError
from ayni.node.models import Upload
from ayni.node.uploads import (
    SUFFIXES,
    Reception,
    begin,
    clean_name,
    data_file,
    erase,
    folder_of,
    own_upload,
    result_name,
    reviewable_upload,
    split_name,
    sweep,
)

pytestmark = pytest.mark.django_db


def test_suffixes_are_those_that_are_read():
    assert set(READ_SUFFIXES) == SUFFIXES


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("survey.csv", "survey.csv"),
        ("../../x", "x"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\amina\\data.dta", "data.dta"),
        ("a\x00b\r\nc.csv", "a b c.csv"),
        ("safe\u202evsc.exe.csv", "safe vsc.exe.csv"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        (" .hidden.csv. ", "hidden.csv"),
        ("e\u0301tude.csv", "étude.csv"),
        ("x" * 300 + ".csv.gz", "x" * 193 + ".csv.gz"),
    ],
)
def test_names_are_cleaned(raw, cleaned):
    assert clean_name(raw) == cleaned


@given(st.text(max_size=400))
def test_clean_names_are_short_visible_and_no_path(raw):
    name = clean_name(raw)
    assert 1 <= len(name) <= 200
    assert not set(name) & {"/", "\\", "\x00", "\u202e", "\n"}
    assert name not in {".", ".."}
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.csv", ("a", ".csv")),
        ("a.CSV.GZ", ("a", ".csv.gz")),
        ("a.dta", ("a", ".dta")),
        ("a.gz", ("a", ".gz")),
        ("a.b.c.sav", ("a.b.c", ".sav")),
        ("a.exe", ("a.exe", "")),
        ("csv", ("csv", "")),
    ],
)
def test_known_suffixes_are_found(name, parts):
    assert split_name(name) == parts


def test_upload_lies_under_its_id_for_the_node_only(person):
    upload = make_upload(person("steward"), b"a\n1\n", name="../../x.csv")
    assert (upload.name, upload.suffix, upload.bytes, upload.received) == ("x.csv", ".csv", 4, 4)
    assert upload.sha256 == hashlib.sha256(b"a\n1\n").hexdigest()
    assert data_file(upload).name == "data.csv"
    assert data_file(upload).parent.name == str(upload.pk)
    assert stat.S_IMODE(data_file(upload).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder_of(upload).stat().st_mode) == 0o700
    assert data_file(upload).read_bytes() == b"a\n1\n"


def test_safe_file_is_called_after_the_one_that_came(person):
    upload = make_upload(person("steward"), name="Étude 1.csv.gz")
    assert result_name(upload, folder_of(upload) / "result.csv.gz") == "Étude 1-safe.csv.gz"


def test_unknown_kinds_are_refused_before_anything_is_kept(person):
    with pytest.raises(InputError, match="upload-format-unknown"):
        begin(person("steward"), "page.exe", 10)
    assert Upload.objects.count() == 0


def test_upload_larger_than_the_node_takes_is_refused(person, settings):
    limit = settings.FOLDER.settings.largest_upload_bytes
    with pytest.raises(LimitError) as caught:
        begin(person("steward"), "a.csv", limit + 1)
    assert (caught.value.code, caught.value.facts) == ("upload-too-large", {"limit": 8192})


def test_a_person_has_so_many_files_and_no_more(person):
    someone, other = person("steward"), person("steward")
    for _ in range(20):
        make_upload(someone)
    with pytest.raises(LimitError) as caught:
        begin(someone, "a.csv", 1)
    assert (caught.value.code, caught.value.facts) == ("upload-quota-count", {"limit": 20})
    assert begin(other, "a.csv", 1).owner == other


def test_a_persons_files_have_so_many_bytes_and_no_more(person, settings):
    someone = person("steward")
    make_upload(someone)
    Upload.objects.update(bytes=settings.FOLDER.settings.quota_bytes - 5)
    assert begin(someone, "a.csv", 5).bytes == 5
    with pytest.raises(LimitError, match="upload-quota-bytes"):
        begin(someone, "a.csv", 1)


def test_no_upload_fills_the_disk(person, settings):
    import msgspec

    settings.LIMITS = msgspec.structs.replace(settings.LIMITS, spare_bytes=1 << 60)
    with pytest.raises(ActError, match="node-disk-full"):
        begin(person("steward"), "a.csv", 1)
    assert Upload.objects.count() == 0


def test_upload_that_does_not_end_well_leaves_nothing(person):
    upload = begin(person("steward"), "a.csv", 10)
    with pytest.raises(AyniError, match="upload-empty"), Reception(upload) as reception:
        reception.finish()
    assert (Upload.objects.count(), folder_of(upload).exists()) == (0, False)


def test_upload_left_in_the_middle_leaves_nothing(person):
    upload = begin(person("steward"), "a.csv", 10)
    with pytest.raises(KeyboardInterrupt), Reception(upload) as reception:  # noqa: PT012 - broken off inside
        reception.write(b"12345")
        raise KeyboardInterrupt
    assert (Upload.objects.count(), folder_of(upload).exists()) == (0, False)


def test_pieces_go_where_the_file_ends_and_nowhere_else(person):
    upload = begin(person("steward"), "a.csv", 6)
    with Reception(upload, keep=True) as reception:
        reception.write(b"123")
        reception.pause()
    for offset in (0, 2, 4):
        with pytest.raises(ActError) as caught:
            Reception(upload, offset=offset, keep=True)
        assert (caught.value.code, caught.value.facts) == ("upload-piece-misplaced", {"received": 3})
    with Reception(upload, offset=3, keep=True) as reception:
        reception.write(b"456")
        assert reception.finish().sha256 == ""
    assert data_file(upload).read_bytes() == b"123456"


def test_two_pieces_are_not_written_at_the_same_time(person):
    upload = begin(person("steward"), "a.csv", 6)
    with Reception(upload, keep=True), pytest.raises(ActError, match="upload-piece-misplaced"):
        Reception(upload, keep=True)


def test_pieces_hold_no_more_than_was_said(person):
    upload = begin(person("steward"), "a.csv", 3)
    with Reception(upload, keep=True) as reception, pytest.raises(LimitError, match="upload-too-large"):
        reception.write(b"1234")
    assert data_file(upload).read_bytes() == b""


def test_erased_upload_is_gone_from_state_and_disk(person):
    upload, other = make_upload(person("steward")), make_upload(person("steward"))
    (folder_of(upload) / "report-before.json").write_text("{}")
    erase(upload)
    assert (folder_of(upload).exists(), list(Upload.objects.all())) == (False, [other])
    assert data_file(other).exists()


def test_erased_while_coming_stops_at_the_next_word(person):
    upload = begin(person("steward"), "a.csv", 10)
    with pytest.raises(ActError, match="upload-cancelled"), Reception(upload) as reception:  # noqa: PT012 - as above
        reception.write(b"12345")
        erase(upload)
        reception.finish()
    assert folder_of(upload).exists() is False


def test_sweep_erases_what_is_due_and_nothing_else(person, settings):
    someone = person("steward")
    late = make_upload(someone, expires=timezone.now() - dt.timedelta(seconds=1))
    stays = make_upload(someone, stage=Upload.Stage.ROLES)
    given_up = begin(someone, "a.csv", 9)
    Upload.objects.filter(pk=given_up.pk).update(created=timezone.now() - dt.timedelta(hours=7))
    comes = begin(someone, "a.csv", 9)
    orphan = settings.FOLDER.uploads / "6f9619ff-8b86-4011-b42d-00c04fc964ff"
    orphan.mkdir()
    (orphan / "data.csv").write_text("a")
    foreign = settings.FOLDER.uploads / "not-ours"
    foreign.mkdir()
    sweep()
    assert set(Upload.objects.all()) == {stays, comes}
    assert [path.exists() for path in (folder_of(late), orphan, folder_of(stays), foreign)] == [
        False,
        False,
        True,
        True,
    ]
    foreign.rmdir()


@pytest.mark.parametrize("role", ["administrator", "steward", "reviewer"])
def test_another_persons_upload_is_as_if_it_were_not_there(person, role):
    upload = make_upload(person("steward"), stage=Upload.Stage.DONE)
    with pytest.raises(Http404):
        own_upload(person(role), upload.pk)
    with pytest.raises(Http404):
        reviewable_upload(person(role), upload.pk)


def test_reviewer_sees_what_was_asked_and_owner_reviews_nothing_of_their_own(person):
    owner = person("steward")
    upload = make_upload(owner, stage=Upload.Stage.DONE, review_asked=True)
    assert reviewable_upload(person("reviewer"), upload.pk) == upload
    with pytest.raises(Http404):
        reviewable_upload(owner, upload.pk)
    assert own_upload(owner, upload.pk) == upload


def test_person_who_became_reviewer_loses_their_files(person):
    owner = person("steward")
    upload = make_upload(owner)
    owner.role = "reviewer"
    with pytest.raises(Http404):
        own_upload(owner, upload.pk)
