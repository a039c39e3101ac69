"""Patterns of personal data are tried only where a sign of theirs stands: none may be missed by that."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.folding import fold, word_set
from ingest.whatsapp.persons import announced, named, numbers

WORDS = word_set(
    "a/n A/N a.n an. An. atas nama Atas Nama Bpk Bpk. Bapak bapak pak Pak Bu bu Bp. Ibu ibu Sdr Sdri Sdra "
    "Saudara saudari Tn Ny Nn korban : kata ujar ucap tutur jelas ungkap imbuh tegas terang bernama milik "
    "pemilik rumah inisial berinisial Inisial almarhumah almarhum alm alm. RT ketua Kades lurah kadus Camat "
    "( Fulan Contoh F C . , dan 1. 2) - • hujan di WIB Fulan_Contoh (56) 38 tahun 0812-0000-1234 62 "
    "8120000123 (0717) 421000 telp Telp. 0717421000 NIK 1903010101900001 no KTP 190301 010190 0001 NIP "
    "19800101 200501 1 001 KK +62 811 2233 445 0800-0000-0001 fax"
)
TEXTS = st.lists(st.sampled_from(sorted(WORDS | {"\n"})), max_size=14).map(" ".join)


@given(TEXTS)
def test_what_announces_a_name_begins_with_a_word_looked_for(text: str) -> None:
    folded = fold(text)
    for pattern, words in (
        (announced.CUE, announced.CUE_WORDS),
        (announced.SPEAKER, announced.SPEAKER_WORDS),
    ):
        for match in pattern.finditer(folded):
            assert words & set(re.findall(r"\w+", folded[match.start() :])[:1]), match[0]


@given(TEXTS)
def test_no_number_is_missed(text: str) -> None:
    folded = fold(text)
    every = {match.span() for match in numbers.BRACKETED.finditer(folded)}
    every |= {match.span(1) for match in numbers.LANDLINE.finditer(folded)}
    every |= {match.span(1) for match in numbers.NUMBERED.finditer(folded)}
    found = {*numbers.phones(text, folded), *numbers.niks(text, folded)}
    assert every <= found


@given(TEXTS)
def test_a_candidate_is_the_same_alone_and_in_its_text(text: str) -> None:
    folded = fold(text)
    for run in named.RUN.finditer(text):
        assert named._candidate_at(text, folded, run.span()) == named._candidate(text, folded, run.span())
