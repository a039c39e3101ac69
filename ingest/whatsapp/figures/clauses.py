"""Lines cut into clauses and read as figures; unsure is left out, with the reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gis.report import State
from ingest.amounts import Amount
from ingest.whatsapp.figures.counts import COUNTED, PEOPLE, PERSONAL, Carried, Context, Count, Unsure
from ingest.whatsapp.figures.formers import as_of_now, only_adds
from ingest.whatsapp.figures.grades import GRADED, GRADES, graded
from ingest.whatsapp.figures.implied import give_up, settle_people
from ingest.whatsapp.figures.joins import Token, since_found
from ingest.whatsapp.figures.measures import is_measure, read_measures
from ingest.whatsapp.figures.named import HURT, named_victims
from ingest.whatsapp.figures.pairs import read_pairs
from ingest.whatsapp.figures.sentences import SUBSET, clauses_of, splits
from ingest.whatsapp.figures.units import is_people
from ingest.whatsapp.figures.words import FILLERS, NOW, RESTATED

SUMS = frozenset(("total", "keseluruhan"))
WHOLE = frozenset(("total", "keseluruhan", "jumlah"))
AMONG = frozenset(("antaranya", "diantaranya"))
NONE = Amount(0.0, State.NIL)
SO_FAR = frozenset(("syukurnya", "syukur", "untungnya", "beruntung", "dipastikan", "kata", "dia"))
BECAUSE = frozenset(("karena", "sebab", "lantaran", "mengingat"))
ANEW = frozenset(("materil", "materiil", "material", "rekapitulasi", "rekap", "ringkasan"))
"""Headings of what people lost, or of all once more, which end that of what befell them."""

BODIES = frozenset(("jasad", "jenazah", "mayat", "jasad korban", "jenazah korban"))
SAYING = frozenset(("value", "effect", "subject"))
GRADING = GRADED | frozenset(GRADES)
"""Meanings of tokens of which a grade may be read."""

BEFORE, ALSO = "sebelumnya", "juga"
"""How a sentence begins that goes back to what came before; and what makes that another event."""

MOST_PARTS = 8


def read_clauses(tokens: Sequence[Token], context: Context) -> Iterator[Count | Unsure]:
    """The figures of one line's tokens; the context takes what the line says of the lines below."""
    meanings = [token.meaning for token in tokens]
    if not GRADING.isdisjoint(meanings):
        tokens = graded(tokens, "rusak" if context.graded else context.effect)
    if "hilang" in meanings:
        tokens = since_found(tokens)
    if not SAYING.isdisjoint([token.kind for token in tokens]):
        yield from _read_line(tokens, context)
    _head(tokens, context)


def _read_line(tokens: Sequence[Token], context: Context) -> Iterator[Count | Unsure]:
    """The figures of a line that holds a number or says what befell what."""
    line = Carried(context, places=context.places)
    line.wet = any(token.kind == "subject" and token.meaning == "tinggi_air" for token in tokens)
    clauses = list(clauses_of(tokens))
    if splits(tokens[:3]):
        line.subject, line.effect, line.split = *context.told, True
    for number, (clause, end) in enumerate(clauses):
        following = clauses[number + 1][0] if number + 1 < len(clauses) else []
        line.names_on = end not in ("hard", "apart") and bool(following) and _is_name(following[0])
        before = clauses[number - 1][1] if number else ""
        line.joined = before == "and"
        end = "hard" if end == "but" else end
        line.within = clause[0].kind == "other" and clause[0].meaning in SUBSET
        clause = as_of_now(clause)
        _begin(clause, line, fresh=before in ("", "hard"))
        last = ""
        if before == "but":
            yield from _hurt_as_well(clause, line)
        for item in (
            _restated(clause, line)
            if line.restated or only_adds(clause)
            else _wholes(_read(clause, line), line)
        ):
            last = item.kind if isinstance(item, Count) else last
            yield _unless_part(item, clauses, number, line)
        line.last = last
        line.restated = line.restated and end != "close"
        if end == "open":
            line.pending = []  # a total whose parts follow in brackets
        context.told = (line.subject, line.effect) if line.effect else context.told
        if end == "hard":
            yield from give_up(line)
            _end(clause, following, line)
        line.split = line.split or splits(clause)
    yield from give_up(line)


