"""Looks, and incidents with what hangs on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.privacy.vocabulary import TITLE_LIMIT, Decision, IncidentState

PERSON = settings.AUTH_USER_MODEL


class Look(models.Model):
    """Somebody with an office opened somebody else's data, within an hour. `about` is empty where a list of many people was opened."""

    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60, blank=True)
    hour = models.DateTimeField()

    class Meta:
        ordering = ["-hour", "-pk"]
        constraints = [models.UniqueConstraint(fields=["by", "model", "subject_id", "hour"], name="one_look_an_hour")]
        indexes = [models.Index(fields=["about", "hour"], name="looks_at_somebody"), models.Index(fields=["hour"], name="looks_by_hour")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.model}:{self.subject_id}"


class Incident(models.Model):
    """Something happened to personal data: it was seen, lost, changed or unavailable where it must not be. Only its handlers know of it."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/INC/2026/001")
    title = models.CharField(max_length=TITLE_LIMIT)
    what = models.TextField(help_text="What happened.")
    noticed_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=IncidentState.choices, default=IncidentState.OPEN)
    keys = models.JSONField(default=list, blank=True, help_text="Keys of the register: which data.")
    account = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Whose access was misused."
    )
    consequences = models.TextField(blank=True)
    counted_at = models.DateTimeField(null=True, blank=True, help_text="When the people touched were listed last.")
    decide_by = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    notice = models.TextField(blank=True, help_text="What the people touched read.")
    notice_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    close_by = models.DateTimeField()
    report = models.TextField(blank=True, help_text="Cause, what was done, what is changed so that it does not happen again.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-noticed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(began_at__isnull=False, ended_at__gte=F("began_at")), name="incident_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(decision="") | (~Q(decision_reason="") & Q(decided_by__isnull=False, decided_at__isnull=False)), name="incident_decision_has_officer_and_reason"),
            models.CheckConstraint(condition=Q(told_at__isnull=True) | (Q(decision="tell", told_by__isnull=False) & ~Q(notice="") & ~Q(told_by=F("notice_by"))), name="notice_released_by_another_than_wrote_it"),
            models.CheckConstraint(condition=~Q(state="closed") | (~Q(report="") & Q(closed_at__isnull=False, closed_by__isnull=False)), name="closed_incident_has_its_report"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(decision="not-needed") | Q(told_at__isnull=False), name="incident_closes_once_decided_and_told"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/privacy/incidents/{self.pk}/"


class Handler(models.Model):
    """An officer named for an incident. Ended, never deleted."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="handlers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="handler_named_once")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.person_id}"


class Measure(models.Model):
    """Something that was done about it."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="measures")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["incident", "at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="measure_has_words")]

    def __str__(self) -> str:
        return f"measure of {self.incident_id}"


class Touched(models.Model):
    """A person whose data the incident may have reached: an account, or an address without one."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="touched")
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    keys = models.JSONField(default=list, help_text="Keys of the register: which of their data.")

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")), name="touched_is_an_account_or_an_address"),
            models.UniqueConstraint(fields=["incident", "person"], condition=Q(person__isnull=False), name="person_touched_once"),
            models.UniqueConstraint(fields=["incident", "address"], condition=~Q(address=""), name="address_touched_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"touched by {self.incident_id}"
