import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.node.people import make_upload

from ayni.errors import ActError
from ayni.node.jobs import ask_to_stop, begin_work, current_job, own_job, place_in_queue, start, take_up
from ayni.node.models import Job, Upload
from ayni.node.uploads import erase, folder_of
from ayni.node.work import work

pytestmark = pytest.mark.django_db(transaction=True)

SURVEY = b"name,phone,age,sex,district\n" + b"".join(
    f"Person {n},+25471234{n:04d},{20 + n % 50},{'fm'[n % 2]},{'ABCD'[n % 4]}\n".encode() for n in range(200)
)


@pytest.fixture
def upload(person):
    return make_upload(person("steward"), SURVEY)


def run(upload, kind):
    job = start(upload, kind)
    work(str(job.pk))
    job.refresh_from_db()
    upload.refresh_from_db()
    return job


def test_job_and_its_task_are_queued_together(upload):
    job = start(upload, Job.Kind.CHECK)
    assert (job.state, upload.stage, current_job(upload)) == ("waiting", "checking", job)
    assert [(task.status, task.args_kwargs["args"]) for task in DBTaskResult.objects.all()] == [
        ("READY", [str(job.pk)])
    ]


def test_one_job_at_a_time_on_a_file(upload):
    start(upload, Job.Kind.CHECK)
    with pytest.raises(ActError, match="job-running"):
        start(upload, Job.Kind.SUGGEST)


def test_place_in_queue_counts_those_before(person, upload):
    first, second = start(upload, Job.Kind.CHECK), start(make_upload(person("steward")), Job.Kind.CHECK)
    assert (place_in_queue(first), place_in_queue(second)) == (0, 1)
    begin_work(str(first.pk))
    assert place_in_queue(second) == 1


def test_waiting_job_stops_at_once(upload):
    job = start(upload, Job.Kind.CHECK)
    ask_to_stop(job)
    upload.refresh_from_db()
    assert (upload.stage, upload.error_code, begin_work(str(job.pk))) == ("failed", "job-stopped", None)


def test_running_job_stops_when_it_next_tells(upload):
    job = start(upload, Job.Kind.SUGGEST)
    begin_work(str(job.pk))
    ask_to_stop(job)
    job.refresh_from_db()
    assert (job.state, job.cancel) == ("running", True)
    assert take_up(at_once=True) == 1
    job.refresh_from_db()
    upload.refresh_from_db()
    assert (job.state, upload.stage) == ("cancelled", "roles")


def test_lost_job_is_taken_up_again_and_given_up_after_three(upload):
    job = start(upload, Job.Kind.CHECK)
    for attempt in (1, 2, 3):
        assert begin_work(str(job.pk)).attempts == attempt
        assert take_up() == 0
        Job.objects.update(beat=timezone.now() - dt.timedelta(seconds=31))
        assert take_up() == 1
    job.refresh_from_db()
    upload.refresh_from_db()
    assert (job.state, upload.stage, upload.error_code, upload.error_facts) == (
        "failed", "failed", "job-gave-up", {"attempts": 3},
    )  # fmt: skip


def test_job_is_begun_by_one_worker_only(upload):
    job = start(upload, Job.Kind.CHECK)
    assert (begin_work(str(job.pk)).pk, begin_work(str(job.pk))) == (job.pk, None)


def test_check_writes_the_report_under_the_owners_name_for_the_file(upload):
    job = run(upload, Job.Kind.CHECK)
    assert (job.state, upload.stage, upload.error_code) == ("done", "roles", "")
    report = (folder_of(upload) / "report-before.json").read_text()
    page = (folder_of(upload) / "report-before.html").read_text()
    assert '"path":"survey.csv"' in report
    for written in (report, page):
        assert str(folder_of(upload)) not in written
        assert "+25471234" not in written


def test_file_that_is_no_table_fails_in_words_without_the_nodes_folder(person):
    upload = make_upload(person("steward"), b"\x00\x01\x02" * 500, "broken.dta")
    job = run(upload, Job.Kind.CHECK)
    assert (job.state, upload.stage) == ("failed", "failed")
    assert str(folder_of(upload)) not in str(upload.error_facts)
    assert upload.error_code != "job-broke"


def test_way_from_check_to_safe_file(upload):
    run(upload, Job.Kind.CHECK)
    columns = {
        "name": "direct-identifier",
        "phone": "direct-identifier",
        **dict.fromkeys(("age", "sex", "district"), "quasi-identifier"),
    }
    Upload.objects.update(roles={"columns": columns, "weights": None, "household": None}, choices={"off": [], "k": 5})
    upload.refresh_from_db()
    assert (run(upload, Job.Kind.SUGGEST).state, upload.error_code) == ("done", "")
    assert (run(upload, Job.Kind.PROTECT).state, upload.error_code) == ("done", "")
    assert upload.stage == "done"
    safe = (folder_of(upload) / "result.csv").read_text()
    assert "Person" not in safe
    assert "+25471234" not in safe
    made = sorted(path.name for path in folder_of(upload).iterdir())
    assert made == [
        "data.csv", "outcome.json", "plan.toml", "report-after.html", "report-after.json", "report-before.html",
        "report-before.json", "result.csv", "suggestion.json",
    ]  # fmt: skip
    assert str(folder_of(upload)) not in (folder_of(upload) / "outcome.json").read_text()


def test_erased_file_ends_its_job(upload):
    job = start(upload, Job.Kind.CHECK)
    taken = begin_work(str(job.pk))
    erase(upload)
    Job.objects.filter(pk=taken.pk)
    work(str(job.pk))
    assert (Job.objects.count(), folder_of(upload).exists()) == (0, False)


def test_another_persons_job_is_as_if_it_were_not_there(person, upload):
    job = start(upload, Job.Kind.CHECK)
    assert own_job(upload.owner, job.pk) == job
    for role in ("administrator", "steward", "reviewer"):
        with pytest.raises(Http404):
            own_job(person(role), job.pk)
