"""The journal's rows. Triggers in the first migration refuse UPDATE and DELETE of events on both databases."""

from django.db import models


class Event(models.Model):
    """One link of the chain. `seq` counts from 1 without gaps; `hash` covers everything in the row and the hash before it."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, help_text="The person's id; empty for the house itself.")
    verb = models.CharField(max_length=80, db_index=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "seq"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_kind}:{self.subject_id}"


class Head(models.Model):
    """The newest link. One row; whoever writes an event locks it first, so the chain has no forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_has_one_head")]

    def __str__(self) -> str:
        return f"head at {self.seq}"


class Remark(models.Model):
    """A reason in a person's own words, beside the chain and not in it: it can be erased without breaking the chain."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="remark")
    text = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"remark on {self.event_id}"
