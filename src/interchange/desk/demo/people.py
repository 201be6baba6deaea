"""Made-up people. Every surname says that it is one ("sample", "model", "example" in many languages); nobody is meant."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# (given names, surname meaning "sample" or "model", country codes, zones, languages)
_GROUPS = [
    (["Amara", "Kofi", "Zanele", "Tariro", "Abebe", "Wanjiru", "Chidi", "Nala"], ["Mfano", "Sampuli", "Isibonelo"], [("KE", "Africa/Nairobi"), ("NG", "Africa/Lagos"), ("ZA", "Africa/Johannesburg"), ("GH", "Africa/Accra"), ("ET", "Africa/Addis_Ababa"), ("SN", "Africa/Dakar")], ["en", "sw"]),
    (["ليلى", "يوسف", "سارة", "كريم"], ["نموذج"], [("EG", "Africa/Cairo"), ("MA", "Africa/Casablanca"), ("JO", "Asia/Amman"), ("SA", "Asia/Riyadh")], ["ar", "en"]),
    (["Sakura", "Minh", "Priya", "Arjun", "Dewi", "Somchai", "Aroha", "Ji-woo"], ["Contoh", "Udaharan", "Mihon"], [("JP", "Asia/Tokyo"), ("VN", "Asia/Ho_Chi_Minh"), ("IN", "Asia/Kolkata"), ("ID", "Asia/Jakarta"), ("TH", "Asia/Bangkok"), ("NZ", "Pacific/Auckland"), ("KR", "Asia/Seoul")], ["en", "ja"]),
    (["子涵", "浩然"], ["样本"], [("CN", "Asia/Shanghai")], ["zh", "en"]),
    (["Lucía", "João", "Valentina", "Mateo", "Camila", "Thiago"], ["Muestra", "Exemplo", "Ejemplo"], [("BR", "America/Sao_Paulo"), ("MX", "America/Mexico_City"), ("CO", "America/Bogota"), ("CL", "America/Santiago"), ("AR", "America/Argentina/Buenos_Aires"), ("JM", "America/Jamaica")], ["es", "pt", "en"]),
    (["Zofia", "Jakub", "Ilinca", "Eliška", "Matej", "Austėja"], ["Przykład", "Vzorek", "Pavyzdys"], [("PL", "Europe/Warsaw"), ("CZ", "Europe/Prague"), ("RO", "Europe/Bucharest"), ("LT", "Europe/Vilnius"), ("HU", "Europe/Budapest")], ["pl", "en"]),
    (["Айгуль", "Тимур", "Nino", "Aram"], ["Образец", "Nimushi"], [("KZ", "Asia/Almaty"), ("UZ", "Asia/Tashkent"), ("AM", "Asia/Yerevan"), ("AZ", "Asia/Baku")], ["ru", "en"]),
    (["Élise", "Noah", "Freya", "Luca", "Hannah", "Oisín", "Ingrid", "Aiden"], ["Beispiel", "Exemple", "Esempio", "Sample"], [("FR", "Europe/Paris"), ("DE", "Europe/Berlin"), ("CA", "America/Toronto"), ("US", "America/New_York"), ("GB", "Europe/London"), ("AU", "Australia/Sydney"), ("IT", "Europe/Rome"), ("SE", "Europe/Stockholm"), ("CH", "Europe/Zurich")], ["en", "fr"]),
]  # fmt: skip
_ORGANISATIONS = {
    "company": ["Modelworks Example Ltd", "Soundmark Example Inc", "Framefinder Example SA", "Provena Example GmbH", "Tagline Example KK"],
    "small-company": ["Two Desks Example", "Kiln Example Studio", "Northlight Example"],
    "collective-management": ["Example Society of Authors' Rights", "Performers' Example Collective", "Musica Example"],
    "association": ["Example Federation of Publishers", "Photographers' Example Union", "Games Example Forum"],
    "university": ["Example University of Technology", "Université d'Exemple", "Universidad de Ejemplo", "Mfano Institute"],
    "public-body": ["Example Intellectual Property Office", "National Example Archive Agency"],
    "non-governmental": ["Open Example Foundation", "Access Example Trust"],
    "memory-institution": ["Example National Library", "City Museum of Examples"],
    "independent": [""],
}
_TOPICS = ["labelling", "provenance", "enforcement", "creation"]
_SECTORS = [
    "music",
    "audiovisual",
    "publishing",
    "news",
    "photography",
    "visual-arts",
    "games",
    "software",
    "performing-arts",
    "cultural-heritage",
    "design-fashion",
    "advertising",
]
PROFILES = ["creator", "rightsholder", "tech-professional", "ai-developer", "academic"]
_LIKELY = {
    "creator": ["independent", "small-company", "association"], "rightsholder": ["collective-management", "company", "association"],
    "tech-professional": ["company", "small-company", "memory-institution", "public-body"], "ai-developer": ["company", "small-company", "non-governmental"],
    "academic": ["university", "memory-institution"],
}  # fmt: skip
_WORK = {
    "creator": "I make illustrated books and short films and keep a log of every tool I use on them.",
    "rightsholder": "I run the systems by which our repertoire is identified, and see where identifiers get lost.",
    "tech-professional": "I build services that write and read provenance data at the scale of a newsroom.",
    "ai-developer": "I train and evaluate generative models and maintain the pipeline that marks their output.",
    "academic": "I measure how well watermarks and fingerprints survive ordinary use, and publish the figures.",
}


@dataclass(frozen=True)
class Made:
    """A made-up person with what they would type into an application."""

    email: str
    steps: dict[str, dict[str, object]]
    evidence: list[dict[str, object]]
    gender: str
    early_career: bool

    @property
    def names(self) -> dict[str, object]:
        """Their own record."""
        return {name: self.steps["identity"][name] for name in ("given_name", "family_name", "country", "time_zone", "languages")}


def _organisation(base: str, number: int) -> str:
    """One of many made-up organisations, so that few people share one."""
    return f"{base} {number // 2 + 1}" if base else ""


def people(prefix: str, count: int, seed: int) -> Iterator[Made]:
    """So many made-up people, always the same for the same seed; addresses are at example.org (RFC 2606)."""
    chance = random.Random(seed)  # noqa: S311 - made-up people, not secrets
    for number in range(1, count + 1):
        given, surnames, places, languages = _GROUPS[chance.randrange(len(_GROUPS))]
        country, zone = chance.choice(places)
        profile = PROFILES[number % 5]
        kind = chance.choice(_LIKELY[profile])
        topics = sorted(chance.sample(_TOPICS, chance.randint(1, 3)))
        sectors = sorted(chance.sample(_SECTORS, chance.randint(1, 3)))
        year = chance.randint(2019, 2026)
        yield Made(
            email=f"{prefix}{number:03}@example.org",
            steps={
                "identity": {"given_name": chance.choice(given), "family_name": chance.choice(surnames), "country": country, "nationalities": [country], "time_zone": zone, "languages": languages, "english": chance.choice(["working", "fluent", "fluent", "native"])},
                "profile": {"main_profile": profile, "topics": topics, "sectors": sectors, "other_expertise": ""},
                "affiliation": {"organisation": _organisation(chance.choice(_ORGANISATIONS[kind]), number), "organisation_kind": kind, "position": "Example post", "capacity": "personal"},
                "text": {"motivation": f"{_WORK[profile]} I want the network's map to show what works and what does not. (Made-up text of the demo world, person {number}.)", "contribution": "Entries for the mapping, tests on the workbench, and terms for the lexicon.", "proposed_topic": f"What survives of {topics[0]} signals after ordinary sharing"},
                "practical": {"hours_per_month": chance.choice([3, 4, 6, 8, 12]), "usable_hours": "9 to 12, 14 to 18"},
            },
            evidence=[{"kind": chance.choice(["paper", "code", "standard", "product", "system"]), "title": f"Made-up work number {number}", "link": f"https://example.org/work/{number}", "year": year, "own_part": "Designed and tested it."}],
            gender=chance.choice(["woman", "man", "woman", "man", "other", "undisclosed"]),
            early_career=chance.random() < 0.25,
        )  # fmt: skip
