"""Terms in every state, what is said about them, amendments and an import."""

from dataclasses import replace
from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus import queries as consensus_queries
from interchange.ground.threads import actions as threads
from interchange.knowledge.lexicon import actions as lexicon
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart
from interchange.knowledge.lexicon.models import Concept, Release
from interchange.knowledge.lexicon.vocabulary import FORMATS
from interchange.network.calls.models import Call
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.models import Document, Session
from tests.gates.house import EMAILS, INSIDE, House

SOURCE = SourcePart("A source", "https://source.example/")


def entry(label: str, definition: str, **changes) -> Content:
    return Content("", (LabelPart(label, "preferred"),), (DefinitionPart(definition, True, (SOURCE,)),), **changes)


def build(house: House, world: World, at: datetime) -> None:
    """A term under discussion with its thread and objection, one proposed, one rejected; public ones that point to them; an amendment; an import."""
    member, chair = world.speaker(EMAILS["member"]), world.speaker(EMAILS["chair"])
    word = house.secret("term", "the label of a term under discussion", *INSIDE)
    defined = house.secret("defined", "the definition of a term under discussion", *INSIDE)
    hidden = lexicon.propose(member, replace(entry(word, f"mark that is {defined}"), slug="gate-hidden"), at=at)
    lexicon.discuss(world.officer, hidden.slug, at=at)
    word = house.secret("termtalk", "what is said about a term under discussion", *INSIDE)
    threads.say(chair, hidden, text=word, at=at)
    lexicon.check(world.officer, hidden.slug, at=at)
    lexicon.open_call(world.officer, hidden.slug, at=at)
    call = consensus_queries.waiting(chair, at).get(subject_kind="lexicon.concept")
    word = house.secret("termobjection", "an objection to a term", *INSIDE)
    consensus.object_to(chair, call.pk, reason=word, at=at)

    word = house.secret("proposedterm", "a proposed term", *INSIDE)
    lexicon.propose(member, replace(entry(word, "mark that is proposed"), slug="gate-proposed"), at=at)

    public = lexicon.propose(
        member, replace(entry("gate seam", "mark that everybody sees on a seam", broader=(hidden.slug,)), slug="gate-seam"), at=at
    )
    word = house.secret("earlier", "the wording of an agreed term while it was discussed", *INSIDE)
    lexicon.edit(member, public.slug, replace(store.content_of(public), note=word), revision=None, at=at)
    lexicon.edit(member, public.slug, replace(store.content_of(public), note="A note."), revision=None, at=at)
    lexicon.discuss(world.officer, public.slug, at=at)
    lexicon.check(world.officer, public.slug, at=at)
    lexicon.agree(world.officer, public.slug, reason="Agreed.", at=at)
    word = house.secret("amendment", "an amendment that waits", *INSIDE)
    amendment = lexicon.amend(member, public.slug, replace(store.content_of(public), example=word), reason=word, at=at)

    word = house.secret("import", "an import in preview", "officer")
    turtle = f'<https://q.example/1> a <http://www.w3.org/2004/02/skos/core#Concept> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{word}"@en .'
    run = lexicon.begin_import(world.officer, "gate.ttl", turtle.encode(), source=SOURCE, at=at)
    # An agenda for members: the report on its session says words of it to members alone.
    word = house.secret("reported", "a phrase of an agenda for members, in the report on its session", *INSIDE)
    item = {"title": "Plans", "kind": "discuss", "minutes": 5, "about": f"We speak of the {word} Plan."}
    meetings.add_item(world.officer, house.meeting.pk, item, at=at)
    first = Release.objects.get(number=1)
    for kind in FORMATS:  # made once here; the walk undoes what it makes
        lexicon.make_file(first.pk, kind, at=at)
    lexicon.read_texts(at=at)
    _name_things(house, hidden, public, amendment, run)
    closed = Session.objects.get(level="restricted")
    sealed = Document.objects.get(level="restricted")
    house.kwargs["lexicon:report"] |= {
        "session": {"kind": "meetings.session", "pk": house.meeting.pk},
        "closed-session": {"kind": "meetings.session", "pk": closed.pk},
        "restricted-document": {"kind": "meetings.document", "pk": sealed.pk},
    }


def _name_things(house: House, hidden: Concept, public: Concept, amendment, run) -> None:
    two = {"agreed-term": {"slug": public.slug}, "discussed-term": {"slug": hidden.slug}}
    for name in ("concept", "used", "history", "edit", "amend", "decide"):
        house.kwargs[f"lexicon:{name}"] = two
    house.kwargs["api:concept"] = two
    house.kwargs["lexicon:concept_file"] = {
        f"{thing}-{kind}": {**kwargs, "kind": kind} for thing, kwargs in two.items() for kind in ("ttl", "jsonld")
    }
    house.kwargs["lexicon:undo"] = {
        "agreed-term": {"slug": public.slug, "number": 3},
        "discussed-term": {"slug": hidden.slug, "number": 1},
    }
    house.kwargs["lexicon:amendment"] = {"amendment": {"slug": public.slug, "pk": amendment.pk}}
    house.kwargs["lexicon:release"] = {"first-release": {"number": 1}, "no-such-release": {"number": 99}}
    house.kwargs["lexicon:compare"] = {"first-with-itself": {"number": 1, "other": 1}}
    house.kwargs["lexicon:release_file"] = {f"first-{kind}": {"number": 1, "kind": kind} for kind in ("ttl", "tbx")}
    house.kwargs["lexicon:import_run"] = {"import": {"pk": run.pk}}
    opened = Call.objects.filter(state="published").order_by("-opens_at").first()
    preparing = Call.objects.exclude(state="published").latest("pk")
    house.kwargs["lexicon:report"] = {
        "open-call": {"kind": "calls.call", "pk": opened.pk},
        "call-in-preparation": {"kind": "calls.call", "pk": preparing.pk},
    }
