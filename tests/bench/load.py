"""A load generator: kept connections that ask for one address as fast as they are answered.

    .venv/bin/python -m tests.bench.load HOST PORT PATH CONNECTIONS SECONDS [HEADER: VALUE …]

Prints answers a second, median and 99th percentile in ms, the status, and bytes of one answer's body. One
question is under way on each connection. It keeps to the last core that it may use, and does little for an
answer, so that a server kept to another core is what is measured: the first answer is read whole, and the
following ones must have its status line and its length.
"""

import os
import select
import socket
import sys
import time

_ROOM = 1 << 20


class _Answer:
    """What all answers are like: how they begin, their length with the head, the body's."""

    def __init__(self, sock: socket.socket, question: bytes) -> None:
        sock.sendall(question)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += _more(sock)
        at = got.lower().find(b"content-length: ", 0, end)
        self.size = int(got[at + 16 : got.find(b"\r\n", at)]) if at >= 0 else 0
        self.whole = end + 4 + self.size
        self.start = got[:12]
        while len(got) < self.whole:
            got += _more(sock)


def _more(sock: socket.socket) -> bytes:
    got = sock.recv(_ROOM)
    if not got:
        raise ConnectionError("the server closed the connection")
    return got


def _ask(socks: list[socket.socket], question: bytes, answer: _Answer, seconds: float) -> list[float]:
    """Seconds each answer took, asked on all connections at once until the time is over."""
    poll = select.epoll()
    by_fd = {sock.fileno(): (sock.recv_into, sock.send) for sock in socks}
    left = dict.fromkeys(by_fd, answer.whole)
    whole, start, room, clock = answer.whole, answer.start, bytearray(_ROOM), time.perf_counter
    asked, taken = {}, []
    until = clock() + seconds
    for fd, (_, send) in by_fd.items():
        poll.register(fd, select.EPOLLIN)
        asked[fd] = clock()
        send(question)
    while by_fd:
        for fd, _ in poll.poll():
            receive, send = by_fd[fd]
            got = receive(room)
            if not got or (left[fd] == whole and not room.startswith(start)):
                raise ConnectionError(f"another answer: {bytes(room[:got])[:200]!r}")
            left[fd] -= got
            if left[fd] > 0:
                continue
            now = clock()
            taken.append(now - asked[fd])
            if left[fd] or now >= until:
                poll.unregister(fd)
                del by_fd[fd]
                continue
            left[fd] = whole
            asked[fd] = now
            send(question)
    if any(left.values()):
        raise ConnectionError(f"an answer of another length than {whole}")
    return taken


def main() -> None:
    """Ask."""
    host, port, path, connections, seconds, *headers = sys.argv[1:]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *headers, "", ""]
    question = "\r\n".join(lines).encode()
    socks = [socket.create_connection((host, int(port))) for _ in range(int(connections))]
    for sock in socks:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    answer = _Answer(socks[0], question)
    started = time.perf_counter()
    taken = sorted(_ask(socks, question, answer, float(seconds)))
    elapsed = time.perf_counter() - started
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(len(taken) / elapsed, middle * 1000, late * 1000, int(answer.start[9:12]), answer.size)


if __name__ == "__main__":
    main()
