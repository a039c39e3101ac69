"""`sigap user …`, `erase`, `audit`, `rekey`: who may come in, what is erased, who did what."""

import getpass
import sys
import textwrap
from typing import Annotated, Any

import typer
from rich.markup import escape

from api.commands import console, opening
from api.commands.desk import found_id
from api.commands.words import short, wib
from gis.errors import InvalidInput
from gis.settings import Settings

user = typer.Typer(help="Akun petugas dan token program.", no_args_is_help=True)
_ID_WIDTH = 36
_BESIDE = 44  # what the audit log has beside its subjects
_Name = Annotated[str, typer.Argument(help="nama akun")]


@user.command("add")
def add(
    name: _Name,
    role: Annotated[str, typer.Option(help="petugas_kabupaten, pusdalops, pimpinan, analis, opd, admin")],
    area: Annotated[str | None, typer.Option(help="kabupatennya, mis. 19.03")] = None,
    agency: Annotated[str | None, typer.Option(help="instansinya")] = None,
    sector: Annotated[str | None, typer.Option(help="sektor opd, mis. kesehatan")] = None,
) -> None:
    """Buat akun; kata sandi ditanyakan dua kali, atau dibaca dari masukan standar."""
    from api import accounts

    password = _password()
    with opening.database(Settings()) as database:
        accounts.add(
            database, name=name, password=password, role=role, area=area, agency=agency, sector=sector
        )
    console.out.print(f"Akun {escape(name)} dibuat")


@user.command("list")
def accounts_list() -> None:
    """Daftar akun."""
    from api import accounts

    heads = ("Wilayah, sektor", "Instansi", "Terlihat", "Keadaan")
    table = console.table(console.key("Nama"), console.key("Peran"), *heads)
    with opening.database(Settings()) as database:
        for row in accounts.listed(database):
            state = "ditutup" if row["disabled_at"] else "aktif"
            office = _lines(row["area"], row["sector"])
            cells = (row["agency"], wib(row["seen_at"]), state)
            table.add_row(_lines(row["name"]), row["role"], office, *(escape(cell or "") for cell in cells))
    console.show(table, "Belum ada akun: buat dengan `sigap user add`")


@user.command("change")
def change(
    name: _Name,
    role: Annotated[str | None, typer.Option(help="peran baru")] = None,
    area: Annotated[str | None, typer.Option(help="kabupatennya; '' untuk tanpa")] = None,
    agency: Annotated[str | None, typer.Option(help="instansinya; '' untuk tanpa")] = None,
    sector: Annotated[str | None, typer.Option(help="sektor opd; '' untuk tanpa")] = None,
) -> None:
    """Ubah peran, wilayah, instansi atau sektor akun; sesi dan token atas namanya berakhir."""
    from api import accounts

    told = {"role": role, "area": area, "agency": agency, "sector": sector}
    office = {field: said or None for field, said in told.items() if said is not None}
    with opening.database(Settings()) as database:
        ended = accounts.change(database, name, office)
    console.out.print(
        f"Akun {escape(name)} diubah; {ended.sessions} sesi dan {ended.tokens} token atas namanya berakhir"
    )
    if ended.made:
        console.err.print(
            f"[yellow]{ended.made} token yang dibuatnya masih berlaku: lihat `sigap user tokens`[/]"
        )


@user.command("disable")
def disable(name: _Name, again: Annotated[bool, typer.Option("--enable", help="buka lagi")] = False) -> None:
    """Tutup akun dan akhiri sesi dan tokennya, atau buka lagi."""
    from api import accounts

    with opening.database(Settings()) as database:
        accounts.set_disabled(database, name, not again)
    console.out.print(f"Akun {escape(name)} {'dibuka' if again else 'ditutup'}")


@user.command("password")
def password(name: _Name) -> None:
    """Ganti kata sandi akun; semua sesinya berakhir."""
    from api import accounts

    told = _password()
    with opening.database(Settings()) as database:
        accounts.set_password(database, name, told)
    console.out.print(f"Kata sandi {escape(name)} diganti")


@user.command("token")
def token(
    name: Annotated[str, typer.Option(help="nama pemegang, dicatat pada setiap tulisan")] = "petugas",
    role: Annotated[str, typer.Option(help="perannya")] = "pusdalops",
    area: Annotated[str | None, typer.Option(help="kabupatennya, mis. 19.03")] = None,
    scope: Annotated[
        str | None, typer.Option(help="wewenang dipisah koma, bila kurang dari perannya")
    ] = None,
    auto_verify: Annotated[
        bool, typer.Option("--auto-verify", help="kirimannya langsung terverifikasi")
    ] = False,
    agency: Annotated[str | None, typer.Option(help="instansi pemegang")] = None,
    sector: Annotated[str | None, typer.Option(help="sektor opd, mis. kesehatan")] = None,
    days: Annotated[
        int | None, typer.Option(min=0, max=3660, help="berlaku sekian hari; kosong: 365; 0: tanpa batas")
    ] = None,
) -> None:
    """Buat token; rahasianya dicetak sekali ini saja."""
    from api import tokens

    expires_at = tokens.end_after(days)
    with opening.database(Settings()) as database:
        secret = tokens.create(
            database,
            name=name,
            role=role,
            area=area,
            scope=scope.split(",") if scope else None,
            auto_verify=auto_verify,
            agency=agency,
            sector=sector,
            expires_at=expires_at,
        )
    until = f"sampai {wib(expires_at)}" if expires_at else "tanpa batas waktu"
    console.err.print(f"Token {escape(name)} ({escape(role)}) berlaku {until}")
    console.err.print("[yellow]Simpan sekarang; rahasia ini tidak dapat ditampilkan lagi:[/]")
    typer.echo(secret)


