import pytest

from ayni.errors import ActError, AyniError, InputError
from ayni.node.links import make_link, use_link
from ayni.node.models import Person
from ayni.node.people import (
    change_role,
    deactivate,
    first_administrator,
    invite,
    may_have_files,
    may_lead_people,
    may_review,
    reactivate,
    set_password,
)

pytestmark = pytest.mark.django_db


def test_new_node_gets_one_administrator_and_keeps_them():
    first = first_administrator()
    assert (first.handle, first.role, first.has_usable_password()) == ("administrator", "administrator", False)
    assert (first_administrator(), Person.objects.count()) == (first, 1)


@pytest.mark.parametrize(
    ("role", "people", "files", "review"),
    [("administrator", True, True, True), ("steward", False, True, True), ("reviewer", False, False, True)],
)
def test_roles_may_what_they_may(person, role, people, files, review):
    someone = person(role)
    assert (may_lead_people(someone), may_have_files(someone), may_review(someone)) == (people, files, review)
    someone.is_active = False
    assert (may_lead_people(someone), may_have_files(someone), may_review(someone)) == (False, False, False)


def test_invited_person_has_role_and_no_password():
    someone = invite(" amina.k ", name="Amina \u202e K\n", role="steward")
    assert (someone.handle, someone.name, someone.role) == ("amina.k", "Amina K", "steward")
    assert someone.has_usable_password() is False


@pytest.mark.parametrize(
    ("handle", "name", "role", "code"),
    [
        ("", "", "steward", "handle-wrong"),
        ("a b", "", "steward", "handle-wrong"),
        ("a" * 61, "", "steward", "handle-wrong"),
        ("<b>", "", "steward", "handle-wrong"),
        ("TAKEN", "", "steward", "handle-taken"),
        ("fine", "n" * 121, "steward", "name-too-long"),
        ("fine", "", "owner", "role-unknown"),
    ],
)
def test_invitations_that_cannot_be_are_refused(handle, name, role, code):
    invite("taken", name="", role="reviewer")
    with pytest.raises(AyniError) as caught:
        invite(handle, name=name, role=role)
    assert (caught.value.code, Person.objects.count()) == (code, 1)


def test_last_administrator_can_neither_be_shut_out_nor_demoted(person):
    only = person("administrator")
    person("steward")
    for act in (lambda: deactivate(only), lambda: change_role(only, "steward")):
        with pytest.raises(ActError, match="last-administrator"):
            act()
    only.refresh_from_db()
    assert (only.is_active, only.role) == (True, "administrator")


def test_inactive_administrator_does_not_count_as_another(person):
    only, gone = person("administrator"), person("administrator")
    deactivate(gone)
    with pytest.raises(ActError, match="last-administrator"):
        deactivate(only)
    reactivate(gone)
    deactivate(only)
    assert first_administrator() == gone


def test_being_shut_out_voids_links(person):
    someone = person("steward")
    token = make_link(someone, seconds=60)
    deactivate(someone)
    reactivate(someone)
    with pytest.raises(ActError, match="link-unknown"):
        use_link(token)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password-too-short"),
        ("administrator", "password-too-common"),
        ("4820571936482", "password-entirely-numeric"),
        ("amina.k-amina.k", "password-too-similar"),
        ("x" * 1001, "password-too-long"),
    ],
)
def test_weak_passwords_are_refused_in_our_words(password, code):
    someone = invite("amina.k-amina", name="", role="steward")
    with pytest.raises(InputError) as caught:
        set_password(someone, password)
    assert caught.value.code == code
    someone.refresh_from_db()
    assert someone.has_usable_password() is False


def test_good_password_is_kept_as_a_slow_digest(person):
    someone = person("steward")
    set_password(someone, "four words in row")
    someone.refresh_from_db()
    assert someone.password.startswith("pbkdf2_sha256$1000000$")
    assert someone.check_password("four words in row") is True
