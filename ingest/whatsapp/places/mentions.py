"""Place names with their spans: after "Kec.", "Ds." and the like, in lists, or standing alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gis.codes import name_key
from gis.report import Span
from ingest.whatsapp.places import chained, elsewhere, lists
from ingest.whatsapp.places.announced import announced, told_before
from ingest.whatsapp.places.gazetteer import LONE
from ingest.whatsapp.places.labelled import cut_before, labelled, pair
from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.places.names import Words, label_level
from ingest.whatsapp.places.namewords import BELOW
from ingest.whatsapp.places.roles import is_of_teller, role_of
from ingest.whatsapp.places.rows import place_of_row
from ingest.whatsapp.places.sides import is_below, is_near

MOST_MENTIONS = 400
REGENCY, DISTRICT, VILLAGE = 2, 3, 4

OFFICES = frozenset(
    ("bpbd", "pusdalops", "pb", "damkar", "pp", "rob", "banjir", "longsor", "kebakaran", "karhutla")
)
"""Words right before a regency: of the office that answers for it, or of its hazard ("Rob Demak")."""

ALIAS = re.compile(r"\s?\((?P<name>[a-z]{2,15})\)")
REGENCY_LABELS = frozenset(("kabupaten", "kab", "kota"))
CAPE = re.compile(
    r" (?!dan\b|serta\b|di\b|kec|kab|pada\b|yang\b|dengan\b|sejak\b|rt\b|terendam\b|terdampak\b)[a-z]{3}"
)
"""Behind "Tanjung" where it is no village, but a cape whose name goes on: "perairan Tanjung ular"."""


def find_mentions(text: str, folded: str, span: Span, told: dict[str, int] | None = None) -> list[Mention]:
    """The places that a stretch of text names, in order, not yet resolved.

    `told`: the levels of names that no list holds, by what their labels said before; it takes those found.
    """
    words = Words.of(text, folded, span)
    before = dict(told or {})
    told = {} if told is None else told
    mentions = _find(words, span[0], told, away=bool(told))
    if not before and _is_away(mentions):
        told.clear()
        mentions = _find(words, span[0], told, away=True)
    return _without_aliases(folded, mentions)


def _without_aliases(folded: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without a regency told once more by the short name that stood behind it in brackets."""
    regencies = [m for m in mentions if m.level == REGENCY and m.is_foreign]
    short = [ALIAS.match(folded, m.span[1]) for m in regencies]
    names = {match["name"] for match in short if match}
    if not names or len(regencies) < 2:
        return mentions
    return [m for m in mentions if m not in regencies or m.name.lower() not in names]


def _is_away(mentions: Sequence[Mention]) -> bool:
    """Whether a regency of another province, told last, puts names there that this one's lists hold."""
    regencies = [m for m in mentions if m.level == REGENCY and m.role == "place"]
    if not regencies or any(m.candidates for m in regencies):
        return False
    return any(m.level > REGENCY and m.candidates for m in mentions)


def _find(words: Words, floor: int, told: dict[str, int], *, away: bool) -> list[Mention]:
    mentions: list[Mention] = []
    position = 0
    while position < len(words.spans) and len(mentions) < MOST_MENTIONS:
        if words.is_plain(position):
            position += 1
            continue
        if several := pair(words, position, away=away) or place_of_row(words, position):
            mentions += several[0]
            position += several[1]
            continue
        mention, used = _mention(words, position, mentions[-1] if mentions else None, told, away=away)
        if mention:
            mention = _of_home(words.folded, mentions[-1] if mentions else None, mention)
            mentions += _unlabelled(words, mention, mentions[-1] if mentions else None, floor)
            mentions.append(mention)
            if mention.is_foreign and mention.level > REGENCY and mention.role == "place":
                key = name_key(mention.name)
                told[key] = max(told.get(key, 0), mention.level)
            away = away or mention.is_foreign
        position += used
    return mentions


def _unlabelled(words: Words, mention: Mention, last: Mention | None, floor: int) -> list[Mention]:
    """The villages and kecamatan that stand without a label right before the place above them."""
    if mention.level not in (REGENCY, DISTRICT) or mention.role != "place" or mention.listed:
        return []
    start = mention.whole[0]
    if mention.start >= 0 and chained.of_both(words.folded, start, mention.level):
        below = mention.level + 1
        areas = chained.candidates(mention.name, below)
        return [Mention(mention.span, mention.name, below, "place", areas, start=start)]
    told_before = mention.level == DISTRICT and mention.start < 0
    if not mention.is_foreign or not words.capitals or told_before:
        return []
    floor = last.span[1] if last and last.level else floor
    found = list(chained.before(words.text, words.folded, start, mention.level, floor))
    if found and is_of_teller(words.folded, mention.span, found[0][0][0]):
        return []
    return [Mention(where, name, level, "place", ()) for where, name, level in found]


