"""peewee on the connections that storage.connections has opened."""

import apsw
from playhouse.apsw_ext import APSWDatabase
from typing_extensions import override

from ldz_desktop.storage.connections import Connections


class Driver(APSWDatabase):  # type: ignore[misc]  # peewee is untyped
    """Takes each thread's connection as it is: opened, unlocked, its pragmas set."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        super().__init__("archive")

    @override
    def _connect(self) -> apsw.Connection:
        return self._connections.get()
