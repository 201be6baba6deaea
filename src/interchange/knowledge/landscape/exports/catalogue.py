"""The releases as a catalogue of data sets (DCAT-AP 3.0.1, sections 6 and 7: mandatory and recommended properties, ranges, authority tables)."""

from typing import Any

from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.models import MapRelease

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FILES = (
    ("map.json", "JSON", "application/json", "The whole map with claims and sources, by the published JSON Schema."),
    ("map.csv", "CSV", "text/csv", "The tools, one a line."),
    ("map.xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Tools, challenges, relations, answers, claims, gaps and settings as sheets."),
)  # fmt: skip
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
EARTH = URIRef("https://sws.geonames.org/6295630/")
ADMS = "http://purl.org/adms/"
THEMES = f"{AUTHORITY}data-theme"
DCAT_3 = Namespace(str(DCAT))  # version and previousVersion came with DCAT 3; the library's own list ends before
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
NAME = "Map of AI and IP infrastructure"


def _english(text: str) -> Literal:
    return Literal(text, lang="en")


class _Maker:
    """The graph in the making."""

    def __init__(self, base: str) -> None:
        self.base, self.graph = base, Graph()
        for prefix, names in (
            ("dcat", DCAT),
            ("dcterms", DCTERMS),
            ("foaf", FOAF),
            ("skos", SKOS),
            ("vcard", VCARD),
            ("dcatap", DCATAP),
            ("spdx", SPDX),
        ):
            self.graph.bind(prefix, names)
        self.publisher, self.contact = URIRef(f"{base}/about/"), URIRef(f"{base}/about/#contact")
        self.licence = self.typed(URIRef(LICENCE), DCTERMS.LicenseDocument)
        self.say(self.licence, type=self.concept(f"{ADMS}licencetype/Attribution", "Attribution", f"{ADMS}licencetype/1.0", "Licence type"))

    def say(self, about: URIRef | BNode, **facts: object) -> None:
        """Statements about a thing: `title=` is a property of DCTERMS, `dcat_theme=` one of DCAT, and so on; a list says several."""
        for name, value in facts.items():
            prefix, _sep, rest = name.partition("_")
            space: Any = {"dcat": DCAT_3, "foaf": FOAF, "dcatap": DCATAP, "spdx": SPDX, "vcard": VCARD}.get(prefix)
            predicate = space[rest] if space is not None else DCTERMS[name]
            for one in value if isinstance(value, list) else [value]:
                self.graph.add((about, predicate, one))  # type: ignore[arg-type]

    def typed(self, one: URIRef, *kinds: URIRef) -> URIRef:
        """A thing with its class, so that a reader who does not follow links knows it."""
        for kind in kinds:
            self.graph.add((one, RDF.type, kind))
        return one

    def concept(self, one: str, label: str, scheme: str, title: str) -> URIRef:
        """A concept with its label and the scheme it stands in."""
        found, within = self.typed(URIRef(one), SKOS.Concept), self.typed(URIRef(scheme), SKOS.ConceptScheme)
        self.graph.add((found, SKOS.prefLabel, _english(label)))
        self.graph.add((found, SKOS.inScheme, within))
        self.say(within, title=_english(title))
        return found

    def listed(self, table: str, code: str, *kinds: URIRef) -> URIRef:
        """An entry of an authority table of the EU, with the table it stands in."""
        found = self.typed(URIRef(f"{AUTHORITY}{table}/{code}"), *kinds)
        self.graph.add((found, SKOS.inScheme, URIRef(f"{AUTHORITY}{table}")))
        return found


