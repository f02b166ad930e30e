"""What strangers and colleagues may not do, over whole requests."""

import datetime as dt
import io
import re
import subprocess
import sys
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from tests.node.people import PASSWORD, make_upload, token_of

from ayni.node.links import make_link
from ayni.node.models import Job, Person, SignInLink, Upload
from ayni.node.uploads import folder_of

pytestmark = pytest.mark.django_db

ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ID = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
FORM_PAGES = frozenset({"sign-in", "sign-out", "language", "account", "come-in"})


def every_address():
    """Each page's name and an address of it, with an id that nothing has."""
    for pattern in get_resolver().url_patterns:
        alone = isinstance(pattern, URLPattern)
        for page in [pattern] if alone else pattern.url_patterns:
            route = ("" if alone else str(pattern.pattern)) + str(page.pattern)
            route = re.sub(r"<uuid:\w+>", ID, route)
            route = re.sub(r"<int:\w+>", "999", route)
            yield page.name, "/" + re.sub(r"<(str|slug):\w+>", "before", route)


def headers_of(response):
    return {name: response.headers.get(name) for name in ALWAYS}


def test_every_answer_has_the_headers(person, signed_in, browser):
    signed = signed_in(person("administrator"))
    for client in (browser, signed):
        for _, address in every_address():
            for answer in (client.get(address), client.post(address)):
                assert (address, headers_of(answer)) == (address, ALWAYS)
                assert (address, answer.headers["Cache-Control"]) == (address, "no-store")


def test_static_files_have_the_headers_and_may_be_kept(browser):
    style = re.search(r'href="(/static/[^"]+\.css)"', browser.get("/sign-in").content.decode())[1]
    answer = browser.get(style)
    assert (answer.status_code, headers_of(answer)) == (200, ALWAYS)
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    answer.close()


def test_stranger_sees_no_page_but_the_doors(browser):
    seen = {name for name, address in every_address() if browser.get(address).status_code == 200}
    assert seen == {"sign-in", "help"}


def test_host_that_is_not_ours_is_refused(browser):
    answer = browser.get("/sign-in", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content
    assert headers_of(answer) == ALWAYS


def test_forms_without_a_token_do_nothing(person):
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.force_login(person("administrator"))
    upload = make_upload(Person.objects.get())
    for _, address in every_address():
        answer = client.post(
            address.replace(ID, str(upload.pk)), {"handle": "new", "name": "", "role": "steward", "language": "fr"}
        )
        assert (address, answer.status_code in {403, 405}) == (address, True)
    assert (Person.objects.count(), Upload.objects.count(), Job.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(signed_in, person, method):
    client = signed_in(person("administrator"))
    answers = {
        getattr(client, method)(address).status_code for name, address in every_address() if name != "upload-piece"
    }
    assert answers <= {405, 404}


# Signing in.


def sign_in(browser, handle, password):
    page = browser.get("/sign-in")
    form = {"handle": handle, "password": password, "csrfmiddlewaretoken": token_of(page), "next": "/people"}
    return browser.post("/sign-in", form)


def test_password_lets_in_and_the_session_is_a_new_one(person, browser):
    someone = person("administrator", password=PASSWORD)
    browser.cookies["ayni-session"] = "planted-by-someone-else-000000000"
    answer = sign_in(browser, someone.handle, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/people")
    cookie = answer.cookies["ayni-session"]
    assert cookie.value != "planted-by-someone-else-000000000"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 43200)
    assert browser.get("/people").status_code == 200


def test_wrong_password_and_unknown_person_get_the_same_answer(person, browser):
    someone = person("steward", password=PASSWORD)
    answers = [sign_in(browser, handle, "wrong") for handle in (someone.handle, "nobody.at-all")]
    shown = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert shown[0] == shown[1]
    assert "ayni-session" not in answers[0].cookies


def test_guessing_is_stopped_after_ten(person, browser):
    someone = person("steward", password=PASSWORD)
    statuses = [sign_in(browser, someone.handle, "wrong").status_code for _ in range(10)]
    answer = sign_in(browser, someone.handle, PASSWORD)
    assert (statuses, answer.status_code, 0 < int(answer["Retry-After"]) <= 60) == ([403] * 10, 429, True)


def test_next_page_is_never_another_site(person, browser):
    someone = person("administrator", password=PASSWORD)
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        form = {"handle": someone.handle, "password": PASSWORD, "next": target}
        form["csrfmiddlewaretoken"] = token_of(browser.get("/sign-in"))
        assert browser.post("/sign-in", form)["Location"] == "/"
        browser.post("/sign-out", {"csrfmiddlewaretoken": token_of(browser.get("/account"))})


def test_shut_out_person_is_out_at_once(person, signed_in):
    administrator, someone = person("administrator"), person("steward")
    theirs, mine = signed_in(someone), signed_in(administrator)
    assert theirs.get("/account").status_code == 200
    mine.post(f"/people/{someone.pk}", {"do": "deactivate"})
    assert theirs.get("/account")["Location"] == "/sign-in?next=/account"


def test_new_password_ends_the_other_sessions(person, signed_in):
    someone = person("steward", password=PASSWORD)
    here, there = signed_in(someone), signed_in(someone)
    form = {"current": PASSWORD, "password": "another one in four words", "again": "another one in four words"}
    assert here.post("/account", form)["Location"] == "/"
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 302)


def test_password_is_not_changed_without_the_one_before(person, signed_in):
    someone = person("steward", password=PASSWORD)
    form = {"current": "wrong", "password": "another one in four words", "again": "another one in four words"}
    assert signed_in(someone).post("/account", form).status_code == 400
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD) is True


