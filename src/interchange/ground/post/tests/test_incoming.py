"""Replies by mail: who may, what is cut away, what is dropped, and what the sender is told."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.ground.accounts.models import Person
from interchange.ground.errors import Refused
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions, delivery, incoming, replies, templates
from interchange.ground.post.actions import Draft
from interchange.ground.post.models import IncomingMail, Letter
from interchange.ground.post.vocabulary import HOPS
from tests.hand import Hand

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def taken(monkeypatch):
    """What rooms are handed; a reply of "refuse me" is refused."""
    got = []

    def take(actor, heard, *, at):
        if heard.text == "refuse me":
            raise Refused.of("", "It is closed.", "Comment instead.")
        got.append((actor.person_id, heard.text, [file.name for file in heard.files]))

    monkeypatch.setitem(
        templates.TEMPLATES,
        "threads.replies",
        templates.Template(
            "threads.replies", "Replies", False, templates.TEMPLATES["threads.replies"].sample, reply=replies.Reply("It is a reply.", take)
        ),
    )
    return got


@pytest.fixture
def letter(db, settings, taken):
    settings.REPLY_DOMAIN = "reply.example.org"
    ada = Person.objects.create_user("Ada@Example.org", given_name="Ada")
    values = {"count": 1, "followed": False, "title": "Thing", "url": "/threads/comments/1/"}
    return actions.send(SYSTEM, Draft("threads.replies", values, person_id=ada.pk), at=AT)


def reply(letter, text="I know.", *, sender="ada@example.org", **heads):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Ada <{sender}>", replies.address_of(letter), "Re: news"
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def hand(letter, mail, *, to=None, envelope="ada@example.org", at=AT + DAY):
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return incoming.take(raw, recipient=to or replies.address_of(letter), envelope_from=envelope, at=at)


def test_the_letter_says_where_to_reply_and_is_quoted_below_the_line(letter, taken):
    left = delivery.message(letter)
    address = left.extra_headers["Reply-To"]
    assert address == replies.address_of(letter)
    assert len(address.split("@")[0]) <= 64  # RFC 5321, 4.5.3.1.1
    assert left.body.startswith("#~# Write your reply above this line. It is a reply. #~#")
    quoted = "\n".join(f"> {line}" for line in left.body.splitlines())
    mail = reply(letter, f"I know.\n\nBoth do.\n\nOn Wed, 3 Mar 2027 at 10:00, Network <x@example.org>\nwrote:\n\n{quoted}\n")
    assert hand(letter, mail).status.startswith("250")
    assert taken == [(letter.person_id, "I know.\n\nBoth do.", [])]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Yes.\n\n-- \nAda\nExample Lab", "Yes."),
        ("Oui.\n\nLe mer. 3 mars 2027 à 10:00, Réseau <x@example.org> a écrit :\n\n> #~# Write #~#\n> Chère", "Oui."),
        ("Ja.\n\nAm 03.03.2027 um 10:00 schrieb Netz <x@example.org>:\n> #~# Write #~#", "Ja."),
        ("Fine.\n\n-----Original Message-----\nFrom: Network\nSent: today\nTo: Ada\nSubject: x\n\n#~# Write #~#\nDear", "Fine."),
        ("> a quotation of mine\n\nis wrong.", "is wrong."),
        ("One: two\nthree.", "One: two\nthree."),
    ],
)
def test_quoted_words_and_signatures_are_cut(letter, taken, written, kept):
    hand(letter, reply(letter, written))
    assert [text for _who, text, _files in taken] == [kept]


def test_html_alone_is_read_and_holds_no_tags(letter, taken):
    mail = reply(letter)
    mail.set_content("<p>I <b>know</b> &amp; tell.<script>x()</script></p><blockquote>Dear Ada</blockquote>", subtype="html")
    hand(letter, mail)
    assert taken[0][1] == "I know & tell."


def test_what_hangs_on_it_is_handed_on_and_pictures_in_the_text_are_not(letter, taken):
    mail = reply(letter)
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="result.pdf")
    mail.add_attachment(b"logo", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    hand(letter, mail)
    assert taken[0][2] == ["result.pdf"]


def test_the_same_mail_twice_is_one_reply(letter, taken):
    mail = reply(letter).as_bytes()
    assert hand(letter, mail).status == "250 2.0.0 Taken"
    assert hand(letter, mail).status == "250 2.0.0 Taken before"
    assert len(taken) == IncomingMail.objects.count() == 1


def test_a_mail_program_may_change_the_letter_case(letter, taken):
    hand(letter, reply(letter), to=replies.address_of(letter).upper())
    assert len(taken) == 1


def test_from_another_address_nothing_is_taken_and_the_owner_is_told(letter, taken):
    assert hand(letter, reply(letter, sender="eve@example.net"), envelope="eve@example.net").status.startswith("250")
    assert not taken
    told = Letter.objects.get(template="post.reply-not-taken")
    assert (told.address, told.essential) == ("ada@example.org", True)
    assert "another e-mail address" in told.body
    assert IncomingMail.objects.get().outcome == "other-sender"


def test_two_senders_are_no_sender(letter, taken):
    mail = reply(letter)
    mail.replace_header("From", "ada@example.org, eve@example.net")
    hand(letter, mail)
    assert not taken


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a: a.replace("reply-", "reply-9"),
        lambda a: a.replace("-", "-0", 1),
        lambda a: a[:-20] + "0@reply.example.org",
        lambda a: "postmaster@reply.example.org",
        lambda a: "reply-1-zz@x",
    ],
)
def test_a_forged_address_is_refused_at_the_door(letter, taken, spoil):
    address = spoil(replies.address_of(letter))
    assert incoming.at_the_door(address, at=AT).status.startswith("550 5.1.1")
    assert hand(letter, reply(letter), to=address).status.startswith("550 5.1.1")
    assert not taken
    assert not Letter.objects.filter(template="post.reply-not-taken").exists()


def test_an_address_is_good_for_one_letter_person_and_thing(letter):
    address = replies.address_of(letter)
    for change in ({"person_id": Person.objects.create_user("eve@example.org").pk}, {"subject_id": 7}, {"written_at": AT + 5 * DAY}):
        Letter.objects.filter(pk=letter.pk).update(**change)
        assert replies.letter_at(address) is None, change
        Letter.objects.filter(pk=letter.pk).update(person_id=letter.person_id, subject_id=letter.subject_id, written_at=letter.written_at)
    assert replies.letter_at(address) == letter


def test_an_old_address_is_refused_at_the_door(letter, taken):
    assert incoming.at_the_door(replies.address_of(letter), at=AT + 30 * DAY) is None
    assert incoming.at_the_door(replies.address_of(letter), at=AT + 31 * DAY).status.startswith("550 5.1.6")


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"List_Id": "<x.example.org>"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_machines_are_dropped_and_not_answered(letter, taken, heads):
    assert hand(letter, reply(letter, **heads)).status.startswith("250")
    assert not taken
    assert IncomingMail.objects.get().outcome == "automatic"
    assert Letter.objects.count() == 1


def test_a_mail_without_a_sender_and_a_report_are_dropped(letter, taken):
    hand(letter, reply(letter), envelope="")
    hand(letter, b"From: ada@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x--\r\n")
    assert not taken
    assert set(IncomingMail.objects.values_list("outcome", flat=True)) == {"automatic"}


def test_auto_submitted_no_is_a_person(letter, taken):
    hand(letter, reply(letter, Auto_Submitted="no"))
    assert len(taken) == 1


def test_loops_are_refused(letter, taken):
    many = reply(letter)
    for number in range(HOPS + 1):
        many["Received"] = f"from a{number}.example.org by b.example.org; Wed, 3 Mar 2027 10:00:00 +0000"
    own = reply(letter, X_Letter_Number="TEN/LET/2027/00001")
    for mail in (many, own):
        assert hand(letter, mail).status.startswith("554 5.4.6")
    assert not taken


def test_a_refusal_comes_back_in_words(letter, taken):
    for text, why in (("refuse me", "It is closed. Comment instead."), ("> only quoted", "No words of your own")):
        hand(letter, reply(letter, text))
        assert why in Letter.objects.filter(template="post.reply-not-taken").latest("pk").body
    assert not taken
    assert IncomingMail.objects.filter(outcome="refused").count() == 2


def test_whoever_left_is_not_heard_and_not_told(letter, taken):
    Person.objects.update(is_active=False)
    hand(letter, reply(letter))
    assert not taken
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\xfe",
        b"From: \xff\r\n\r\nx",
        b"Content-Type: text/plain; charset=no-such\r\nFrom: ada@example.org\r\n\r\nH\xe9",
        b"From: ada@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    ],
)
def test_what_cannot_be_read_breaks_nothing(letter, taken, raw):
    assert hand(letter, raw).status[0] in "25"


def test_a_returned_letter_is_a_bounce(letter, taken, settings):
    settings.BOUNCE_DOMAIN = "bounce.example.org"
    Letter.objects.update(state="sent", sent_at=AT)
    address = delivery.message(letter).from_email
    report = (
        f"From: MAILER-DAEMON@example.org\r\nTo: {address}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
    )
    assert hand(letter, report.encode(), to=address, envelope="").status.startswith("250")
    letter.refresh_from_db()
    assert letter.state == "bounced"
    assert IncomingMail.objects.get().outcome == "returned"


def test_notes_of_old_mails_are_due_for_erasure_and_letters_that_wait_are_not_sent_after_it(letter, taken):
    from interchange.ground.jobs.retention import carry_out

    hand(letter, reply(letter))
    Letter.objects.update(state="gathered")
    assert carry_out(AT + 700 * DAY).get("post.incoming", 0) == 0
    assert carry_out(AT + 760 * DAY)["post.incoming"] == 1
    letter.refresh_from_db()
    assert (letter.state, letter.body) == ("cancelled", "")


def test_thirty_mails_cost_no_more_queries_than_three(letter, taken):
    officer = Person.objects.create_user("officer@example.org")
    RoleGrant.objects.create(person=officer, role=Role.OFFICER, starts_at=AT - 900 * DAY)
    hand_ = Hand(officer)
    counts = []
    for number in range(30):
        hand(letter, reply(letter, f"Reply {number}."))
        if number in {2, 29}:
            with CaptureQueriesContext(connection) as queries:
                rows = hand_.open("/post/received/").tree.xpath("//main//tbody/tr")
            assert len(rows) == min(number + 1, 25)
            counts.append(len(queries))
    assert counts[0] == counts[1]
