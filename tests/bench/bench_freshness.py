"""How long a report takes from `POST /api/submissions` to its event in the public vector tile.

    .venv/bin/python -m tests.bench.bench_freshness [--posts 50] [--events 0]

The bar: 95 of 100 within a second, one after the other, against a real server process with the embedded
database. `--events` puts so many events there before.
"""

import argparse
import secrets
import statistics
import time
from datetime import datetime, timedelta

import httpx

from api import tokens
from gis import postgis, roles
from gis.db import Database
from gis.report import Location, Precision
from gis.settings import Settings
from tests import servers
from tests.bench.place import installation, print_table
from tests.registers import WIB, figure, keep, told

LIMIT_S = 1.0
TILE = "/tiles/kejadian/7/101/65.mvt"
START = datetime(2026, 3, 1, 6, 0, tzinfo=WIB)

PLACE = Location(
    areas=("19.03.01",), lonlat=(106.45, -3.0), precision=Precision.SPOT, uncertainty_m=20, method="koordinat"
)
REPORT = """LAPORAN KEJADIAN BENCANA
PUSDALOPS BPBD KAB. BANGKA SELATAN
Jenis Kejadian : Puting Beliung
Waktu Kejadian : {moment:%d/%m/%Y} Pkl. {moment:%H.%M} WIB
Lokasi : Kel. Toboali, Kec. Toboali, Kab. Bangka Selatan
Koordinat : -3.01{n:02d}, 106.45{n:02d}
Korban Jiwa : MD : Nihil, LB : {n} orang
Kerusakan :
- Rumah RB 3 unit, RS 7 unit, RR 21 unit
"""


def main() -> None:
    """Post, look, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--posts", type=int, default=50)
    options.add_argument("--events", type=int, default=0)
    asked = options.parse_args()
    with installation() as var, postgis.running(var) as cluster:
        url = cluster.url(roles.APP)
        settings = Settings(database_url=url, var=var, master_key=secrets.token_hex(32))
        database = Database(url, settings)
        fill(database, asked.events)
        secret = tokens.create(database, name="bench", auto_verify=True, agency="bpbd_bangka_selatan")
        with servers.running(settings) as address:
            taken = [seen_after(address, secret, n) for n in range(asked.posts)]
        database.close()
    report(taken)


def fill(database: Database, count: int) -> None:
    """Put `count` events there before."""
    for first in range(0, count, 1000):
        moments = [START - timedelta(hours=n) for n in range(first, min(count, first + 1000))]
        reports = [
            told(figure("rumah_rusak_ringan", 1), valid_at=moment, location=PLACE) for moment in moments
        ]
        keep(database, *reports)


def seen_after(address: str, secret: str, n: int) -> tuple[float, float]:
    """Seconds until the answer, and until the event of a new report is in the public tile."""
    text = REPORT.format(moment=START + timedelta(days=n), n=n % 90)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "text/plain"}
    with httpx.Client(base_url=address, timeout=30) as client:
        start = time.perf_counter()
        answer = client.post("/api/submissions", content=text, headers=headers)
        answered = time.perf_counter() - start
        (item,) = answer.json()["items"]
        # A tile holds its strings as they are: reading it whole would time the reader.
        while item["event"].encode() not in client.get(TILE).content:
            pass
        return answered, time.perf_counter() - start


def report(taken: list[tuple[float, float]]) -> None:
    """Percentiles in milliseconds."""
    rows = []
    for name, column in (("POST answered", 0), ("event in the public tile", 1)):
        values = sorted(each[column] * 1000 for each in taken)
        cuts = statistics.quantiles(values, n=20, method="inclusive")
        rows.append((name, f"{statistics.median(values):.0f}", f"{cuts[-1]:.0f}", f"{values[-1]:.0f}"))
    print_table(f"{len(taken)} posts, ms", ("", "p50", "p95", "most"), rows)
    ok = statistics.quantiles([each[1] for each in taken], n=20, method="inclusive")[-1] < LIMIT_S
    print(f"p95 under {LIMIT_S:.0f} s: {'yes' if ok else 'NO'}")


if __name__ == "__main__":
    main()
