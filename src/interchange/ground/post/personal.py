"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal, listed

holds(
    "post.letters", "post.letter", "person address subject body part last_error",
    what=_("letters: to whom, to which address, their words, what became of them"), why=_("People are told what concerns them, and the Secretariat can show what it sent."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="post.letters", looks=True,
)  # fmt: skip
holds(
    "post.incoming", "post.incomingmail", "note",
    what=_("that a mail came in, when and its size; its words are not kept"), why=_("Answers by mail reach the thing that they answer."),
    readers=(Reader.OFFICERS,), keep="post.incoming", whose="letter__person",
)  # fmt: skip
holds(
    "post.marks", "post.addressmark", "address code note",
    what=_("addresses that mail does not reach"), why=_("No mail is sent where it comes back; somebody looks for another way."),
    readers=(Reader.OFFICERS,), keep=Keep.ACCOUNT, address="address",
)  # fmt: skip
holds(
    "post.wishes", "post.wish", "person",
    what=_("how often somebody wants to hear of what"), why=_("Mail comes as people wish it."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "post.unsubscriptions", "post.unsubscription", "address",
    what=_("addresses that want no news"), why=_("Who said no is not written to again."),
    readers=(Reader.OFFICERS,), keep=Keep.ACCOUNT, basis=Basis.CONSENT, address="address",
)  # fmt: skip
acts("post.senders", "post.batch", "prepared_by released_by")
acts("post.wordings", "post.wording", "made_by")
listed("letter.list", "post.letters")
impersonal("post.batch", "title subject_kind")
impersonal("post.letter", "number key template subject_kind message_id claimed_by")
impersonal("post.wording", "template subject body")
impersonal("post.wish", "template")
impersonal("post.incomingmail", "key")
