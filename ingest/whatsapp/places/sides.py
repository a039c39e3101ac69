"""What stands right before a name: a market or school in whose place it lies, a street or hamlet below it."""

from gis.codes import name_key
from ingest.whatsapp.places.gazetteer import LONE, ORDINARY
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.namewords import AGENCY, BELOW, NEAR, WAYS

PARTS = frozenset("\n,:;()")  # signs that part a word from the name behind it
NUMBERED_SCHOOLS = frozenset(
    ("sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "min", "mtsn", "man", "tk", "negeri")
)


def is_near(words: Words, position: int) -> bool:
    """Whether the name is that of a market, harbour, shore or school, which lies in or by the place."""
    if position == 0 or (position > 1 and words.word(position - 2) in WAYS):
        return False
    before = words.word(position - 1)
    if before.isdigit() and position > 1:  # a school: "SDN 4 Contoh"
        return words.word(position - 2) in NUMBERED_SCHOOLS and words.gap(position - 1) == " "
    if position > 1 and words.word(position - 2) in AGENCY and PARTS.isdisjoint(words.gap(position - 2)):
        return False  # "Kepala Stasiun Pelabuhan Contoh"
    island = before == "pulau" and name_key(words.word(position)) in ORDINARY | LONE
    return before in NEAR and not island and PARTS.isdisjoint(words.gap(position - 1))


def is_below(words: Words, position: int) -> bool:
    """Whether the name is that of a street, hamlet, island or building, or a way that leads there."""
    if position == 0 or words.word(position - 1) not in BELOW:
        return False
    return PARTS.isdisjoint(words.gap(position - 1))
