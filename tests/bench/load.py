"""A load generator: kept connections that ask for one address as fast as they are answered.

    .venv/bin/python -m tests.bench.load HOST PORT PATH CONNECTIONS SECONDS [HEADER: VALUE …]

Prints answers a second, median and 99th percentile in ms, the status, and bytes of one answer.
"""

import asyncio
import sys
import time
from typing import cast

import uvloop


class _Asker(asyncio.Protocol):
    """One connection: as soon as an answer is whole, the next question."""

    def __init__(self, question: bytes, until: float) -> None:
        self.question, self.until = question, until
        self.taken: list[float] = []
        self.left = 0  # bytes of the body still to come
        self.head = b""
        self.status = self.size = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self._ask()

    def _ask(self) -> None:
        self.asked = time.perf_counter()
        self.transport.write(self.question)

    def data_received(self, data: bytes) -> None:
        if not self.left:
            head = self.head + data
            end = head.find(b"\r\n\r\n")
            if end < 0:
                self.head = head
                return
            self.head = b""
            self.status = int(head[9:12])
            at = head.find(b"content-length: ", 0, end)
            self.size = int(head[at + 16 : head.find(b"\r\n", at)]) if at >= 0 else 0
            self.left = self.size - (len(head) - end - 4)
        else:
            self.left -= len(data)
        if self.left <= 0:
            now = time.perf_counter()
            self.taken.append(now - self.asked)
            if now < self.until:
                self._ask()
            elif not self.done.done():
                self.transport.close()
                self.done.set_result(None)


async def _run(host: str, port: int, question: bytes, connections: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + seconds
    pairs = [
        await loop.create_connection(lambda: _Asker(question, until), host, port) for _ in range(connections)
    ]
    started = time.perf_counter()
    await asyncio.gather(*(asker.done for _, asker in pairs))
    elapsed = time.perf_counter() - started
    taken = sorted(each for _, asker in pairs for each in asker.taken)
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    first = pairs[0][1]
    print(len(taken) / elapsed, middle * 1000, late * 1000, first.status, first.size)


def main() -> None:
    """Ask."""
    host, port, path, connections, seconds, *headers = sys.argv[1:]
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *headers, "", ""]
    question = "\r\n".join(lines).encode()
    uvloop.run(_run(host, int(port), question, int(connections), float(seconds)))


if __name__ == "__main__":
    main()
