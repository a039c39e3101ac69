"""Things of no told number beside those that are counted, which share what befell them."""

from collections.abc import Sequence

from ingest.whatsapp.figures.joins import AND, Token
from ingest.whatsapp.figures.words import SOME

UNCOUNTED = SOME | {"berbagai", "banyak"}
"""Words before things whose number nobody tells."""

MOST_WORDS = 5


def without_company(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without such things: "5 rumah dan sejumlah warung terdampak" is "5 rumah terdampak"."""
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        position += _company_at(tokens, position) if kept and kept[-1].kind != "value" else 0
        if position < len(tokens):
            kept.append(tokens[position])
        position += 1
    return kept


def _company_at(tokens: Sequence[Token], position: int) -> int:
    """How many tokens from there on are "dan sejumlah" and its thing, right before an effect."""
    here = tokens[position : position + MOST_WORDS + 2]
    if len(here) < 3 or here[0].meaning not in AND or here[1].meaning not in UNCOUNTED:
        return 0
    ends = next((n for n, token in enumerate(here) if n > 1 and token.kind == "effect"), 0)
    plain = all(token.kind in ("subject", "other") for token in here[2:ends])
    return ends if ends > 2 and plain else 0
