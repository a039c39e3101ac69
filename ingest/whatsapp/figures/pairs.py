"""Which number of a clause goes with which effect on what."""

import re
from collections.abc import Iterator

from gis.report import Span, State
from ingest.whatsapp.figures.beside import places_beside
from ingest.whatsapp.figures.counts import (
    COMPLEMENT,
    DAMAGE,
    NUMBERED_NAMES,
    PEOPLE,
    PERSONAL,
    Carried,
    Count,
    Unsure,
    kind_of,
)
from ingest.whatsapp.figures.cuts import parts_of_total, people_apart
from ingest.whatsapp.figures.grades import GRADED
from ingest.whatsapp.figures.implied import unknown_words, without_effect
from ingest.whatsapp.figures.joins import ALL, FOUND, Token
from ingest.whatsapp.figures.measures import MEASURED
from ingest.whatsapp.figures.orders import bare_slash, fitting, groups_of, order_of, specific
from ingest.whatsapp.figures.sentences import splits
from ingest.whatsapp.figures.sums import adds, together
from ingest.whatsapp.figures.words import FILLERS
from ingest.whatsapp.figures.words import PEOPLE as PERSONS

FEW_WORDS, MANY_WORDS = 2, 6
"""Unknown words between some persons, or all those told of before, and what befell them."""

THREATENED = frozenset(
    ("terancam", "nyaris", "hampir", "berpotensi", "akan", "rawan", "tidak", "belum", "bisa")
)
"""Words between a thing and its damage that say that none was done."""

MORE = frozenset(("lain", "lainnya", "susulan", "tambahan"))
VERBAL = re.compile(r"(?:me[mnlrwy]|di|ber|ter)[a-z]{3}")
AMOUNTING = frozenset(("sebanyak", "berjumlah", "mencapai", "sejumlah"))
HELPED = frozenset(("bantuan", "membutuhkan", "butuh", "menerima", "petugas", "relawan", "personel", "dari"))
"""Words that make what is counted behind them somebody else."""

TRIED = frozenset(("berusaha", "mencoba", "untuk", "gagal", "sempat"))
"""Words before a rescue that nobody tells the end of."""

ASIDE = frozenset(("yang", "bernama", "asal"))
"""Words with which an aside on some persons begins."""

MOST_FOUND = 5  # words between their being found and how

LINKING = frozenset(
    ("di", "ke", "dari", "pada", "untuk", "oleh", "saat", "akan", "tidak", "belum", "sampai", "selama")
)
"""Words behind a number that name no thing."""

CARRYING = frozenset(("membawa", "mengangkut", "memuat", "bermuatan", "berpenumpang", "ditumpangi"))
"""Words before how many were on board, whatever befell the ship."""

SHELTER = "pengungsian"
BARE_COUNTING = len("pendataan")
SCHOOLS = frozenset(("sdn", "smpn", "sman", "smkn", "sd", "smp", "sma", "smk", "mtsn", "mts", "min", "tk"))


def read_pairs(
    clause: list[Token], values: list[int], effects: list[int], line: Carried
) -> Iterator[Count | Unsure]:
    """Each value with its effect, by the order in which the clause puts them."""
    effects = specific(clause, _graded_alone(clause, values, effects), _is_lone(clause))
    if len({clause[n].meaning for n in effects}) == 1 and effects[0] < values[0]:
        effects = effects[:1]  # "Pengungsi : 1 KK 4 jiwa mengungsi ke rumah saudara"
    order = "unsure" if bare_slash(clause) else order_of(clause, values, effects)
    if order == "none":
        yield from without_effect(clause, values, line)
    elif cut := parts_of_total(clause, values, effects):
        line.subject = next((t.meaning for t in reversed(clause[:cut]) if t.kind == "subject"), line.subject)
        yield from _read_part(clause[cut:], line)
    elif order == "unsure" and (cut := people_apart(clause, values, effects)):
        yield from _read_part(clause[:cut], line)
        yield from _read_part(clause[cut:], line)
    elif order == "unsure":
        yield Unsure(
            (clause[values[0]].span[0], clause[values[-1]].span[1]), "tidak jelas angka ini milik apa"
        )
    else:
        yield from _in_order(clause, values, effects, order, line)


