"""The curators' desk: what waits, what the house checks by itself, who may be asked for advice."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository import duplicates, likeness
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.models import Review, Version
from interchange.knowledge.repository.policy import CONFLICT
from interchange.knowledge.repository.vocabulary import IN_CURATION, ReviewState, TextState
from interchange.network.membership import queries as members
from interchange.network.membership.models import Profile


@dataclass(frozen=True)
class Finding:
    """What the house found by itself. `blocks`: it must be mended before acceptance."""

    what: str
    why: str
    blocks: bool = False


def queue(viewer: Viewer) -> "QuerySet[Version]":
    """Versions that wait for or are in curation, oldest first, with how many reviews were asked for and filed."""
    asked = Count("reviews", filter=Q(reviews__state__in=[ReviewState.ASKED, ReviewState.FILED]))
    filed = Count("reviews", filter=Q(reviews__state=ReviewState.FILED))
    found = Version.objects.filter(state__in=IN_CURATION).select_related("record", "record__submitter", "created_by")
    return rows(viewer, "version.curate", found).annotate(asked=asked, filed=filed).order_by("submitted_at", "pk")


def automatic_checks(viewer: Viewer, version: Version) -> list[Finding]:
    """What can be found without reading: duplicates, text of files, licence, identifiers of authors."""
    found: list[Finding] = []
    for twin in duplicates.of_version(viewer, version):
        rule = _("“%(title)s” has %(why)s.") % {"title": twin.record.title, "why": twin.why}
        found.append(Finding(rule, _("Merge both if they are one work."), twin.certain and twin.record.state == "published"))
    for file in version.files.all():
        if file.text_state == TextState.WAITING:
            found.append(Finding(_("The text of %s is being read.") % file.stored.name, _("Look again in a minute.")))
        elif file.text_state in {TextState.EMPTY, TextState.FAILED}:
            found.append(
                Finding(_("%s cannot be searched: no text was found in it.") % file.stored.name, _("Ask for a PDF with text in it."))
            )
        if not file.stored.scanned:
            found.append(Finding(_("%s was not looked at by a virus scanner.") % file.stored.name, _("None is set up here.")))
    if not version.licence and version.files.exists():
        found.append(Finding(_("The licence is not an SPDX expression."), _("Readers and machines cannot tell what they may do.")))
    if not any(creator.orcid for creator in creators_of(version.creators)):
        found.append(Finding(_("No author has an ORCID iD."), _("Not needed, but it tells people of one name apart.")))
    return found


def _names(person: Person) -> set[str]:
    given, family = likeness.title_key(person.given_name), likeness.title_key(person.family_name)
    return {likeness.title_key(person.publication_name), f"{given} {family}".strip()} - {""}


def hindrances(version: Version, person_id: int, *, at: datetime) -> list[str]:
    """Why this person cannot be asked for advice; empty: nothing stands against it."""
    found = []
    record = version.record
    owner = version.created_by_id or record.submitter_id
    person = Person.objects.filter(pk=person_id).first()
    if person is None or person_id not in members.active_ids(at):
        return [_("This is not an active member.")]
    if person_id in {version.created_by_id, record.submitter_id}:
        found.append(_("This is the depositor."))
    if Conflict.objects.filter(person_id=person_id, kind=CONFLICT, object_id=record.pk).exists():
        found.append(_("A conflict is recorded."))
    authors = {likeness.title_key(creator.shown) for creator in creators_of(version.creators)}
    if authors & _names(person):
        found.append(_("This is one of the authors."))
    homes = {likeness.title_key(creator.affiliation) for creator in creators_of(version.creators) if creator.affiliation}
    homes |= {
        likeness.title_key(name) for name in Profile.objects.filter(person_id=owner or 0).values_list("organisation", flat=True) if name
    }
    mine = {likeness.title_key(name) for name in Profile.objects.filter(person_id=person_id).values_list("organisation", flat=True) if name}
    if homes & mine - {""}:
        found.append(_("Same organisation as the depositor or an author."))
    return found


@dataclass(frozen=True)
class Candidate:
    """A member who may be asked, with what speaks for them."""

    person: Person
    shared: list[str]
    busy: int


def candidates(viewer: Viewer, version: Version, *, at: datetime, most: int = 12) -> list[Candidate]:
    """Members without a conflict, those who know the topics and have the fewest open reviews first. Four queries, whatever the network's size."""
    record = version.record
    authors = {likeness.title_key(creator.shown) for creator in creators_of(version.creators)}
    homes = {likeness.title_key(creator.affiliation) for creator in creators_of(version.creators) if creator.affiliation}
    owner = version.created_by_id or record.submitter_id
    out: set[int | None] = set(Conflict.objects.filter(kind=CONFLICT, object_id=record.pk).values_list("person_id", flat=True))
    out |= {owner, record.submitter_id} | set(version.reviews.values_list("reviewer_id", flat=True))
    busy = dict(Review.objects.filter(state=ReviewState.ASKED).values_list("reviewer_id").annotate(n=Count("pk")))
    profiles = list(Profile.objects.filter(person_id__in=members.active_ids(at)).select_related("person"))
    homes |= {likeness.title_key(profile.organisation) for profile in profiles if profile.person_id == owner and profile.organisation}
    found = []
    for profile in profiles:
        person = profile.person
        home = likeness.title_key(profile.organisation)
        if person.pk in out or person.pk == viewer.person_id or _names(person) & authors or (home and home in homes):
            continue
        found.append(Candidate(person, [code for code in profile.topics if code in version.topics], busy.get(person.pk, 0)))
    return sorted(found, key=lambda one: (-len(one.shared), one.busy, one.person.family_name, one.person.pk))[:most]
