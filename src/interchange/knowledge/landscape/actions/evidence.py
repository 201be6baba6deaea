"""Looking again: an entry is still true, a source is gone, a tool judged for a challenge, a gap confirmed, the steward's word."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.actions.common import check_interest, check_source, need, put_evidence, refuse
from interchange.knowledge.landscape.actions.reminding import looked_at, today
from interchange.knowledge.landscape.atlas import turn
from interchange.knowledge.landscape.content import FIELDS, values
from interchange.knowledge.landscape.models import Address, Challenge, GapStatement, Judgement, Reply, Revision, Tool
from interchange.knowledge.landscape.vocabulary import Function, GapVerdict, ReplyState, Verdict


def recheck(
    actor: Viewer, pk: int, names: Iterable[str], *, title: str, url: str, strength: str, checked: date | None, interest: str, at: datetime, of: str = "tool"
) -> Tool | Challenge:  # fmt: skip
    """Say that attributes of an entry are still true, with what shows it: their claims are dated anew, doubts are settled, the badge goes.

    `of` is "tool" or "challenge". Raises `Refused` where nothing is named or what is said of the source or the interest is not enough.
    """
    verb = f"{of}.recheck"
    found: Tool | Challenge = see(actor, verb, pk=pk)
    known = {one.name for one in FIELDS[of]}
    chosen = [name for name in names if name in known]
    problems = [] if chosen else [Problem("names", _("Say what you looked at."), _("Tick at least one."))]
    problems += check_source(title, url, strength, checked, at) + check_interest(actor, interest, [getattr(found, "steward", "")])
    refuse(problems)
    with transaction.atomic():
        model: Any = type(found)
        found = see(actor, verb, model.objects.select_for_update(), pk=pk)
        put_evidence(found, chosen, title=title, url=url, strength=strength, checked=checked or at.date(), by=actor.person_id)
        found.edited, found.updated_at, found.revision = True, at, found.revision + 1
        found.save()
        Revision.objects.create(
            **{of: found}, number=found.revision, content=values(found), note=_("Looked at again."), interest=interest.strip(), by_id=actor.person_id, at=at
        )  # fmt: skip
        record(actor, f"{of}.rechecked", found, at=at, after={"state": found.state, "attributes": chosen, "strength": strength})
        looked_at(found, at)
        turn()
        return found


def report_gone(actor: Viewer, pk: int, place: int, *, at: datetime, of: str = "tool") -> Tool | Challenge:
    """Say that a source of an entry is gone; what rests on it is shown as resting on nothing that can be read. Repeating it is harmless."""
    with transaction.atomic():
        model: Any = Tool if of == "tool" else Challenge
        found: Tool | Challenge = see(actor, f"{of}.recheck", model.objects.select_for_update(), pk=pk)
        if not 0 <= place < len(found.sources):
            raise Refused.of("place", _("There is no such source."), _("Reload the page."))
        if not found.sources[place].get("gone"):
            found.sources = [{**one, "gone": today(at).isoformat()} if number == place else one for number, one in enumerate(found.sources)]
            found.edited, found.updated_at, found.review_due = True, at, today(at)
            found.save()
            record(actor, f"{of}.source-gone", found, at=at, after={"state": found.state, "place": place})
            turn()
        return found


def doubt(actor: Viewer, code: str, name: str, *, source_url: str, words: str, at: datetime) -> Tool | None:
    """Mark a claim of a tool as doubtful, or (with "") settle that doubt, as long as it rests on that source. For rooms that know when what they tested has moved on.

    Nothing happens, and None is given, where the claim rests on something else by now or says so already.
    """
    require(actor, "map.doubt")
    with transaction.atomic():
        found = Tool.objects.select_for_update().filter(code=code, state="listed").first()
        claim = found.claims.get(name) if found else None
        if found is None or claim is None or claim.get("source") is None or claim.get("doubt", "") == words:
            return None
        if found.sources[claim["source"]]["url"] != source_url:
            return None
        found.claims = {**found.claims, name: {**claim, "doubt": words}}
        found.edited, found.updated_at = True, at
        found.save()
        record(actor, "tool.doubted" if words else "tool.doubt-settled", found, at=at, after={"state": found.state, "attribute": name})
        turn()
        return found


def judge(actor: Viewer, challenge_id: int, tool_code: str, *, verdict: str, because: str, interest: str, at: datetime) -> Judgement:
    """Judge a tool for a challenge: solves, helps or fails, because ... A tool not named for it yet is named by this. Judging again replaces."""
    require(actor, "judgement.make")
    challenge: Challenge = see(actor, "challenge.list", pk=challenge_id)
    tool = Tool.objects.filter(code=tool_code, state="listed").first()
    problems = need("because", because, 20, _("Say because of what."))
    if tool is None:
        problems.append(Problem("tool", _("“%s” is not a tool on the map.") % tool_code[:80], _("Choose one from the list.")))
    if verdict not in Verdict.values:
        problems.append(Problem("verdict", _("Say how the tool does."), _("Choose one.")))
    problems += check_interest(actor, interest, [tool.steward] if tool else [])
    if problems or tool is None:
        raise Refused(*problems)
    with transaction.atomic():
        _named, made = Address.objects.get_or_create(challenge=challenge, tool=tool)
        before = Judgement.objects.filter(challenge=challenge, tool=tool, person_id=actor.me).first()
        said = {"verdict": verdict, "because": because.strip()[:2000], "interest": interest.strip()[:300], "at": at}
        found, _new = Judgement.objects.update_or_create(challenge=challenge, tool=tool, person_id=actor.me, defaults=said)
        was = {"verdict": before.verdict} if before else {}
        record(
            actor, "challenge.judged", challenge, at=at, before=was, after={"state": challenge.state, "tool": tool.code, "verdict": verdict}
        )
        if made:
            turn()
        return found


def say_gap(actor: Viewer, *, sector: str, function: str, verdict: str, because: str, at: datetime) -> GapStatement:
    """Say why a crossing is empty: nobody has built it, unknown, not possible. Saying it again replaces what one said."""
    require(actor, "gap.say")
    problems = need("because", because, 10, _("Say how you know."))
    if sector not in vocabulary.codes("sectors") or function not in Function.values:
        problems.append(Problem("", _("There is no such crossing."), _("Go back to the matrix.")))
    if verdict not in GapVerdict.values:
        problems.append(Problem("verdict", _("Say why nothing is there."), _("Choose one.")))
    refuse(problems)
    with transaction.atomic():
        said = {"verdict": verdict, "because": because.strip()[:1000], "at": at}
        found, _new = GapStatement.objects.update_or_create(sector=sector, function=function, person_id=actor.me, defaults=said)
        record(actor, "gap.said", found, at=at, after={"sector": sector, "function": function, "verdict": verdict})
        return found


def file_reply(actor: Viewer, tool_id: int, *, organisation: str, function: str, text: str, at: datetime) -> Reply:
    """Speak for the steward of a tool. It is printed once an officer has checked who speaks. Filing the same again is harmless."""
    found: Tool = see(actor, "map-reply.file", pk=tool_id)
    problems = need("organisation", organisation, 2, _("Name the organisation that you speak for."))
    problems += need("function", function, 2, _("Say what you do there.")) + need("text", text, 20, _("Write your reply."))
    refuse(problems)
    with transaction.atomic():
        again = Reply.objects.select_for_update().filter(tool=found, person_id=actor.me, state=ReplyState.FILED).first()
        if again is not None:
            again.organisation, again.function, again.text = organisation.strip()[:200], function.strip()[:200], text.strip()[:4000]
            again.save()
            record(actor, "reply.filed-anew", again, at=at, after={"state": again.state, "tool": found.code})
            return again
        made = Reply.objects.create(
            tool=found, person_id=actor.me, organisation=organisation.strip()[:200], function=function.strip()[:200], text=text.strip()[:4000], filed_at=at
        )  # fmt: skip
        record(actor, "reply.filed", made, at=at, after={"state": made.state, "tool": found.code})
        owe("landscape.reply", made, at=at, role="officer", url=f"/landscape/tools/{found.code}/#replies")
        return made


def decide_reply(actor: Viewer, reply_id: int, *, publish: bool, reason: str = "", at: datetime) -> Reply:
    """Print a steward's reply, or say why not."""
    if not publish and not reason.strip():
        raise Refused.of("reason", _("Say why it is not printed."), _("The person reads it."))
    with transaction.atomic():
        found: Reply = see(actor, "map-reply.decide", Reply.objects.select_for_update(), pk=reply_id)
        found.state = ReplyState.PUBLISHED if publish else ReplyState.DECLINED
        found.decided_at, found.decided_by_id, found.reason = at, actor.me, reason.strip()
        found.save()
        settle("landscape.reply", found, at=at)
        record(actor, "reply.decided", found, at=at, after={"state": found.state}, reason=reason)
        told = {
            "tool": found.tool.name,
            "outcome": found.get_state_display(),
            "reason": found.reason,
            "url": f"{found.tool.url_here}#replies",
        }
        send(
            SYSTEM,
            Draft("landscape.reply-decided", told, person_id=found.person_id, subject=found, key=f"landscape.reply:{found.pk}"),
            at=at,
        )
        return found
