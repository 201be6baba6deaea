"""Papers and agendas for the tests of this room."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings import actions
from interchange.work.meetings.tests.world import AT

PAPER = {"title": "Marks after sharing", "text": "## Question\n\nWhat survives?", "ai_use": "none"}
ITEM = {"title": "Marks", "kind": "decide", "minutes": 30}


def a_pdf(*pages: str, author: str = "Hidden Author") -> bytes:
    """A PDF with words, as somebody would give it in, by the tool that the house itself uses."""
    import typst

    text = "\n#pagebreak()\n".join(pages).encode()
    writer = PdfWriter(BytesIO(typst.compile(text)))
    writer.add_metadata({"/Author": author})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(*pages, **more) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", a_pdf(*pages, **more), content_type="application/pdf")


def give(world, person, session, *, at=AT, **more):
    return actions.give_paper(world.viewer(person), session.pk, PAPER, at=at, **more)


def agenda(world, session, chair):
    """Three items, put there by the chair."""
    viewer = world.viewer(chair)
    return [actions.add_item(viewer, session.pk, {**ITEM, "title": title}, at=AT) for title in ("Opening", "Marks", "Next steps")]


def built(world):
    """A convened session with a chair of its own, a member, and an agenda."""
    chair, person = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    return session, chair, person, agenda(world, session, chair)
