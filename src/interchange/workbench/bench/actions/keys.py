"""Keys that sign: made here, brought, tried out with a test CA; certified, revoked, deleted; locked anew when the settings change.

No action gives a private key out. What the journal holds of a key is its kind and the hash of its certificate.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from interchange.ground import vault
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench import showing
from interchange.workbench.bench.models import SigningKey
from interchange.workbench.bench.vocabulary import KEYS_EACH
from interchange.workbench.signals.writing import keys, testca

State = SigningKey.State


def _may(actor: Viewer, for_house: bool) -> int | None:
    """Whose the key will be. Raises `NotAllowed`, and `Refused` where somebody has enough of them."""
    require(actor, "key.keep-for-house" if for_house else "key.keep")
    owner = None if for_house else actor.me
    if SigningKey.objects.filter(owner_id=owner).exclude(state=State.REVOKED).count() >= KEYS_EACH:
        raise Refused.of("", _("There are %d keys already.") % KEYS_EACH, _("Revoke one that is not needed any more."))
    return owner


def _keep(actor: Viewer, verb: str, pem: str, at: datetime, **values: Any) -> SigningKey:
    """Write a key, locked. The same form sent twice gives the first one."""
    key = SigningKey(id=uuid.uuid4(), made_at=at, algorithm=keys.algorithm(keys.load(pem)), **values)
    key.locked = vault.lock(pem, key.about)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
            record(actor, verb, key, at=at, after={"algorithm": key.algorithm, "house": key.owner_id is None, **_mark(key)})
    except IntegrityError:
        return see(actor, "key.own", form_key=values["form_key"])
    return key


def _mark(key: SigningKey) -> dict[str, Any]:
    return {"state": key.state, **({"certificate": keys.facts(key.chain).sha256} if key.chain else {})}


def _known(actor: Viewer, form_key: str) -> SigningKey | None:
    """The key that this form made already."""
    return SigningKey.objects.filter(form_key=form_key, owner_id=actor.me).first() if form_key else None


def make_key(
    actor: Viewer, *, name: str, organisation: str = "", country: str = "", for_house: bool = False, form_key: str, at: datetime
) -> SigningKey:  # fmt: skip
    """Make a key on the server, with a request to have it certified. It signs once its certificate is here. Raises `Refused`."""
    if known := _known(actor, form_key):
        return known
    owner = _may(actor, for_house)
    pem = keys.make()
    request = keys.request(pem, name, organisation, country)
    return _keep(actor, "key.made", pem, at, owner_id=owner, name=name[:80], state=State.WAITING, request=request, form_key=form_key)


def bring_key(
    actor: Viewer, *, name: str, key: str, chain: str, password: str = "", for_house: bool = False, form_key: str, at: datetime
) -> SigningKey:  # fmt: skip
    """Take a key that was made elsewhere, with its certificates (PEM). Raises `Refused` with all that keeps it from signing."""
    if known := _known(actor, form_key):
        return known
    owner = _may(actor, for_house)
    with _refusing("key"):
        pem = keys.text(keys.load(key, password))
    tidy, ends = _checked(chain, pem, at)
    return _keep(
        actor, "key.brought", pem, at, owner_id=owner, name=name[:80], state=State.READY, chain=tidy, ends_at=ends, form_key=form_key
    )


def try_key(actor: Viewer, *, name: str, for_house: bool = False, form_key: str, at: datetime) -> SigningKey:
    """A key with a certificate of a test CA made for it on the spot, which no list vouches for. Raises `Refused`."""
    if known := _known(actor, form_key):
        return known
    owner = _may(actor, for_house)
    made = testca.make(at, signer=name[:60])
    ends = keys.facts(made.chain).ends_at
    return _keep(actor, "key.tried", made.key, at, owner_id=owner, name=name[:80], state=State.READY, chain=made.chain, ends_at=ends, trial=True, form_key=form_key)  # fmt: skip


def certify_key(actor: Viewer, pk: Any, *, chain: str, at: datetime) -> SigningKey:
    """Put the certificates to a key, its first or renewed ones. Raises `Refused` for what does not fit it."""
    with transaction.atomic():
        key = see(actor, "key.own", SigningKey.objects.select_for_update(), pk=pk)
        if key.state == State.REVOKED:
            raise NotAMove(_("The key"), key.state, "certify")
        key.chain, key.ends_at = _checked(chain, vault.unlock(key.locked, key.about), at)
        key.state, key.trial = State.READY, False
        key.save(update_fields=["chain", "ends_at", "state", "trial"])
        record(actor, "key.certified", key, at=at, after=_mark(key))
    return key


def revoke_key(actor: Viewer, pk: Any, *, reason: str, at: datetime) -> SigningKey:
    """Destroy the key: it never signs again. Its certificates stay to be read. Whoever certified it is told by its owner, not by us. Twice is harmless."""
    with transaction.atomic():
        key = see(actor, "key.own", SigningKey.objects.select_for_update(), pk=pk)
        if key.state != State.REVOKED:
            key.state, key.locked, key.revoked_at = State.REVOKED, "", at
            key.save(update_fields=["state", "locked", "revoked_at"])
            record(actor, "key.revoked", key, at=at, after=_mark(key), reason=reason)
    return key


def delete_key(actor: Viewer, pk: Any, *, at: datetime) -> None:
    """Delete the key and its certificates for good."""
    with transaction.atomic():
        key = see(actor, "key.own", SigningKey.objects.select_for_update(), pk=pk)
        record(actor, "key.deleted", key, at=at, after=_mark(key))
        key.delete()


def to_sign(actor: Viewer, pk: Any, *, at: datetime) -> tuple[SigningKey, Callable[[bytes], bytes]]:
    """A key that the actor may sign with now, and the function that signs. Raises `NotAllowed`, and `Refused` where its certificate has expired."""
    key = see(actor, "key.sign", pk=pk)
    if key.owner_id is None:
        require(actor, "key.sign-as-house")
    if key.ends_at is not None and key.ends_at <= at:
        raise Refused.of("key", _("The certificate of “%s” has expired.") % key.name, _("Renew it, or choose another key."))
    try:
        return key, keys.signer(vault.unlock(key.locked, key.about))
    except vault.Lost:
        raise Refused.of("key", _("“%s” was locked with a secret that this house has no more.") % key.name, _("Choose another key; tell whoever runs the house.")) from None  # fmt: skip


def rotate_keys(actor: Viewer, *, at: datetime) -> tuple[int, int]:
    """Lock every key anew that an older secret locked: (how many, how many that no secret opens). For whoever runs the house: `interchange keys rotate`."""
    done = lost = 0
    for pk in SigningKey.objects.exclude(locked="").values_list("pk", flat=True):
        with transaction.atomic():
            key = SigningKey.objects.select_for_update().get(pk=pk)
            if not key.locked or not vault.is_old(key.locked):
                continue
            try:
                key.locked = vault.lock(vault.unlock(key.locked, key.about), key.about)
            except vault.Lost:
                lost += 1
                continue
            key.save(update_fields=["locked"])
            record(actor, "key.locked-anew", key, at=at)
            done += 1
    return done, lost


@contextmanager
def _refusing(field: str) -> Iterator[None]:
    """Turn what the signing package finds unfit into a problem of a field, in the reader's language."""
    try:
        yield
    except keys.Unfit as wrong:
        raise Refused(Problem(field, showing.said(wrong.args[0]))) from None


def _checked(chain: str, pem: str, at: datetime) -> tuple[str, datetime]:
    """The certificates alone and when the first of them ends."""
    with _refusing("chain"):
        tidy = keys.tidy(chain)
        if told := keys.troubles(tidy, pem, at):
            raise Refused(*(Problem("chain", showing.said(one)) for one in told))
        return tidy, keys.facts(tidy).ends_at