def test_signing_out_ends_the_session(person, signed_in):
    client = signed_in(person("steward"))
    assert Session.objects.count() == 1
    client.post("/sign-out")
    assert (Session.objects.count(), client.get("/account").status_code) == (0, 302)


# One-time links.


def test_link_shows_a_button_and_the_button_signs_in_once(person, browser):
    someone = person("steward")
    address = f"/in/{make_link(someone, seconds=60)}"
    page = browser.get(address)
    assert (page.status_code, browser.get("/account").status_code) == (200, 302)
    answer = browser.post(address, {"csrfmiddlewaretoken": token_of(page)})
    assert (answer["Location"], browser.get("/account").status_code) == ("/account", 200)
    late = Client(HTTP_HOST="localhost")
    answer = late.post(address)
    assert answer.status_code == 409
    assert "was used already" in answer.content.decode()
    assert late.get("/account").status_code == 302


def test_expired_link_says_so(person, browser):
    token = make_link(person("steward"), seconds=60)
    SignInLink.objects.update(expires=timezone.now() - dt.timedelta(seconds=1))
    answer = browser.get(f"/in/{token}")
    assert answer.status_code == 409
    assert "is too old" in answer.content.decode()


# Files of others.


def test_another_persons_file_and_job_are_as_if_they_were_not_there(person, signed_in):
    owner = person("steward")
    upload = make_upload(owner, b"name\nAmina Kassim\n", stage=Upload.Stage.DONE)
    job = Job.objects.create(upload=upload, kind=Job.Kind.CHECK)
    (folder_of(upload) / "report-before.json").write_text("{}")
    (folder_of(upload) / "result.csv").write_text("name\nAmina Kassim\n")
    for role in ("administrator", "steward", "reviewer"):
        client = signed_in(person(role))
        for name, address in every_address():
            if ID not in address:
                continue
            for ask in (client.get, client.post):
                theirs = ask(address.replace(ID, str(upload.pk)))
                assert (name, theirs.status_code in {403, 404, 405}) == (name, True)
                assert b"Amina" not in theirs.content
                assert b"survey.csv" not in theirs.content
                nobodys = ask(address).content.replace(ID.encode(), str(upload.pk).encode())
                assert without_token(theirs.content) == without_token(nobodys)
    assert (Upload.objects.get().pk, Job.objects.get().state) == (upload.pk, job.state)


def without_token(content):
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", content)