def _graded_alone(clause: list[Token], values: list[int], effects: list[int]) -> list[int]:
    """The effects without the general one that announces grades: "yang rusak yakni 8 rumah rusak ringan"."""
    effects = fitting(clause, values, effects)
    graded = len(effects) > 1 and all(clause[n].meaning in GRADED for n in effects[1:])
    led = graded and clause[effects[0]].meaning == "rusak" and effects[0] < values[0] < effects[1]
    return effects[1:] if led and splits(clause[effects[0] : values[0]]) else effects


def _is_lone(clause: list[Token]) -> bool:
    return sum(token.kind == "value" for token in clause) == 1


def _read_part(part: list[Token], line: Carried) -> Iterator[Count | Unsure]:
    effects = [n for n, token in enumerate(part) if token.kind == "effect"]
    yield from read_pairs(part, [n for n, token in enumerate(part) if token.kind == "value"], effects, line)


def _in_order(
    clause: list[Token], values: list[int], effects: list[int], order: str, line: Carried
) -> Iterator[Count | Unsure]:
    edge = 0
    groups = list(groups_of(values, effects, order))
    for effect, group in groups:
        if effect is None:
            line.subject = next(
                (t.meaning for t in reversed(clause[:edge]) if t.kind == "subject"), line.subject
            )
            yield from without_effect(clause[edge:], [n - edge for n in group], line)
            continue
        begin, end = (edge, effect) if order == "value first" else (edge, group[-1])
        waiting = list(_settle_pending(clause, group, effect, line)) if order == "value first" else []
        edges = (begin, _tail(clause, end, order))
        own = [item for n in group for item in _count(clause, n, effect, edges, line)]
        both = waiting and line.joined and adds(clause[: effect + 1])
        yield from together(waiting, own, line.places) if both else [*waiting, *own]
        edge = end + 1
        line.first = order == "effect first"
        line.effect, line.unit = clause[effect].meaning, clause[group[-1]].meaning
        line.listing = clause[effect].meaning if _is_verb(clause, effect, order) else None


def _is_verb(clause: list[Token], effect: int, order: str) -> bool:
    """Whether the effect stands before all that it befell: "merendam 215 rumah", "Rusak berat : 2 rumah"."""
    named = any(token.kind == "subject" for token in clause[:effect])
    return order == "effect first" and (not named or clause[effect].meaning == "terendam")


def _tail(clause: list[Token], end: int, order: str) -> int:
    """Where the words that belong to a pair end: behind "RB 3 unit rumah" stands what was counted."""
    if order == "effect first":
        while end + 1 < len(clause) and clause[end + 1].kind == "subject":
            end += 1
    return end


def _settle_pending(
    clause: list[Token], group: list[int], effect: int, line: Carried
) -> Iterator[Count | Unsure]:
    """Earlier numbers that wait for this effect: "31 KK, 118 jiwa terdampak", "3 rumah dan 1 musala RB"."""
    meaning, first = clause[effect].meaning, clause[group[0]]
    own = next((t.meaning for t in reversed(clause[:effect]) if t.kind == "subject"), None)
    units = [token.meaning for token, _ in line.pending] + [first.meaning]
    for token, subject in line.pending:
        people = (
            meaning in PEOPLE | {"terendam"}
            and token.meaning in COMPLEMENT
            and units.count(token.meaning) == 1
        )
        other = own not in (None, subject) or first.meaning in COMPLEMENT
        other = other or (own == "rumah" and line.joined and adds(clause))
        things = meaning in DAMAGE | {"terdampak"} and subject and other and token.meaning in ("", "unit")
        kind = kind_of(meaning, subject, token) if things or (people and subject != "") else None
        if kind and token.amount:
            yield Count(kind, token.amount, token.span, token.places or line.places, subject or "", 0.9)
    line.pending = []


