"""Calls, selection, membership, and what the ground floor holds about them."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import DAY, World, pdf
from interchange.desk.demo.people import people
from interchange.ground.accounts.models import Person
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post import actions as post
from interchange.ground.post.models import AddressMark, Letter
from interchange.network.calls import actions as calls
from interchange.network.calls.models import Application, Call
from interchange.network.calls.vocabulary import FileKind
from interchange.network.membership import actions as membership
from interchange.network.membership.models import Membership
from interchange.network.selection import actions as selection
from interchange.network.selection.models import ReviewRequest
from tests.gates.house import EMAILS, INSIDE, House


def build(house: House, world: World, at: datetime) -> None:
    """An application, a file in review, a decision, members, letters held and a call in preparation, each with its secret."""
    second = Call.objects.get(slug="second-call-provenance-and-labelling")
    opened = Call.objects.filter(state="published").order_by("-opens_at").first()
    officer, applicant = world.officer, world.viewers[EMAILS["applicant"]]

    # The applicant's own file
    mine = Application.objects.get(person=house.people["applicant"], call=opened)
    word = house.secret("motivation", "the motivation of a submitted application", "applicant", "officer")
    calls.save_step(applicant, mine.pk, "text", {"motivation": word}, revision=None, at=at)
    word = house.secret("needs", "accessibility needs", "applicant", "officer")
    calls.save_step(applicant, mine.pk, "practical", {"access_needs": word}, revision=None, at=at)
    word = house.secret("filename", "the name of a curriculum vitae", "applicant", "officer")
    calls.give_file(applicant, mine.pk, FileKind.CV, SimpleUploadedFile(f"{word}.pdf", pdf("cv")), at=at)
    calls.submit(applicant, mine.pk, at=at)
    draft = Application.objects.filter(call=opened, state="draft").first()

    # A file in review: one persona reads it, another has stepped aside from it
    one = next(iter(people("gate", 1, seed=9)))
    calls.invite(officer, second.pk, one.email, at=at - 6 * DAY)
    word = house.secret("reviewed", "a file in review", "reviewer", "officer")
    filed = world.apply(one, second, at=at - 5 * DAY, text={"motivation": word})
    world.eligible(filed, at=at - 4 * DAY)
    reader, aside = world.viewers[EMAILS["reviewer"]], world.viewers[EMAILS["recused"]]
    first = selection.assign(officer, filed.pk, reader.person_id, at=at - 4 * DAY)
    stepped = selection.assign(officer, filed.pk, aside.person_id, at=at - 4 * DAY)
    criterion = second.criteria.first()
    word = house.secret("sealed", "the draft of a sealed review", "reviewer")
    selection.save_review(reader, first.pk, {criterion.pk: (4, word)}, remark=word, at=at - 3 * DAY)
    selection.recuse(aside, stepped.pk, reason=ConflictReason.PERSONAL, at=at - 3 * DAY)
    house.conflicted = filed

    # A decision's reason, a request for review
    declined = Application.objects.filter(call=second, state="decided", outcome="declined").first()
    word = house.secret("reason", "the reason of a decision", "officer")
    Application.objects.filter(pk=declined.pk).update(decision_reason=word)
    person = world.viewers[declined.person.email]
    word = house.secret("appeal", "a request for review", "officer")
    selection.file_request(person, declined.pk, "overlooked-file", f"{word} was overlooked in my file.", at=declined.decided_at + DAY)

    # Members: one hidden from the public, one under a proceeding, one with expertise for members only
    hidden = world.viewers["member007@example.org"]
    word = house.secret("hidden", "the name of a member who did not agree to be named", *INSIDE)
    membership.set_public(hidden, yes=False, at=at)
    Person.objects.filter(pk=hidden.person_id).update(family_name=word, publication_name="")
    from interchange.ground.search.actions import put

    put(Membership.objects.get(person_id=hidden.person_id))
    shown = world.viewers[EMAILS["member"]]
    membership.set_public(shown, yes=True, at=at)
    word = house.secret("expertise", "expertise written for members", *INSIDE)
    membership.update_profile(shown, {"expertise": word}, at=at)
    word = house.secret("interest", "a declared interest", "member", "officer")
    calls.declare_interests(shown, [{"category": "board", "entity": word}], nothing=False, at=at)
    word = house.secret("grounds", "grounds for removal", "officer")
    accused = Membership.objects.get(person__email="member008@example.org")
    proceeding = membership.open_removal(officer, accused.pk, grounds=f"{word}: what happened, and when, in enough words.", at=at)
    word = house.secret("suspension", "the reason of a suspension", "officer")
    membership.suspend(officer, accused.pk, reason=word, at=at)

    # Letters held for release, and a call in preparation
    word = house.secret("held", "a letter that is held for release", "officer")
    readers = [shown.person_id, *(one.person_id for one in Membership.objects.exclude(person_id=shown.person_id)[:4])]
    drafts = [post.Draft("post.group", {"heading": "x", "text": word}, person_id=one) for one in readers]
    batch = post.prepare_batch(world.second, title="A batch", drafts=drafts, at=at)
    post.prepare_batch(world.second, title="Another batch", drafts=drafts, at=at)
    for number in range(4):
        AddressMark.objects.create(address=f"gone{number}@example.org", marked_at=at, code="550")
    word = house.secret("draftcall", "a call in preparation", "officer")
    preparing = calls.create_call(
        officer,
        {
            "title": f"Call {word}",
            "opens_at": at + 30 * DAY,
            "closes_at": at + 60 * DAY,
            "time_zone": "Europe/Zurich",
            "places": 5,
            "profiles": ["creator"],
        },
        at=at,
    )
    _name_things(house, opened, preparing, mine, draft, filed, first, stepped, proceeding, batch)


def _name_things(house, opened, preparing, mine, draft, filed, first, stepped, proceeding, batch) -> None:
    """What stands in the addresses of each route."""
    second = filed.call
    calls_of = {"open-call": {"slug": opened.slug}, "call-in-preparation": {"slug": preparing.slug}}
    offered = Application.objects.filter(call=second, state="offered").first()
    waiting = Application.objects.filter(call=second, outcome="waiting", state="decided").first()
    request = ReviewRequest.objects.first()
    public = Membership.objects.get(person=house.people["member"])
    hidden = Membership.objects.get(person__email="member007@example.org")
    letter = Letter.objects.filter(person=house.people["applicant"], secret=False).first()
    own = {"applicant-s-file": {"pk": mine.pk}, "other-s-draft": {"pk": draft.pk}}
    file = mine.files.first().file
    for name in ("detail", "form", "form_pdf", "apply"):
        house.kwargs[f"calls:{name}"] = calls_of
    for name in ("manage_call", "edit", "criteria", "questions"):
        house.kwargs[f"calls:{name}"] = calls_of
    for name in ("status", "check", "withdraw", "copy"):
        house.kwargs[f"calls:{name}"] = own
    house.kwargs["calls:step"] = {
        f"{thing}-{step}": {**kwargs, "step": step} for thing, kwargs in own.items() for step in ("text", "practical", "files")
    }
    house.kwargs["calls:text"] = {"conduct-1": {"kind": "conduct", "version": 1}, "no-such-version": {"kind": "conduct", "version": 99}}
    files = {"file-in-review": {"pk": filed.pk}, "applicant-s-file": {"pk": mine.pk}}
    for name in ("file", "check", "assign", "close_to", "compare", "duplicate"):
        house.kwargs[f"selection:{name}"] = files
    house.kwargs["selection:file"] = {**files, "declined-file": {"pk": request.application_id}}
    house.kwargs["selection:reviewer"] = {"reviewer": {"pk": house.people["reviewer"].pk}}
    for name in ("review", "review_draft", "step_aside"):
        house.kwargs[f"selection:{name}"] = {"own-assignment": {"pk": first.pk}, "stepped-aside": {"pk": stepped.pk}}
    house.kwargs["selection:appeal"] = {"request": {"pk": request.pk}}
    house.kwargs["selection:offer"] = {"somebody-s-offer": {"pk": offered.pk}}
    house.kwargs["selection:waiting"] = {"somebody-s-place": {"pk": waiting.pk}}
    house.kwargs["selection:review_request"] = {"somebody-s-request": {"pk": request.application_id}}
    for name in ("table", "assignments", "calibration", "severity", "set", "set_choose", "set_rules", "release", "offers", "report"):
        house.kwargs[f"selection:{name}"] = {"second-call": {"slug": second.slug}}
    house.kwargs["membership:member"] = {"public-member": {"pk": public.pk}, "hidden-member": {"pk": hidden.pk}}
    house.kwargs["membership:manage_member"] = {"member": {"pk": public.pk}, "suspended-member": {"pk": proceeding.membership_id}}
    house.kwargs["membership:proceeding"] = {"proceeding": {"pk": proceeding.pk}}
    held = batch.letters.order_by("pk").first()
    house.kwargs["post:letter"] = {"applicant-s-letter": {"pk": letter.pk}, "held-letter": {"pk": held.pk}}
    house.kwargs["post:batch"] = {"held-batch": {"pk": batch.pk}}
    house.kwargs["post:wording"] = {"receipt": {"key": "calls.receipt"}}
    house.kwargs["post:unsubscribe"] = {"forged-token": {"token": "somebody@example.org:forged"}}
    house.kwargs["file"] = {"applicant-s-cv": {"pk": file.pk}}
    house.kwargs["account_link"] = {"unknown-link": {"secret": "x" * 43}}
    house.kwargs["person"] = {"member": {"pk": house.people["member"].pk}}
    for name, kwargs in {
        "vocabulary:state": {"iso2": "KE"},
        "journal:thing": {"kind": "calls.application", "key": str(filed.pk)},
    }.items():
        house.kwargs[name] = {"kenya" if "iso2" in kwargs else "file-in-review": kwargs}
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        house.kwargs[name] = {"no-such-key": {"pk": 999_999}}
