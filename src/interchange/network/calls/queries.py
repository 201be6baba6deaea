"""Reading calls, applications and declarations."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls.models import (
    Acceptance,
    AccessNeeds,
    Application,
    ApplicationFile,
    Call,
    Criterion,
    DeclarationText,
    Interest,
    InterestDeclaration,
    Merge,
    Question,
)
from interchange.network.calls.vocabulary import DEAD_STATES, REQUIRED_TEXTS, ApplicationState, CallState, Phase, TextKind


def phase(call: Call, at: datetime) -> Phase:
    """Where a call is at an instant. It is open from `opens_at` to the very end of the second of `closes_at`."""
    if call.state != CallState.PUBLISHED:
        return Phase(call.state)
    if at < call.opens_at:
        return Phase.COMING
    return Phase.OPEN if not is_over(call, at) else Phase.CLOSED


def is_over(call: Call, at: datetime) -> bool:
    """Whether the closing second has passed: 23:59:59 still counts, whatever its fraction."""
    return at.replace(microsecond=0) > call.closes_at


def calls(viewer: Viewer) -> "QuerySet[Call]":
    """The calls that the viewer may see, newest first."""
    return rows(viewer, "call.list", Call.objects.order_by("-opens_at"))


def current_calls(viewer: Viewer, at: datetime) -> list[Call]:
    """Calls that are open or opening soon, the one closing first first. One query."""
    return list(
        rows(
            viewer,
            "call.list",
            Call.objects.filter(state=CallState.PUBLISHED, closes_at__gte=at.replace(microsecond=0)).order_by("closes_at"),
        )
    )


def full_call(viewer: Viewer, slug: str) -> Call:
    """A call with its criteria, questions and texts: four queries."""
    parts = (
        Prefetch("criteria", Criterion.objects.order_by("order", "pk")),
        Prefetch("questions", Question.objects.order_by("order", "pk")),
        "texts",
    )
    return see(viewer, "call.view", Call.objects.prefetch_related(*parts), slug=slug)


def my_applications(viewer: Viewer) -> "QuerySet[Application]":
    """The viewer's own applications, newest first."""
    return rows(viewer, "application.own", Application.objects.select_related("call").order_by("-started_at"))


def live_application(person_id: int, call_id: int) -> Application | None:
    """The one live application of a person to a call."""
    return Application.objects.filter(person_id=person_id, call_id=call_id).exclude(state__in=DEAD_STATES).first()


def full_application(viewer: Viewer, **lookup: Any) -> Application:
    """An application with everything hanging on it that any reader may see."""
    found = Application.objects.select_related("call", "person").prefetch_related("evidence", Prefetch("files__file"), "call__questions")
    return see(viewer, "application.view", found, **lookup)


def standing_texts(at: datetime) -> dict[str, DeclarationText]:
    """The newest published version of each declaration text, by kind."""
    found: dict[str, DeclarationText] = {}
    for text in DeclarationText.objects.filter(published_at__lte=at, language="en").order_by("kind", "version"):
        found[text.kind] = text
    return found


def accepted_texts(person_id: int) -> set[int]:
    """The ids of the texts that a person accepts now."""
    return set(Acceptance.objects.filter(person_id=person_id, withdrawn_at__isnull=True).values_list("text_id", flat=True))


def missing_acceptances(person_id: int, at: datetime) -> list[DeclarationText]:
    """The standing texts that the person has not accepted in their newest version. Two queries."""
    accepted = accepted_texts(person_id)
    standing = standing_texts(at)
    return [standing[kind] for kind in REQUIRED_TEXTS if kind in standing and standing[kind].pk not in accepted]


def has_interests(person_id: int) -> bool:
    """Whether the person has declared interests, or that there are none."""
    return InterestDeclaration.objects.filter(person_id=person_id).exists()


def latest_interests(person_id: int) -> InterestDeclaration | None:
    """The newest version of a person's declaration of interests, with its rows."""
    return InterestDeclaration.objects.filter(person_id=person_id).order_by("-version").prefetch_related("rows").first()


def interest_categories(people: Collection[int]) -> Counter[str]:
    """How many of these people name each category of interest in their newest declaration; one may name several. Not for showing. One query."""
    newer = InterestDeclaration.objects.filter(person_id=OuterRef("declaration__person_id"), version__gt=OuterRef("declaration__version"))
    found = Interest.objects.filter(~Exists(newer), declaration__person_id__in=people)
    return Counter(category for _person, category in set(found.values_list("declaration__person_id", "category")))


def interests_to_assess(viewer: Viewer, at: datetime) -> "QuerySet[InterestDeclaration]":
    """The newest declaration of each person that is not assessed or due for another look, oldest first."""
    newer = InterestDeclaration.objects.filter(person_id=OuterRef("person_id"), version__gt=OuterRef("version"))
    newest = InterestDeclaration.objects.filter(~Exists(newer))
    return rows(
        viewer,
        "interests.assess",
        newest.filter(Q(assessment="") | Q(review_due__lte=at.date()))
        .select_related("person")
        .prefetch_related("rows")
        .order_by("declared_at"),
    )


def likely_twins(application: Application) -> list[Application]:
    """Other live applications to the same call with the same name (without case) and country, under another address. For staff only."""
    if not (application.given_name or application.family_name):
        return []
    same = Application.objects.filter(
        call_id=application.call_id,
        given_name__iexact=application.given_name,
        family_name__iexact=application.family_name,
        country=application.country,
    )
    return list(same.exclude(pk=application.pk).exclude(state__in=[*DEAD_STATES, ApplicationState.DRAFT]))


def consent_text(at: datetime) -> DeclarationText | None:
    """The text by which people agree to be named in public."""
    return standing_texts(at).get(TextKind.PUBLICATION)


def invited(call: Call, email: str, at: datetime) -> bool:
    """Whether the Secretariat's invitation to this address holds."""
    return call.invitations.filter(email=email.lower(), expires_at__gt=at).exists()


def consenting() -> "QuerySet[Acceptance, Any]":
    """The ids of the people whose consent to be named in public stands, as a subquery."""
    return Acceptance.objects.filter(text__kind=TextKind.PUBLICATION, withdrawn_at__isnull=True).values("person_id")


def answers(application: Application) -> list[tuple[str, str]]:
    """The call's own questions with the application's answers in words; unanswered ones with an empty text."""
    found = []
    for question in application.call.questions.all():
        given = application.answers.get(question.key)
        words = {choice["code"]: choice["label"] for choice in question.choices}
        if isinstance(given, bool):
            text = _("Yes") if given else _("No")
        elif isinstance(given, list):
            text = "; ".join(words.get(code, str(code)) for code in given)
        else:
            text = words.get(given, "" if given is None else str(given))
        found.append((question.label, text))
    return found


def papers(viewer: Viewer, application: Application) -> "QuerySet[ApplicationFile]":
    """The files handed in with an application, as far as the viewer may read them."""
    return rows(viewer, "application.files", ApplicationFile.objects.filter(application=application).select_related("file"))


def access_needs(viewer: Viewer, person_id: int) -> str:
    """What a person said they need to take part, for those who organise meetings; empty where nothing was said or it is not the viewer's."""
    if not allows(viewer, "application.access-needs"):
        return ""
    found = rows(viewer, "application.access-needs", AccessNeeds.objects.filter(application__person_id=person_id))
    return found.order_by("-application__saved_at").values_list("text", flat=True).first() or ""


def merge_of(application: Application) -> Merge | None:
    """The merge that made this application a duplicate, if it was not undone."""
    return Merge.objects.filter(dropped=application, undone_at__isnull=True).select_related("kept").order_by("-merged_at").first()
