"""A file may be read by whoever its purpose names, asked anew at every request."""

from django.db.models import Q

from interchange.ground.files.models import StoredFile
from interchange.ground.files.purposes import PURPOSES
from interchange.ground.policy.rules import rule, signed_in
from interchange.ground.policy.viewer import Viewer


def _readable(viewer: Viewer) -> Q:
    found = Q(pk__in=[])
    for purpose in PURPOSES.values():
        found |= Q(purpose=purpose.key) & purpose.readable(viewer)
    return found & Q(removed_at__isnull=True)


rule("file.read", StoredFile, who=signed_in, which=_readable)
