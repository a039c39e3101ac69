"""Who is named counts as one: a victim, or the house of somebody."""

from collections.abc import Iterator

from gis.report import State
from ingest.amounts import Amount
from ingest.whatsapp.figures.counts import PERSONAL, Carried, Count
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.orders import without_found
from ingest.whatsapp.figures.words import FILLERS

HURT = frozenset(("luka", "luka_berat", "luka_ringan"))

OWNING = frozenset(("milik", "kepunyaan", "warga", "bernama"))
HARMED = frozenset(("rusak_berat", "rusak_sedang", "rusak_ringan", "terbakar", "terendam"))


def _named_house(clause: list[Token], names: list[int], effects: list[int], line: Carried) -> Iterator[Count]:
    """The house of somebody named is 1: "Rumah milik Fulan rusak berat"."""
    if len(names) != 1 or len(effects) != 1 or effects[0] < names[0] or clause[names[0]].amount:
        return
    n, effect = names[0], clause[effects[0]]
    owned = [t for t in clause[max(0, n - 2) : n] if t.kind != "other" or t.meaning not in OWNING]
    between = clause[n + 1 : effects[0]]
    known = all(t.kind in ("other", "place") and (not t.meaning or t.meaning in FILLERS) for t in between)
    if [t.meaning for t in owned[-1:]] == ["rumah"] and effect.meaning in HARMED and known:
        count = Amount(1.0, State.NUMBER)
        kind = f"rumah_{effect.meaning}"
        yield Count(kind, count, effect.span, line.places, clause[n].text, confidence=0.8, named=True)


def _gravest(clause: list[Token], effects: list[int]) -> list[int]:
    """What befell one victim: "Korban, Fulan (44), meninggal dunia dengan luka di leher" is dead."""
    told = [n for n in effects if clause[n].meaning != "korban"]
    dead = [n for n in told if clause[n].meaning == "meninggal"]
    if dead and all(clause[n].meaning in HURT or n in dead for n in told):
        return dead[:1]
    return told if told and clause[told[0]].meaning in HURT else effects


def named_victims(clause: list[Token], effects: list[int], line: Carried) -> Iterator[Count]:
    """One named victim is 1: "MD a/n …", "Fulan bin Contoh (45) selamat"."""
    names = [n for n, token in enumerate(clause) if token.kind == "name"]
    effects = without_found(clause, effects)
    if names and len(effects) > 1:
        effects = _gravest(clause, effects)
    if len(names) != 1 or len(effects) != 1 or clause[effects[0]].meaning not in PERSONAL:
        yield from _named_house(clause, names, effects, line)
        return
    between = clause[names[0] + 1 : effects[0]]
    unknown = any(t.kind == "other" and t.meaning and t.meaning not in FILLERS for t in between)
    unknown = unknown or any(t.kind == "subject" for t in between)  # "Bu Contoh - atap dapur hilang"
    if unknown or line.names_on or any(t.kind == "value" for t in between):
        return
    token = clause[effects[0]]
    name = clause[names[0]].text
    amount = clause[names[0]].amount or Amount(1.0, State.NUMBER)
    yield Count(token.meaning, amount, token.span, line.places, name, confidence=0.8, named=True)
