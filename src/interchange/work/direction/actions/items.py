"""Work items (T5): adopt, milestones, outputs, people, extend once, close with a report; at the sunset an item lapses by itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.consensus import queries as consensus
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary.numbering import next_number
from interchange.work.direction import vocabulary as words
from interchange.work.direction.actions.common import is_place, need, refuse, tell
from interchange.work.direction.models import Milestone, Output, Proposal, Round, Worker, WorkItem
from interchange.work.direction.vocabulary import ITEM_MOVES, PROPOSAL_MOVES, Ending, ItemState, Part, RoundState

LEAD_DUTY, LATE_DUTY = "direction.sunset", "direction.milestone"


def latest_sunset(at: datetime) -> datetime:
    """The latest moment to which a work item that begins now may run: the last second of the day so many months ahead."""
    local = at.astimezone(clock.network_zone()).date()
    month = local.month - 1 + int(words.item_months())
    day = date(local.year + month // 12, month % 12 + 1, min(local.day, 28))
    return clock.deadline(day, "Europe/Zurich")


def adopt(
    actor: Viewer, proposal_id: int, *, charter: str, sunset: date | None, reason: str, milestones: Sequence[tuple[str, date]] = (), liaison: str = "", ipr: str = "",
    round_number: str = "", at: datetime,
) -> WorkItem:  # fmt: skip
    """Adopt a topic for which enough people want to work: it becomes a work item with a charter and an end. Those who showed interest (but to follow) are its people.

    A call for consensus that is open about the topic must end first; one without consensus keeps it from being adopted. Adopting it again returns the item. Raises
    `Refused` with every problem ("charter", "sunset", "reason", "milestones", "round_number", "").
    """
    problems = need("charter", charter, 40, _("Write the charter: what is made, what is not, how it is known to be done."), 20_000)
    problems += need("reason", reason, 10, _("Say why it is adopted: members read it."), words.REASON_LIMIT)
    latest = latest_sunset(at)
    ends = clock.deadline(sunset, "Europe/Zurich") if sunset else None
    if ends is None or not at < ends <= latest:
        problems.append(
            Problem(
                "sunset", _("It ends on a day to come, by %s at the latest.") % clock.show(latest, "Europe/Zurich").text, _("Choose a day.")
            )
        )
    problems += _milestone_problems(milestones, ends)
    ranked = Round.objects.filter(number=round_number.strip(), state=RoundState.COUNTED).first() if round_number.strip() else None
    if round_number.strip() and ranked is None:
        problems.append(
            Problem("round_number", _("There is no counted round of that number."), _("Leave it empty where no round ranked the topic."))
        )
    with transaction.atomic():
        found: Proposal = see(actor, "topic.steer", Proposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        held = WorkItem.objects.filter(proposal=found).first()
        if held is not None:
            return held
        target = PROPOSAL_MOVES.target("adopt", found.state)
        if consensus.open_about(found):
            problems.append(Problem("", _("A call for consensus about it is open."), _("Wait until it closes.")))
        last = consensus.outcome(found)
        if last is not None and last.state == "no-consensus":
            problems.append(
                Problem("", _("The last call for consensus about it ended without one."), _("Meet the objections and ask again."))
            )
        refuse(problems)
        found.state = target
        found.save(update_fields=["state"])
        made = WorkItem.objects.create(
            number=next_number("WI", at.year), proposal=found, round=ranked, title=found.title, objective=found.objective, charter=charter.strip(), liaison=liaison.strip(), ipr=ipr.strip(),
            reason=reason.strip(), adopted_at=at, adopted_by_id=actor.person_id, sunset_at=ends or latest,
        )  # fmt: skip
        call = found.interest_calls.filter(state="enough").order_by("-closed_at").first()
        if call is not None:
            Worker.objects.bulk_create(
                Worker(item=made, person_id=one.person_id, part=one.part, sectors=one.sectors)
                for one in call.interests.all()
                if one.part != Part.FOLLOW
            )
        Milestone.objects.bulk_create(
            Milestone(item=made, title=title.strip(), due_at=clock.deadline(day, "Europe/Zurich")) for title, day in milestones
        )
        record(actor, "topic.adopted", found, at=at, before={"state": "wanted"}, after={"state": found.state})
        record(
            actor,
            "item.adopted",
            made,
            at=at,
            after={"state": made.state, "number": made.number, "sunset_at": made.sunset_at},
            reason=reason,
        )
        search.put(found)
        search.put(made)
        people = [one.person for one in made.workers.select_related("person")]
        tell(people, "direction.adopted", _values(made), about=made, verb="work-item.view", key=str(made.pk), at=at)
        return made


def _values(item: WorkItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "sunset": clock.show(item.sunset_at, "Europe/Zurich").text,
        "url": f"/direction/items/{item.pk}/",
    }


def _milestone_problems(milestones: Sequence[tuple[str, date]], ends: datetime | None) -> list[Problem]:
    found = []
    for title, day in milestones:
        if not title.strip() or len(title) > 200:
            found.append(
                Problem("milestones", _("A milestone has a title of at most 200 characters."), _("Write “2027-05-01 Title”, one a line."))
            )
        if ends is not None and clock.deadline(day, "Europe/Zurich") > ends:
            found.append(Problem("milestones", _("“%s” is due after the end of the work item.") % title[:60], _("Choose an earlier day.")))
    return found


def add_milestone(actor: Viewer, item_id: int, *, title: str, due: date | None, at: datetime) -> Milestone:
    """Add a step with a date. Raises `Refused` ("milestone", "due")."""
    problems = need("milestone", title, 3, _("Give the milestone a title."), 200)
    with transaction.atomic():
        item: WorkItem = see(actor, "work-item.lead", WorkItem.objects.select_for_update(of=("self",)), pk=item_id)
        ends = clock.deadline(due, "Europe/Zurich") if due else None
        if ends is None or not at < ends <= item.sunset_at:
            problems.append(Problem("due", _("A milestone is due on a day to come, before the sunset."), _("Choose a day.")))
        refuse(problems)
        made, _new = Milestone.objects.get_or_create(item=item, title=title.strip(), due_at=ends or at)
        record(actor, "item.milestone-set", item, at=at, after={"state": item.state, "milestone": made.pk, "due_at": made.due_at})
        return made


def reach(actor: Viewer, milestone_id: int, *, at: datetime) -> Milestone:
    """Mark a milestone as done. Again is harmless."""
    with transaction.atomic():
        made: Milestone = see(
            actor, "milestone.mark", Milestone.objects.select_for_update(of=("self",)).select_related("item"), pk=milestone_id
        )
        if made.done_at is None:
            made.done_at = at
            made.save(update_fields=["done_at"])
            settle(LATE_DUTY, made, at=at)
            record(actor, "item.milestone-reached", made.item, at=at, after={"state": made.item.state, "milestone": made.pk})
        return made


def add_output(actor: Viewer, item_id: int, *, title: str, url: str, at: datetime) -> Output:
    """Name something that came of the work, by its address in this house or on the web. The same address again is harmless."""
    problems = need("output", title, 3, _("Give the output a title."), 200)
    if not is_place(url.strip()) or len(url) > 400:
        problems.append(
            Problem("url", _("It needs an address of this house (/repository/...) or of the web."), _("Copy it from the address bar."))
        )
    refuse(problems)
    with transaction.atomic():
        item: WorkItem = see(actor, "work-item.lead", WorkItem.objects.select_for_update(of=("self",)), pk=item_id)
        made, new = Output.objects.get_or_create(item=item, url=url.strip(), defaults={"title": title.strip(), "at": at})
        if new:
            record(actor, "item.output-named", item, at=at, after={"state": item.state, "output": made.pk})
        return made


def final_draft(actor: Viewer, item_id: int, *, at: datetime) -> WorkItem:
    """Say that the final draft lies before the members."""
    return _move(actor, item_id, "draft", at, verb="work-item.lead")


def _move(actor: Viewer, item_id: int, move: str, at: datetime, *, verb: str, **fields: Any) -> WorkItem:
    with transaction.atomic():
        item: WorkItem = see(actor, verb, WorkItem.objects.select_for_update(of=("self",)), pk=item_id)
        before, item.state = item.state, ITEM_MOVES.target(move, item.state)
        for name, value in fields.items():
            setattr(item, name, value)
        item.save()
        record(
            actor,
            f"item.{move}",
            item,
            at=at,
            before={"state": before},
            after={"state": item.state, **({"ending": item.ending} if item.ending else {})},
        )
        if item.state not in words.RUNNING:
            settle(LEAD_DUTY, item, at=at)
            for one in item.milestones.all():
                settle(LATE_DUTY, one, at=at)
        search.put(item)
        return item


def extend(actor: Viewer, item_id: int, *, sunset: date | None, reason: str, decision: str, at: datetime) -> WorkItem:
    """Extend a work item, once, by a decision that is recorded (where: a document's number, a meeting). Raises `Refused` ("sunset", "reason", "decision", "")."""
    problems = need("reason", reason, 10, _("Say why it is extended."), words.REASON_LIMIT)
    problems += need("decision", decision, 3, _("Say by which decision: the number of the document or meeting."), 200)
    latest = latest_sunset(at)
    ends = clock.deadline(sunset, "Europe/Zurich") if sunset else None
    with transaction.atomic():
        item: WorkItem = see(actor, "work-item.steer", WorkItem.objects.select_for_update(of=("self",)), pk=item_id)
        if item.extended_at is not None:
            if ends == item.sunset_at:
                return item
            problems.append(
                Problem(
                    "",
                    _("It was extended already, and is extended once only."),
                    _("Close it with a report; what is left can be a new topic."),
                )
            )
        if ends is None or not item.sunset_at < ends <= latest:
            problems.append(
                Problem(
                    "sunset",
                    _("The new end is after the old one, by %s at the latest.") % clock.show(latest, "Europe/Zurich").text,
                    _("Choose a day."),
                )
            )
        if at > item.sunset_at:
            problems.append(Problem("", _("Its sunset has passed."), _("It has lapsed.")))
        refuse(problems)
        before = item.sunset_at
        item.sunset_at, item.extended_at, item.extension_reason, item.extension_decision = (
            ends or latest,
            at,
            reason.strip(),
            decision.strip(),
        )
        item.save()
        settle(LEAD_DUTY, item, at=at)
        record(
            actor,
            "item.extended",
            item,
            at=at,
            before={"sunset_at": before},
            after={"state": item.state, "sunset_at": item.sunset_at},
            reason=reason,
        )
        return item


def close(actor: Viewer, item_id: int, *, ending: str, report: str, at: datetime) -> WorkItem:
    """Close a work item with its report: what was made, what was not, what others can build on. Raises `Refused` ("ending", "report")."""
    problems = need("report", report, 40, _("Write the closing report."), 20_000)
    if ending not in Ending.values:
        problems.append(Problem("ending", _("Say what became of it."), _("Choose one.")))
    if ending == Ending.DELIVERED and not Output.objects.filter(item_id=item_id).exists():
        problems.append(
            Problem("ending", _("Nothing is named that came of it."), _("Name the outputs first, or say that it was delivered in part."))
        )
    refuse(problems)
    held = WorkItem.objects.filter(pk=item_id, state=ItemState.CLOSED).first()
    if held is not None:
        raise NotAMove("Work item", held.state, "close")
    made = _move(actor, item_id, "close", at, verb="work-item.lead", ending=ending, report=report.strip(), ended_at=at)
    people = [one.person for one in made.workers.select_related("person")]
    tell(
        people,
        "direction.ended",
        {**_values(made), "outcome": made.get_ending_display()},
        about=made,
        verb="work-item.view",
        key=str(made.pk),
        at=at,
    )
    return made


def lapse(item_id: int, *, at: datetime) -> WorkItem:
    """Let an item lapse whose sunset has passed. Raises `Refused` before it."""
    item = WorkItem.objects.get(pk=item_id)
    if item.state == ItemState.LAPSED:
        return item
    if at <= item.sunset_at:
        raise Refused.of("", _("Its sunset is on %s.") % clock.in_words(item.sunset_at, None), "")
    made = _move(SYSTEM, item_id, "lapse", at, verb="work-item.steer", ended_at=at)
    people = [one.person for one in made.workers.select_related("person")]
    tell(
        people,
        "direction.ended",
        {**_values(made), "outcome": made.get_state_display()},
        about=made,
        verb="work-item.view",
        key=f"{made.pk}:lapsed",
        at=at,
    )
    return made


def notice(item: WorkItem, days: int, *, at: datetime) -> int:
    """Tell those who lead an item that its sunset is so many days ahead, each once for that sunset; put it on their desks. Returns how many letters."""
    leads = [one.person for one in item.workers.select_related("person") if one.part == Part.LEAD]
    with transaction.atomic():
        for person in leads:
            owe(LEAD_DUTY, item, at=at, due_at=item.sunset_at, person_id=person.pk, url=f"/direction/items/{item.pk}/")
        key = f"{item.pk}:{item.sunset_at:%Y%m%d}:{days}"
        return tell(leads, "direction.sunset", {**_values(item), "days": days}, about=item, verb="work-item.view", key=key, at=at)


def remind_late(milestone: Milestone, *, at: datetime) -> None:
    """Put a late milestone on the desks of those who lead."""
    with transaction.atomic():
        for one in milestone.item.workers.all():
            if one.part == Part.LEAD:
                owe(
                    LATE_DUTY,
                    milestone,
                    at=at,
                    due_at=milestone.due_at,
                    person_id=one.person_id,
                    url=f"/direction/items/{milestone.item_id}/",
                )