def _of_home(folded: str, before: Mention | None, mention: Mention) -> Mention:
    """The mention; a home's, or a house's, where it only tells in what that before it lies."""
    of_house = before is not None and before.role == "place" and mention.role == "home"
    if before is None or not (before.role == "home" or of_house) or not 0 < _level(mention) < _level(before):
        return mention
    upward = lists.UPWARD.fullmatch(folded, before.span[1], mention.whole[0])
    return replace(mention, role=before.role) if upward else mention


def _level(mention: Mention) -> int:
    return mention.level or max((area.level for area in mention.candidates), default=0)


def _mention(
    words: Words, position: int, before: Mention | None, told: dict[str, int], *, away: bool
) -> tuple[Mention | None, int]:
    """The place that begins there, and how many words it takes. `away`.

    Other provinces' names came before.
    """
    level = label_level(words, position)
    if level:
        mention, used = labelled(words, position, level, away=away)
        return cut_before(words, mention, told), used
    if (level := announced(words, position)) and (found := _headed(words, position, level)):
        return found
    small = words.capitals and not words.is_capital(position)
    if small and words.word(position) not in LONE:
        return None, 1
    count, areas = words.longest(position)
    city = count == 1 and (words.word(position) == "kota" or _is_cape(words, position))
    if city or (small and not (count > 1 and areas[0].level == REGENCY)):
        return None, 1  # but "bangka tengah" is no word of everyday language
    known = words.elsewhere(position)
    if found := _longer(words, position, before if away else None, max(count, known[0])):
        return found
    if count and is_near(words, position) and not words.goes_on(position + count):
        span = words.span(position, count)
        return Mention(span, words.text[slice(*span)], 0, "near", areas), count
    again = 0 if count or known[0] or is_below(words, position) else told_before(words, position, told)
    if again:
        span = words.span(position, again)
        name = words.text[slice(*span)]
        return Mention(span, name, told[name_key(name)], role_of(words, position, span), ()), again
    if (not count and not known[0]) or (is_below(words, position) and not _is_waters(words, position, known)):
        return _unknown_in_list(words, position, before if away else None, told)
    if known[0] > count:
        return _elsewhere(words, position, before, known)
    span = words.span(position, count)
    listed = _is_listed(words, before, span)
    if not listed and words.goes_on(position + count) and all(area.level == 4 for area in areas):
        return None, count
    mention = Mention(span, words.text[slice(*span)], 0, role_of(words, position, span), areas, listed)
    if listed and before:
        province = known[1] == 1 and before.level == 2 and before.is_foreign  # "Kab. Kampar, Riau"
        mention = replace(mention, level=1 if province else before.level, role=before.role)
        return (replace(mention, candidates=()) if province else mention), count
    apart = lists.is_apart(words.folded, span) or (position > 0 and words.word(position - 1) in lists.REGIONS)
    return (replace(mention, told_apart=True) if apart else mention), count


def _is_cape(words: Words, position: int) -> bool:
    """Whether it is a cape whose name goes on in small letters: "perairan Tanjung ular"."""
    return words.word(position) == "tanjung" and CAPE.match(words.text, words.spans[position][1]) is not None


def _longer(
    words: Words, position: int, before: Mention | None, known: int
) -> tuple[Mention | None, int] | None:
    """The next of another province's list, where its name is longer than the `known` words it begins with."""
    if before is None or before.level <= REGENCY or words.unknown(position, away=True) <= known:
        return None
    mention, used = _unknown_in_list(words, position, before, {})
    return (mention, used) if mention else None


def _is_waters(words: Words, position: int, known: tuple[int, int]) -> bool:
    """Whether it is another province's regency whose waters are meant: "perairan Contoh Timur"."""
    return known[1] == REGENCY and position > 0 and words.word(position - 1) == "perairan"


def _headed(words: Words, position: int, level: int) -> tuple[Mention | None, int] | None:
    """The first of a list of places of that level, by the lists or by its capitals."""
    count, areas = words.longest(position)
    fitting = tuple(area for area in areas if area.level == level)
    if not fitting:
        count = words.unknown(position)
    if not count:
        return None
    span = words.span(position, count)
    role = role_of(words, position, span)
    return Mention(span, words.text[slice(*span)], level, role, fitting, listed=bool(fitting)), count


