"""The embedded server: made, stopped, killed, started twice, in awkward places."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from procure.launcher.cluster import LONGEST_SOCKET_PATH, Cluster
from procure.launcher.refusal import Refused
from tests.launcher.folders import FAST, a_cluster

pytestmark = pytest.mark.database
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _note(cluster: Cluster, word: str) -> None:
    with psycopg.connect(cluster.admin_url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (word text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [word])


def _notes(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.admin_url()) as connection:
        return [str(row[0]) for row in connection.execute("SELECT word FROM notes ORDER BY word")]


def _kill(cluster: Cluster) -> None:
    pid = cluster._pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    give_up = time.monotonic() + 10
    while cluster.alive and time.monotonic() < give_up:
        time.sleep(0.01)
    assert not cluster.alive


def test_a_stopped_or_killed_server_keeps_its_data(folder: Path) -> None:
    with a_cluster(folder / "postgres") as cluster:
        _note(cluster, "first")
        cluster.stop()
        assert not cluster.running

        cluster.start()
        _note(cluster, "second")
        _kill(cluster)
        cluster.start()

        assert _notes(cluster) == ["first", "second"]


def test_the_server_waits_for_the_disk_unless_it_is_told_not_to(folder: Path) -> None:
    cluster = Cluster(folder / "postgres")
    try:
        cluster.start()
        with psycopg.connect(cluster.admin_url()) as connection:
            row = connection.execute(
                "SELECT current_setting('fsync'), current_setting('data_checksums'),"
                " current_setting('listen_addresses'), current_setting('server_encoding')"
            ).fetchone()
        assert row == ("on", "on", "", "UTF8")
    finally:
        cluster.destroy()


def test_nobody_enters_without_the_password(folder: Path) -> None:
    with a_cluster(folder / "postgres") as cluster:
        password = (cluster.directory / "password").read_text(encoding="utf-8")
        assert (cluster.directory / "password").stat().st_mode & 0o777 == 0o600
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(cluster.admin_url().replace(password, "guess"))


def test_two_starters_at_once_share_one_server(folder: Path) -> None:
    starters = [Cluster(folder / "postgres", settings=FAST, tied=False) for _ in range(2)]
    threads = [threading.Thread(target=starter.start) for starter in starters]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [starter.running for starter in starters] == [True, True]
        assert sorted(starter.started_here for starter in starters) == [False, True]
    finally:
        next(starter for starter in starters if starter.started_here).destroy()


def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path) -> None:
    with a_cluster(folder / ("long" * 30) / "postgres") as cluster:
        assert len(os.fsencode(cluster.data)) > LONGEST_SOCKET_PATH
        _note(cluster, "kept")
        cluster.stop()
        cluster.start()
        assert _notes(cluster) == ["kept"]


def test_a_folder_closed_to_others_is_no_hindrance(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with a_cluster(closed / "postgres") as cluster:
        _note(cluster, "kept")
        data = cluster.data
    assert not data.exists()
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_lock_file_whose_number_another_program_has_is_not_believed(folder: Path) -> None:
    with a_cluster(folder / "postgres") as cluster:
        _note(cluster, "kept")
        _kill(cluster)
        lock = cluster.data / "postmaster.pid"
        lines = lock.read_text(encoding="utf-8").splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", encoding="utf-8")
        cluster.start()
        assert _notes(cluster) == ["kept"]


def test_a_first_start_that_was_cut_short_is_begun_anew(folder: Path) -> None:
    (folder / "postgres" / "data.new").mkdir(parents=True)
    (folder / "postgres" / "data.new" / "PG_VERSION").write_text("18", encoding="utf-8")
    with a_cluster(folder / "postgres") as cluster:
        assert cluster.running


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    cluster = Cluster(folder / "postgres", settings={"shared_buffers": "plenty"})
    with pytest.raises(Refused, match="shared_buffers"):
        cluster.start()
    assert not cluster.alive


def test_a_server_ends_with_the_process_that_it_is_tied_to(folder: Path) -> None:
    start = (
        "import sys, time; from pathlib import Path; from procure.launcher.cluster import Cluster;"
        "Cluster(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    cluster = Cluster(folder / "postgres")
    try:
        with subprocess.Popen(
            [sys.executable, "-c", start, folder / "postgres"], stdout=subprocess.PIPE
        ) as starter:
            assert starter.stdout is not None
            assert starter.stdout.readline() == b"up\n"
            assert cluster.running
            starter.kill()
        give_up = time.monotonic() + 10
        while cluster.alive and time.monotonic() < give_up:
            time.sleep(0.05)
        assert not cluster.alive
    finally:
        cluster.destroy()


@pytest.mark.parametrize("binaries", DEBIAN, ids=lambda path: path.parent.name)
def test_the_servers_of_the_system_serve_as_well(folder: Path, binaries: Path) -> None:
    with a_cluster(folder / "postgres", binaries) as cluster:
        _note(cluster, "kept")
        assert _notes(cluster) == ["kept"]
