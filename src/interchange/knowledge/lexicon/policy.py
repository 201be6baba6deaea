"""Who sees and changes the lexicon. Everyone reads what is agreed; what is proposed or discussed is for members and staff only."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, anyone, role, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.lexicon.models import Amendment, Concept, ImportRun, Release, Version
from interchange.knowledge.lexicon.vocabulary import OPEN, PUBLISHED, ConceptState

curator = role(Role.OFFICER, Role.RAPPORTEUR)


def _concepts(viewer: Viewer) -> Q:
    return EVERYTHING if is_insider(viewer) else Q(state__in=PUBLISHED)


def _editable(viewer: Viewer) -> Q:
    """Proposers mend what is still open; curators whatever is not rejected."""
    if curator(viewer):
        return ~Q(state=ConceptState.REJECTED)
    return Q(state__in=OPEN, proposed_by_id=viewer.person_id)


rule("term.list", Concept, who=anyone, which=_concepts)
rule("term.view", Concept, who=anyone, which=_concepts)
rule("term.propose", who=is_insider)
rule("term.edit", Concept, who=is_insider, which=_editable)
rule("term.amend", Concept, who=is_insider, which=lambda v: Q(state=ConceptState.AGREED))
rule("term.discuss", Concept, who=is_insider, which=lambda v: EVERYTHING)
rule("term.curate", Concept, who=curator, which=lambda v: EVERYTHING)
# Earlier texts of an agreed concept may date from its discussion: the public reads only what was agreed when it was written.
rule(
    "term.version",
    Version,
    who=anyone,
    which=lambda v: EVERYTHING if is_insider(v) else Q(state__in=PUBLISHED, concept__state__in=PUBLISHED),
)
rule("amendment.view", Amendment, who=is_insider, which=lambda v: EVERYTHING)
rule("amendment.withdraw", Amendment, who=is_insider, which=lambda v: Q(by_id=v.person_id))
rule("amendment.decide", Amendment, who=curator, which=lambda v: ~Q(by_id=v.person_id))
rule("release.view", Release, who=anyone, which=lambda v: EVERYTHING)
rule("release.make", who=curator)
rule("lexicon.import", ImportRun, who=curator, which=lambda v: EVERYTHING)
rule("lexicon.check", who=anyone)
rule("lexicon.wanted", who=is_insider)
