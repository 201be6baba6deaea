"""The map: the starter entries, a proposal under review with a remark, a disputed one, a reply, a scope check, solutions, an import."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.threads import actions as threads
from interchange.knowledge.landscape.actions import ending, evidence, proposing, reviewing, scope, solutions
from interchange.knowledge.landscape.models import Challenge, ImportDraft, MapRelease, Revision, Tool
from tests.gates.house import EMAILS, INSIDE, House


def build(house: House, world: World, at: datetime) -> None:
    """One of each, each with its word."""
    member, chair, officer = world.mapper(1), world.mapper(2), world.officer
    other = world.mapper(7)
    shown = {"source_title": "A page", "source_url": "https://example.org/page", "strength": "document", "checked": at.date()}
    tool, challenge = Tool.objects.get(code="trustmark"), Challenge.objects.get(code="signer-trust-lists-separate")

    word = house.secret("mapproposal", "a proposal for the map under review", *INSIDE)
    proposal = proposing.propose_tool(
        member, {"summary": f"{tool.summary} {word}"}, evidence=shown, note=f"{word} and why.", interest="none", at=at, code=tool.code
    )
    word = house.secret("mapremark", "a reviewers' remark on a proposal", "chair", "officer", "administrator")
    reviewing.remark(chair, proposal.pk, text=word, at=at)
    word = house.secret("maprecused", "a proposal from which the member is recused", "chair", "officer", "administrator")
    recused = proposing.propose_tool(
        other, {"steward": f"Steward {word}"}, evidence=shown, note="The steward has another name.", interest="none", at=at, code="iscc"
    )
    record_conflict(officer, house.people["member"].pk, recused, reason=ConflictReason.PERSONAL, at=at)
    own = proposing.propose_relation(
        other, source="glaze", target="c2pa", kind="conflicts-with", evidence=shown, note="Seen in a trial.", interest="none", at=at
    )

    word = house.secret("mapreply", "a steward's reply that is not checked yet", "applicant", "officer")
    applicant = world.viewers[EMAILS["applicant"]]
    reply = evidence.file_reply(
        applicant, tool.pk, organisation="Adobe Research", function="Engineer", text=f"{word}: version two is out.", at=at
    )

    check = scope.open_check(chair, challenge.pk, at=at)
    word = house.secret("mapscope", "a reason in a scope check that is open", "member")
    scope.answer(member, check.pk, dict.fromkeys(scope.NAMES, False), reason=word, at=at)

    word = house.secret("mapdraft", "the draft of a candidate solution", "member")
    idea = {
        "title": f"Idea {word}",
        "summary": "Tools put together so that they answer the challenge, in enough words.",
        "readiness": "idea",
        "effort": "small",
        "interest": "none",
        "missing": "A piece",
    }
    draft = solutions.write(member, idea, challenges=[challenge.code], tools=[tool.code], evidence=[], at=at)
    word = house.secret("mapfiled", "a candidate solution for members", *INSIDE)
    filed = solutions.write(member, {**idea, "title": f"Idea {word}"}, challenges=[challenge.code], tools=[tool.code], evidence=[], at=at)
    solutions.file(member, filed.pk, at=at)

    word = house.secret("maptalk", "a comment on a candidate solution for members", *INSIDE)
    threads.say(member, filed, text=word, at=at)
    threads.say(member, tool, text="A comment on a tool that everybody may read.", at=at)
    twice = ending.propose_end(
        other, "cai-open-source-sdk", how="merged", into="content-credentials-verify", note="The same twice.", interest="none", at=at
    )

    word = house.secret("maprow", "a row of a table that a member read in", "member")
    table = ImportDraft.objects.create(person=house.people["member"], name="table.csv", at=at, bad=[{"cell": "CSV!A2", "words": word}])

    entry, asked = {"a-tool": {"code": tool.code}}, {"a-challenge": {"code": challenge.code}}
    for name in ("tool", "change_tool", "recheck", "gone", "reply", "end"):
        house.kwargs[f"landscape:{name}"] = entry
    for name in (
        "challenge",
        "change_challenge",
        "recheck_challenge",
        "gone_challenge",
        "judge",
        "scope",
        "split",
        "park",
    ):
        house.kwargs[f"landscape:{name}"] = asked
    house.kwargs["landscape:revision"] = {"first-state": {"code": tool.code, "number": 1}}
    house.kwargs["landscape:go_back"] = {"first-state": {"pk": Revision.objects.get(tool=tool, number=1).pk}}
    house.kwargs["landscape:decide_reply"] = {"unchecked-reply": {"pk": reply.pk}}
    house.kwargs["landscape:proposal"] = {
        "member-s-proposal": {"pk": proposal.pk},
        "member-is-recused": {"pk": recused.pk},
        "a-relation": {"pk": own.pk},
        "put-together": {"pk": twice.pk},
    }
    house.kwargs["landscape:import_draft"] = {"member-s-table": {"pk": table.pk}}
    house.kwargs["landscape:edit_solution"] = {"member-s-draft": {"pk": draft.pk}}
    house.kwargs["landscape:solution"] = {"draft": {"pk": draft.pk}, "filed": {"pk": filed.pk}}
    number = MapRelease.objects.get(number="1.0").number
    for name in ("release", "report"):
        house.kwargs[f"landscape:{name}"] = {"first-release": {"number": number}}
    house.kwargs["landscape:download"] = {name: {"number": number, "name": name} for name in ("tools.csv", "map.xlsx", "landscape2.yml")}
    house.kwargs["landscape:catalogue"] = {"turtle": {"ending": "ttl"}}