def _unless_part(
    item: Count | Unsure, clauses: Sequence[tuple[list[Token], str]], number: int, line: Carried
) -> Count | Unsure:
    """The item; no count of people where it stands in a list of places whose sum is not told.

    "Pengungsi di Contoh sebanyak 524 jiwa, 200 jiwa di Misal, 97 jiwa di Umpama".
    """
    if not isinstance(item, Count) or item.places or item.kind.partition("_")[0] not in PEOPLE:
        return item
    unit = "KK" if item.kind.endswith("_kk") else "jiwa"
    parts: list[float] = []
    for clause, _ in clauses[number + 1 : number + 1 + MOST_PARTS]:
        if not _is_part(clause, unit):
            break
        parts.append((clause[0].amount.value or 0) if clause[0].amount else 0)
    if parts and sum(parts) != item.amount.value:
        line.listed = max(line.listed, number + len(parts))
    return Unsure(item.span, "bagian dari daftar tanpa jumlah") if number <= line.listed else item


def _is_part(clause: Sequence[Token], unit: str) -> bool:
    counted = len(clause) > 1 and clause[0].kind == "value" and clause[0].meaning == unit
    told = any(token.kind in ("effect", "place") for token in clause)
    return counted and clause[1].meaning == "di" and not told


def _begin(clause: list[Token], line: Carried, *, fresh: bool) -> None:
    """Takes down what the words of a clause say of its numbers: shares, totals, former and new ones."""
    words = [token.meaning for token in clause if token.kind == "other"]
    line.among = not AMONG.isdisjoint(words)
    if line.among and line.context.told[1]:
        line.subject, line.effect, line.split = *line.context.told, True
    elif splits(clause[:2]) and line.effect:
        line.split = True
    line.totals = not WHOLE.isdisjoint(words)
    line.sums = not SUMS.isdisjoint(words) or _is_total_loss(clause)
    line.everywhere = _is_of_places(clause)
    line.whole = line.whole or line.totals
    line.renewed = line.restated and not NOW.isdisjoint(words)
    back = line.goes_back or (fresh and clause[0].meaning == BEFORE)
    line.goes_back = back and ALSO not in words
    former = not line.goes_back and (back or not RESTATED.isdisjoint(words))
    line.restated = not line.renewed and (line.restated or former)


def _is_of_places(clause: Sequence[Token]) -> bool:
    """Whether it says in how many places that was: "merendam 480 rumah di empat lokasi"."""
    return any(
        one.meaning == "di" and number.kind == "value" and number.meaning == "lain" and _is_several(number)
        for one, number in pairwise(clause)
    )


def _is_several(number: Token) -> bool:
    return number.amount is not None and (number.amount.value or 0) > 1


def _is_total_loss(clause: list[Token]) -> bool:
    return "total kerugian" in [token.text for token in clause if token.kind == "subject"]


def _end(clause: list[Token], following: list[Token], line: Carried) -> None:
    """Forgets at the end of a sentence what only held in it."""
    line.split = splits(clause[-2:]) or splits(following[:2])
    line.restated = line.whole = line.goes_back = False
    line.places = line.context.places
    if not line.split:
        line.subject = line.effect = line.listing = None


def _wholes(read: Iterator[Count | Unsure], line: Carried) -> Iterator[Count | Unsure]:
    """What was read, without shares of a number just told: "2 jembatan rusak, satu di antaranya putus"."""
    for item in read:
        if isinstance(item, Unsure):
            yield item
        elif why := _is_share(item, line):
            yield Unsure(item.span, why)
        else:
            if item.amount.value:
                line.told[item.kind] = item.amount.value
            if line.everywhere or (line.sums and not item.places):
                item = replace(item, total=True)
            yield replace(item, former=True) if line.goes_back else item


def _is_share(item: Count, line: Carried) -> str:
    """Why it is no number of its own, "" where it is one."""
    whole = line.told.get(item.kind)
    if (line.among or line.within) and whole and (item.amount.value or 0) < whole:
        return "bagian dari jumlah yang sudah disebut"
    if line.among and line.context.told[1] == "terbakar" and item.kind.startswith("rumah_rusak"):
        return "bagian dari rumah yang terbakar"
    if line.goes_back and item.kind in PERSONAL:  # those found before do not give way to those found last
        return "angka yang sudah diperbarui"
    return ""


def _restated(clause: list[Token], line: Carried) -> Iterator[Unsure]:
    """Numbers that the text itself calls former ones."""
    _carry(clause, [n for n, token in enumerate(clause) if token.kind == "effect"], line)
    values = [token for token in clause if token.kind == "value" and token.amount and token.amount.value]
    if values:
        yield Unsure((values[0].span[0], values[-1].span[1]), "angka yang sudah diperbarui")


def _is_name(token: Token) -> bool:
    """Whether the next clause may go on with another name."""
    unknown = token.kind == "other" and token.meaning not in FILLERS and not is_people(token.meaning)
    return token.kind == "name" or unknown


