"""CQL2: a reader's filter expression as a condition in SQL, made of our own words only.

The library reads the text into a tree, nothing more: its own SQL is never run, since it would let any
function of the database through. `compile_filter` builds the condition from declared queryables, an
allow list of functions and bound parameters.
"""

from layers.cql2.compiler import Condition, compile_filter
from layers.cql2.queryables import Queryable

__all__ = ["Condition", "Queryable", "compile_filter"]
