"""What officers read who may not read personal data: words that were kept unsealed, gone over once more.

What comes in is gone over before it is kept (`ingest.redaction`); rows from before are here. A sector's
officer gets no reasons but those of its own figures: what is written freely tells of figures of others.
"""

from typing import Any

from api.permissions import Permission, may
from gis import codes
from gis.viewer import Viewer
from ingest.redaction import masked, unnamed, unnamed_file

_BY_OFFICERS = frozenset({"reason", "answer_reason", "correction"})


def report(found: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """A report's numbers, findings, decisions, source and file."""
    if may(viewer, Permission.READ_PERSONAL):
        return found
    texts = ("raw", "reason")
    found = _without_reasons(found, viewer)
    told = {
        **found,
        "source": source(found["source"]),
        "figures": [_words(figure, *texts) for figure in found["figures"]],
        "findings": [_words(finding, "id", "en") for finding in found["findings"]],
        "statuses": [_words(status, "reason") for status in found["statuses"]],
        "corrections": [
            _words(each, "reason") | {"source": source(each["source"])} for each in found["corrections"]
        ],
        "reason": found["reason"] and masked(found["reason"]),
    }
    return told | {"submission": submission(found["submission"], viewer)}


def signatures(chain: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The sign-off chain of a report, with its acts."""
    if may(viewer, Permission.READ_PERSONAL):
        return chain
    told = chain
    for name in ("chain", "acts"):
        rows = [_unsaid(row, "reason") if viewer.kinds is not None else row for row in chain[name]]
        told = told | {name: [_words(row, "reason") for row in rows]}
    return told


def submission(row: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """A submission with its file's name."""
    if may(viewer, Permission.READ_PERSONAL):
        return row
    return row | {"filename": unnamed_file(row["filename"])}


def event(found: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """An event's ledger: the words as written, their file, and why they were corrected."""
    if viewer.is_public or may(viewer, Permission.READ_PERSONAL):
        return found
    ledger = [
        figure | {"words": [_word(word) for word in figure["words"]]} if "words" in figure else figure
        for figure in found["ledger"]
    ]
    published = [
        figure | {"lineage": _word(figure["lineage"])} if figure.get("lineage") else figure
        for figure in found["published"]
    ]
    return found | {"ledger": ledger, "published": published}


def reasons(found: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """Candidates or links: why an officer linked; and for a sector, no other's figures among the reasons."""
    if may(viewer, Permission.READ_PERSONAL):
        return found
    told = [_words(row, "reason", "answer_reason") for row in found]
    told = [row | {"source": source(row["source"])} if "source" in row else row for row in told]
    if viewer.kinds is None:
        return told
    told = [_unsaid(row, "answer_reason") for row in told]
    return [row | {"reasons": [_without_figures(each) for each in row["reasons"] or ()]} for row in told]


def _without_reasons(found: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """A report without the reasons of decisions and of corrections of its words, for a sector's officer."""
    if viewer.kinds is None:
        return found
    rows = {name: [_unsaid(row, "reason") for row in found[name]] for name in ("statuses", "corrections")}
    return found | rows | {"reason": None}


def _without_figures(reason: dict[str, Any]) -> dict[str, Any]:
    if not reason["code"].startswith("angka_"):
        return reason
    return reason | {"id": "angkanya dibandingkan", "en": "their figures were compared"}


def source(slug: str) -> str:
    """An agency's slug, or a source's own words, which may name a person."""
    return slug if slug in codes.agencies() else unnamed(slug)


def _word(word: dict[str, Any]) -> dict[str, Any]:
    return _words(word, "raw", "reason", "correction") | {"filename": unnamed_file(word["filename"])}


def _unsaid(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: None for name in names if name in row}


def _words(row: dict[str, Any], *names: str) -> dict[str, Any]:
    told = {name: row[name] for name in names if row.get(name)}
    return row | {n: masked(said) if n in _BY_OFFICERS else unnamed(said) for n, said in told.items()}
