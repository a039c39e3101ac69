"""What the command line shows: one console, progress, what became of the rows, errors as one sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column, Table

from api.commands.words import places, short
from gis import codes
from gis.errors import SigapError
from gis.report import Finding, Report, Severity

if TYPE_CHECKING:
    from gis.catalogue import LayerVersion
    from ingest.run import Outcome

out = Console()
err = Console(stderr=True)
_COLORS = {"info": "cyan", "peringatan": "yellow", "galat": "red"}
_MOST_SHOWN = 20
_MOST_LISTED = 10


def table(*heads: str | Column, title: str | None = None) -> Table:
    """An empty table whose cells go on below where they are too long: a name or id cut short is of no use."""
    columns = (head if isinstance(head, Column) else Column(head, overflow="fold") for head in heads)
    return Table(*columns, title=title)


def key(head: str) -> Column:
    """A column of ids, to be copied: whole on one line however narrow the table; other columns give way."""
    return Column(head, no_wrap=True)


def show(shown: Table, otherwise: str) -> None:
    """Print a table, or say in words that it would be empty."""
    out.print(shown if shown.row_count else otherwise)


def say_error(error: SigapError) -> None:
    """Print an error as one sentence in Bahasa, and again in English."""
    where = f" ({error.where})" if error.where else ""
    err.print(f"[bold red]Gagal:[/] {escape(error.text('id') + where)}")
    err.print(f"[dim]Failed: {escape(error.text('en'))}[/]")


def say_written(what: str, target: Path) -> None:
    """Say what is in which file, its path unbroken, on a line of its own where it does not fit."""
    line = f"{what} → {target}"
    told = line if len(line) <= out.width else f"{what}\n→ {target}"
    out.print(escape(told), highlight=False, soft_wrap=True)


@contextmanager
def rows_moving(name: str) -> Iterator[Callable[[int], None]]:
    """A bar that shows how many rows are done; gives the function to call with the count."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(f"Membaca {escape(name)}", total=None)
        yield lambda done: progress.update(task, completed=done)


def _of_layer(layer: "LayerVersion") -> str:
    """A layer's new version, and what was found and done while it was taken in."""
    return "; ".join((f"layer {layer.slug} v{layer.version}", *layer.attributes.get("notes", ())))


def show_outcomes(outcomes: Sequence[tuple[str, "Outcome"]], title: str = "Hasil ingest") -> None:
    """A table of files, below it why rows were not taken, and what is doubtful about those that were."""
    shown = table("Berkas", "Jenis", "Dimuat", "Ditolak", "Nihil", "Keterangan", title=title)
    reasons: dict[str, tuple[str, str, int]] = {}
    for name, outcome in outcomes:
        note = "pernah diterima, tidak ada yang berubah" if outcome.duplicate else ""
        if outcome.same or outcome.updated:
            note = f"{outcome.same} baris sama seperti sebelumnya, {outcome.updated} diperbarui"
        note = note or escape("\n".join(map(_of_layer, outcome.layers)))
        if outcome.messages:
            note = note or f"{outcome.messages} pesan, {outcome.chatter} tanpa laporan"
        shown.add_row(escape(name), outcome.kind, *_counts(outcome), note)
        for first, count in outcome.reasons:
            text, place, before = reasons.get(first.code, (first.id_text, f"{name}: {first.place}", 0))
            reasons[first.code] = text, place, before + count
    if outcomes:
        out.print(shown)
    _show_reports([(outcome, kept) for _, outcome in outcomes for kept in outcome.reports])
    if reasons:
        _show_reasons(reasons)
    doubtful = [
        (f"laporan {short(key)}: " if outcome.submission else "", finding)
        for _, outcome in outcomes
        for report, key, _ in outcome.reports
        for finding in report.findings
        if finding.severity is not Severity.INFO
    ]
    if doubtful:
        out.print("Temuan pada laporan yang dimuat (lihat `sigap inbox`):")
        show_findings(doubtful)


def _counts(outcome: "Outcome") -> tuple[str, str, str]:
    """Rows loaded, rejected, nil; of a layer its features, and nothing of a raster's cells."""
    if outcome.kind in ("vektor", "raster"):
        features = sum(layer.feature_count or 0 for layer in outcome.layers)
        return (str(features) if features else "", "", "")
    return str(outcome.loaded), str(outcome.rejected), str(outcome.nil)


def _show_reports(kept: Sequence[tuple["Outcome", tuple[Report, UUID, UUID | None]]]) -> None:
    """A handful of reports one by one, with the ids that the next command asks for; a try has none."""
    if len(kept) > _MOST_LISTED:
        return
    for outcome, (report, key, event) in kept:
        name = f"Laporan {short(key)}" if outcome.submission else "Akan dimuat"
        tells_of = f", kejadian {short(event)}" if event else ""
        hazard = codes.hazards()[report.hazard].label_id
        out.print(f"{name}: {hazard}, {escape(places(report.area_codes))}{tells_of}", highlight=False)


def _show_reasons(reasons: dict[str, tuple[str, str, int]]) -> None:
    shown = table("Banyak", "Alasan (contoh pertama)", "Di", title="Mengapa ditolak")
    for text, place, count in sorted(reasons.values(), key=lambda each: -each[2]):
        shown.add_row(str(count), escape(text), escape(place))
    out.print(shown)


def show_findings(findings: Iterable[tuple[str, Finding]]) -> None:
    """Findings, the gravest first, each after the words that say of what it is."""
    order = ["galat", "peringatan", "info"]
    listed = sorted(findings, key=lambda each: order.index(each[1].severity.value))
    for of, each in listed[:_MOST_SHOWN]:
        color = _COLORS[each.severity.value]
        out.print(
            f"[{color}]{each.severity.value}[/] {of}{escape(each.id_text)} [dim]{each.code}[/]",
            highlight=False,
        )
    if len(listed) > _MOST_SHOWN:
        out.print(f"… dan {len(listed) - _MOST_SHOWN} lagi")
