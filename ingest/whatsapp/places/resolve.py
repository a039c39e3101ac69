"""The areas that place names mean, top-down: regency, kecamatan, desa. The unsure stays without a code."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from gis import codes
from gis.codes import Area, name_key
from ingest.whatsapp.places.gazetteer import ORDINARY
from ingest.whatsapp.places.likeness import similar
from ingest.whatsapp.places.mention import Mention, is_lone

REGENCY, DISTRICT, VILLAGE = 2, 3, 4
REGENCY_CODE = len("19.01")
SURE = ("place", "passing")
CLOSE = 6  # code points between a village and its kecamatan that stand side by side


def resolve(mentions: Sequence[Mention], context: Sequence[str] = ()) -> list[Mention]:
    """The mentions with their codes. `context`: regencies known from elsewhere, where the text names none."""
    mentions = _overruled(mentions)
    regencies = _regencies(mentions)
    if not regencies and _is_elsewhere(mentions, context):
        return [_without_candidates(mention) for mention in mentions]
    above = regencies or list(context)
    named = [_as_regency(mention) for mention in mentions]
    own = _own_pairs(m for m in mentions if m.role == "place")
    named = [_district(mention, above, own) for mention in named]
    chosen = list(
        dict.fromkeys(
            m.code for m in named if m.code and codes.level_of(m.code) == DISTRICT and m.role == "place"
        )
    )
    above = above or list(dict.fromkeys(code[:5] for code in chosen))
    settled = [
        _village(
            _above_the_last(position, named),
            _nearest(position, named) or chosen,
            above,
            _beside(position, named),
        )
        for position, mention in enumerate(named)
    ]
    settled = [_of_next(position, settled, above) for position in range(len(settled))]
    settled = [_again(_lone(mention, settled), settled) for mention in settled]
    settled = [_of_office(mention, settled) for mention in settled]
    if context and not regencies and not any(_is_finer(mention) for mention in settled):
        alone = resolve(mentions)  # where only an office tells a regency, and it has no such village
        return alone if any(_is_finer(mention) for mention in alone) else settled
    return settled


def _overruled(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions; a bare regency in passing where a labelled village and its kecamatan are another's."""
    pairs = {code[:REGENCY_CODE] for code in _own_pairs(m for m in mentions if m.role == "place")}
    told = set(_regencies(mentions))
    if len(pairs) != 1 or not told or pairs & told:
        return mentions
    return [
        replace(m, role="passing")
        if not m.level and m.role == "place" and told.intersection(a.code for a in m.candidates)
        else m
        for m in mentions
    ]


def _of_next(position: int, settled: Sequence[Mention], above: Sequence[str]) -> Mention:
    """A village that is not yet known, by the kecamatan or regency that stands right behind it."""
    mention = settled[position]
    after = settled[position + 1] if position + 1 < len(settled) else None
    if after and not (mention.code or mention.level) and after.span[0] - mention.span[1] == len(", "):
        return _of_regency(mention, after)
    if mention.code or mention.level != VILLAGE or not (after and after.listed):
        return mention
    if after.code is None:
        regencies = [area.code for area in after.candidates if area.level == REGENCY]
        return _village(mention, (), regencies) if regencies else mention
    close = after.span[0] - mention.span[1] <= CLOSE and codes.level_of(after.code) == DISTRICT
    return _village(mention, [after.code], above) if close else mention


def _of_regency(mention: Mention, after: Mention) -> Mention:
    """A village without its label, right before its regency: "Contoh Misal, Belitung"."""
    regencies = {area.code for area in after.candidates if area.level == REGENCY}
    if mention.role != "place" or _is_ordinary(mention):
        return mention
    return _only(mention, [a for a in mention.candidates if a.level == VILLAGE and a.code[:5] in regencies])


def _is_finer(mention: Mention) -> bool:
    return mention.role in ("place", "near") and (mention.code or "").count(".") > 1


def _again(mention: Mention, settled: Sequence[Mention]) -> Mention:
    """An everyday word as the village that was named with its label before: "Desa Contoh … (Contoh 9 KK)"."""
    if mention.level and mention.is_foreign and mention.code is None:
        return _alike(mention, settled)
    if mention.code or mention.level or mention.role != "place" or not _is_ordinary(mention):
        return mention
    key = name_key(mention.name)
    named = {m.code for m in settled if m.code and m.level == VILLAGE and name_key(m.name) == key}
    return mention.coded(named.pop()) if len(named) == 1 else mention


