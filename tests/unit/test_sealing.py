"""Sealed bytes open with their own key only, and no change to them goes unnoticed."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import keyring
from gis.errors import SigapError, Unavailable
from gis.sealing import DataKey, MasterKey
from gis.settings import Settings

CHUNK = 1 << 20


@given(content=st.binary(max_size=300), bound=st.binary(min_size=1, max_size=16))
def test_a_sealed_value_opens_again_and_hides_what_it_holds(content: bytes, bound: bytes) -> None:
    key = DataKey.random(bound)
    sealed = key.seal(content)
    assert key.open(sealed) == content
    assert sealed != key.seal(content)
    assert len(content) < 4 or content not in sealed
    with pytest.raises(SigapError):
        DataKey(key.secret, bound + b"x").open(sealed)


@given(content=st.binary(min_size=1, max_size=40), place=st.integers(0, 60))
def test_a_changed_byte_is_noticed(content: bytes, place: int) -> None:
    key = DataKey.random(b"a")
    sealed = bytearray(key.seal(content))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(SigapError):
        key.open(bytes(sealed))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_opens_again_whatever_its_size(size: int) -> None:
    key, content, sealed = (
        DataKey.random(b"a"),
        bytes(range(256)) * (size // 256) + b"x" * (size % 256),
        BytesIO(),
    )
    key.seal_file(BytesIO(content), sealed)
    assert key.open_file(BytesIO(sealed.getvalue())) == content
    for cut in (sealed.getvalue()[:-1], sealed.getvalue()[: -(CHUNK + 16)], sealed.getvalue() + b"x"):
        with pytest.raises(SigapError):
            key.open_file(BytesIO(cut))


def test_chunks_of_a_file_cannot_change_places() -> None:
    key, sealed = DataKey.random(b"a"), BytesIO()
    key.seal_file(BytesIO(b"a" * CHUNK + b"b" * CHUNK + b"c"), sealed)
    whole, piece = sealed.getvalue(), CHUNK + 16
    head = len(whole) - 2 * piece - 17
    swapped = whole[:head] + whole[head + piece : head + 2 * piece] + whole[head : head + piece] + whole[-17:]
    assert len(swapped) == len(whole)
    with pytest.raises(SigapError):
        key.open_file(BytesIO(swapped))


def test_an_embedded_installation_makes_its_key_once_and_for_itself(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    with pytest.raises(Unavailable):
        keyring.load(settings)  # something is sealed already, and its key is gone: none is made up
    made = keyring.load(settings, fresh=True)
    place = settings.var / keyring.FILE
    assert place.stat().st_mode & 0o777 == 0o600
    assert keyring.load(settings).current.name == made.current.name
    place.chmod(0o644)
    with pytest.raises(Unavailable):
        keyring.load(settings)


def test_an_operator_s_installation_makes_none(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, database_url="postgresql://x/y")
    with pytest.raises(Unavailable):
        keyring.load(settings, fresh=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unavailable):
        keyring.load(Settings(var=tmp_path, master_key="pendek"))


def test_a_new_master_key_opens_what_the_old_one_wrapped(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    old = keyring.load(settings, fresh=True).current
    key = DataKey.random(b"a")
    wrapped = old.wrap(key, b"a")
    ring = keyring.add(settings)
    assert ring.current.name != old.name
    assert ring.named(old.name).unwrap(wrapped, b"a").secret == key.secret
    keyring.keep_current(settings)
    with pytest.raises(Unavailable):
        keyring.load(settings).named(old.name)
    with pytest.raises(SigapError):
        MasterKey(b"y" * 32).unwrap(wrapped, b"a")
