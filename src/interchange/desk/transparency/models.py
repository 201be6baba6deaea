"""The report as it stands, and the editions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL
LIVE = 0


class Report(models.Model):
    """Figures counted up to a link of the journal. `year` 0 is the live report, counted anew every hour; the others are editions.

    `data` holds only what may be shown: small numbers are hidden before anything is stored.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    data = models.JSONField()
    note = models.TextField(blank=True)
    counted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year=LIVE) | Q(drafted_by__isnull=False), name="edition_has_drafter"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_by=F("drafted_by")),
                name="edition_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.year or 'live'}"