def _head(tokens: Sequence[Token], context: Context) -> None:
    """A line without figures whose words are all known is a heading for those below."""
    kinds = {token.kind for token in tokens}
    if "value" in kinds:
        return
    if tokens and all(token.meaning in ANEW or token.kind == "link" for token in tokens):
        context.subject = context.effect = None
    whole = all(token.kind != "other" or token.meaning in FILLERS for token in tokens)
    linked = bool(tokens) and tokens[-1].kind == "link"
    context.graded = context.graded or any(t.kind == "other" and t.meaning == "kerusakan" for t in tokens)
    subjects = [t.meaning for t in tokens if t.kind == "subject"]
    effects = [t.meaning for t in tokens if t.kind == "effect"]
    effects = [meaning for meaning in effects if meaning != "korban"] or effects[:1]
    places = tuple(n for t in tokens if t.kind == "place" for n in t.places)
    if (whole or linked) and (subjects or effects):
        context.subject = subjects[-1] if len(set(subjects)) == 1 else None
        context.effect = effects[-1] if len(effects) == 1 else None
    elif places and (linked or (whole and context.field != "lokasi")):
        context.places = places


def _read(clause: list[Token], line: Carried) -> Iterator[Count | Unsure]:
    values = [n for n, token in enumerate(clause) if token.kind == "value"]
    effects = [n for n, token in enumerate(clause) if token.kind == "effect"]
    if line.effect == "korban" and not effects and _only_denies(clause, values):
        yield Count("meninggal", clause[values[0]].amount or NONE, clause[values[0]].span, line.places)
        return
    _take_places_before(clause, values[0] if values else len(clause), line)
    if not values:
        if effects and all(t.kind == "other" and t.meaning in FILLERS for t in clause[: effects[0]]):
            sought = clause[effects[0]].text in BODIES and clause[effects[-1]].meaning == "hilang"
            yield from settle_people("hilang" if sought else clause[effects[0]].meaning, line)
        _carry(clause, effects, line)
        yield from named_victims(clause, effects, line)
        return
    clause = _united(clause, values)
    yield from read_measures(clause, values, line)
    values = [n for n in values if clause[n].meaning in COUNTED and not is_measure(clause, n)]
    if values:
        yield from read_pairs(clause, values, effects, line)
    _carry(clause, [] if values else effects, line)


def _only_denies(clause: list[Token], values: list[int]) -> bool:
    """Whether the clause only says that there are none: "Terkait korban jiwa, sejauh ini tidak ada"."""
    if len(values) != 1 or clause[values[0]].amount != NONE:
        return False
    n = values[0]
    plain = all(t.kind == "other" and (t.meaning in FILLERS or t.meaning in SO_FAR) for t in clause[:n])
    return plain and all(t.kind == "other" and t.meaning in BECAUSE for t in clause[n + 1 : n + 2])


def _hurt_as_well(clause: list[Token], line: Carried) -> Iterator[Count]:
    """Those just told, who are safe but hurt: "Satu orang selamat namun mengalami luka di kaki"."""
    effects = [token for token in clause if token.kind == "effect"]
    value = line.told.get(line.last) if line.last == "selamat" else None
    plain = not any(token.kind in ("value", "name") for token in clause)
    if value and plain and len(effects) == 1 and effects[0].meaning in HURT and clause.index(effects[0]) < 2:
        yield Count(effects[0].meaning, Amount(value, State.NUMBER), effects[0].span, line.places, "", 0.8)


def _take_places_before(clause: list[Token], first: int, line: Carried) -> None:
    places = tuple(n for token in clause[:first] if token.kind == "place" for n in token.places)
    if places or any(token.kind == "other" and token.meaning in WHOLE for token in clause[:first]):
        line.places = places


def _carry(clause: list[Token], effects: list[int], line: Carried) -> None:
    subjects = [token.meaning for token in clause if token.kind == "subject"]
    if subjects:
        line.subject = subjects[-1]
    if effects:
        line.effect = clause[effects[-1]].meaning


def _united(clause: list[Token], values: list[int]) -> list[Token]:
    """`KK : 31` is `31 KK`: a unit before its number, which has none of its own."""
    clause = list(clause)
    for n in values:
        before = n - 2 if n > 1 and clause[n - 1].kind == "link" else n - 1
        if before > 0 and clause[before].kind == "effect" and clause[before - 1].kind == "unit":
            before -= 1  # "Jumlah KK terdampak : 12"
            if not clause[n].meaning and clause[n].amount:
                clause[n] = Token("value", clause[n].span, clause[before].meaning, clause[n].amount)
            continue
        if not clause[n].meaning and before >= 0 and clause[before].kind == "unit":
            token = clause[n]
            label = ":" if before < n - 1 else ""
            span = (clause[before].span[0], token.span[1])
            clause[n] = Token("value", span, clause[before].meaning, token.amount, text=label)
    return clause
