"""The node's private state: people, sign-in links, uploads, the jobs that work on them, reviews, questions of law.

Thin on purpose: what may be done with them is decided in `ayni.node.people`, `ayni.node.uploads` and
`ayni.node.jobs`. Files lie in the node's folder, one folder an upload, named by the upload's id and never by
what a person called them. State is written with `synchronous=FULL` in `IMMEDIATE` transactions.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

__all__ = ["Job", "LawAnswer", "LawQuestion", "Person", "Review", "SignInLink", "Upload"]


class PersonManager(BaseUserManager["Person"]):
    """Makes people."""

    def create_person(self, handle: str, *, role: str, password: str | None = None, name: str = "") -> Person:
        """Make a person; without a password they can only come in by a sign-in link."""
        person = self.model(handle=handle, role=role, name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who acts in the institution; nothing is kept of them but what signing in needs."""

    class Role(models.TextChoices):
        """What a person may do; see `ayni.node.people` for the rules."""

        ADMINISTRATOR = "administrator"
        STEWARD = "steward"
        REVIEWER = "reviewer"

    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=12, blank=True)
    """BCP-47; empty: as the browser says."""
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "handle"
    objects = PersonManager()


class SignInLink(models.Model):
    """A link that signs one person in once, kept only as the SHA-256 of its token."""

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)


class Upload(models.Model):
    """One file a person brought, and how far it has come on its way to a safe one."""

    class Stage(models.TextChoices):
        """Where the upload stands; a job moves it on."""

        RECEIVING = "receiving"
        CHECKING = "checking"
        ROLES = "roles"
        """Checked; the person confirms the roles."""
        SUGGESTING = "suggesting"
        FIXES = "fixes"
        """Fixes are suggested; the person chooses."""
        PROTECTING = "protecting"
        DONE = "done"
        FAILED = "failed"
        """`error_code` and `error_facts` say why; it can be tried again or erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    """What the person's browser called the file, cleaned; only ever shown and sent back, never a path."""
    suffix = models.CharField(max_length=20, blank=True)
    """Its known suffix, such as `.csv.gz`; the file on disk is called `data` and this."""
    bytes = models.BigIntegerField(default=0)
    received = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.RECEIVING)
    roles = models.JSONField(null=True)
    """What the person confirmed: `{"columns": {name: role}, "weights": name|null, "household": name|null}`."""
    choices = models.JSONField(null=True)
    """Keys of the fixes the person turned off, and the goal: `{"off": [key], "k": 5}`; of a file with several tables
    also the name of the one that is made safe, `"table"`."""
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    """When the file and all that was made from it are erased."""
    review_asked = models.BooleanField(default=False)


class Job(models.Model):
    """One piece of work on an upload, done by the node's worker."""

    class Kind(models.TextChoices):
        """What is done; each is a function of `ayni.node.jobs`."""

        CHECK = "check"
        SUGGEST = "suggest"
        PROTECT = "protect"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True)
    """A stable word; `progress.<step>` are its words."""
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    cancel = models.BooleanField(default=False)
    """A person asked for it to stop; the worker looks at this between blocks."""
    attempts = models.IntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    """When the worker last said it is alive; a running job without beats is taken up again."""
    ended = models.DateTimeField(null=True)


class Review(models.Model):
    """What a reviewer said of a protected file: they see reports, plan and record, never the data."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.CASCADE)
    approved = models.BooleanField()
    words = models.TextField(max_length=4000, blank=True)
    result_sha256 = models.CharField(max_length=64)
    """The file they judged; another result needs another review."""
    created = models.DateTimeField(auto_now_add=True)


class LawQuestion(models.Model):
    """One "May I send this?": what was asked, what was answered, and the decision as it was kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE)
    title = models.CharField(max_length=200, blank=True)
    """What the person calls it, such as the dataset's name."""
    from_place = models.CharField(max_length=2)
    to_place = models.CharField(max_length=2)
    subjects = models.JSONField(default=list)
    day = models.DateField()
    facts = models.JSONField(default=dict)
    """Answers by the key of the fact (`ayni.law.vocabulary`)."""
    skipped = models.JSONField(default=list)
    """Facts the person could not answer yet."""
    known = models.JSONField(default=list)
    """What a check of the file suggests (`ayni.share.known.Known`); the person confirms it when it is asked."""
    outcome = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)


class LawAnswer(models.Model):
    """One answer as it was given, whatever becomes of the rules; the newest of each question are kept."""

    question = models.ForeignKey(LawQuestion, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=20)
    decision = models.JSONField()
    """The decision, whole: facts, rulebook hashes, trace and citations as they were."""
    mark = models.CharField(max_length=64)
    """SHA-256 of the decision's JSON: the same answer is kept once."""
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An answer that was given is not given again."""

        constraints = (models.UniqueConstraint(fields=("question", "mark"), name="law-answer-once"),)
