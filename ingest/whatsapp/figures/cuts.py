"""Where a clause falls into parts of which each is read for itself."""

from ingest.whatsapp.figures.counts import COMPLEMENT, DAMAGE, PEOPLE
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import SPLITS


def people_apart(clause: list[Token], values: list[int], effects: list[int]) -> int:
    """Where the people begin behind the things that an effect before them damaged, 0 where that is unclear.

    "Merusak 17 rumah yang dihuni 17 KK atau 70 jiwa terdampak".
    """
    if len(effects) != 2 or not effects[0] < values[0] <= values[-1] < effects[1]:
        return 0
    damaged, befallen = (clause[n].meaning for n in effects)
    people = [n for n in values if clause[n].meaning in COMPLEMENT]
    apart = people and people == values[-len(people) :] and len(people) < len(values)
    return people[0] if apart and damaged in DAMAGE and befallen in PEOPLE else 0


def parts_of_total(clause: list[Token], values: list[int], effects: list[int]) -> int:
    """Where the parts of a total begin that has no effect of its own, 0 where there are none.

    "8 rumah dengan rincian rusak ringan 6 unit".
    """
    split = next((n for n, t in enumerate(clause) if t.kind == "other" and t.meaning in SPLITS), 0)
    if not split or not effects or effects[0] < split or not values[0] < split < values[-1]:
        return 0
    return split if effects[0] < next(n for n in values if n > split) else 0
