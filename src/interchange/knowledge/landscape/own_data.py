"""What this room holds of a person."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Blocked, Erased, Item, Kept, provide
from interchange.ground.duties.actions import settle
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.knowledge.landscape.models import (
    GapStatement,
    ImportDraft,
    Judgement,
    Proposal,
    ProposalReview,
    Remark,
    Reply,
    Revision,
    ScopeAnswer,
    Solution,
)
from interchange.knowledge.landscape.vocabulary import OPEN_PROPOSALS, ReplyState, SolutionState


def _collect(person_id: int) -> dict[str, Any]:
    def rows(found: "QuerySet[Any]", *names: str) -> list[dict[str, Any]]:
        return list(found.values("pk", *names))

    return {
        "proposals": rows(Proposal.objects.filter(author_id=person_id), "number", "subject", "code", "state", "changes", "note", "interest", "filed_at"),
        "reviews": rows(ProposalReview.objects.filter(reviewer_id=person_id), "proposal__number", "approves", "reason", "at"),
        "remarks": rows(Remark.objects.filter(by_id=person_id), "proposal__number", "text", "at"),
        "revisions": rows(Revision.objects.filter(by_id=person_id), "tool__code", "challenge__code", "number", "note", "interest", "at"),
        "judgements": rows(Judgement.objects.filter(person_id=person_id), "challenge__code", "tool__code", "verdict", "because", "interest", "at"),
        "gaps": rows(GapStatement.objects.filter(person_id=person_id), "sector", "function", "verdict", "because", "at"),
        "scope_answers": rows(
            ScopeAnswer.objects.filter(person_id=person_id), "check_of__challenge__code", "needs_law", "needs_licence_term", "needs_rate", "needs_author", "testable", "reason", "at"
        ),
        "solutions": rows(Solution.objects.filter(author_id=person_id), "number", "title", "summary", "state", "interest", "created_at"),
        "replies": rows(Reply.objects.filter(person_id=person_id), "tool__code", "organisation", "function", "text", "state", "filed_at"),
        "imports": rows(ImportDraft.objects.filter(person_id=person_id), "name", "at", "good", "bad"),
    }  # fmt: skip


def _plan(person_id: int) -> list[Item]:
    """One query for everything."""

    def holds(model: type[Model], column: str, **more: Any) -> Exists:
        return Exists(model._default_manager.filter(**{f"{column}_id": OuterRef("pk")}, **more))

    kept = (
        (Proposal, "author"), (ProposalReview, "reviewer"), (Revision, "by"), (Judgement, "person"), (GapStatement, "person"), (ScopeAnswer, "person"),
        (Solution, "author"), (Reply, "person"),
    )  # fmt: skip
    asked = get_user_model().objects.filter(pk=person_id)
    found = asked.annotate(
        open=holds(Proposal, "author", state__in=OPEN_PROPOSALS),
        goes=Q(holds(ImportDraft, "person")) | Q(holds(Remark, "by")) | Q(holds(Solution, "author", state=SolutionState.DRAFT)),
        stays=reduce(or_, (Q(holds(model, column)) for model, column in kept)),
    )
    open_now, goes, stays = found.values_list("open", "goes", "stays").first() or (False, False, False)
    if open_now:
        return [Blocked(_("A proposal of yours for the map is under review."), _("Withdraw it first, or wait for its decision."))]
    plan: list[Item] = []
    if goes:
        plan.append(Erased(_("tables that you read in for the map, drafts of solutions and remarks among reviewers")))
    if stays:
        plan.append(
            Kept(
                _("what you contributed to the map, without your name"),
                _("the map’s entries rest on it, and releases must read the same for ever"),
            )
        )
    return plan


def _erase(person_id: int, at: datetime) -> None:
    ImportDraft.objects.filter(person_id=person_id).delete()
    Remark.objects.filter(by_id=person_id).delete()
    Solution.objects.filter(author_id=person_id, state=SolutionState.DRAFT).update(
        title=_("Erased draft"), summary="-", missing="", dependencies="", evidence=[], interest="-"
    )
    for reply in Reply.objects.filter(person_id=person_id, state=ReplyState.FILED):
        reply.state, reply.decided_at = ReplyState.DECLINED, at
        reply.reason, reply.text, reply.organisation, reply.function = _("Erased at the wish of its author."), "-", "-", "-"
        reply.save()
        settle("landscape.reply", reply, at=at)
        record(SYSTEM, "reply.erased", reply, at=at, after={"state": reply.state})


provide("landscape", collect=_collect, plan=_plan, erase=_erase)
