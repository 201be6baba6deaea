"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "exchange.questions", "exchange.question", "asker title text closing_note",
    what=_("questions and who asked; nobody, where the asker chose not to be named"), why=_("Peers help each other, and can ask back."),
    readers=(Reader.MEMBERS, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "exchange.answers", "exchange.answer", "author text removal_reason fingerprint",
    what=_("answers and who gave them; nobody, where the question names nobody"), why=_("Peers help each other, and can ask back."),
    readers=(Reader.MEMBERS, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "exchange.seals", "exchange.question", "secret seal",
    what=_("a seal by which the house knows again who asked without a name"), why=_("Askers can go on with their own question, and nobody learns who they are."),
    readers=(Reader.NOBODY,), keep=Keep.RECORD,
)  # fmt: skip
holds(
    "exchange.answer-seals", "exchange.answer", "seal",
    what=_("a seal by which the house knows again who answered without a name"), why=_("Who answered can mend the answer, and nobody learns who they are."),
    readers=(Reader.NOBODY,), keep=Keep.RECORD,
)  # fmt: skip
holds(
    "exchange.named", "exchange.named", "person",
    what=_("who is named in a question"), why=_("Who is named hears of it."),
    readers=(Reader.MEMBERS,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "exchange.asks", "exchange.ask", "person",
    what=_("who was asked for help, and whether they could"), why=_("Questions find those who know, and nobody is asked too often."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "exchange.offers", "exchange.offer", "person title text topics",
    what=_("what somebody offers to show others"), why=_("Learning sessions come from offers."),
    readers=(Reader.MEMBERS,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
impersonal("exchange.question", "number topics")
impersonal("exchange.answer", "sources")
impersonal("exchange.named", "subject_kind subject_id")
