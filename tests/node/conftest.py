"""Fixtures of the tests of the node; importing `tests.node.started` first makes it one."""

import pytest
import tests.node.started  # noqa: F401 - starts Django before any test module imports models


@pytest.fixture(scope="session", autouse=True)
def _static_files():
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _full_buckets():
    from ayni.node import rates

    for buckets in (rates.PAGES, rates.SIGN_IN_ACCOUNT, rates.SIGN_IN_ADDRESS, rates.LINKS, rates.UPLOADS):
        buckets.clear()


@pytest.fixture
def person(db):  # noqa: ARG001 - a fixture for what it does
    """Return a maker of people: `person("steward")`, with the password `a long password of theirs`."""
    from tests.node.people import make_person

    return make_person


@pytest.fixture
def signed_in(db):  # noqa: ARG001 - as above
    """Return a maker of browsers: `signed_in(person)` is a client with a session of that person."""
    from django.test import Client

    def browser(someone, **extra):
        client = Client(HTTP_HOST="localhost", **extra)
        client.force_login(someone)
        return client

    return browser


@pytest.fixture
def browser(db):  # noqa: ARG001 - as above
    """Return a browser in which nobody is signed in; CSRF is checked as for real ones."""
    from django.test import Client

    return Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
