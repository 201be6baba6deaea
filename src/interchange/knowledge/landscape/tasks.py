"""What the worker makes."""

from django.db import transaction
from django_tasks import task

from interchange.ground import clock
from interchange.knowledge.landscape import snapshot
from interchange.knowledge.landscape.exports import tables
from interchange.knowledge.landscape.exports.report import paper
from interchange.knowledge.landscape.models import ReportJob
from interchange.knowledge.landscape.vocabulary import JobState


@task()
def print_report(job_id: int) -> None:
    """Print a release's report and fill its workbook; what goes wrong is kept and shown, and the report can be ordered again."""
    job = ReportJob.objects.select_related("release").get(pk=job_id)
    if job.phase == JobState.DONE:
        return

    def step(percent: int, words: str) -> None:
        ReportJob.objects.filter(pk=job_id).update(phase=JobState.RUNNING, progress=percent, step=words)

    try:
        made = paper(job.release, step)
        step(95, "workbook")
        book = tables.workbook(tables.sheets(snapshot.unpack(job.release), tables.about(job.release)))
    except Exception as fault:
        ReportJob.objects.filter(pk=job_id).update(phase=JobState.FAILED, problem=str(fault)[:500])
        return
    with transaction.atomic():
        ReportJob.objects.filter(pk=job_id).update(phase=JobState.DONE, progress=100, pdf=made, xlsx=book, done_at=clock.now())
