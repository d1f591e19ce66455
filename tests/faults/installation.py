"""A whole installation of its own that may be broken: PostgreSQL, web processes and a worker."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from procure.launcher.cluster import Cluster
from procure.launcher.provision import Passwords, provision
from tests.make.running import Running, running

DATABASE = "tenong_faults"


@dataclass
class Installation:
    """A database server with the demo cast in it, and the product that runs on it."""

    cluster: Cluster
    product: Running

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database as its superuser, past every guard."""
        with psycopg.connect(self.product.admin_url) as admin:
            return admin.execute(question.encode(), values).fetchall()


@contextmanager
def an_installation(server: Mapping[str, str], **settings: str) -> Iterator[Installation]:
    """Make a database server with these settings and load the demo cast; destroy it at the end."""
    with TemporaryDirectory(prefix="tenong-faults-") as folder:
        cluster = Cluster(Path(folder) / "pg", settings=server)
        cluster.start()
        try:
            urls = provision(cluster.admin_url(), DATABASE, Passwords.random())
            admin = cluster.admin_url(DATABASE)
            with running(urls, admin, Path(folder), **settings) as product:
                for command in (["db", "upgrade"], ["keys", "install"], ["seed", "demo"]):
                    product.flask(*command)
                yield Installation(cluster, product)
        finally:
            cluster.stop()
            cluster.destroy()