def _of_office(mention: Mention, settled: Sequence[Mention]) -> Mention:
    """One of two villages of a name as that of the kecamatan in which an office or a home is said to be."""
    if mention.code or mention.level != VILLAGE or len(mention.candidates) < 2:
        return mention
    told = {m.code for m in settled if m.code and m.role in ("agency", "home") and m.code.count(".") == 2}
    return _only(mention, [a for a in mention.candidates if a.level == VILLAGE and a.parent in told])


def _alike(mention: Mention, settled: Sequence[Mention]) -> Mention:
    """A misspelt name as the area for which it was taken where its label stood."""
    key = name_key(mention.name)
    taken = {m.code for m in settled if m.guessed and m.level == mention.level and name_key(m.name) == key}
    return mention.coded(taken.pop(), guessed=True) if len(taken) == 1 else mention


def _regencies(mentions: Sequence[Mention]) -> list[str]:
    """The regencies that the places of the event name; bare "Bangka" and "Belitung" are islands."""
    found = [
        area.code
        for mention in mentions
        if (mention.role == "place" and mention.level in (0, REGENCY))
        or (mention.listed and mention.role != "passing")
        for area in mention.candidates
        if area.level == REGENCY
        and not is_lone(mention)
        and not (mention.listed and name_key(mention.name) in ("bangka", "belitung"))
    ]
    return list(dict.fromkeys(found))


def _is_elsewhere(mentions: Sequence[Mention], context: Sequence[str]) -> bool:
    """Whether the names are another province's.

    A regency that this one lacks, or a kecamatan with no regency.
    """
    away = [m for m in mentions if m.level in (1, REGENCY) and m.is_foreign and m.role != "home"]
    if away and not any(m.level == REGENCY and m.role == "place" for m in away) and _is_own_pair(mentions):
        return False
    if away:
        own = any(area.level == 1 for m in mentions if m.role == "place" for area in m.candidates)
        return not own and not context
    unknown = [m for m in mentions if m.level == DISTRICT and m.is_foreign]
    known = any(area.level <= DISTRICT for m in mentions for area in m.candidates)
    return bool(unknown) and not known and not context


def _is_own_pair(mentions: Sequence[Mention]) -> bool:
    """Whether a village and the kecamatan above it, both with their labels, are this province's."""
    return bool(_own_pairs(mentions))


def _own_pairs(mentions: Iterable[Mention]) -> set[str]:
    """The kecamatan that are named with their label, and of which a village is."""
    mentions = list(mentions)
    districts = {a.code for m in mentions if m.level == DISTRICT for a in m.candidates if a.level == DISTRICT}
    return districts & {a.parent for m in mentions if m.level == VILLAGE for a in m.candidates}


def _without_candidates(mention: Mention) -> Mention:
    """The mention as words; a name of this province that has no label is then no place at all."""
    return replace(mention, candidates=())


def _nearest(position: int, named: Sequence[Mention]) -> list[str]:
    """The kecamatan next to a name, the one behind it first: addresses go up from the village."""
    districts = [
        (n, m.code)
        for n, m in enumerate(named)
        if m.code and codes.level_of(m.code) == DISTRICT and m.role == "place"
    ]
    ordered = sorted(districts, key=lambda pair: (abs(pair[0] - position), pair[0] < position))
    return list(dict.fromkeys(code for _, code in ordered))


def _as_regency(mention: Mention) -> Mention:
    """The province or regency, with a label or with a name that nothing else has."""
    if mention.level in (DISTRICT, VILLAGE) and not mention.listed:
        return mention
    wanted = [area for area in mention.candidates if area.level <= REGENCY]
    if mention.level == 1:
        wanted = [area for area in wanted if area.level == 1]
    if (
        not wanted
        or is_lone(mention)
        or (mention.listed and name_key(mention.name) in ("bangka", "belitung"))
    ):
        return mention
    return mention.coded(wanted[-1].code)


