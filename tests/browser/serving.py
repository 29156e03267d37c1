"""A web server for the desk of a test: its address stays, what answers there is the desk of the test that runs."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send


class Door:
    """What the server serves."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.desk: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.desk, "no test has put a desk behind the door"
        await self.desk(scope, receive, send)


@contextmanager
def served() -> Iterator[Door]:
    """On a free port of this machine. By name, since passkeys belong to names."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        door = Door(f"http://localhost:{listening.getsockname()[1]}")
        config = uvicorn.Config(door, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield door
        finally:
            server.should_exit = True
            thread.join()
