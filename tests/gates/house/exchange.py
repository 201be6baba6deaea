"""Citing and exchanging: records that came in by an import, one of them narrowed since; a list; the import itself."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import World
from interchange.ground.policy.levels import Level
from interchange.ground.policy.viewer import viewer_for
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.exchange import importing
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.oai import fragments
from tests.gates.house import INSIDE, House


def build(house: House, world: World, at: datetime) -> None:
    """An import of two records; one goes to the members, with a word of its own in every field that exports and harvesters would tell."""
    officer, member = world.officer, viewer_for(house.people["member"], at=at, second_factor=False)
    word = house.secret("narrowed", "a record for members in exports, feeds and harvests", *INSIDE)
    library = f"""@misc{{one, title = {{Imported and open}}, author = {{Example, Ada}}, year = {{2024}}, doi = {{10.1000/gate.1}}}}
@misc{{two, title = {{Imported and {word}}}, author = {{{word}, Ada}}, year = {{2024}}, keywords = {{{word}}}, abstract = {{{word}}}}}
@misc{{broken, title = {{x
"""
    job = importing.begin(officer, SimpleUploadedFile("gate.bib", library.encode()), topics=["labelling"], sectors=[], at=at)
    importing.carry_on.func(job.pk)
    inside = Record.objects.get(title__contains=word)
    actions.open_record(officer, inside.pk, level=Level.MEMBERS, embargo_until=None, reason="For the gates.", at=at)
    fragments.refresh(at)
    made = actions.make_list(member, title="Gate reading", at=at)
    for record in (Record.objects.get(title="Imported and open"), inside):
        actions.add_to_list(member, made.pk, record.pk, at=at)
    house.kwargs["repository:import_job"] = {"a-real-import": {"pk": job.pk}}
    house.kwargs["repository:record_as"] |= {
        f"narrowed-{suffix}": {"slug": inside.slug, "suffix": suffix} for suffix in ("datacite.xml", "jsonld", "linkset.json")
    }
    house.kwargs["sitemap_part"] = {"records": {"section": "repository"}, "pages": {"section": "pages"}}
