"""The set, release, offers, waiting list, complaints, report (U18, U22, U23, U34 to U37, U41, U42)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.network.selection import actions
from interchange.network.selection.models import Cap, CapOverride, Choice, Offer, Release, ReviewRequest, SelectionSet, WaitingEntry
from interchange.network.selection.queries.report import figures
from interchange.network.selection.tests.world import AT, own

DAY = timedelta(days=1)


@pytest.fixture
def officers(world):
    return [world.officer() for _ in range(3)]


def choose(officer, file, outcome="accepted", **kwargs):
    return actions.choose(officer.viewer, file.pk, outcome, reason="Fits the call.", at=AT, **kwargs)


def test_the_third_person_of_one_organisation_is_blocked_until_two_officers_give_a_reason(world, officers):
    files = [world.scored(80 - n, organisation=name) for n, name in enumerate(["Acme Inc", "ACME Ltd", "Acme"])]
    choose(officers[0], files[0])
    choose(officers[0], files[1])
    with pytest.raises(Refused, match="cap is reached"):
        choose(officers[0], files[2])
    cap = Cap.objects.get()
    actions.override_cap(officers[0].viewer, cap.pk, "acme", reason="Two different teams.", at=AT)
    actions.override_cap(officers[0].viewer, cap.pk, "acme", reason="Again me.", at=AT)
    with pytest.raises(Refused, match="cap is reached"):
        choose(officers[0], files[2])
    with pytest.raises(Refused, match="needs a reason"):
        actions.override_cap(officers[1].viewer, cap.pk, "acme", reason=" ", at=AT)
    actions.override_cap(officers[1].viewer, cap.pk, "acme", reason="Agreed.", at=AT)
    assert choose(officers[0], files[2]).outcome == "accepted"
    with pytest.raises(IntegrityError), transaction.atomic():
        CapOverride.objects.create(
            cap=cap,
            value="x",
            allowed=3,
            first_officer=officers[0],
            first_reason="a",
            first_at=AT,
            second_officer=officers[0],
            second_reason="b",
            second_at=AT,
        )


def test_a_choice_needs_a_reason_and_notices_an_older_view(world, officers):
    file = world.scored(70)
    with pytest.raises(Refused, match="needs a reason"):
        actions.choose(officers[0].viewer, file.pk, "accepted", reason="", at=AT)
    choose(officers[0], file)
    file.refresh_from_db()
    assert file.state == "shortlisted"
    with pytest.raises(Stale):
        choose(officers[1], file, "declined", revision=1)
    actions.take_back(officers[0].viewer, file.pk, at=AT)
    file.refresh_from_db()
    assert (file.state, Choice.objects.count()) == ("scored", 0)


def test_a_suggestion_taken_over_fills_the_working_set_only(world, officers):
    files = [world.scored(70 + n) for n in range(3)]
    choose(officers[0], files[0], "waiting")
    keys = [file.pk for file in files]
    made, refused = actions.choose_many(officers[0].viewer, world.call.pk, keys, "accepted", reason="Balanced.", at=AT, suggested=True)
    assert ({choice.application_id for choice in made}, refused) == ({files[1].pk, files[2].pk}, [])
    assert Choice.objects.get(application=files[0]).outcome == "waiting"
    assert Choice.objects.filter(suggested=True, outcome="accepted").count() == 2
    files[1].refresh_from_db()
    assert files[1].state == "shortlisted"
    assert files[1].decided_at is None


def test_many_choices_at_once_keep_to_the_caps_and_name_who_is_refused(world, officers):
    files = [world.scored(80 - n, organisation="Acme") for n in range(4)]
    keys = [file.pk for file in files]
    made, refused = actions.choose_many(officers[0].viewer, world.call.pk, keys, "accepted", reason="Fit.", at=AT)
    assert [choice.application_id for choice in made] == keys[:2]
    assert [problem.rule.split(":")[0] for problem in refused] == [file.number for file in files[2:]]
    revision = SelectionSet.objects.get().revision
    actions.choose_many(officers[0].viewer, world.call.pk, keys[:2], "accepted", reason="Fit.", at=AT)
    assert SelectionSet.objects.get().revision == revision
    made, refused = actions.choose_many(officers[0].viewer, world.call.pk, keys[1:3], "declined", reason="Less.", at=AT)
    assert (len(made), refused) == (2, [])
    with pytest.raises(Refused, match="Nobody is ticked"):
        actions.choose_many(officers[0].viewer, world.call.pk, [], "accepted", reason="Fit.", at=AT)
    with pytest.raises(Stale):
        actions.choose_many(officers[0].viewer, world.call.pk, keys, "accepted", reason="Fit.", at=AT, revision=revision)


def released(world, officers, post):
    files = [world.scored(90 - n) for n in range(4)]
    choose(officers[0], files[0])
    choose(officers[0], files[1], "waiting")
    choose(officers[0], files[2], "waiting")
    actions.choose_rest(officers[0].viewer, world.call.pk, reason="Less close to the topics.", at=AT)
    made = actions.prepare_release(officers[0].viewer, world.call.pk, at=AT)
    actions.release(officers[1].viewer, made.pk, at=AT)
    for file in files:
        file.refresh_from_db()
    return files, made


def test_a_second_officer_releases_everything_once(world, officers, post):
    file = world.scored(90)
    with pytest.raises(Refused, match="no choice yet"):
        actions.prepare_release(officers[0].viewer, world.call.pk, at=AT)
    choose(officers[0], file)
    made = actions.prepare_release(officers[0].viewer, world.call.pk, at=AT)
    assert actions.prepare_release(officers[0].viewer, world.call.pk, at=AT).pk == made.pk
    file.refresh_from_db()
    assert (file.outcome, post.letters) == ("", [])
    with pytest.raises(Refused, match="Another officer"):
        actions.release(officers[0].viewer, made.pk, at=AT)
    actions.release(officers[1].viewer, made.pk, at=AT)
    actions.release(officers[1].viewer, made.pk, at=AT)
    file.refresh_from_db()
    assert (file.state, file.outcome, file.decided_by_id) == ("offered", "accepted", officers[1].pk)
    assert [letter.template for letter in post.letters] == ["selection.accepted"]
    assert not any(word in str(post.letters[0].context) for word in ("points", "mark", "90"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            call=world.call, prepared_by=file.person, prepared_at=AT, set_revision=1, released_by=file.person, released_at=AT
        )


def test_a_set_changed_after_the_letters_is_not_released(world, officers, post):
    files = [world.scored(90), world.scored(80)]
    for file in files:
        choose(officers[0], file)
    made = actions.prepare_release(officers[0].viewer, world.call.pk, at=AT)
    choose(officers[0], files[1], "declined")
    with pytest.raises(Refused, match="changed after"):
        actions.release(officers[1].viewer, made.pk, at=AT)
    actions.discard_release(officers[0].viewer, made.pk, at=AT)
    again = actions.prepare_release(officers[0].viewer, world.call.pk, at=AT)
    actions.release(officers[1].viewer, again.pk, at=AT)
    assert sorted(letter.template for letter in post.letters) == ["selection.accepted", "selection.declined"]


def test_an_offer_is_accepted_once_and_makes_a_member(world, officers, post):
    (file, *_), _made = released(world, officers, post)
    viewer = own(file)
    actions.answer_offer(viewer, file.pk, "accepted", at=AT + DAY)
    actions.answer_offer(viewer, file.pk, "accepted", at=AT + 2 * DAY)
    file.refresh_from_db()
    assert (file.state, post.members) == ("confirmed", [file.pk])
    with pytest.raises(Refused, match="answered this offer"):
        actions.answer_offer(viewer, file.pk, "declined", at=AT + DAY)
    with pytest.raises(NotAllowed):
        actions.answer_offer(officers[0].viewer, file.pk, "accepted", at=AT)


def test_an_offer_lapses_and_the_next_of_the_profile_is_proposed_not_called(world, officers, post):
    (file, first, second, _), _made = released(world, officers, post)
    assert actions.lapse_offers(officers[0].viewer, at=AT + 20 * DAY) == 0
    assert actions.lapse_offers(officers[0].viewer, at=AT + 21 * DAY) == 1
    assert actions.lapse_offers(officers[0].viewer, at=AT + 22 * DAY) == 0
    file.refresh_from_db()
    assert file.state == "lapsed"
    with pytest.raises(Refused, match="lapsed"):
        actions.answer_offer(own(file), file.pk, "accepted", at=AT + 22 * DAY)
    assert ("selection.call-up", first.pk, "officer") in post.duties
    assert Offer.objects.count() == 1
    with pytest.raises(Refused, match="stands before"):
        actions.call_up(officers[0].viewer, second.pk, reason="Place free.", at=AT + 22 * DAY)
    with pytest.raises(Refused, match="needs a reason"):
        actions.call_up(officers[0].viewer, first.pk, reason="", at=AT + 22 * DAY)
    actions.call_up(officers[0].viewer, first.pk, reason="Place free.", at=AT + 22 * DAY)
    actions.call_up(officers[0].viewer, first.pk, reason="Place free.", at=AT + 22 * DAY)
    assert sum(letter.template == "selection.call-up" for letter in post.letters) == 1
    assert Event.objects.get(verb="waiting.called-up").remark.text == "Place free."


def test_the_clock_of_an_offer_stops_while_its_letter_came_back(world, officers, post):
    (file, *_), _made = released(world, officers, post)
    assert actions.follow_bounces(officers[0].viewer, bounced={file.pk}, at=AT + 5 * DAY) == 1
    assert actions.lapse_offers(officers[0].viewer, at=AT + 40 * DAY) == 0
    offer = actions.resume_offer(officers[0].viewer, file.pk, at=AT + 40 * DAY)
    assert offer.lapses_at == AT + 56 * DAY
    assert actions.lapse_offers(officers[0].viewer, at=AT + 56 * DAY) == 1


def test_expired_and_left_places_are_skipped_and_a_notice_goes_once(world, officers, post):
    (_file, first, second, _), _made = released(world, officers, post)
    WaitingEntry.objects.filter(pk=first.pk).update(valid_until=AT + 10 * DAY)
    assert actions.notify_waiting(officers[0].viewer, at=AT + DAY) == 1
    assert actions.notify_waiting(officers[0].viewer, at=AT + 2 * DAY) == 0
    assert actions.expire_waiting(officers[0].viewer, at=AT + 10 * DAY) == 1
    with pytest.raises(Refused, match="no longer good"):
        actions.call_up(officers[0].viewer, first.pk, reason="Free.", at=AT + 10 * DAY)
    assert actions.call_up(officers[0].viewer, second.pk, reason="Free.", at=AT + 10 * DAY)
    assert [letter.template for letter in post.letters][-3:] == ["selection.waiting-ends", "selection.waiting-ended", "selection.call-up"]
    with pytest.raises(Refused, match="have an offer"):
        actions.leave_waiting(own(second), second.pk, at=AT + 11 * DAY)


def test_one_leaves_the_waiting_list_oneself(world, officers, post):
    (_file, first, second, _), _made = released(world, officers, post)
    actions.leave_waiting(own(first), first.pk, at=AT)
    actions.leave_waiting(own(first), first.pk, at=AT + DAY)
    with pytest.raises(NotAllowed):
        actions.leave_waiting(own(first), second.pk, at=AT)
    assert actions.call_up(officers[0].viewer, second.pk, reason="Free.", at=AT + DAY)


def test_a_review_is_asked_for_within_thirty_days_once_on_a_listed_ground(world, officers, post):
    files, _made = released(world, officers, post)
    declined = files[3]
    viewer = own(declined)
    with pytest.raises(Refused, match="one of the grounds"):
        actions.file_request(viewer, declined.pk, "unfair", "I am good.", at=AT)
    with pytest.raises(Refused, match="ended on 3 March 2027"):
        actions.file_request(viewer, declined.pk, "wrong-rule", "x", at=AT + 31 * DAY)
    with pytest.raises(NotAllowed):
        actions.file_request(own(files[0]), files[0].pk, "wrong-rule", "x", at=AT)
    first = actions.file_request(viewer, declined.pk, "wrong-rule", "Anchor 3 was read wrongly.", at=AT + 30 * DAY)
    assert actions.file_request(viewer, declined.pk, "conflict-of-interest", "More.", at=AT + 30 * DAY).pk == first.pk


def test_nobody_who_touched_the_file_handles_the_request_and_both_ends_send_letters(world, officers, post):
    files, _made = released(world, officers, post)
    clean = officers[2]
    for file, outcome, state in ((files[3], "upheld", "in-review"), (files[1], "dismissed", "decided")):
        made = actions.file_request(own(file), file.pk, "overlooked-file", "My CV.", at=AT)
        for touched in officers[:2]:
            with pytest.raises(Refused, match="took part"):
                actions.take_request(touched.viewer, made.pk, at=AT)
        with pytest.raises(Refused, match="handler"):
            actions.answer_request(clean.viewer, made.pk, outcome, reason="Read.", at=AT)
        actions.take_request(clean.viewer, made.pk, at=AT)
        with pytest.raises(Refused, match="needs a reason"):
            actions.answer_request(clean.viewer, made.pk, outcome, reason="", at=AT)
        actions.answer_request(clean.viewer, made.pk, outcome, reason="Read again.", at=AT)
        actions.answer_request(clean.viewer, made.pk, outcome, reason="Read again.", at=AT)
        file.refresh_from_db()
        assert file.state == state
        assert post.letters[-1].template == f"selection.appeal-{outcome}"
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.filter(outcome="upheld").update(reason="")


def test_the_report_adds_up_hides_small_cells_and_is_approved_by_another(world, officers, post):
    released(world, officers, post)
    data = figures(world.call.pk)
    assert data["total"] == sum(data["states"].values()) == 4
    assert data["invited"] == 0
    assert ["Depth", 35] in data["rules"]["criteria"]
    draft = actions.draft_report(officers[0].viewer, world.call.pk, at=AT)
    assert {cell["applied"] for cell in draft.data["composition"]["profile"]} == {None}
    with pytest.raises(Refused, match="Another officer"):
        actions.approve_report(officers[0].viewer, world.call.pk, at=AT)
    actions.approve_report(officers[1].viewer, world.call.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.draft_report(officers[0].viewer, world.call.pk, at=AT)


def test_the_report_counts_who_came_by_invitation_apart(world):
    world.application("submitted"), world.application("submitted", invited=True)
    data = figures(world.call.pk)
    assert (data["total"], data["invited"]) == (2, 1)


def test_rules_of_the_set_are_checked(world, officers):
    viewer, call = officers[0].viewer, world.call.pk
    with pytest.raises(Refused, match="least is above"):
        actions.set_target(viewer, call, "region", "africa", minimum=3, aim=None, maximum=1, at=AT)
    with pytest.raises(Refused, match="at least one"):
        actions.set_cap(viewer, call, "nationality", "", 0, at=AT)
    target = actions.set_target(viewer, call, "region", "africa", minimum=1, aim=2, maximum=None, at=AT)
    cap = actions.set_cap(viewer, call, "nationality", "", 2, at=AT)
    actions.remove_target(viewer, call, target.pk, at=AT)
    with pytest.raises(Refused, match="needs a reason"):
        actions.remove_cap(viewer, call, cap.pk, reason="", at=AT)
    actions.remove_cap(viewer, call, cap.pk, reason="Not wanted.", at=AT)
    assert SelectionSet.objects.get().caps.count() == 1
