"""One server for the tests that only need some server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from procure.launcher.cluster import Cluster
from tests.launcher.folders import a_cluster, open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    with open_folder() as made, a_cluster(made / "postgres") as cluster:
        yield cluster