def _count(clause: list[Token], n: int, effect: int, edges: Span, line: Carried) -> Iterator[Count | Unsure]:
    """The count of one value and its effect."""
    token, meaning = clause[n], clause[effect].meaning
    if token.amount is None or token.meaning == "lain":
        return
    segment = clause[edges[0] : edges[1] + 1]
    subjects = [(position, t.meaning) for position, t in enumerate(segment) if t.kind == "subject"]
    things = [subject for subject in subjects if subject[1] not in MEASURED]
    subjects = things or subjects  # "tiga rumah di bawah tebing setinggi 30 meter rusak"
    span = (min(token.span[0], clause[effect].span[0]), max(token.span[1], clause[effect].span[1]))
    if (n > effect and _is_numbered_name(segment, token)) or _is_no_count(clause, n, effect):
        return
    if token.amount.state is State.COUNTING and n < effect and token.span[1] - token.span[0] == BARE_COUNTING:
        return  # "melakukan pendataan rumah yang terdampak" counts nothing yet
    unknown = effect < n and meaning in PEOPLE and _counts_unknown(clause, n)
    unknown = unknown or (meaning == "hilang" and n > 0 and clause[n - 1].meaning in CARRYING)
    if unknown or not _adjacent(clause, n, effect):
        yield Unsure(span, "ada kata lain di antara angka dan keterangannya")
        return
    if meaning in DAMAGE and not subjects and not _known(segment):
        yield Unsure(span, "tidak jelas apa yang rusak")
        return
    carried = None if meaning == "mengungsi" else line.subject
    subject = subjects[-1][1] if subjects else (carried if carried is not None else line.context.subject)
    victims = "terdampak" if meaning == "korban" and _beside_households(clause, n) else meaning
    kind = kind_of(victims, subject, token)
    if kind is None:
        if meaning in DAMAGE and token.meaning in COMPLEMENT:
            line.pending.append((token, None))  # "yang rumahnya rusak 2 KK, mengungsi"
        elif token.amount.state is State.NUMBER and subject != "" and meaning != "korban":
            yield Unsure(span, "satuan tidak cocok dengan keterangannya")
        elif meaning == "korban" and token.amount.value:
            yield Unsure(span, "korban tanpa keterangan meninggal, hilang, atau luka")
        return
    if not _is_countable(token):
        yield Unsure(span, "jumlah yang bukan bilangan bulat")
        return
    line.placed = any(t.kind == "place" for t in clause[max(n, effect) + 1 :])
    if line.among and not token.meaning and meaning in PEOPLE:
        yield Unsure(
            span, "tidak jelas angka ini milik apa"
        )  # "empat desa, dua di antaranya terdampak parah"
        return
    noun = next((t.text for t in reversed(segment) if t.kind == "subject"), subject or "")
    places = places_beside(clause, n, effect, line)
    yield Count(kind, token.amount, span, places, noun, total=token.text == ALL)


def _beside_households(clause: list[Token], n: int) -> bool:
    """Whether victims are counted right behind their households: "korban banjir 62 KK / 225 jiwa"."""
    before = [t for t in clause[max(0, n - 2) : n] if t.kind not in ("slash", "other", "open")]
    return (
        clause[n].meaning == "jiwa"
        and [t.meaning for t in before[-1:]] == ["KK"]
        and before[-1].kind == "value"
    )


def _counts_unknown(clause: list[Token], n: int) -> bool:
    """Whether a number without a unit counts what we do not know: "terdampak sebanyak 75 tangki"."""
    behind = clause[n + 1] if n + 1 < len(clause) else None
    if behind is None or behind.kind != "other" or clause[n].meaning or _is_none(clause[n]):
        return False
    return behind.meaning.isalpha() and behind.meaning not in FILLERS | PERSONS | LINKING


def _is_none(token: Token) -> bool:
    return token.amount is not None and not token.amount.value


def _is_no_count(clause: list[Token], n: int, effect: int) -> bool:
    """Whether it is a school's number, or says that there are no further ones: "tidak ada korban lain"."""
    after = clause[n + 1] if n + 1 < len(clause) else None
    if after and after.kind == "other" and after.meaning == SHELTER and not clause[n].meaning:
        return True  # "mengungsi di dua posko pengungsian"
    return _is_school_number(clause, n) or (
        clause[effect].meaning == "korban"
        and _is_none(clause[n])
        and (
            any(t.kind == "other" and t.meaning in MORE for t in clause[max(n, effect) + 1 :][:1])
            or (clause[effect].text == "korban" and _is_absent(clause, n))
        )
    )


def _is_absent(clause: list[Token], n: int) -> bool:
    """Whether a denial behind "korban" says where somebody was not: "korban tidak ada di atas kapal"."""
    return (clause[n + 1].meaning if n + 1 < len(clause) else "") in ("di", "lagi", "berada")


