"""Comments and their earlier versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.threads.vocabulary import REASONED, Disposition

PERSON = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """Something that a person said about a thing, in answer to nobody or to a first comment."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    anchor = models.CharField(max_length=120, blank=True, help_text="The id of the section that it is about.")
    quote = models.CharField(max_length=300, blank=True, help_text="The words that it is about.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    said_at = models.DateTimeField()
    late = models.BooleanField(default=False, help_text="Said after the subject's closing moment.")
    edited_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    fingerprint = models.CharField(max_length=64, help_text="Of place and words: the same said twice by one person is one comment.")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removal_reason = models.TextField(blank=True)
    disposition = models.CharField(max_length=16, choices=Disposition.choices, blank=True)
    disposition_reason = models.TextField(blank=True)
    disposed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When those in the thread were written to about it.")

    class Meta:
        ordering = ["said_at", "pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "said_at"], name="comments_of_a_subject"),
            models.Index(fields=["said_at"], condition=Q(told_at__isnull=True), name="comments_to_be_told"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "fingerprint"], condition=Q(removed_at__isnull=True), name="comment_said_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comment_answers_another"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
                name="removed_comment_has_who_and_why",
            ),
            models.CheckConstraint(condition=Q(removed_at__isnull=False) | ~Q(text=""), name="standing_comment_has_words"),
            models.CheckConstraint(
                condition=Q(disposition="", disposed_by__isnull=True, disposed_at__isnull=True)
                | Q(disposition__in=Disposition.values, disposed_by__isnull=False, disposed_at__isnull=False),
                name="disposition_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(disposition__in=[str(code) for code in REASONED]) | ~Q(disposition_reason=""), name="disposition_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(revision=1) | Q(edited_at__isnull=False), name="edited_comment_has_time"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.subject_kind}:{self.subject_id}"

    @property
    def filed_under(self) -> tuple[str, int | None]:
        """The subject, so that letters about a comment are hidden by the subject's conflicts."""
        return self.subject_kind, int(self.subject_id) if self.subject_id.isdecimal() else None


class Following(models.Model):
    """What a person wants to hear of the discussion of a thing, beyond replies where they took part: everything, or nothing at all."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="followings")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    muted = models.BooleanField(default=False, help_text="No letters at all, not even about replies.")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "subject_kind", "subject_id"], name="discussion_followed_once")]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="followers_of_a_subject")]

    def __str__(self) -> str:
        return f"{'muted' if self.muted else 'followed'}: {self.subject_kind}:{self.subject_id}"


class EarlierVersion(models.Model):
    """The words of a comment before they were edited."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["comment_id", "revision"]
        constraints = [models.UniqueConstraint(fields=["comment", "revision"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"comment {self.comment_id}, version {self.revision}"