@pytest.mark.parametrize("what", ["data", "safe", "result", "original", "..", "plan/../data"])
def test_reviewer_cannot_take_data_away(person, signed_in, what):
    upload = make_upload(person("steward"), b"name\nAmina\n", stage=Upload.Stage.DONE, review_asked=True)
    (folder_of(upload) / "result.csv").write_text("name\nAmina\n")
    answer = signed_in(person("reviewer")).get(f"/files/{upload.pk}/download/{what}")
    assert answer.status_code == 404
    assert b"Amina" not in answer.content


# Uploads.


def bring(client, content=b"age\n31\n", name="survey.csv", **extra):
    return client.post("/upload", {**extra, "file": SimpleUploadedFile(name, content)})


def test_file_is_kept_and_its_check_queued(person, signed_in):
    client = signed_in(person("steward"))
    answer = bring(client, name="../../x.csv")
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/files/{upload.pk}")
    assert (upload.name, upload.stage, upload.bytes) == ("x.csv", "checking", 7)
    assert [(job.kind, job.state) for job in Job.objects.all()] == [("check", "waiting")]


def test_stranger_is_sent_away_before_a_byte_is_read():
    class Unread:
        def read(self, *_):
            raise AssertionError

        readline = read

    answer = Client(HTTP_HOST="localhost", enforce_csrf_checks=True).generic(
        "POST", "/upload", b"x", "multipart/form-data; boundary=x", **{"wsgi.input": Unread(), "CONTENT_LENGTH": "5000"}
    )
    assert (answer.status_code, answer["Location"], Upload.objects.count()) == (302, "/sign-in?next=/upload", 0)


def test_reviewer_brings_no_files(person, signed_in):
    assert (bring(signed_in(person("reviewer"))).status_code, Upload.objects.count()) == (403, 0)


def checked(someone):
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.force_login(someone)
    return client, token_of(client.get("/"))


def test_token_must_come_before_the_file(person):
    client, token = checked(person("steward"))
    good = bring(client, csrfmiddlewaretoken=token)
    Upload.objects.all().delete()
    late = client.post("/upload", {"file": SimpleUploadedFile("a.csv", b"a\n1\n"), "csrfmiddlewaretoken": token})
    missing, wrong = bring(client), bring(client, csrfmiddlewaretoken="x" * 64)
    assert [answer.status_code for answer in (good, late, missing, wrong)] == [302, 403, 403, 403]
    assert Upload.objects.count() == 0


def test_form_from_another_site_is_refused_before_it_is_read(person):
    client, token = checked(person("steward"))
    form = {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.csv", b"a\n1\n")}
    answer = client.post("/upload", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Upload.objects.count()) == (403, 0)


def test_form_that_broke_off_leaves_nothing(person):
    client, token = checked(person("steward"))
    body = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nage\n31\n'
    ).encode()
    answer = client.generic(
        "POST",
        "/upload",
        body,
        "multipart/form-data; boundary=x",
        **{"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body) + 5000)},
    )
    assert (answer.status_code, Upload.objects.count()) == (413, 0)
    assert "nothing was kept" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "words"), [(b"", "a.csv", "empty"), (b"MZ", "a.exe", "no kind that Ayni reads")]
)
def test_file_that_cannot_be_used_is_refused_in_words(person, signed_in, content, name, words):
    answer = bring(signed_in(person("steward")), content, name)
    assert (answer.status_code, Upload.objects.count()) == (400, 0)
    assert words in answer.content.decode()


def test_two_files_in_one_form_are_refused(person, signed_in):
    form = {"file": SimpleUploadedFile("a.csv", b"a\n1\n"), "other": SimpleUploadedFile("b.csv", b"b\n1\n")}
    answer = signed_in(person("steward")).post("/upload", form)
    assert (answer.status_code, Upload.objects.count()) == (400, 0)


def test_form_without_a_file_asks_for_one(person, signed_in):
    answer = signed_in(person("steward")).post("/upload", {"other": "field"})
    assert (answer.status_code, Upload.objects.count()) == (400, 0)
    assert "No file was chosen" in answer.content.decode()


def test_upload_said_to_be_too_large_is_refused_unread(person, signed_in):
    answer = signed_in(person("steward")).generic(
        "POST", "/upload", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(1 << 40)
    )
    assert (answer.status_code, Upload.objects.count()) == (413, 0)


