"""The register: a public work and a private one, a dispute, a case with its evidence; each restricted thing with its word."""

import io
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import World
from interchange.workbench.codes import make, reference
from interchange.workbench.registry.actions import bulk, cases, works
from interchange.workbench.registry.models import Candidate, Dispute
from tests.gates.house import EMAILS, House


def png(number: int) -> bytes:
    buffer = io.BytesIO()
    reference.picture(number).save(buffer, "PNG")
    return buffer.getvalue()


def build(house: House, world: World, at: datetime) -> None:
    """The member owns what is private; an applicant has registered the same public work."""
    member, applicant = world.viewers[EMAILS["member"]], world.viewers[EMAILS["applicant"]]
    made = {number: make.codes_of(png(number), "a.png") for number in (5, 6)}

    def registered(viewer, number: int, title: str, visibility: str, reference: str = ""):
        said = works.Words(title, "Example Works", ["ai-training"], "rights@example.org", "", visibility, reference)
        return works.register(viewer, made[number], said, at=at)

    public = registered(member, 5, "Harbour at dusk", "public", house.secret("workreference", "an owner's own number of a work", "member"))
    registered(applicant, 5, "Harbour in the evening", "public")
    private = registered(member, 6, house.secret("privatework", "a private registration", "member"), "private")
    case = cases.open_case(
        member,
        title=house.secret("casetitle", "a case of the register", "member"),
        note=house.secret("casenote", "its note", "member"),
        at=at,
    )
    found = SimpleUploadedFile(f"{house.secret('exhibit', 'the name of an exhibit', 'member')}.png", png(5), "image/png")
    exhibit = cases.add_exhibit(member, case.pk, found, keep=True, at=at)
    candidate = Candidate.objects.filter(exhibit=exhibit).order_by("pk")[0]
    cases.judge(member, candidate.pk, verdict="same", reason=house.secret("verdict", "what a person found of a candidate", "member"), at=at)
    bundle = cases.make_bundle(member, case.pk, at=at)
    listed = SimpleUploadedFile(f"{house.secret('batch', 'the name of a bulk registration', 'member')}.jsonl", b'{"title": ""}\n')
    batch = bulk.begin_manifest(member, listed, {"rights_holder": "Example Works", "visibility": "private"}, at=at)
    house.kwargs |= {
        "registry:work": {"public": {"pk": public.pk}, "private": {"pk": private.pk}},
        "registry:batch": {"of-member": {"pk": batch.pk}},
        "registry:dispute": {"open": {"pk": Dispute.objects.get().pk}},
        "registry:case": {"of-member": {"pk": case.pk}},
        "registry:candidate": {"of-member": {"pk": candidate.pk}},
        "registry:bundle": {"of-member": {"pk": bundle.pk}},
    }
