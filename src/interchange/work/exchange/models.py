"""Questions, answers, what they name, whom they are put to; offers of help."""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground import sealing
from interchange.ground.policy.viewer import Viewer
from interchange.work.exchange import vocabulary as words

PERSON = settings.AUTH_USER_MODEL
M = TypeVar("M", bound=models.Model)


class Question(models.Model):
    """Something that a member wants to know. Under the rule of non-attribution it has no asker, only a seal (`ground/sealing`), and so have its answers."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/Q/2027/0001")
    title = models.CharField(max_length=words.TITLE_LIMIT)
    text = models.TextField()
    topics = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=words.QuestionState.choices, default=words.QuestionState.OPEN)
    unattributed = models.BooleanField(default=False, help_text="Nobody's name is kept, the asker's and those of the answers.")
    asker = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    secret = models.CharField(max_length=32, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(help_text="Under the rule: the beginning of the day.")
    wanted_by = models.DateTimeField(help_text="The moment by which an answer is wanted.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "-asked_at"], name="questions_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=words.QuestionState.values), name="question_state_is_known"),
            models.CheckConstraint(
                condition=Q(unattributed=False, asker__isnull=False, secret="", seal="")
                | (Q(unattributed=True, asker__isnull=True) & ~Q(secret="") & ~Q(seal="")),
                name="question_has_an_asker_or_a_seal",
            ),
            models.CheckConstraint(condition=Q(wanted_by__gt=F("asked_at")), name="answer_wanted_after_asking"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "withdrawn"]) | Q(closed_at__isnull=False), name="closed_question_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_answers(self) -> bool:
        """Whether answers are still taken."""
        return self.state in words.LIVE

    def is_by(self, viewer: Viewer) -> bool:
        """Whether the viewer asked it, sealed or not."""
        if viewer.person_id is None:
            return False
        return sealing.seal(self.secret, viewer.person_id) == self.seal if self.unattributed else self.asker_id == viewer.person_id


class Answer(models.Model):
    """What somebody knows. `sources` is a list of {"title", "url"}. Several may be accepted: more than one way may work."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    author = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    seal = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    sources = models.JSONField(default=list)
    by_mail = models.BooleanField(default=False)
    said_at = models.DateTimeField(help_text="Under the rule: the beginning of the day.")
    edited_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, help_text="Of question, author and words: the same said twice is one answer.")

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, seal="") | (Q(author__isnull=True) & ~Q(seal="")), name="answer_has_an_author_or_a_seal"
            ),
            models.UniqueConstraint(fields=["question", "fingerprint"], condition=Q(removed_at__isnull=True), name="answer_given_once"),
            models.CheckConstraint(condition=Q(removed_at__isnull=True) | ~Q(removal_reason=""), name="removed_answer_says_why"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(accepted_at__isnull=True), name="removed_answer_is_not_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.question_id}"

    @property
    def filed_under(self) -> tuple[str, int | None]:
        """The question, so that letters about an answer are seen as the question is."""
        return "exchange.question", self.question_id

    def is_by(self, viewer: Viewer) -> bool:
        """Whether the viewer gave it, sealed or not."""
        if viewer.person_id is None:
            return False
        return sealing.seal(self.question.secret, viewer.person_id) == self.seal if self.seal else self.author_id == viewer.person_id


class Attachment(models.Model):
    """A file of an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    stored = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"file of answer {self.answer_id}"


class Named(models.Model):
    """A thing of the house that a question is about (`subject_kind`, `subject_id` as in policy/subjects), or a member whom it names."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="named")
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="questions_about")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(person__isnull=True) & ~Q(subject_kind="") & ~Q(subject_id=""))
                | Q(person__isnull=False, subject_kind="", subject_id=""),
                name="names_a_thing_or_a_member",
            ),
            models.UniqueConstraint(
                fields=["question", "subject_kind", "subject_id"], condition=Q(person__isnull=True), name="thing_named_once"
            ),
            models.UniqueConstraint(fields=["question", "person"], condition=Q(person__isnull=False), name="member_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}" if self.subject_kind else f"person {self.person_id}"


class Ask(models.Model):
    """A question is put to a member."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=words.AskState.choices, default=words.AskState.ASKED)
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["person", "state"], name="asks_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["question", "person"], name="help_asked_once"),
            models.CheckConstraint(condition=Q(state="asked") | Q(replied_at__isnull=False), name="reply_to_an_ask_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asked about {self.question_id}"


class Offer(models.Model):
    """Help that a member offers: office hours, a talk, a look at somebody's work."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=words.TITLE_LIMIT)
    text = models.TextField()
    topics = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=words.OfferState.choices, default=words.OfferState.OPEN)
    made_at = models.DateTimeField()
    session = models.OneToOneField("meetings.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="planned") | Q(session__isnull=False), name="planned_offer_has_a_session"),
        ]

    def __str__(self) -> str:
        return self.title
