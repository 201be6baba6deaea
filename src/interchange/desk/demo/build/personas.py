"""The people to sign in as, and the staff of the demo world."""

from dataclasses import dataclass

from interchange.ground.accounts.models import Person
from interchange.ground.policy.vocabulary import Role


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as."""

    key: str
    email: str
    name: str
    what: str


PERSONAS = [
    Persona("officer", "officer@example.org", "Olu Mfano", "prepares: calls, eligibility, assignments, the set"),
    Persona("second-officer", "officer2@example.org", "Rosa Muestra", "the second officer: releases what the first prepared"),
    Persona("administrator", "admin@example.org", "Ada Beispiel", "roles, options, journal"),
    Persona("auditor", "auditor@example.org", "Aud Exemple", "follows a file from draft to letter in the journal"),
    Persona("reviewer", "reviewer1@example.org", "Rafael Exemplo", "has applications to review"),
    Persona("second-reviewer", "reviewer2@example.org", "Rin Mihon", "reads the same files, blind to the first"),
    Persona("recused-reviewer", "reviewer3@example.org", "Renata Esempio", "stepped aside from one file, which no longer exists for her"),
    Persona("applicant", "applicant@example.org", "Amina نموذج", "has a submitted application to the open call"),
    Persona("member", "member001@example.org", "", "an active member"),
    Persona("chair", "member002@example.org", "", "an active member who is chair"),
    Persona("former-member", "member003@example.org", "", "resigned: members' pages are closed"),
    Persona("focal-point-br", "focal.br@example.org", "Bruna Exemplo", "focal point of Brazil"),
    Persona("focal-point-ke", "focal.ke@example.org", "Kamau Mfano", "focal point of Kenya"),
    Persona(
        "alternate-br", "alternate.br@example.org", "Bento Exemplo", "alternate focal point of Brazil: all of its file, whoever typed it"
    ),
    Persona("observer", "observer@example.org", "Obi Sample", "observer with an end date"),
]
STAFF = {
    "officer@example.org": [Role.OFFICER], "officer2@example.org": [Role.OFFICER], "admin@example.org": [Role.ADMINISTRATOR], "auditor@example.org": [Role.AUDITOR],
    **{f"reviewer{number}@example.org": [Role.REVIEWER] for number in range(1, 9)},
}  # fmt: skip
REVIEWER_PLACES = ["PT", "PH", "CY", "NO", "PE", "TN", "MN", "MT"]


def personas() -> list[Persona]:
    """The personas, with the names of those who are members."""
    names = dict(Person.objects.filter(email__in=[one.email for one in PERSONAS]).values_list("email", "pk"))
    return [one for one in PERSONAS if one.email in names]
