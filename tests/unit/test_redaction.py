"""What is kept unsealed says nothing personal: findings, words of figures, names of files."""

import pytest

from ingest.redaction import HIDDEN, secrets_of, unnamed, unnamed_file


def test_known_values_are_hidden_in_other_words() -> None:
    secrets = secrets_of([{"value": "Contohwan Karangsari"}, {"value": "0812-0000-1111"}, {"value": "x"}])
    assert (
        unnamed("2 orang contohwan karangsari dan 0812-0000-1111", secrets)
        == f"2 orang {HIDDEN} dan {HIDDEN}"
    )
    assert unnamed("CONTOHWAN  Karangsari", secrets) != ""
    assert unnamed("contohwanti 3 unit", secrets) == "contohwanti 3 unit"


def test_a_secret_within_the_mask_itself_ends() -> None:
    assert unnamed("samar samar", ("samar",)) == f"{HIDDEN} {HIDDEN}"


def test_cues_give_names_and_numbers_away() -> None:
    told = unnamed("KIB 'a/n Fulan Contoh 0812-0000-1234' tidak terbaca")
    assert "Fulan" not in told
    assert "0812" not in told
    assert unnamed("meninggal turun dari 3 menjadi 2 menurut sumber yang sama").startswith("meninggal turun")


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("laporan a.n. Fulan Contoh.pdf", True),
        ("laporan_Bpk_Fulan_Contoh_0812-0000-1234.docx", True),
        ("data_bencana_2026-03.xlsx", False),
        ("PUSDALOPS BPBD Bangka Selatan 14 Okt.txt", False),
        ("banjir", False),
    ],
)
def test_names_of_files(name: str, hidden: bool) -> None:
    told = unnamed_file(name)
    assert (told != name) == hidden
    assert "Fulan" not in told
    assert "0812" not in told
    assert told.rpartition(".")[2] == name.rpartition(".")[2] or "." not in name
