"""What can be wrong with another server. Unavailable may come right by itself; the others may not."""

from gis.errors import InvalidInput, TooLarge, Unavailable


def silent(host: str, why: str) -> Unavailable:
    """It cannot be reached, or says nothing for too long."""
    return Unavailable(
        "sumber_tidak_menjawab",
        "Server {host} tidak menjawab ({why})",
        "Server {host} does not answer ({why})",
        where="url",
        host=host,
        why=why[:120],
    )


def busy(host: str, status: int, seconds: float | None) -> Unavailable:
    """It says that it cannot answer now; `seconds` is when it wants to be asked again."""
    return Unavailable(
        "sumber_sibuk",
        "Server {host} sedang tidak dapat melayani (status {status}); dicoba lagi nanti",
        "Server {host} cannot serve now (status {status}); it is asked again later",
        where="url",
        host=host,
        status=status,
        seconds=seconds,
    )


def refused(host: str, status: int, words: str = "") -> InvalidInput:
    """It answers, but not with what was asked for."""
    return InvalidInput(
        "sumber_menolak",
        "Server {host} menolak permintaan (status {status}){words}",
        "Server {host} refused the request (status {status}){words}",
        where="url",
        host=host,
        status=status,
        words=f": {plain(words)}" if words else "",
    )


def strange(host: str, what_id: str, what_en: str) -> InvalidInput:
    """Its answer is of another kind than it should be."""
    return InvalidInput(
        "sumber_janggal",
        "Jawaban server {host} tidak dapat dipakai: {what}",
        "The answer of server {host} cannot be used: {what_en}",
        where="url",
        host=host,
        what=plain(what_id),
        what_en=plain(what_en),
    )


def forbidden(host: str, why_id: str, why_en: str) -> InvalidInput:
    """An address that is never called."""
    return InvalidInput(
        "alamat_dilarang",
        "{host} tidak dipanggil: {why}. Bila memang dikehendaki, tambahkan ke SIGAP_REMOTE_HOSTS",
        "{host} is not called: {why_en}. If it is meant, add it to SIGAP_REMOTE_HOSTS",
        where="url",
        host=host[:200],
        why=why_id,
        why_en=why_en,
    )


def too_large(host: str, megabytes: int) -> TooLarge:
    """More than is taken."""
    return TooLarge(
        "sumber_terlalu_besar",
        "Jawaban server {host} melebihi {mb} MB; batasi dengan bbox atau where",
        "The answer of server {host} is larger than {mb} MB; narrow it with bbox or where",
        where="url",
        host=host,
        mb=megabytes,
    )


def incomplete(host: str, expected: int, found: int) -> Unavailable:
    """Fewer or more features than it says it has: perhaps it is being changed at this moment."""
    return Unavailable(
        "jumlah_berbeda",
        "Server {host} menyebut {expected} fitur tetapi memberi {found}: layer tidak diganti",
        "Server {host} says {expected} features but gave {found}: the layer was not replaced",
        where="url",
        host=host,
        expected=expected,
        found=found,
    )


def plain(words: str) -> str:
    """Another's words, short and on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:160]
