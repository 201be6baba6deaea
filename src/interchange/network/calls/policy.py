"""Who may do what with calls, applications, declarations. Every rule about a file carries its conflict."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interchange.ground.files import purposes
from interchange.ground.policy.rules import EVERYTHING, anyone, role, rows, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.models import (
    AccessNeeds,
    Application,
    ApplicationFile,
    BalanceData,
    Call,
    DeclarationText,
    InterestDeclaration,
)
from interchange.network.calls.vocabulary import MOVES, ApplicationState

FILE = ("calls.application", "pk")
ON_FILE = ("calls.application", "application_id")
officer = role(Role.OFFICER)
OWN_MOVES = {"submit", "resubmit", "withdraw", "accept-offer", "refuse-offer"}


def _calls(viewer: Viewer) -> Q:
    return EVERYTHING if viewer.has(Role.OFFICER) else Q(state__in=["published", "archived"])


def _assigned(viewer: Viewer) -> Q:
    """Files that a reviewer has on the desk: assigned or filed, and in review."""
    if not viewer.has(Role.REVIEWER):
        return Q(pk__in=[])
    return Q(assignments__reviewer_id=viewer.person_id, assignments__state__in=["assigned", "filed"]) & ~Q(
        state__in=["withdrawn", "duplicate"]
    )


def _applications(viewer: Viewer) -> Q:
    mine = Q(person_id=viewer.person_id)
    if viewer.has(Role.OFFICER):
        return mine | ~Q(state=ApplicationState.DRAFT)
    if viewer.has(Role.REVIEWER):
        return mine | Q(pk__in=Application.objects.filter(_assigned(viewer)).values("pk"))
    return mine


def _editable(viewer: Viewer) -> Q:
    return Q(person_id=viewer.person_id, state__in=[ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED])


rule("call.list", Call, who=anyone, which=_calls)
rule("call.view", Call, who=anyone, which=_calls)
rule("call.edit", Call, who=officer, which=lambda v: EVERYTHING)
rule("call.invite", Call, who=officer, which=lambda v: Q(state="published"))
rule("text.view", DeclarationText, who=anyone, which=lambda v: EVERYTHING if v.has(Role.OFFICER) else Q(published_at__isnull=False))
rule("text.publish", who=officer)
rule("application.start", who=signed_in)
rule("application.own", Application, who=signed_in, which=lambda v: Q(person_id=v.person_id))
rule("application.view", Application, who=signed_in, which=_applications, conflict=FILE)
rule("application.edit", Application, who=signed_in, which=_editable)
rule("application.handle", Application, who=officer, which=lambda v: ~Q(state=ApplicationState.DRAFT), conflict=FILE)
rule("application.balance", BalanceData, who=officer, which=lambda v: EVERYTHING, conflict=ON_FILE)
rule("application.access-needs", AccessNeeds, who=role(Role.OFFICER, Role.MEETING_MANAGER), which=lambda v: EVERYTHING, conflict=ON_FILE)
rule("application.files", ApplicationFile, who=signed_in, which=lambda v: Q(application__in=rows(v, "application.view")), conflict=ON_FILE)
for move in MOVES.moves:
    if move in OWN_MOVES:
        rule(f"application.{move}", Application, who=signed_in, which=lambda v: Q(person_id=v.person_id))
    elif move == "finish-review":  # the last of the reviewers moves the file on by filing
        rule(
            f"application.{move}",
            Application,
            who=role(Role.OFFICER, Role.REVIEWER),
            which=lambda v: EVERYTHING if v.has(Role.OFFICER) else Q(pk__in=Application.objects.filter(_assigned(v)).values("pk")),
            conflict=FILE,
        )
    else:
        rule(f"application.{move}", Application, who=officer, which=lambda v: ~Q(state=ApplicationState.DRAFT), conflict=FILE)
rule("interests.declare", who=signed_in)
rule("interests.view", InterestDeclaration, who=signed_in, which=lambda v: EVERYTHING if v.has(Role.OFFICER) else Q(person_id=v.person_id))
rule("interests.assess", InterestDeclaration, who=officer, which=lambda v: ~Q(person_id=v.person_id))


def _readable(viewer: Viewer) -> Q:
    return Q(pk__in=rows(viewer, "application.files").values("file_id"))


purposes.define("cv", label=_("Curriculum vitae"), max_bytes=5_000_000, kinds=["application/pdf"], readable=_readable)
purposes.define("nomination-letter", label=_("Letter of nomination"), max_bytes=5_000_000, kinds=["application/pdf"], readable=_readable)
