"""Who sees and changes what of a State's delegation: its own people and officers; everybody else knows only whether somebody is named."""

from django.db.models import Q

from interchange.ground.files import purposes
from interchange.ground.policy.levels import speaks_for_a_state
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states.models import Note, Place
from interchange.network.states.vocabulary import NoteState

office = role(Role.OFFICER)
overseers = role(Role.OFFICER, Role.ADMINISTRATOR)


def states_of(viewer: Viewer) -> list[str]:
    """The Member States for which the viewer speaks now, by code (F1: main or alternate)."""
    scopes = {*viewer.scopes(Role.FOCAL_POINT), *viewer.scopes(Role.ALTERNATE)}
    return sorted(scope.removeprefix("state:") for scope in scopes if scope.startswith("state:"))


def own(viewer: Viewer, field: str = "member_state") -> Q:
    """The rows of the viewer's own State, whoever of its delegation wrote them."""
    mine = states_of(viewer)
    return Q(**{f"{field}__in": mine}) if mine else NOTHING


def _office_or_speaker(viewer: Viewer) -> bool:
    return overseers(viewer) or speaks_for_a_state(viewer)


def _seen(viewer: Viewer) -> Q:
    return EVERYTHING if overseers(viewer) else own(viewer)


def _of_states(viewer: Viewer) -> Q:
    return EVERYTHING if overseers(viewer) else own(viewer, "pk")


rule("state.view", MemberState, who=anyone, which=lambda v: EVERYTHING)
rule("state.speak", MemberState, who=speaks_for_a_state, which=lambda v: own(v, "pk"))
rule("delegation.view", MemberState, who=_office_or_speaker, which=_of_states)
rule(
    "state-note.enter",
    MemberState,
    who=lambda v: office(v) or speaks_for_a_state(v),
    which=lambda v: EVERYTHING if office(v) else own(v, "pk"),
)
rule("state-note.view", Note, who=_office_or_speaker, which=_seen)
rule("state-note.list", Note, who=overseers, which=lambda v: EVERYTHING)
rule("state-note.settle", Note, who=office, which=lambda v: ~Q(entered_by_id=v.person_id))
rule("state-place.view", Place, who=_office_or_speaker, which=_seen)
rule("state-place.end", Place, who=office, which=lambda v: Q(ends_at__isnull=True))
rule("state-group.edit", who=office)


def _notes(viewer: Viewer) -> Q:
    return Q(pk__in=Note.objects.filter(_seen(viewer)).values("file_id")) if _office_or_speaker(viewer) else NOTHING


purposes.define("state-note", label="Note of a Member State", max_bytes=10_000_000, kinds=["application/pdf"], readable=_notes)
SETTLED = [NoteState.VERIFIED, NoteState.REFUSED, NoteState.REPLACED]
