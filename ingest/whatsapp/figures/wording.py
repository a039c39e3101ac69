"""The words of a figure as they were sent, with their capitals and signs: what was read is folded."""

from gis.report import Figure

MOST = 200


def as_written(figure: Figure, text: str, folded: str) -> Figure:
    """The figure with its words out of the text. What `folded` leaves blank, of other lines, stays out."""
    if figure.span is None:
        return figure
    part = slice(*figure.span)
    letters = (sent if read.strip() else " " for sent, read in zip(text[part], folded[part], strict=True))
    return figure._replace(raw=" ".join("".join(letters).split())[:MOST])
