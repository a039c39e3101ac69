"""Tables of two columns, a label and its value in each row, read as labelled lines."""

import re

ROW = re.compile(
    r"^[ \t]{0,4}\|?[ \t]{0,4}(?P<label>[a-z][a-z /.,&()-]{1,48}?)[ \t]{0,4}(?P<pipe>\|)[^\n|]*\|?[ \t]*$",
    re.MULTILINE,
)
CROSSED = re.compile(r"\|[^\n|]*\|[^\n|]*\|[^\n|]*[^\s|]")
"""A row of three columns and more."""

FEWEST = 3
MOST = 200


def with_pairs(folded: str) -> str:
    """The folded text with a colon for the pipe between a label and its value; as long as it was."""
    if folded.count("|") < FEWEST or CROSSED.search(folded):
        return folded
    at = [match.start("pipe") for match in ROW.finditer(folded)][:MOST]
    if len(at) < FEWEST:
        return folded
    parts = (folded[a + 1 : b] for a, b in zip([-1, *at], [*at, len(folded)], strict=True))
    return ":".join(parts)
