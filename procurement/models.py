"""What is kept: authorities and their people, procurements with every change made to them, and shared links."""

import uuid
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = self.model(email=normal_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normal_email(email or ""))


def normal_email(email: str) -> str:
    """One person, one spelling: nobody remembers with which capitals an address was registered."""
    return email.strip().lower()


class User(AbstractBaseUser):
    """A person who logs in with an e-mail address."""

    email = models.EmailField("e-postadress", unique=True)
    name = models.CharField("namn", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    # Handed over by an administrator and known to two: it must be replaced before anything else is done.
    password_is_temporary = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.signature

    @property
    def signature(self) -> str:
        """How what the person writes is signed."""
        return self.name or self.email


class Authority(models.Model):
    """A contracting authority. `kind` is a choice of the library, so it is no choice here."""

    name = models.CharField(max_length=200)
    org_number = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person at an authority."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="members")
    is_admin = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "authority"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.authority}"


class LibraryRelease(models.Model):
    """The clause library as it was: path → text of its files. A procurement is pinned to one."""

    digest = models.CharField(max_length=64, primary_key=True)
    version = models.CharField(max_length=40)
    files = models.JSONField()
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version} ({self.digest[:8]})"


class Procurement(models.Model):
    """One procurement. Everything said about it is in `brief`; `revision` is the number of its latest change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="procurements")
    library = models.ForeignKey(
        LibraryRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="procurements"
    )
    brief = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["authority", "-saved_at"], name="procurement_latest")]

    def __str__(self) -> str:
        return self.title or "Upphandling utan namn"

    @property
    def title(self) -> str:
        return str(self.brief.get("title") or "")

    @property
    def reference(self) -> str:
        return str(self.brief.get("reference") or "")


class Revision(models.Model):
    """One change, append-only: key → new value, null where the answer was taken away.

    `library` is set where the procurement was pinned to another release. `undoes` is the number of the revision that
    was undone: a move to another release, or a change of the division in lots.
    """

    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    changes = models.JSONField()
    library = models.ForeignKey(LibraryRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undoes = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["procurement", "number"]
        constraints = [models.UniqueConstraint(fields=["procurement", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.procurement_id} rev. {self.number}"


class ClauseUse(models.Model):
    """A clause that has stood in an issued edition of a procurement, so that uses can be counted."""

    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="clause_uses")
    clause = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procurement", "clause"], name="clause_use_once")]

    def __str__(self) -> str:
        return f"{self.clause} – {self.procurement_id}"


class AuthorityClause(models.Model):
    """What an authority has written of its own for all its drafts: a clause, or its wording of one of ours.

    `content` is what a brief holds of it (`domain.house`), and null once it has been taken away. `base` is what our
    clause said when theirs was written, so that a change of ours can be shown beneath it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="clauses")
    clause_id = models.CharField(max_length=40)
    content = models.JSONField(null=True)
    base = models.TextField(blank=True)
    revision = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "clause_id"], name="authority_clause_once")]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.clause_id}"


