"""Who is invited and answers, when people can meet, and their calendar feeds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import Answer

PERSON = settings.AUTH_USER_MODEL


class Invitation(models.Model):
    """A person is invited to a session, and what they answered. Re-convening asks anew."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    turns = models.PositiveIntegerField(
        default=0, help_text="How often the answer changed: it counts in the SEQUENCE of this person's entry."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="No longer invited: left the network, or taken off the list.")

    class Meta:
        ordering = ["session", "person"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="invited_once"),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at__isnull=True) | (~Q(answer="none") & Q(answered_at__isnull=False)),
                name="answer_has_time",
            ),
        ]
        indexes = [models.Index(fields=["person", "withdrawn_at"], name="invitations_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.session_id}"

    @property
    def sequence(self) -> int:
        """SEQUENCE of this person's calendar entry (RFC 5545, 3.8.7.4): goes up with the session's changes and with their own."""
        return self.session.sequence + self.turns

    @property
    def filed_under(self) -> tuple[str, int]:
        """Letters about it are filed under the session."""
        return "meetings.session", self.session_id


class UsableHours(models.Model):
    """The hours of a week at which somebody can meet, marked once in their own zone: 0 is Monday 00:00-01:00, 167 Sunday 23:00-24:00."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="usable_hours")
    time_zone = models.CharField(max_length=64)
    hours = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "usable hours"

    def __str__(self) -> str:
        return f"hours of {self.person_id}"


class CalendarFeed(models.Model):
    """A personal calendar feed behind a secret address. The secret is reckoned from a nonce, so that it is not in the database as such."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="calendar_feeds")
    nonce = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(revoked_at__isnull=True), name="one_open_feed")]

    def __str__(self) -> str:
        return f"feed {self.pk}"

    @property
    def secret(self) -> str:
        """The secret part of the address."""
        return salted_hmac("meetings.feed", f"{self.pk}:{self.nonce}", algorithm="sha256").hexdigest()[:40]

    def opened_by(self, secret: str) -> bool:
        """Whether this is the secret, compared in constant time."""
        return self.revoked_at is None and constant_time_compare(secret, self.secret)
