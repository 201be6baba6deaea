"""Put a question to members who could help; say that one cannot."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.exchange import queries
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.actions.common import known_as, tell
from interchange.work.exchange.models import Ask, Question
from interchange.work.exchange.vocabulary import AskState


def put_to(actor: Viewer, question_id: int, people: Sequence[int], *, at: datetime) -> list[Ask]:
    """Ask members who could help, by letter. Only those whom `queries.helpers` proposes: no conflict, not opted out, not overloaded.

    At most `ASKED_AT_ONCE` may owe a reply about one question, so that a decline passes it on instead of everybody being asked. Raises `Refused`
    naming "people".
    """
    with transaction.atomic():
        question = see(actor, "peer-question.keep", Question.objects.select_for_update(of=("self",)), pk=question_id)
        if not question.takes_answers:
            raise Refused.of("", _("The question takes no answers."), _("Open it again first."))
        waiting = set(question.asks.filter(state=AskState.ASKED).values_list("person_id", flat=True))
        wanted = [pk for pk in dict.fromkeys(people) if pk not in waiting]
        if not people:
            raise Refused.of("people", _("Nobody is chosen."), _("Tick at least one."))
        if not wanted:
            return list(question.asks.all())
        if len(wanted) + len(waiting) > words.ASKED_AT_ONCE:
            raise Refused.of(
                "people",
                _("At most %(n)d members are asked at a time.") % {"n": words.ASKED_AT_ONCE},
                _("Wait for their replies, or choose fewer."),
            )
        if set(wanted) - {one.person_id for one in queries.helpers(question, at=at)}:
            raise Refused.of("people", _("One of them cannot be asked (any more)."), _("Choose from the list as it stands now."))
        made = Ask.objects.bulk_create([Ask(question=question, person_id=pk, asked_at=at) for pk in wanted])
        by = known_as(question, actor)
        record(by, "peer-question.put", question, at=at, after={"people": sorted(wanted)})
        for one in made:
            record(by, "help-ask.made", one, at=at, after={"question": question.pk, "state": AskState.ASKED})
        tell("exchange.asked", question, wanted, "asked", at=at)
        return made


def decline(actor: Viewer, question_id: int, *, at: datetime) -> Ask:
    """Say that one cannot help with a question that one was asked about. It costs nothing and needs no reason; repeating it is harmless."""
    with transaction.atomic():
        done = Ask.objects.filter(question_id=question_id, person_id=actor.me, state=AskState.DECLINED).first()
        if done is not None:
            return done
        found = see(actor, "help-ask.reply", Ask.objects.select_for_update(of=("self",)), question_id=question_id)
        found.state, found.replied_at = AskState.DECLINED, at
        found.save(update_fields=["state", "replied_at"])
        record(actor, "help-ask.declined", found, at=at, after={"question": question_id, "state": AskState.DECLINED})
        return found