def catalogue(base: str, releases: list[MapRelease]) -> Graph:
    """The catalogue of these releases, each a data set with its files."""
    make = _Maker(base)
    here = make.typed(URIRef(f"{base}/landscape/"), DCAT.Catalog)
    english = make.listed("language", "ENG", DCTERMS.LinguisticSystem)
    make.typed(EARTH, DCTERMS.Location)
    _publisher(make)
    make.say(
        here, title=_english(NAME), publisher=make.publisher, language=english, license=make.licence, spatial=EARTH, dcat_themeTaxonomy=URIRef(THEMES),
        description=_english("Tools, systems and processes, challenges and opportunities, and the relations between them."),
        foaf_homepage=make.typed(URIRef(f"{base}/landscape/use/"), FOAF.Document), dcat_contactPoint=make.contact,
    )  # fmt: skip
    ordered = sorted(releases, key=lambda one: one.released_at)
    if ordered:
        make.say(here, issued=_day(ordered[0]), modified=_day(ordered[-1]))
    before: URIRef | None = None
    for release in ordered:
        one = _dataset(make, release)
        make.say(here, dcat_dataset=one)
        if before is not None:
            make.say(one, dcat_previousVersion=before)
        before = one
    return make.graph


def _day(release: MapRelease) -> Literal:
    return Literal(release.released_at.date().isoformat(), datatype=XSD.date)


def _publisher(make: _Maker) -> None:
    make.typed(make.publisher, FOAF.Agent)
    kind = make.concept(
        f"{ADMS}publishertype/SupraNationalAuthority", "Supra-national authority", f"{ADMS}publishertype/1.0", "Publisher type"
    )
    make.say(make.publisher, foaf_name=_english("AIII Technical Exchange Network"), type=kind)
    make.typed(make.contact, VCARD.Kind, VCARD.Organization)
    make.say(
        make.contact, vcard_fn=_english("Secretariat of the AIII Technical Exchange Network"), vcard_hasEmail=URIRef(f"mailto:{settings.DEFAULT_FROM_EMAIL}"),
    )  # fmt: skip


def _dataset(make: _Maker, release: MapRelease) -> URIRef:
    page = make.typed(URIRef(f"{make.base}/landscape/releases/{release.number}/"), FOAF.Document)
    one = make.typed(URIRef(f"{page}#data"), DCAT.Dataset)
    counts = release.counts
    told = (
        release.note or f"{counts.get('tools', 0)} tools, {counts.get('challenges', 0)} challenges, {counts.get('relations', 0)} relations."
    )
    make.say(
        one, title=_english(f"{NAME} {release.number}: {release.title}"), description=_english(told), publisher=make.publisher, issued=_day(release),
        identifier=Literal(str(one)), spatial=EARTH, accessRights=make.listed("access-right", "PUBLIC", DCTERMS.RightsStatement),
        dcat_contactPoint=make.contact, dcat_version=Literal(release.number), dcat_landingPage=page,
        dcat_theme=make.concept(f"{THEMES}/TECH", "Science and technology", THEMES, "Data theme"), dcat_keyword=[_english(str(label)) for _code, label in vocabulary.choices("topics")],
    )  # fmt: skip
    for name, kind, media, words in FILES:
        make.say(one, dcat_distribution=_file(make, release, name, kind, media, words))
    return one


def _file(make: _Maker, release: MapRelease, name: str, kind: str, media: str, words: str) -> URIRef:
    file = make.typed(URIRef(f"{make.base}/landscape/releases/{release.number}/{name}"), DCAT.Distribution)
    make.say(
        file, title=_english(kind), description=_english(words), license=make.licence, dcat_accessURL=file, dcat_downloadURL=file,
        format=make.listed("file-type", kind, DCTERMS.MediaTypeOrExtent), dcat_mediaType=make.typed(URIRef(MEDIA + media), DCTERMS.MediaType),
        dcatap_availability=make.concept(f"{AUTHORITY}planned-availability/STABLE", "stable", f"{AUTHORITY}planned-availability", "Planned availability"),
    )  # fmt: skip
    if name == "map.json":
        schema = make.typed(URIRef(f"{make.base}/landscape/schema.json"), DCTERMS.Standard)
        check = BNode()
        make.graph.add((check, RDF.type, SPDX.Checksum))
        sha256 = make.typed(SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
        make.say(check, spdx_algorithm=sha256, spdx_checksumValue=Literal(release.digest, datatype=XSD.hexBinary))
        make.say(file, conformsTo=schema, spdx_checksum=check)
    return file
