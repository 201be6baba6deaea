"""Letters, batches, edited wordings, marked addresses, wishes not to be written to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.post.vocabulary import BatchState, LetterState, Outcome, Rhythm

PERSON = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """Letters that leave together once an officer other than the one who prepared them releases them."""

    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PREPARED)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    prepared_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    released_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(condition=~Q(released_by=F("prepared_by")), name="batch_needs_two_people"),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_by__isnull=False, released_at__isnull=False),
                name="released_batch_has_releaser_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Letter(models.Model):
    """One mail to one address. Its text is fixed when it is written; `key` makes a second writing of the same letter the first one."""

    number = models.CharField(max_length=40, unique=True)
    key = models.CharField(max_length=160, unique=True)
    template = models.CharField(max_length=80, db_index=True)
    essential = models.BooleanField(default=True)
    secret = models.BooleanField(default=False, help_text="Holds a sign-in code or link; the text is blanked once sent.")
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    part = models.JSONField(default=dict, blank=True, help_text="What it carries beside its words, made at delivery (parts.py).")
    state = models.CharField(max_length=14, choices=LetterState.choices, default=LetterState.QUEUED)
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="gathered")
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="letters_due"),
            models.Index(fields=["subject_kind", "subject_id"], name="letters_about"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_letter_has_time"),
            models.CheckConstraint(condition=~Q(state="held") | Q(batch__isnull=False), name="held_letter_has_batch"),
            models.CheckConstraint(
                condition=Q(state="in-digest", digest__isnull=False) | (~Q(state="in-digest") & Q(digest__isnull=True)),
                name="told_letter_has_its_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state="gathered") | Q(essential=False, person__isnull=False), name="essential_letter_is_never_gathered"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Wording(models.Model):
    """An edited text of a template. The newest one is used; older ones and letters already written stay as they were."""

    template = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["template", "-version"]
        constraints = [models.UniqueConstraint(fields=["template", "version"], name="wording_version_once")]

    def __str__(self) -> str:
        return f"{self.template}, version {self.version}"


class AddressMark(models.Model):
    """An address that refused mail for good; letters to it are stopped until an officer lifts the mark."""

    address = models.EmailField(max_length=254, unique=True)
    marked_at = models.DateTimeField()
    code = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True, help_text="What was done: telephoned, wrote by post, new address.")
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.address


class Unsubscription(models.Model):
    """Somebody wants no letters that are not essential."""

    address = models.EmailField(max_length=254, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Wish(models.Model):
    """How often somebody wants to hear of one kind of letter that is not essential; without one, the kind's own rhythm holds."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="wishes")
    template = models.CharField(max_length=80)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["person", "template"], name="one_wish_per_kind"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="wish_is_a_rhythm"),
        ]

    def __str__(self) -> str:
        return f"{self.template}: {self.rhythm}"


class IncomingMail(models.Model):
    """A mail that came in, and what became of it; neither words nor sender are kept. `key` makes the same mail handed over twice one."""

    key = models.CharField(max_length=64, unique=True)
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="replies", help_text="The letter it answers."
    )
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    note = models.CharField(max_length=300, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"mail {self.pk}: {self.outcome}"