def test_uploads_begun_too_often_are_refused(person, signed_in):
    client = signed_in(person("steward"))
    statuses = [bring(client, b"", "a.exe").status_code for _ in range(31)]
    assert statuses == [400] * 30 + [429]


def test_file_comes_in_pieces_and_goes_on_after_a_break(person):
    client, token = checked(person("steward"))
    script = {"X-CSRFToken": token, "Accept": "application/json"}
    begun = client.post("/upload", "name=a.csv&size=10", "application/x-www-form-urlencoded", headers=script)
    where = begun.json()["piece"]

    def put(offset, data):
        return client.put(where, data, "application/octet-stream", headers=script | {"Upload-Offset": offset})

    assert (begun.status_code, put("0", b"12345").json()["received"]) == (201, 5)
    assert (client.get(where).json()["received"], put("4", b"x").status_code) == (5, 409)
    assert put("5", b"67890").json() == {"next": f"/files/{Upload.objects.get().pk}"}
    assert (folder_of(Upload.objects.get()) / "data.csv").read_bytes() == b"1234567890"
    assert (Upload.objects.get().stage, put("10", b"x").status_code) == ("checking", 400)


def test_pieces_need_the_token_and_the_owner(person, signed_in):
    client, token = checked(person("steward"))
    script = {"X-CSRFToken": token}
    where = client.post("/upload", "name=a.csv&size=10", "application/x-www-form-urlencoded", headers=script).json()[
        "piece"
    ]
    without = client.put(where, b"1", "application/octet-stream", headers={"Upload-Offset": "0"})
    other = signed_in(person("administrator")).put(
        where, b"1", "application/octet-stream", headers={"Upload-Offset": "0"}
    )
    assert (without.status_code, other.status_code, client.get(where).json()["received"]) == (403, 404, 0)


# What a page may hold.


def test_form_with_too_many_fields_or_bytes_is_refused(person, signed_in):
    client = signed_in(person("administrator"))
    many = client.post("/people/invite", {f"f{number}": "1" for number in range(20_001)})
    long = client.post("/people/invite", {"name": "n" * (1 << 20)})
    assert (many.status_code, long.status_code) == (413, 413)


def test_files_are_taken_nowhere_else(person, signed_in):
    client = signed_in(person("administrator"))
    client.post(
        "/people/invite", {"file": SimpleUploadedFile("a.csv", b"a" * 100_000), "handle": "x", "role": "steward"}
    )
    assert (Person.objects.count(), Upload.objects.count()) == (1, 0)


def test_fault_in_ayni_shows_words_and_logs_no_data(person, caplog, monkeypatch):
    from ayni.node.pages.way import start

    def broken(*_):
        raise ValueError("Amina Kassim, 31")

    monkeypatch.setattr(start, "size_words", broken)
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(person("steward"))
    answer = client.get("/")
    assert (answer.status_code, headers_of(answer)) == (500, ALWAYS)
    assert "Amina" not in answer.content.decode() + caplog.text
    assert caplog.records[0].getMessage().startswith("ValueError at ")


def test_unknown_ids_of_every_shape_are_not_found(person, signed_in):
    client = signed_in(person("steward"))
    addresses = ["/files/1", "/files/../../etc/passwd", f"/files/{uuid.uuid4()}", "/files/" + "a" * 5000, "/\x00"]
    assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize(
    ("accepts", "language", "direction"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr", "ltr"),
        ("ar", "ar", "rtl"),
        ("de, sw;q=0.5", "sw", "ltr"),
        ("x;q=a,,;", "en", "ltr"),
    ],
)
def test_page_speaks_the_browsers_language(browser, accepts, language, direction):
    page = browser.get("/sign-in", headers={"Accept-Language": accepts})
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()


def test_web_process_loads_no_data_engine():
    code = (
        "import django, sys; django.setup(); import ayni.node.wsgi, ayni.node.urls; from django.test import Client; "
        "Client(HTTP_HOST='localhost').get('/sign-in'); "
        "print(sorted({'polars', 'numpy', 'numba', 'pyreadstat', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
