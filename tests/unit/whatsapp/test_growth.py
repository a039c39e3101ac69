"""A message of any size and make is read in the end: pytest's own limit catches what would never return."""

import pytest

from ingest import whatsapp
from tests.unit.whatsapp.hostile import HOSTILE, grown

SIZE = 200_000


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_written_to_be_slow_is_read(name):
    text = grown(HOSTILE[name], SIZE)
    result = whatsapp.to_json(whatsapp.parse(text))
    assert result["reports"][0]["hazard"] == "banjir"


def test_what_lies_beyond_the_longest_message_is_said_to_be_unread():
    text = grown("hujan deras. ", 3 * SIZE)
    unread = whatsapp.to_json(whatsapp.parse(text))["unread"]
    assert unread[-1][1] == len(text)
    assert unread[0][0] <= SIZE


def test_incidents_beyond_the_most_of_one_message_are_said_to_be_unread():
    text = "Jenis Kejadian : Banjir\nLokasi : Kec. Toboali\n\n" * 500
    result = whatsapp.to_json(whatsapp.parse(text))
    (start, end) = result["unread"][-1]
    assert end == len(text)
    assert text[start:].count("Jenis Kejadian") + len(result["reports"]) == 500
