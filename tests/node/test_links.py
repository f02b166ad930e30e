import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from ayni.errors import ActError
from ayni.node.links import look_at_link, make_link, sweep_links, use_link
from ayni.node.models import SignInLink

pytestmark = pytest.mark.django_db


def code_of(call, *arguments):
    with pytest.raises(ActError) as caught:
        call(*arguments)
    return caught.value.code


def test_token_is_random_and_kept_only_as_its_digest(person):
    someone = person("steward")
    token = make_link(someone, seconds=60)
    assert len(token) == 43
    assert [link.digest for link in SignInLink.objects.all()] == [hashlib.sha256(token.encode()).hexdigest()]


def test_link_works_once(person):
    someone = person("steward")
    token = make_link(someone, seconds=60)
    assert (look_at_link(token), look_at_link(token), use_link(token)) == (someone, someone, someone)
    assert (code_of(use_link, token), code_of(look_at_link, token)) == ("link-used", "link-used")


def test_link_expires(person):
    token = make_link(person("steward"), seconds=60)
    SignInLink.objects.update(expires=timezone.now() - dt.timedelta(seconds=1))
    assert (code_of(use_link, token), code_of(look_at_link, token)) == ("link-expired", "link-expired")


def test_newer_link_voids_the_one_before(person):
    someone = person("steward")
    first, second = make_link(someone, seconds=60), make_link(someone, seconds=60)
    assert (code_of(use_link, first), use_link(second)) == ("link-unknown", someone)


def test_link_of_another_person_stays(person):
    one, other = person("steward"), person("steward")
    first, second = make_link(one, seconds=60), make_link(other, seconds=60)
    assert (use_link(first), use_link(second)) == (one, other)


def test_link_of_someone_shut_out_is_unknown(person):
    someone = person("steward")
    token = make_link(someone, seconds=60)
    type(someone).objects.filter(pk=someone.pk).update(is_active=False)
    assert code_of(use_link, token) == "link-unknown"


@pytest.mark.parametrize("token", ["", "x", "\ud800", "a" * 5000])
def test_made_up_token_is_unknown(token):
    assert code_of(use_link, token) == "link-unknown"


def test_links_that_ended_long_ago_are_forgotten(person):
    make_link(person("steward"), seconds=60)
    SignInLink.objects.update(expires=timezone.now() - dt.timedelta(days=31))
    kept = make_link(person("steward"), seconds=60)
    assert (sweep_links(), SignInLink.objects.count()) == (1, 1)
    assert look_at_link(kept).role == "steward"
