"""Folders and servers for the launcher's tests, which root's database user can reach as well."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from procure.launcher.cluster import Cluster

FAST = {"fsync": "off", "full_page_writes": "off"}  # a killed server still loses nothing


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a new folder that other system users may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="tenong-tests-"))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_cluster(directory: Path, binaries: Path | None = None) -> Iterator[Cluster]:
    """Give a server that does not wait for the disk; it is removed afterwards."""
    cluster = Cluster(directory, binaries=binaries, settings=FAST)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.destroy()