def _district(mention: Mention, above: Sequence[str], own: AbstractSet[str]) -> Mention:
    """The kecamatan below the regencies `above`, or one of those whose village is named with it as well."""
    if mention.code or mention.level in (1, VILLAGE):
        return mention
    wanted = [a for a in mention.candidates if a.level == DISTRICT and (not above or a.parent in above)]
    if not wanted and mention.level == DISTRICT:
        wanted = [a for a in mention.candidates if a.code in own]
    if len(wanted) == 1 and (mention.level or not _is_ordinary(mention)):
        return mention.coded(wanted[0].code)
    if mention.level == DISTRICT and not wanted:
        return similar(mention, above)
    return mention


def _beside(position: int, named: Sequence[Mention]) -> str | None:
    """The kecamatan right behind a name ("Rias, Toboali"), or right before a list ("Kec. Toboali.

    - Rias").
    """
    mention = named[position]
    after = named[position + 1] if position + 1 < len(named) else None
    if after and after.role == "place" and 0 <= after.whole[0] - mention.span[1] <= CLOSE:
        return after.code if after.code and codes.level_of(after.code) == DISTRICT else None
    before = named[position - 1] if position else None
    if before and before.level == DISTRICT and 2 <= mention.span[0] - before.span[1] <= CLOSE:
        return before.code
    return None


def _village(
    mention: Mention, districts: Sequence[str], above: Sequence[str], beside: str | None = None
) -> Mention:
    if mention.listed and mention.level == VILLAGE and mention.code is None:
        mention = _upward(mention, districts, above)
    if mention.code or mention.level in (1, REGENCY):
        return mention
    villages = [area for area in mention.candidates if area.level == VILLAGE]
    if mention.level == DISTRICT:
        return _only(mention, [a for a in villages if a.code[:5] in above])
    for parent in districts:
        here = [area for area in villages if area.parent == parent]
        if len(here) == 1 and (mention.level or parent == beside or not _is_ordinary(mention)):
            return mention.coded(here[0].code)
    if not mention.level and not mention.told_apart and (districts or _is_ordinary(mention)):
        return mention
    found = _only(mention, [a for a in villages if not above or a.code[:5] in above])
    if found.code is None and mention.level == VILLAGE and not villages:
        return similar(mention, districts or above)
    return found


def _above_the_last(position: int, named: Sequence[Mention]) -> Mention:
    """The last of a list as the kecamatan of the village right before it: "Desa Rebo, Sungailiat"."""
    mention = named[position]
    after = named[position + 1] if position + 1 < len(named) else None
    if not (mention.listed and mention.level == VILLAGE and mention.code is None) or (after and after.listed):
        return mention
    own = {area.parent for area in named[position - 1].candidates if area.level == VILLAGE}
    higher = [area.code for area in mention.candidates if area.level == DISTRICT and area.code in own]
    return mention.coded(higher[0]) if len(higher) == 1 else mention


def _only(mention: Mention, areas: Sequence[Area]) -> Mention:
    return mention.coded(areas[0].code) if len(areas) == 1 else mention


def _upward(mention: Mention, districts: Sequence[str], above: Sequence[str]) -> Mention:
    """After a village in a list: the kecamatan where the list goes up (`Ds. Gadung, Toboali`)."""
    higher = [a for a in mention.candidates if a.level == DISTRICT and (not above or a.code[:5] in above)]
    lower = any(area.level == VILLAGE for area in mention.candidates)
    if higher and (higher[0].code not in districts or not lower):
        return mention.coded(higher[0].code)
    return mention


def _lone(mention: Mention, settled: Sequence[Mention]) -> Mention:
    """A bare "Bangka" is the regency where a finer place in it stands beside it."""
    if mention.code or name_key(mention.name) not in ("bangka", "belitung") or mention.level in (1, DISTRICT):
        return mention
    code = next((area.code for area in mention.candidates if area.level == REGENCY), "-")
    beside = any(m.code and m.code.startswith(f"{code}.") and m.role in SURE for m in settled)
    return mention.coded(code) if beside else mention


def _is_ordinary(mention: Mention) -> bool:
    """Whether the name is also a word of everyday language, so that it needs a label."""
    return name_key(mention.name) in ORDINARY and not (mention.listed or mention.told_apart)
