"""Checks, assignments, reviews, recusals, calibration."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from interchange.ground.policy.vocabulary import ConflictReason
from interchange.network.selection.vocabulary import LIVE, AssignmentState, CheckResult, Method, RecusalBy

PERSON = settings.AUTH_USER_MODEL
APPLICATION = "calls.Application"


class ReviewerProfile(models.Model):
    """What is known about a reviewer for keeping them away from the wrong files and near the right ones."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="reviewer_profile")
    organisation = models.CharField(max_length=200, blank=True)
    parent_group = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    topics = models.JSONField(default=list, blank=True)
    profiles = models.JSONField(default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Most files at once; empty: the network's default.")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reviewer {self.person_id}"


class EligibilityCheck(models.Model):
    """One officer's check of one application. Open (no result) while being looked at; that warns a second officer."""

    application = models.ForeignKey(APPLICATION, on_delete=models.PROTECT, related_name="checks")
    officer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    items = models.JSONField(default=dict, blank=True, help_text='{"complete": true, ...}')
    result = models.CharField(max_length=12, choices=CheckResult.choices, blank=True)
    reason = models.TextField(blank=True)
    parts = models.JSONField(default=list, blank=True, help_text="Steps opened again for completion.")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", decided_at__isnull=True) | (~Q(result="") & Q(decided_at__isnull=False)),
                name="check_result_has_a_time",
            ),
            models.CheckConstraint(condition=Q(result__in=["", "eligible"]) | ~Q(reason=""), name="negative_check_has_a_reason"),
            models.UniqueConstraint(fields=["application", "officer"], condition=Q(result=""), name="one_open_check_per_officer"),
            models.UniqueConstraint(fields=["application"], condition=Q(result="returned"), name="returned_once"),
        ]

    def __str__(self) -> str:
        return f"check of {self.application_id}: {self.result or 'open'}"


class Assignment(models.Model):
    """One reviewer on one file, as first, second or third reader."""

    application = models.ForeignKey(APPLICATION, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="assignments")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASSIGNED)
    reasons = models.JSONField(default=list, blank=True, help_text="Codes of SuggestReason.")
    assigned_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: by rule.")
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], condition=Q(state__in=LIVE), name="file_once_per_reviewer"),
            models.UniqueConstraint(fields=["application", "order"], condition=Q(state__in=LIVE), name="one_reader_per_place"),
            models.CheckConstraint(condition=Q(order__gte=1, order__lte=3), name="first_second_or_third"),
            models.CheckConstraint(condition=Q(state__in=LIVE) | Q(ended_at__isnull=False), name="ended_assignment_has_a_time"),
        ]
        indexes = [models.Index(fields=["reviewer", "state"], name="assignment_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} reads {self.application_id}"


class Review(models.Model):
    """The marks of one assignment. A draft until `filed_at`; sealed from everybody else until then."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, primary_key=True, related_name="review")
    remark = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"review {self.assignment_id}"


class Mark(models.Model):
    """One criterion's mark, 1 to 5; empty while a draft."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("calls.Criterion", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["review", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5), name="mark_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.score}"


class Result(models.Model):
    """What the filed reviews of a file come to: points of 100, and by which method. Rewritten whenever a review is filed or set aside."""

    application = models.OneToOneField(APPLICATION, on_delete=models.PROTECT, primary_key=True, related_name="result")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    spread = models.DecimalField(max_digits=5, decimal_places=2, help_text="Highest less lowest total, in points.")
    reviews = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="points_of_a_hundred")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.points}"


class Recusal(models.Model):
    """Somebody has no part in a file: who, by whom, when, and the category of reason only (DOMAIN S5)."""

    application = models.ForeignKey(APPLICATION, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="recusals")
    by = models.CharField(max_length=10, choices=RecusalBy.choices)
    recorded_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=ConflictReason.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person_id} steps aside from {self.application_id}"


class CalibrationRound(models.Model):
    """All reviewers mark the same few files before the review starts (DOMAIN S6). These marks never enter a result."""

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="calibrations")
    applications = models.ManyToManyField(APPLICATION, related_name="calibrations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    redo_at = models.DateTimeField(null=True, blank=True, help_text="When marks were opened for the one repetition.")
    note = models.TextField(blank=True, help_text="What the discussion came to.")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [models.UniqueConstraint(fields=["call"], condition=Q(closed_at__isnull=True), name="one_open_calibration")]

    def __str__(self) -> str:
        return f"calibration of {self.call_id}"


class CalibrationMark(models.Model):
    """One reviewer's mark of one criterion of one calibration file, in the first or the repeated attempt."""

    round = models.ForeignKey(CalibrationRound, on_delete=models.CASCADE, related_name="marks")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(APPLICATION, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey("calls.Criterion", on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1)
    score = models.PositiveSmallIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "reviewer", "application", "criterion", "attempt"], name="calibration_mark_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="calibration_mark_is_1_to_5"),
            models.CheckConstraint(condition=Q(attempt__in=[1, 2]), name="calibration_repeated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} on {self.application_id}: {self.score}"