def _is_listed(words: Words, before: Mention | None, span: Span) -> bool:
    return bool(before and before.level) and lists.is_listed(words, before.span[1] if before else 0, span)


def _elsewhere(
    words: Words, position: int, before: Mention | None, known: tuple[int, int]
) -> tuple[Mention | None, int]:
    """A regency or province of the rest of the country, named without its label."""
    count, level = known
    span = words.span(position, count)
    name = words.text[slice(*span)]
    listed = _is_listed(words, before, span) and before is not None and before.level == level
    if (
        listed
        and before
        and name_key(name) in elsewhere.of_both()
        and lists.is_above(words, before.whole[0] < before.span[0], before.span[1], span)
    ):
        return None, count  # "Kabupaten Sarolangun, Jambi": the province
    if (
        before
        and before.level > REGENCY
        and not before.listed
        and level == REGENCY
        and lists.ITEM_BEFORE_REGENCY.fullmatch(words.folded, before.span[1], span[0])
        and lists.ENDS.match(words.folded, span[1])
    ):
        return Mention(span, name, level, before.role, ()), count  # "Kecamatan Contoh, Demak, …"
    if (
        before
        and before.level > REGENCY
        and (before.listed or before.start < 0)
        and lists.goes_on(words, before.span[1], position, count)
    ):
        return Mention(span, name, before.level, before.role, (), listed=True), count
    filed = listed and before is not None and before.role == "dateline"  # of the newspaper
    if before and before.level == level and words.folded[before.span[1] : span[0]].strip() == "(":
        return None, count  # the same once more, cut short: "Kutai Kartanegara (Kukar)"
    own = position > 0 and words.word(position - 1) in OFFICES
    if name_key(name) in elsewhere.NEEDS_LABEL and (filed or not (listed or own)):
        holds = lists.HOLDS_DISTRICTS.match(words.folded, span[1])
        if filed or not (holds or lists.is_below_province(words, position + count)):
            return None, count
    if words.goes_on(position + count) and not listed and count == 1:
        return None, count
    beside = listed or (before and lists.ITEM_BEFORE_REGENCY.fullmatch(words.folded, before.span[1], span[0]))
    role = before.role if beside and before else role_of(words, position, span)
    start = words.spans[position - 1][0] if _is_waters(words, position, known) else -1
    return Mention(span, name, level, role, (), listed, start=start), count


def _unknown_in_list(
    words: Words, position: int, before: Mention | None, told: dict[str, int]
) -> tuple[Mention | None, int]:
    """A name that no list holds, after another such one and between commas: `Kec. A, B dan C`."""
    if before is None or before.level not in (3, 4) or not words.capitals:
        return None, 1
    count = words.unknown(position, away=True)
    span = words.span(position, count) if count else (0, 0)
    if not count or is_below(words, position) or words.word(position) in lists.NO_PLACES:
        return None, 1
    name = words.text[slice(*span)]
    within = before.level == VILLAGE and DISTRICT in told.values() and words.word(position) not in BELOW
    if lists.is_next_district(words, before.span[1], span) or (
        within and lists.is_within(words, before.span[1], span)
    ):
        return Mention(span, name, DISTRICT, before.role, ()), count
    cased = name.isupper() == before.name.isupper()
    if before.level == DISTRICT and cased and lists.is_headed(words, before.span[1], position, span):
        return Mention(span, name, VILLAGE, before.role, (), listed=True), count
    if not _is_listed(words, before, span):
        return None, 1
    above = before.name
    if name.isupper() != above.isupper() and "\n" in words.text[before.span[1] : span[0]]:
        return None, 1  # the next heading
    if not lists.ITEM_ENDS.match(words.folded, span[1]) and not lists.COUNT_NEXT.match(words.folded, span[1]):
        return None, 1
    level = DISTRICT if before.level == VILLAGE and lists.is_quarter(words, position, count) else before.level
    follow = position + count
    first = level == VILLAGE and not before.listed and follow < len(words.spans)
    known = words.elsewhere(follow)[0] if first else 0
    if known and lists.continues(words, follow + known):
        known = 0  # one more village of the list
    labelled = first and words.word(follow) in REGENCY_LABELS
    if labelled or (known and words.unknown(follow, away=True) <= known):
        gap = words.folded[span[1] : words.spans[follow][0]]
        level = 3 if lists.ITEM_BEFORE_REGENCY.fullmatch(gap) else level
    return Mention(span, name, level, before.role, (), listed=True), count
