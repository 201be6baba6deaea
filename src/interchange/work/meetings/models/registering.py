"""Registration for public meetings: the desk of a session, the notice that people agree to, and who registered (U07). No accounts."""

from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import PlaceState


class RegistrationDesk(models.Model):
    """How one registers for a session: how many places, until when, and where those without one can follow."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="desk")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Places; empty: as many as come.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until the session starts.")
    webcast_url = models.URLField(max_length=500, blank=True, help_text="Public: for those who have no place.")
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="desk_has_places")]

    def __str__(self) -> str:
        return f"desk of {self.session_id}"


class RegistrationNotice(models.Model):
    """What people agree to when they register, as it was worded then (D8): versions are never changed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="notices")
    version = models.PositiveIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "version"]
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="notice_version_once")]

    def __str__(self) -> str:
        return f"notice {self.version} of {self.session_id}"


class Registration(models.Model):
    """A person from outside who wants to come: name and address, once per session, confirmed by the link in a letter."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(max_length=160)
    address = models.EmailField(max_length=254, help_text="In small letters.")
    notice = models.ForeignKey(RegistrationNotice, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.ASKED)
    nonce = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(help_text="When the last letter with the link was asked for; agreed to the notice.")
    letters = models.PositiveSmallIntegerField(default=0, help_text="How many letters with the link have left.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    turns = models.PositiveIntegerField(default=0, help_text="Counts in the SEQUENCE of this person's calendar entry.")

    class Meta:
        ordering = ["session", "confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "address"], name="registered_once"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(state="withdrawn") | Q(confirmed_at__isnull=False), name="place_was_confirmed"
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | Q(ended_at__isnull=False), name="withdrawn_place_has_time"),
        ]
        indexes = [models.Index(fields=["session", "state"], name="registrations_by_state")]

    def __str__(self) -> str:
        return f"registration {self.pk}"

    @property
    def secret(self) -> str:
        """The secret part of the person's own page; a new nonce makes old links void."""
        return salted_hmac("meetings.registration", f"{self.pk}:{self.nonce}", algorithm="sha256").hexdigest()[:40]

    def opened_by(self, secret: str) -> bool:
        """Whether this is the secret, compared in constant time."""
        return constant_time_compare(secret, self.secret)

    def get_absolute_url(self) -> str:
        """The person's own page: to confirm, to see how it stands, to withdraw."""
        return f"/registrations/{self.pk}-{self.secret}/"

    @property
    def sequence(self) -> int:
        """SEQUENCE of this person's calendar entry (RFC 5545, 3.8.7.4)."""
        return self.session.sequence + self.turns

    @property
    def filed_under(self) -> tuple[str, int]:
        """Letters about it are filed under the session."""
        return "meetings.session", self.session_id
