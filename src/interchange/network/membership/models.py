"""Memberships and what happens to them; profiles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.network.membership.vocabulary import AuthorName, EndKind, MembershipState, ProceedingState

PERSON = settings.AUTH_USER_MODEL


class Membership(models.Model):
    """A person's membership of the network, one term or renewed."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/MEM/2026/0001")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="memberships")
    application = models.OneToOneField("calls.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="membership")
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE)
    term = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The end of the present term.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_kind = models.CharField(max_length=20, choices=EndKind.choices, blank=True)
    end_reason = models.TextField(blank=True)
    resigns_at = models.DateTimeField(null=True, blank=True, help_text="A resignation that takes effect later.")
    resignation_letter = models.TextField(blank=True)
    author_name = models.CharField(max_length=8, choices=AuthorName.choices, default=AuthorName.WITH)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=~Q(state="ended"), name="one_live_membership"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="term_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_at__isnull=False) & ~Q(end_kind="") & ~Q(end_reason="")),
                name="ended_has_kind_time_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="membership_by_end")]

    def __str__(self) -> str:
        return self.number


class Leave(models.Model):
    """Time away; the place is kept."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="leaves")
    starts_at = models.DateTimeField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [models.UniqueConstraint(fields=["membership"], condition=Q(ended_at__isnull=True), name="one_open_leave")]

    def __str__(self) -> str:
        return f"leave of {self.membership_id}"


class Suspension(models.Model):
    """An immediate, reasoned stop; lifted or followed by a proceeding."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="suspensions")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(lifted_at__isnull=True), name="one_open_suspension"),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"suspension of {self.membership_id}"


class Proceeding(models.Model):
    """Removal (M3): written grounds, fourteen days to reply, a decision by two officers, review possible."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="proceedings")
    state = models.CharField(max_length=10, choices=ProceedingState.choices, default=ProceedingState.NOTICE)
    grounds = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reply_until = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    first_officer = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    review_asked_at = models.DateTimeField(null=True, blank=True)
    review_ground = models.TextField(blank=True)
    review_decided_at = models.DateTimeField(null=True, blank=True)
    review_decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(second_officer=F("first_officer")), name="removal_needs_two_officers"),
            models.CheckConstraint(
                condition=~Q(state="upheld")
                | (Q(first_officer__isnull=False, second_officer__isnull=False, decided_at__isnull=False) & ~Q(decision_reason="")),
                name="removal_is_decided_by_two",
            ),
            models.UniqueConstraint(fields=["membership"], condition=Q(state__in=["notice", "proposed"]), name="one_open_proceeding"),
            models.CheckConstraint(
                condition=Q(review_decided_at__isnull=True)
                | (Q(review_asked_at__isnull=False, review_decided_by__isnull=False) & ~Q(review_reason="")),
                name="review_has_decider_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(review_decided_by__isnull=True)
                | (
                    ~Q(review_decided_by=F("first_officer"))
                    & ~Q(review_decided_by=F("second_officer"))
                    & ~Q(review_decided_by=F("opened_by"))
                ),
                name="review_by_somebody_else",
            ),
            models.CheckConstraint(condition=~Q(state="set-aside") | Q(review_decided_at__isnull=False), name="set_aside_after_review"),
        ]

    def __str__(self) -> str:
        return f"proceeding {self.pk}"


class Renewal(models.Model):
    """A member asks for another term, with fresh interests and a note on what was done."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="renewals")
    asked_at = models.DateTimeField()
    note = models.TextField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["membership"], condition=Q(decided_at__isnull=True), name="one_open_renewal")]

    def __str__(self) -> str:
        return f"renewal of {self.membership_id}"


class Profile(models.Model):
    """What the directory says of a member. `public` opens name, affiliation, country and topics to everyone, by consent only."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    profile = models.SlugField(max_length=60)
    organisation = models.CharField(max_length=200, blank=True)
    organisation_kind = models.SlugField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.SlugField(max_length=60, blank=True)
    sectors = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=64, blank=True)
    expertise = models.TextField(blank=True)
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"profile of {self.person_id}"
