"""Published records can be found by everyone who may see them. What stands inside their files has an index of its own (`PageText`)."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import define
from interchange.knowledge.repository.filing import document
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.vocabulary import Kind

define("record", label=_("Repository"), model=Record, verb="record.list", document=document, types=Kind.choices)
