"""Terms, Member States, options and number series as rows."""

from django.db import models
from django.db.models import Q

from interchange.ground.vocabulary.vocabulary import DevelopmentStatus, Standing


class Term(models.Model):
    """One entry of a controlled list. `code` is stable and stands in addresses and data; `label` is what people read."""

    scheme = models.SlugField(max_length=40)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["scheme", "order", "label"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="term_code_once_per_scheme")]

    def __str__(self) -> str:
        return self.label


class MemberState(models.Model):
    """A party to the WIPO Convention. Regional groups are the State's own choice: an editable, dated fact, not law."""

    iso2 = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    region = models.SlugField(max_length=60)
    region_since = models.DateField(null=True, blank=True)
    development_status = models.SlugField(max_length=40, blank=True, help_text="Empty: not stated.")

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(iso2__regex=r"^[A-Z]{2}$"), name="member_state_iso2_form")]

    def __str__(self) -> str:
        return self.name

    @property
    def status_words(self) -> str:
        """The development status as people read it, empty where not stated."""
        return str(dict(DevelopmentStatus.choices).get(self.development_status, self.development_status))


class Holiday(models.Model):
    """A day on which the offices at Geneva are (or were thought to be) closed; days are marked as worked on, never deleted."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=80)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.EXPECTED)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="holiday_standing_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="holiday_has_a_name"),
            models.CheckConstraint(condition=Q(standing="expected") | Q(changed_at__isnull=False), name="holiday_changed_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"


class Option(models.Model):
    """A setting that a Secretariat changed from its default (the defaults and their meaning: `vocabulary/options.py`)."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class NumberSeries(models.Model):
    """The last number given in a series and year; numbers are never reused."""

    series = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once_per_year")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}"
