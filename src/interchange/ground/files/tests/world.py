"""What the tests of this room share: a PDF, an upload, a stored file."""

from datetime import UTC, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from interchange.ground.files import actions
from interchange.ground.policy.viewer import Viewer

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


def pdf(*, password="", text=b""):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue() + text


def upload(content, name="cv.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored(owner, content=None, name="cv.pdf"):
    return actions.store(Viewer(person_id=owner.pk), upload(content or pdf(), name), purpose="test", field="cv", at=AT)