def _is_school_number(clause: list[Token], n: int) -> bool:
    """Whether it is the number of a school: "SDN 3 : RR"."""
    before = clause[n - 1] if n else None
    return before is not None and before.text in SCHOOLS and not clause[n].meaning


def _is_countable(token: Token) -> bool:
    value = token.amount.value if token.amount else None
    return value is None or float(value).is_integer()


def _is_numbered_name(segment: list[Token], token: Token) -> bool:
    """Whether the number belongs to a name: "SDN 5 Toboali"."""
    at = next((position for position, t in enumerate(segment) if t.span == token.span), 0)
    return (
        at > 0
        and not token.meaning
        and segment[at - 1].kind == "subject"
        and segment[at - 1].meaning in NUMBERED_NAMES
    )


def _adjacent(clause: list[Token], n: int, effect: int) -> bool:
    """Whether only known words stand between a number and its effect."""
    low, high = sorted((n, effect))
    between = clause[low + 1 : high]
    meaning = clause[effect].meaning
    people = meaning in PERSONAL | PEOPLE | {"terendam"} and clause[n].meaning in COMPLEMENT
    unknown = [t for t in unknown_words(between) if not (people and t.meaning in PERSONS)]
    if people and n < effect:
        unknown = _without_trade(between, unknown)
    homes = meaning in ("terendam", "terdampak") or any(token.kind == "slash" for token in between)
    if people and homes and not unknown:
        return True  # "terdampak 25 rumah / 25 KK / 98 jiwa", "menggenangi 76 rumah yang dihuni 81 KK"
    # "2 orang pemancing asal X hilang": with persons as the unit, two words more do no harm.
    if people and n > effect and _is_led_by_amount(clause, n, unknown):
        return True
    aside = ("lain", "m", "cm", "km", "m2", *COMPLEMENT)  # "54 rumah di tiga desa rusak"
    counted = any(token.kind == "value" and token.meaning not in aside for token in between)
    thing = (
        n < effect
        and meaning in DAMAGE | {"tumbang"}
        and clause[low + 1].kind == "subject"
        and low + 1 < high
    )
    modified = thing and sum(t.kind == "subject" for t in between) == 1
    modified = modified and not any(t.meaning in THREATENED for t in unknown)
    if meaning == "selamat" and any(t.meaning in TRIED for t in between):
        return False
    if meaning in FOUND and n < effect and not counted and _was_sought(clause[n : effect + 1]):
        return True
    most = FEW_WORDS if people or modified else 0
    return not counted and len(unknown) <= (MANY_WORDS if people and clause[n].text == ALL else most)


def _was_sought(told: list[Token]) -> bool:
    """Whether an aside on some persons ends with their being found.

    "Dua nelayan bernama A dan B yang hilang kontak sejak Senin di perairan C berhasil ditemukan selamat".
    """
    words = [token.meaning for token in told[1:-1]]
    return (
        told[0].meaning == "jiwa"
        and not ASIDE.isdisjoint(words[:3])
        and ("ditemukan" in words[-MOST_FOUND:] or "ditemukan" in told[-1].text)
        and not any(token.kind in ("hard", "effect") for token in told[1:-1])
    )


def _is_led_by_amount(clause: list[Token], n: int, unknown: list[Token]) -> bool:
    """Whether people are told after "sebanyak": "pengungsi yang masih mendiami tenda sebanyak 18 KK"."""
    led = clause[n - 1].kind == "other" and clause[n - 1].meaning in AMOUNTING
    return led and len(unknown) <= MANY_WORDS and HELPED.isdisjoint(t.meaning for t in unknown)


def _without_trade(between: list[Token], unknown: list[Token]) -> list[Token]:
    """The unknown words without those of the trade of people: "pekerja tambang bijih timah"."""
    trade = between[0].meaning in PERSONS if between and between[0].kind == "other" else False
    kept = list(unknown)
    for token in between[1:] if trade else ():
        if token not in kept or VERBAL.match(token.meaning):
            break
        kept.remove(token)
    return kept


def _known(segment: list[Token]) -> bool:
    """Whether no word of the segment may be a thing that we do not know."""
    return all(token.kind != "other" or token.meaning in FILLERS for token in segment)