class AuthorityClauseRevision(models.Model):
    """One change of what an authority has written, append-only."""

    clause = models.ForeignKey(AuthorityClause, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(null=True)
    base = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["clause", "number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="authority_clause_revision_once")]

    def __str__(self) -> str:
        return f"{self.clause_id} rev. {self.number}"


class AuthorityLook(models.Model):
    """How an authority's documents look, each change a row of its own: the latest counts, and none is changed.

    `content` is the look as a document carries it (`domain.look.Look`).
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="looks")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["authority", "number"]
        constraints = [models.UniqueConstraint(fields=["authority", "number"], name="authority_look_once")]

    def __str__(self) -> str:
        return f"{self.authority_id} utseende {self.number}"

    @classmethod
    def of(cls, authority_id: int) -> models.QuerySet["AuthorityLook"]:
        """The authority's looks, the latest first."""
        return cls.objects.filter(authority=authority_id).order_by("-number")


class ShareLink(models.Model):
    """A named way into one procurement without an account. The secret itself is never kept, only its SHA-256."""

    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    # For one who shares the cost: who pays what, and nothing else of the draft.
    only_costs = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(may_write=True, only_costs=True), name="link_costs_read_only")
        ]

    def __str__(self) -> str:
        return self.signature

    @property
    def signature(self) -> str:
        """How what a guest writes is signed."""
        return f"länken ”{self.name}”"

    @property
    def last_day(self) -> date:
        """The link ends with this day."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class FailedLogin(models.Model):
    """A login that failed, kept for the minutes in which guessing is counted."""

    email = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.email} {self.at:%H:%M:%S}"


class Rendition(models.Model):
    """One document as files: asked for, being made, made, or not possible to make.

    `digest` names what the files are made from (`export.version`), so a document that has not changed is found and
    not made again. `source` is the document itself, so that the worker needs nothing else; it is let go when done.
    """

    QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, default=QUEUED)
    error = models.TextField(blank=True)
    source = models.JSONField(null=True)
    queued = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.state}"

    @property
    def is_working(self) -> bool:
        return self.state in (self.QUEUED, self.RUNNING)


class RenditionFile(models.Model):
    """A file of a rendition. In the database, since the site and the worker may run on machines of their own."""

    rendition = models.ForeignKey(Rendition, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rendition", "format"], name="rendition_format_once")]

    def __str__(self) -> str:
        return f"{self.rendition_id}.{self.format}"


class Edition(models.Model):
    """The documents as somebody decided them on a day: asked for, and issued when every file has been made.

    An issued edition never changes: its rows are only added to, and what they stand on cannot be deleted beneath them.
    Until it is issued it holds no files and can be cancelled.
    """

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=200)
    on = models.DateField()
    decided_by = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    # The answers as they were, with the authority's own clauses, and what followed from them.
    brief = models.JSONField()
    # As text, since a database may shuffle the keys of JSON and the file shall be the same on every machine.
    summary = models.TextField()
    clause_list = models.TextField()
    # Without the files, which are named when they are made.
    open_data = models.TextField()
    library = models.ForeignKey(LibraryRelease, on_delete=models.PROTECT, related_name="+")
    library_version = models.CharField(max_length=120)
    app_version = models.CharField(max_length=120)
    begun = models.DateTimeField(default=timezone.now)
    issued = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["procurement", "number"]
        constraints = [models.UniqueConstraint(fields=["procurement", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"Utgåva {self.number}"


class EditionDocument(models.Model):
    """One document of an edition: the tree it is made from. `digest` names its files among the renditions.

    `lot` is the number of the lot, for one that belongs to a lot's own set.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="documents")
    place = models.PositiveIntegerField()
    lot = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    internal = models.BooleanField(default=False)
    source = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["edition", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "place"], name="edition_document_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition_id})"


class EditionFile(models.Model):
    """A file of an issued edition. `title` is that of its document, and "" for data about the whole."""

    # Protected: as long as an edition has files it is not deleted.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    place = models.PositiveIntegerField()
    lot = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=250, blank=True)
    format = models.CharField(max_length=10)
    internal = models.BooleanField(default=False)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["edition", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="edition_file_once")]

    def __str__(self) -> str:
        return self.name


class Inspection(models.Model):
    """An old tender that somebody has handed in, and the report on it.

    `content` is the file, there only until it has been read or given up: it goes in the same moment as what came of
    it is written.
    """

    QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="inspections")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=QUEUED)
    error = models.TextField(blank=True)
    content = models.BinaryField(null=True)
    report = models.JSONField(null=True)
    created = models.DateTimeField(default=timezone.now, db_index=True)
    queued = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.state in (self.QUEUED, self.RUNNING)


class ReturnedFile(models.Model):
    """A Word file that has come back: what it says (`domain.returned.Reading`). The file itself is not kept.

    `document` is the key of the document it is a version of. `outside` are the lines that the draft had outside its
    clauses when the file came, so that what the draft changes later is not taken for a change in the file.
    `decisions` are the clauses whose change is declined; a change that is taken up is in the draft, and differs no
    more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="returned_files")
    document = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    reading = models.JSONField()
    outside = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
