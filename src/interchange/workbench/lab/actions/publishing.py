"""From a result to what others rest on: an officer publishes it, its owner files it in the repository, members put it forward for the map."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Refused
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft as Letter
from interchange.ground.post.actions import send
from interchange.ground.search import actions as search
from interchange.knowledge.landscape.actions import proposing
from interchange.knowledge.landscape.models import Tool
from interchange.knowledge.repository import actions as repository
from interchange.knowledge.repository.drafts import Creator, Draft
from interchange.knowledge.repository.models import Version
from interchange.workbench.lab import printing, queries
from interchange.workbench.lab.actions.making import drop_files, move
from interchange.workbench.lab.actions.running import address
from interchange.workbench.lab.models import Evidence, Experiment
from interchange.workbench.lab.vocabulary import State


def submit(actor: Viewer, pk: int, *, rights: bool, at: datetime) -> Experiment:
    """Hand a result in to be published. `rights`: the owner says that names of files and figures may be read by everybody. Repeating it is harmless."""
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.own", Experiment.objects.select_for_update(), pk=pk)
        if found.state == State.SUBMITTED:
            return found
        if not rights:
            raise Refused.of("rights", _("You have not confirmed that it may be published."), _("Tick it if it is so."))
        move(actor, found, "submit", at)
        found.submitted_at, found.reason = at, ""
        found.save(update_fields=["state", "submitted_at", "reason"])
        owe("lab.decide", found, at=at, role=Role.OFFICER, url=found.url)
        return found


def decide(actor: Viewer, pk: int, *, publish: bool, reason: str = "", at: datetime) -> Experiment:
    """Publish a result, or send it back with a reason. What was brought to it goes: the recipe keeps names and hashes."""
    if not publish and not reason.strip():
        raise Refused.of("reason", _("Say why it is sent back."), _("Its owner reads it."))
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.decide", Experiment.objects.select_for_update(), pk=pk)
        found.decided_by_id, found.reason = actor.me, reason.strip()[:2000]
        if publish:
            found.published_at = at
            drop_files(found)
        move(actor, found, "publish" if publish else "send-back", at)
        found.save()
        settle("lab.decide", found, at=at)
        search.put(found)
        told = {"title": found.title, "outcome": found.get_state_display(), "reason": found.reason, "url": found.url}
        letter = Letter("lab.decided", told, person_id=found.owner_id, subject=found, key=f"lab.decided:{found.pk}:{at.isoformat()}")
        send(SYSTEM, letter, at=at)
        return found


def put_forward(actor: Viewer, pk: int, code: str, *, text: str, note: str, interest: str, at: datetime) -> Evidence:
    """Propose for the map what a published result says of a tool: two people review it there as every change, and the claim rests on the experiment.

    Raises `Refused` where the result does not speak of that tool, where it was put forward already, and as the map's own proposals do.
    """
    found: Experiment = see(actor, "experiment.put-forward", Experiment.objects.all(), pk=pk)
    if code not in queries.tools(found.result or {}):
        raise Refused.of("tool", _("This experiment tried no signal of that tool."), _("Choose one of the list."))
    with transaction.atomic():
        if Evidence.objects.filter(experiment=found, tool_code=code).exists():
            raise Refused.of("tool", _("That was put forward already."), _("Look at the proposals of the map."))
        held = Tool.objects.filter(code=code, state="listed").first()
        source = {
            "source_title": _("Experiment %s") % found.number, "source_url": address(found), "strength": "test",
            "checked": (found.published_at or at).date(),
        }  # fmt: skip
        proposal = proposing.propose_tool(
            actor, {"robustness": text}, evidence=source, note=note, interest=interest, at=at, code=code, base=held.revision if held else 0
        )
        return Evidence.objects.create(experiment=found, tool_code=code, proposal=proposal)


def deposit(actor: Viewer, pk: int, *, at: datetime) -> Version:
    """File a published result of one's own in the repository as a dataset, with a report; it is checked there as every deposit."""
    with transaction.atomic():
        found: Experiment = see(actor, "experiment.deposit", Experiment.objects.select_for_update(), pk=pk)
        owner = Person.objects.get(pk=actor.me)
        draft = Draft(
            title=f"{found.title} ({found.number})"[:300], kind="dataset", summary=printing.summary(found),
            creators=[Creator(family=owner.family_name, given=owner.given_name) if owner.family_name else Creator(name=str(owner))],
            year=(found.published_at or at).year, identifiers=[("url", address(found))], licence="CC-BY-4.0", ai_use="none",
            topics=["labelling"], sectors=["cross-sector"], tools=queries.tools(found.result or {}), keywords=["robustness", "experiment"],
        )  # fmt: skip
        version = repository.start(actor, draft, at=at)
        upload = SimpleUploadedFile(f"experiment-{found.slug}.pdf", printing.report(found), "application/pdf")
        repository.add_file(actor, version.pk, upload, at=at)
        version = repository.submit(actor, version.pk, rights=True, at=at)
        found.record_id = version.record_id
        found.save(update_fields=["record"])
        return version