@user.command("tokens")
def tokens_list() -> None:
    """Daftar token, tanpa rahasianya."""
    from api import tokens

    table = console.table(console.key("Id"), "Nama", console.key("Peran"), "Lingkup", "Masa", "Keadaan")
    with opening.database(Settings()) as database:
        for row in tokens.listed(database):
            state = "dicabut" if row["revoked_at"] else "aktif"
            scope = "semua" if row["scope"] is None else ", ".join(row["scope"])
            until = wib(row["expires_at"]) or "tanpa batas"
            cells = (row["name"], _lines(row["role"], row["area"]), scope)
            times = f"{wib(row['created_at'])}\nsampai {until}"
            table.add_row(short(row["id"]), *map(str, cells), times, state)
    console.show(table, "Belum ada token: buat dengan `sigap user token`")


@user.command("revoke")
def revoke(id: Annotated[str, typer.Argument(help="id token, atau angka akhirnya")]) -> None:
    """Cabut token sejak saat ini."""
    from api import tokens

    with opening.database(Settings()) as database:
        tokens.revoke(database, found_id(database, "token", id))
    console.out.print("Token dicabut")


def erase(
    reason: Annotated[str, typer.Option(help="alasan, dicatat")],
    by: Annotated[str, typer.Option(help="siapa yang memutuskan, dicatat")],
    submission: Annotated[str | None, typer.Option(help="id kiriman, atau angka akhirnya")] = None,
    report: Annotated[str | None, typer.Option(help="id satu laporan, atau angka akhirnya")] = None,
) -> None:
    """Hapus data pribadi kiriman atau satu laporan: kuncinya dimusnahkan; hash, alasan, pelaku tinggal.

    Berkas asli musnah juga bila hanya satu laporannya dihapus; laporan lain tetap utuh.
    """
    from api import erasures
    from gis.viewer import Role, officer

    settings = Settings()
    with opening.database(settings) as database:
        done = erasures.erase(
            database,
            opening.files(settings),
            submission=found_id(database, "submission", submission) if submission else None,
            report=found_id(database, "report", report) if report else None,
            reason=reason,
            by=officer(by, role=Role.ADMIN),
        )
    console.out.print(
        f"{done.reports} laporan kiriman {done.submission} dihapus, beserta berkas aslinya; "
        f"SHA-256 {done.sha256}"
    )
    if done.kept:
        console.out.print(f"{done.kept} laporan lain dalam kiriman itu tetap ada, tanpa berkas aslinya")
    if done.unsealed:
        console.err.print(
            f"[yellow]{done.unsealed} teks dari sebelum teks disegel hanya disembunyikan, tidak musnah[/]"
        )


def audit(
    by: Annotated[str | None, typer.Option(help="hanya pelaku ini")] = None,
    action: Annotated[str | None, typer.Option(help="hanya tindakan ini, mis. baca_pribadi, tulis")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="banyaknya baris")] = 50,
) -> None:
    """Catatan audit, terbaru dahulu: siapa menulis, membaca data pribadi, masuk, menghapus."""
    from gis import audit as log

    log.check_action(action)
    table = console.table("Waktu dan pelaku", "Tindakan", console.key("Atas"))
    with opening.database(Settings()) as database, database.write() as conn:
        for line in log.read(conn, limit=limit, by=by, action=action):
            table.add_row(*_audited(line))
    console.show(table, "Tidak ada catatan audit yang cocok")


def _audited(line: dict[str, Any]) -> tuple[str, str, str]:
    """A line of the audit log as a row: who and when, what in which entry, on what."""
    who = _lines(wib(line["at"]), line["by"], line["role"], line["address"])
    entry = f"entri {line['entry']}" if line["entry"] else None
    width = max(_ID_WIDTH, console.out.width - _BESIDE)
    wrapped = textwrap.wrap(line["subject"] or "", width, break_long_words=False, break_on_hyphens=False)
    return who, _lines(line["action"], entry), _lines(*wrapped)


def _lines(*cells: object) -> str:
    """What there is of some cells, below each other."""
    return escape("\n".join(str(cell) for cell in cells if cell))


def rekey() -> None:
    """Bungkus semua kunci data pribadi dengan kunci induk baru."""
    from api.tokens import COMMAND_LINE
    from gis import audit as log
    from gis import keyring, vault

    settings = Settings()
    with opening.database(settings) as database:
        ring = keyring.add(settings)
        with database.write() as conn:
            count = vault.rewrap(conn, ring)
            log.add(
                conn, by=COMMAND_LINE.name, role="admin", action=log.Action.REKEY, subject=ring.current.name
            )
        keyring.keep_current(settings)
    console.out.print(f"{count} kunci dibungkus ulang dengan kunci induk {ring.current.name}")


def _password() -> str:
    """Asked twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Kata sandi: ")
    if first != getpass.getpass("Sekali lagi: "):
        raise InvalidInput("sandi", "Kedua kata sandi tidak sama", "The two passwords differ")
    return first
