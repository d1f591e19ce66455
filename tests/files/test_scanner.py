"""Where a virus scanner is set up, nothing comes in that it knows, or that it could not see."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.files import queries, service
from procure.files.gate import refusals as no
from procure.files.models import Purpose, Scan, StoredFile, Upload
from procure.files.scanner import PIECE, Scanner, ScannerSilent
from tests.files.clamd import VIRUS, Daemon, on_a_socket, on_tcp
from tests.files.conftest import Cast, Set, WorkAs, sent
from tests.make.running import a_free_port


def test_a_file_is_streamed_in_pieces_and_found_clean() -> None:
    data = b"nama,harga\n" * 30_000
    with on_tcp() as (daemon, url):
        assert Scanner(url).finding(BytesIO(data)) == ""
    assert daemon.received == [data]
    assert max(daemon.pieces) == PIECE


def test_a_virus_is_named_over_a_unix_socket_as_well(tmp_path: Path) -> None:
    with on_a_socket(tmp_path) as (_daemon, url):
        assert Scanner(url).finding(BytesIO(b"a," + VIRUS)) == "Eicar-Test-Signature"


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: ERROR"])
def test_an_answer_that_is_no_verdict_is_none(said: bytes) -> None:
    with on_tcp() as (daemon, url):
        daemon.answer = said
        with pytest.raises(ScannerSilent):
            Scanner(url).finding(BytesIO(b"x"))


def test_a_scanner_that_is_away_is_silent(tmp_path: Path) -> None:
    for url in (f"tcp://127.0.0.1:{a_free_port()}", f"unix://{tmp_path}/nobody"):
        with pytest.raises(ScannerSilent):
            Scanner(url, seconds=1).finding(BytesIO(b"x"))


@pytest.mark.parametrize("url", ["clamd", "http://127.0.0.1", "unix://", "tcp://"])
def test_an_address_that_names_no_scanner_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="CLAMD_URL"):
        Scanner(url)


def test_a_virus_is_refused_by_its_name_and_written_down(
    cast: Cast, work_as: WorkAs, set_means: Set, owner: Session
) -> None:
    file = sent(b"nama,harga\n" + VIRUS, "barang.csv", Purpose.SHEET)
    with on_tcp() as (_daemon, url):
        set_means(clamd_url=url)
        with pytest.raises(no.VirusFound) as refusal:
            service.receive(work_as(cast.seller.actor), file)
    assert refusal.value.facts == {"finding": "Eicar-Test-Signature"}
    entry = owner.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.chain) == ("upload.refuse", cast.seller.supplier.id)
    assert json.loads(entry.facts)["finding"] == "Eicar-Test-Signature"
    for table in (Upload, StoredFile):
        assert owner.scalar(select(func.count()).select_from(table)) == 0


def test_a_file_that_was_scanned_says_so(cast: Cast, work_as: WorkAs, set_means: Set) -> None:
    with on_tcp() as (_daemon, url):
        set_means(clamd_url=url)
        assert service.receive(work_as(cast.seller.actor), sent()).scan == Scan.CLEAN


def test_while_the_scanner_is_away_nothing_comes_in_and_the_pieces_stay(
    cast: Cast, work_as: WorkAs, set_means: Set
) -> None:
    set_means(clamd_url=f"tcp://127.0.0.1:{a_free_port()}")
    work, file = work_as(cast.seller.actor), sent()
    service.send(work, file.id, 0, file.file.read())
    with pytest.raises(no.ScannerAway):
        service.finish(work, file.id, file.purpose, file.name, 1)
    assert queries.parts_of(work, file.id) == [0]
    with on_tcp() as (daemon, url):
        set_means(clamd_url=url)
        assert isinstance(daemon, Daemon)
        assert service.finish(work, file.id, file.purpose, file.name, 1).scan == Scan.CLEAN


def test_where_the_region_chose_so_a_file_comes_in_unscanned_and_says_so(
    cast: Cast, work_as: WorkAs, set_means: Set
) -> None:
    set_means(clamd_url=f"tcp://127.0.0.1:{a_free_port()}", clamd_required=False)
    assert service.receive(work_as(cast.seller.actor), sent()).scan == Scan.NOT_SCANNED
