"""Bringing a remote layer up to date: fetched whole, compared, and only then made the next version."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gis import catalogue, ledger, register, remote, zone
from gis import files as storing
from gis.catalogue import LayerMeta, LayerVersion
from gis.db import Database
from gis.errors import Conflict, InvalidInput, NotAllowed, NotFound, SigapError
from gis.files import Files
from gis.remote import FAILED, NEW, SAME, Fetch, RemoteLayer
from gis.settings import Settings
from ingest import rasters, vectors
from ingest.remote.asking import Asker, alone
from ingest.remote.credentials import Credential
from ingest.remote.fetching import Fetched, Progress, fetch, folder_of
from ingest.remote.guard import Guard, origin
from ingest.remote.kept import Kept
from ingest.remote.schedule import due_at

CHANNEL = "feed"


def refresh(
    database: Database,
    files: Files,
    settings: Settings,
    slug: str,
    *,
    by: str,
    force: bool = False,
    stopping: Callable[[], bool] = lambda: False,
    progress: Progress = lambda *_: None,
) -> Fetch:
    """Fetch a remote layer and, where it changed, make it the next version; what came of it is written down.

    `force` asks for all of it though the source says that nothing changed. SigapError where it failed (then
    the layer stays as it was), asking.Stopped when asked to stop (then it is gone on from the next time).
    """
    with database.write() as conn:
        layer = remote.remote(conn, slug)
    if not layer.enabled:
        raise Conflict(
            "layer_tidak_diambil",
            "Layer {slug} tidak lagi diambil dari servernya",
            "Layer {slug} is no longer fetched from its server",
            where="layer",
            slug=slug,
        )
    started = datetime.now(UTC)
    try:
        # Its pages on disk and its next version are one process' until the layer is loaded.
        with alone(settings.var / "jarak-jauh", f"layer {slug}", stopping):
            done = _refreshed(database, files, settings, layer, started, by, force, stopping, progress)
    except SigapError as error:
        failed = Fetch(outcome=FAILED, started_at=started, key=layer.key, error=error.as_dict())
        with database.write() as conn:
            remote.record(conn, slug, failed)
        raise
    with database.write() as conn:
        remote.record(conn, slug, done)
    return done


def _refreshed(
    database: Database,
    files: Files,
    settings: Settings,
    layer: RemoteLayer,
    started: datetime,
    by: str,
    force: bool,
    stopping: Callable[[], bool],
    progress: Progress,
) -> Fetch:
    folder = folder_of(settings.var, layer.slug)
    folder.mkdir(parents=True, exist_ok=True)
    kept = Kept(folder)
    known = _known(database, layer)
    if force:
        kept.drop()
    with alone(folder.parent, layer.host, stopping):
        credential = Credential.of(layer, settings)
        asker = Asker(settings, layer.url, folder, stopping, credential)
        try:
            signal = None if force or known is None else known.signal
            fetched = fetch(layer, asker, kept, known_signal=signal, progress=progress)
        except SigapError as error:
            hidden = credential.hide(error)
            if hidden is error:
                raise
            raise hidden from None
        finally:
            asker.close()
    told: dict[str, Any] = {"started_at": started, "key": layer.key, "signal": fetched.signal}
    told["figures"] = fetched.figures
    if fetched.whole is None or (known and known.digest == fetched.whole.digest and not force):
        digest = known.digest if known else None
        version = known.version if known else None
        done = Fetch(outcome=SAME, version=version, digest=digest, **told)
    else:
        made = load(database, files, layer, fetched, by=by)
        done = Fetch(outcome=NEW, version=made.version, digest=fetched.whole.digest, **told)
    if fetched.whole is not None:
        fetched.whole.path.unlink()
        kept.settle()
    return done


def _known(database: Database, layer: RemoteLayer) -> Fetch | None:
    """The last whole fetch of the same address and options, if the layer is still in the catalogue."""
    with database.write() as conn:
        last = next(iter(remote.fetches(conn, layer.slug, limit=1, good=True)), None)
        if last is None or last.key != layer.key:
            return None
        try:
            catalogue.layer(conn, layer.slug, ledger.LATEST)
        except NotFound:
            return None
    return last


def load(database: Database, files: Files, layer: RemoteLayer, fetched: Fetched, *, by: str) -> LayerVersion:
    """Make what was fetched the layer's next version, in one entry of the ledger."""
    assert fetched.whole is not None
    path: Path = fetched.whole.path
    now = datetime.now(UTC)
    meta = layer.layer_meta((fetched.changed_at or now).astimezone(zone.WIB).date())
    name, raster = f"{layer.slug}{path.suffix}", path.suffix == ".tif"
    with ledger.entry(database, by=by, why=f"fetch {layer.slug} from {layer.host}") as entry:
        meta = _described(entry, meta)
        sha256 = files.put(path)
        # A source that goes back to what it was gives the same bytes again: they were submitted once.
        submission = register.submission_by_hash(entry.conn, sha256) or register.add_submission(
            entry,
            sha256=sha256,
            filename=name,
            media_type="image/tiff" if raster else "application/geo+json",
            size=storing.size_of(path),
            kind="raster" if raster else "vektor",
            recipe=None,
        )
        register.add_receipt(entry, submission, channel=CHANNEL, agency=None, received_at=now)
        if raster:
            grid = rasters.read_raster(path, name, meta=meta)
            return rasters.load_raster(entry, grid, meta, files=files, submission=submission)
        vector = vectors.read_vector(path, name, meta=meta)
        return vectors.load_vector(entry, vector, meta, files=files, submission=submission)


def _described(entry: ledger.Entry, meta: LayerMeta) -> LayerMeta:
    """With the words of Satu Data that an officer gave the version before, where none were registered."""
    try:
        before = catalogue.layer(entry.conn, meta.slug, ledger.LATEST)
    except NotFound:
        return meta
    return replace(meta, satu_data=before.attributes.get("satu_data", {}) | meta.satu_data)


def check_new(layer: RemoteLayer, settings: Settings, *, vouched_only: bool) -> None:
    """InvalidInput where a layer cannot be registered: its schedule, or an address that is never called.

    `vouched_only`: only servers that the operator names in SIGAP_REMOTE_HOSTS.
    """
    if layer.schedule is not None:
        due_at(layer.schedule, datetime.now(UTC))
    guard = Guard(settings.remote_hosts)
    Credential.of(layer, settings)
    if vouched_only and "credential" in layer.options:
        raise NotAllowed(
            "kredensial_admin",
            "Layer dengan kredensial hanya dapat didaftarkan oleh admin",
            "A layer with a credential can be registered by an administrator only",
            where="credential",
        )
    if vouched_only and not guard.vouches_for(layer.url):
        raise InvalidInput(
            "server_tidak_diizinkan",
            "Layer dari {host} hanya dapat didaftarkan oleh admin, atau bila ada di SIGAP_REMOTE_HOSTS",
            "Layers of {host} can be registered by an administrator only, or if it is in SIGAP_REMOTE_HOSTS",
            where="url",
            host=layer.host[:200],
        )
    if layer.enabled:  # a server that is gone can still be taken out
        _, host, port = origin(layer.url)
        if settings.remote_proxy is None or guard.is_inside(host, port):
            guard.addresses(host, port)
