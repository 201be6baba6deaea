"""Browsing: list, tree, graph, one concept at its lasting address in whatever form a reader asks for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground.policy.doors import door, public
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import exports as tables
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.ground.text.linking import linked
from interchange.knowledge.lexicon import exports, queries, trees
from interchange.knowledge.lexicon.drawing import Spot, ladder, neighbourhood
from interchange.knowledge.lexicon.forms import DecisionForm
from interchange.knowledge.lexicon.views.common import crumbs, spots
from interchange.knowledge.lexicon.vocabulary import FORMATS, MOVES, PUBLISHED, RDF_FORMATS, ConceptState, LabelStatus, MappingKind

PER_PAGE = 25  # rows of a list on a page
ROOTS = 200  # topmost terms on a page of the tree

# What a concept can be asked for as; HTML first, so that it wins where a reader takes anything.
_TYPES = {
    "text/html": "",
    "text/turtle": "ttl",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
}


class Terms(Listing):
    """The list of terms: its search looks through every label, also those to avoid, in any inflected form."""

    def _narrow(self, queryset: Any, *, but: Facet | None = None) -> Any:
        words, self.query = self.query, ""
        try:
            found = super()._narrow(queryset, but=but)
        finally:
            self.query = words
        return queries.matching(found, words) if words else found


@public
@shared_by_visitors
@require_safe
def index(request: HouseRequest) -> HttpResponse:
    """Every term, by letter, topic and state; for machines, the way to the newest release."""
    kind = _asked_for(request)
    newest = queries.released(request.viewer).first()
    if kind and newest is not None:
        answer = redirect("lexicon:release_file", number=newest.number, kind=kind)
        answer.status_code = 303
        patch_vary_headers(answer, ["Accept"])
        return answer
    viewer = request.viewer
    found = queries.concepts(viewer)
    letter = request.GET.get("letter", "")
    if letter:
        found = queries.of_letter(found, letter[:4])
    states = [choice for choice in ConceptState.choices if is_insider(viewer) or choice[0] in PUBLISHED]
    listing = Terms(
        request,
        found,
        facets=[
            Facet("topic", _("Topic"), queries.topics(), field="topics", many=True),
            Facet("state", _("State"), states),
        ],
        sorts={"label": (_("Label"), ["label", "slug"]), "new": (_("Newest first"), ["-state_at", "label"])},
        search=["label"],
        per_page=50,
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [(one.slug, one.label, one.state, one.domain, one.definition, one.topics) for one in listing.rows]
        return tables.table(request, "terms", ["id", "label", "state", "domain", "definition", "topics"], rows)
    context = {
        "listing": listing,
        "letters": queries.initials(viewer),
        "letter": letter,
        "newest": newest,
        "figures": queries.figures(viewer),
        "inside": is_insider(viewer),
    }
    answer = render(request, "lexicon/index.html", context)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _asked_for(request: HouseRequest) -> str:
    """The RDF format that the reader prefers to a page, "" for a page."""
    preferred = request.get_preferred_type(list(_TYPES))
    return _TYPES.get(preferred or "text/html", "")


@public
@require_safe
def concept(request: HouseRequest, slug: str) -> HttpResponse:
    """A concept: as a page, or in the RDF syntax that the reader asks for (content negotiation, RFC 9110, section 12)."""
    kind = _asked_for(request)
    answer = _concept_file(request.viewer, slug, kind) if kind else _concept_page(request, slug)
    patch_vary_headers(answer, ["Accept"])
    return answer


@public
@require_safe
def concept_file(request: HouseRequest, slug: str, kind: str) -> HttpResponse:
    """A concept in the syntax that the address names."""
    if kind not in RDF_FORMATS:
        raise Http404(kind)
    return _concept_file(request.viewer, slug, kind)


def _concept_file(viewer: Viewer, slug: str, kind: str) -> HttpResponse:
    page = queries.page(viewer, slug)
    body = exports.one_concept(page.content, page.concept.state, page.narrower, kind)
    answer = HttpResponse(body, content_type=f"{FORMATS[kind][0]}; charset=utf-8")
    answer["Link"] = f'</lexicon/{slug}>; rel="canonical"'
    return answer


def _concept_page(request: HouseRequest, slug: str) -> HttpResponse:
    viewer = request.viewer
    page = queries.page(viewer, slug)
    concept, content = page.concept, page.content
    inside = is_insider(viewer)
    successors = {one: page.names[one] for one in page.names}
    avoided = [
        (label, label.replacement or slug, page.names.get(label.replacement, (content.preferred, ""))[0])
        for label in content.labels
        if label.language == "en" and label.status in {LabelStatus.DEPRECATED, LabelStatus.OBSOLETE}
    ]
    curates = inside and allows(viewer, "term.curate")
    context = {
        "page": page,
        "concept": concept,
        "content": content,
        "definition": content.adopted,
        "definition_html": linked(content.adopted.text, own=slug) if content.adopted else "",
        "other_definitions": [(one, linked(one.text, own=slug)) for one in content.definitions if not one.adopted],
        "note_html": linked(content.note, own=slug),
        "example_html": linked(content.example, own=slug),
        "admitted": content.labels_of(LabelStatus.ADMITTED),
        "preferred_part": next(iter(content.labels_of(LabelStatus.PREFERRED)), None),
        "avoided": avoided,
        "foreign": [label for label in content.labels if label.language != "en"],
        "broader": spots(page, list(content.broader)),
        "narrower": spots(page, page.narrower),
        "related": spots(page, list(content.related)),
        "mappings": [(MappingKind(one.kind).label, one) for one in content.mappings],
        "successor": (content.replaced_by, *successors[content.replaced_by]) if content.replaced_by else None,
        **_used(viewer, concept),
        "topics": ", ".join(label for code, label in queries.topics() if code in content.topics),
        "formats": [(ending, FORMATS[ending][1]) for ending in RDF_FORMATS],
        "published": concept.state in PUBLISHED,
        "inside": inside,
        "can_edit": inside and page.may_edit,
        "can_amend": inside and concept.state == ConceptState.AGREED,
        "curates": curates,
        "moves": MOVES.verbs(concept.state) if curates else [],
        "amendments": list(concept.amendments.filter(state="open").select_related("by")) if inside and page.amended else [],
        "decision": DecisionForm() if curates else None,
        "crumbs": crumbs((content.preferred, "")),
    }
    return render(request, "lexicon/concept.html", context)


USED = 8  # texts on a concept's page; its own list holds all


def _used(viewer: Viewer, concept: Any) -> dict[str, Any]:
    if concept.state not in PUBLISHED:
        return {"used": [], "used_more": False}
    found = queries.places(queries.where_used(viewer, concept)[: USED + 1])
    return {"used": found[:USED], "used_more": len(found) > USED}


@public
@require_safe
def used(request: HouseRequest, slug: str) -> HttpResponse:
    """All texts that say a concept, of those the reader may open."""
    page = queries.page(request.viewer, slug)
    listing = Listing(request, queries.where_used(request.viewer, page.concept), per_page=PER_PAGE)
    context = {
        "page": page,
        "listing": listing,
        "used": queries.places(listing.page),
        "crumbs": crumbs((page.content.preferred, f"/lexicon/{slug}"), (_("Where it is used"), "")),
    }
    return render(request, "lexicon/used.html", context)


@public
@shared_by_visitors
@require_safe
def tree(request: HouseRequest) -> HttpResponse:
    """Terms under their broader terms, so many of the topmost on a page."""
    listing = Listing(request, trees.roots(request.viewer), per_page=ROOTS)
    context = {"listing": listing, "branches": trees.tree(request.viewer, listing.page), "crumbs": crumbs((_("Tree"), ""))}
    return render(request, "lexicon/tree.html", context)


@public
@require_safe
def graph(request: HouseRequest) -> HttpResponse:
    """The neighbourhood of one concept as a picture, with a list that says the same."""
    viewer = request.viewer
    slug = request.GET.get("at", "") or queries.most_connected(viewer)
    if not slug:
        return render(request, "lexicon/graph.html", {"crumbs": crumbs((_("Graph"), ""))})
    page = queries.page(viewer, slug)
    groups = [
        (_("Broader"), spots(page, list(page.content.broader))),
        (_("Narrower"), spots(page, page.narrower)),
        (_("Related"), spots(page, list(page.content.related))),
    ]
    drawn = [[Spot(one[0], one[1]) for one in found] for _title, found in groups]
    centre = Spot(slug, page.content.preferred)
    context = {
        "page": page,
        "picture": neighbourhood(centre, *drawn),
        "narrow": ladder(centre, *drawn),
        "groups": groups,
        "crumbs": crumbs((_("Graph"), "")),
    }
    return render(request, "lexicon/graph.html", context)


@public
@require_safe
def history(request: HouseRequest, slug: str) -> HttpResponse:
    """What each version changed, field by field, with undo for those who may edit."""
    viewer = request.viewer
    page = queries.page(viewer, slug)
    context = {
        "page": page,
        "steps": queries.history(viewer, page.concept),
        "can_edit": page.may_edit,
        "crumbs": crumbs((page.content.preferred, f"/lexicon/{slug}"), (_("History"), "")),
    }
    return render(request, "lexicon/history.html", context)


@public
@require_safe
def unused(request: HouseRequest) -> HttpResponse:
    """Agreed terms that no text says."""
    listing = Listing(request, queries.never_used(request.viewer), per_page=PER_PAGE)
    return render(request, "lexicon/unused.html", {"listing": listing, "crumbs": crumbs((_("Never used"), ""))})


@door("lexicon.wanted")
@require_safe
def wanted(request: HouseRequest) -> HttpResponse:
    """Phrases that texts say and that have no entry."""
    listing = Listing(request, queries.wanted(request.viewer), per_page=PER_PAGE)
    context = {"listing": listing, "wanted": queries.samples(listing.page), "crumbs": crumbs((_("Wanted"), ""))}
    return render(request, "lexicon/wanted.html", context)


@public
@shared_by_visitors
@require_safe
def words_of_ours(request: HouseRequest) -> HttpResponse:
    """What our own properties in the SKOS files mean."""
    return render(request, "lexicon/vocabulary.html", {"crumbs": crumbs((_("Properties of our files"), ""))})
