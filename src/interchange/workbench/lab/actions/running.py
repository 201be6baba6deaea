"""Running experiments: some seconds at a time, file by file, each answer kept by its content, so that a killed worker loses one file at most."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from interchange.ground import clock
from interchange.ground.policy.viewer import SYSTEM
from interchange.knowledge.landscape.actions.evidence import doubt
from interchange.workbench.lab import queries
from interchange.workbench.lab.actions.making import move
from interchange.workbench.lab.models import Evidence, Experiment
from interchange.workbench.lab.vocabulary import GOING, State
from interchange.workbench.signals.trials import recipe as recipes
from interchange.workbench.signals.trials import results, running
from interchange.workbench.signals.trials.interface import Sample

SLICE = 8.0  # seconds of work before the rest is queued anew, so that letters are not kept waiting
QUIET = timedelta(minutes=10)


def files(found: Experiment, recipe: recipes.Recipe) -> Iterator[Sample]:
    """The files of an experiment: those that were brought, or those that are made from the seed."""
    if not recipe.files:
        yield from running.files(recipe)
        return
    for one in found.files.all():
        with default_storage.open(one.path) as source:
            yield Sample(source.read(), one.media_type, one.name)


def carry_on(pk: int, *, seconds: float = SLICE) -> str:
    """Work on an experiment for some seconds. Doing it twice, or at the same time, changes nothing. Returns the state reached."""
    with transaction.atomic():
        found = Experiment.objects.select_for_update().filter(pk=pk).first()
        if found is None or found.state not in GOING:
            return found.state if found else ""
        if found.state == State.WAITING:
            move(SYSTEM, found, "run", clock.now())
        found.seen_at = clock.now()
        found.save(update_fields=["state", "seen_at"])
    try:
        if not run_slice(found, time.monotonic() + seconds):
            return State.RUNNING
        return _finish(pk)
    except Exception as wrong:
        _fail(pk, f"{type(wrong).__name__}: {wrong}"[:500])
        raise


def run_slice(found: Experiment, until: float) -> bool:
    """Follow the recipe until that moment of the monotonic clock; true where all is known."""
    recipe = recipes.read(found.recipe)
    store = queries.Kept(clock.now())
    with running.Laboratory() as laboratory:
        for done in running.run(recipe, files(found, recipe), store, laboratory):
            going = Experiment.objects.filter(pk=found.pk, state=State.RUNNING).update(done=done, seen_at=clock.now())
            if not going:
                return False
            if time.monotonic() > until and done < recipe.trials:
                return False
    return True


def _finish(pk: int) -> str:
    """Put the result together. The recipe then names the versions that were really tried."""
    with transaction.atomic():
        found = Experiment.objects.select_for_update().get(pk=pk)
        if found.state != State.RUNNING:
            return found.state
        recipe = recipes.read(found.recipe)
        at = clock.now()
        given = [(one.name, running.sha256(one.content), one.media_type) for one in files(found, recipe)]
        known = results.complete(recipe, given, queries.Kept(at))
        if known is None:  # a library was renewed in between: what is missing is tried with it
            return State.RUNNING
        made = results.assemble(recipe, known)
        found.recipe, found.result, found.digest = recipe.data(), made, made["digest"]
        found.tools, found.done, found.ended_at = queries.tools(made), found.total, at
        move(SYSTEM, found, "finish", at, digest=found.digest)
        found.save()
        return found.state


def _fail(pk: int, why: str) -> None:
    with transaction.atomic():
        found = Experiment.objects.select_for_update().filter(pk=pk, state__in=GOING).first()
        if found is not None:
            move(SYSTEM, found, "fail", clock.now())
            found.problem, found.ended_at = why, clock.now()
            found.save(update_fields=["state", "problem", "ended_at"])


def revive(at: datetime) -> int:
    """Queue anew the experiments that have shown no sign of life for ten minutes (their worker died and its task was given up on)."""
    from interchange.workbench.lab.tasks import run_experiment

    quiet = Experiment.objects.filter(state__in=GOING).filter(Q(seen_at__lt=at - QUIET) | Q(seen_at__isnull=True, made_at__lt=at - QUIET))
    found = list(quiet.values_list("pk", flat=True))
    for pk in found:
        run_experiment.enqueue(pk)
    return len(found)


def check_versions(at: datetime) -> int:
    """Hold what was tried against what there is now: evidence for the map whose reader or library has another version becomes doubtful there, and
    is cleared when they are the same again. Returns how many claims changed."""
    changed = 0
    for one in Evidence.objects.select_related("experiment"):
        narrow = queries.narrowed(one.experiment.result or {"signals": [], "lines": []}, one.tool_code)
        old = queries.stale(narrow)
        words = "; ".join(f"{name}: tried with version {then}, now {now or 'gone'}" for name, (then, now) in sorted(old.items()))
        if bool(old) != bool(one.stale_since):
            one.stale_since = at if old else None
            one.save(update_fields=["stale_since"])
        changed += doubt(SYSTEM, one.tool_code, "robustness", source_url=address(one.experiment), words=words[:380], at=at) is not None
    return changed


def address(found: Experiment) -> str:
    """The whole address of an experiment, by which the map and the repository name it."""
    from django.conf import settings

    return f"{settings.BASE_URL}{found.url}"
