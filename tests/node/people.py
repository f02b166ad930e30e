"""People and files for tests."""

import itertools

PASSWORD = "a long password of theirs"
_NUMBER = itertools.count()


def make_person(role, *, password=None, name=""):
    from ayni.node.models import Person

    return Person.objects.create_person(f"{role}{next(_NUMBER)}", role=role, password=password, name=name)


def make_upload(owner, content=b"age,sex\n31,f\n", name="survey.csv", **fields):
    """An upload that came whole, with its bytes on disk."""
    from ayni.node.uploads import Reception, begin

    with Reception(begin(owner, name, len(content))) as reception:
        reception.write(content)
        upload = reception.finish()
    if fields:
        type(upload).objects.filter(pk=upload.pk).update(**fields)
        upload.refresh_from_db()
    return upload


def token_of(page):
    """Return the CSRF token in a page's form."""
    import re

    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
