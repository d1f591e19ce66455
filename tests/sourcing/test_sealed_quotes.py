"""Sealed quotes in the database: nobody reads one early, nobody sends one late, none is swapped."""

import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from procure.audit.models import AuditEntry
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.kernel.errors import NotFound
from procure.launcher.cluster import Cluster
from procure.launcher.provision import Urls
from procure.sourcing import jobs, queries, service
from procure.sourcing.models import Quote, Rfq, SealedQuote
from procure.sourcing.rules.inviting import QuotesAreClosed
from procure.sourcing.sealing import Content, merkle_root, open_quote, seal
from procure.sourcing.service.opening import FOREIGN, STOCK, UNREADABLE
from procure.sourcing.workflow import RfqStatus
from tests.conftest import KEEPER_KEY, WorkAs
from tests.make.offices import Office
from tests.make.quotations import a_quote, a_tender, close_now, open_now
from tests.make.sellers import Seller

CANARY = 31_417


def put_in(work: Work, rfq: Rfq, seller: Seller, sealed: bytes, wrapped_key: bytes) -> UUID:
    """Write a sealed quote past our own code, as whoever holds the web login could."""
    quote_id = new_id()
    work.session.execute(
        insert(SealedQuote).values(
            id=quote_id,
            region_id=rfq.region_id,
            rfq_id=rfq.id,
            supplier_id=seller.supplier.id,
            submitted_by_id=seller.person.id,
            is_withdrawal=False,
            sealed=sealed,
            wrapped_key=wrapped_key,
        )
    )
    work.session.commit()
    return quote_id


def test_the_price_is_in_no_table_before_the_opening(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, CANARY, CANARY)

    tables = owner.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'sec')")
    ).all()
    for table in tables:
        schema = "sec" if table in ("context_keys", "allowed_moves") else "public"
        rows = owner.execute(text(f"SELECT t::text FROM {schema}.{table} t")).scalars().all()
        assert not [row for row in rows if str(CANARY) in row], table


def test_the_price_is_in_no_file_of_the_database_before_the_opening(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller], cluster: Cluster
) -> None:
    """Also not in the write-ahead log, where deleted and aborted things stay for a while."""
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 3_141_592_653, None)
    rfq.own_estimate, rfq.catalogue_note = 2_718_281_828_459, "planted-canary"
    owner.commit()
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        admin.execute("CHECKPOINT")
        row = admin.execute("SHOW data_directory").fetchone()
    assert row is not None

    secret = [b"3141592653", (3_141_592_653).to_bytes(8, "little")]
    planted = [b"planted-canary", (2_718_281_828_459).to_bytes(8, "little")]
    found = dict.fromkeys([*secret, *planted], 0)
    for path in Path(row[0]).rglob("*"):
        with suppress(OSError):
            content = path.read_bytes()
            for canary in found:
                found[canary] += content.count(canary)

    assert [found[canary] for canary in secret] == [0, 0]
    assert all(found[canary] for canary in planted)


@pytest.mark.parametrize("column", ["sealed", "wrapped_key", "*"])
def test_the_web_login_cannot_read_what_is_sealed(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller], column: str
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)

    with pytest.raises(ProgrammingError, match="permission denied"):
        work_as(sellers[0].actor).session.execute(text(f"SELECT {column} FROM sealed_quotes"))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM sealing_keys",
        "DELETE FROM sealed_quotes",
        "UPDATE sealed_quotes SET round = 9",
        "INSERT INTO quotes (id) VALUES (gen_random_uuid())",
        "UPDATE rfqs SET status = 'opened'",
        "UPDATE rfqs SET closes_at = closes_at - interval '1 hour'",
        "UPDATE rfqs SET status = 'opening'",
    ],
)
def test_the_web_login_can_neither_peek_nor_meddle(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller], statement: str
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)

    with pytest.raises(DBAPIError):
        work_as(office.officer).session.execute(text(statement))


def test_before_the_deadline_the_agency_sees_no_trace_of_a_quote(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)

    for actor in (office.officer, office.commitment_officer, office.auditor):
        session = work_as(actor).session
        assert session.scalar(select(func.count()).select_from(SealedQuote)) == 0
    chain = owner.scalars(
        select(AuditEntry.action).where(AuditEntry.chain == rfq.purchase_request_id)
    ).all()
    assert not [action for action in chain if action.startswith("quote.")]


def test_a_rival_sees_neither_the_quote_nor_the_receipt(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)

    rival = work_as(sellers[1].actor)
    assert queries.my_quote(rival, rfq.id) is None
    assert rival.session.scalar(select(func.count()).select_from(SealedQuote)) == 0
    with pytest.raises(NotFound):
        queries.opened(rival, rfq.id)


def test_the_database_itself_refuses_what_comes_late(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    close_now(owner, rfq.id)
    work = work_as(sellers[0].actor)

    with pytest.raises(IntegrityError) as refusal:
        put_in(work, rfq, sellers[0], b"sealed", b"key")
    assert refusal.value.orig.diag.constraint_name == "quotes_are_closed"  # type: ignore[union-attr]


def test_a_request_that_read_its_clock_in_time_but_arrives_late_is_refused_in_words(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    close_now(owner, rfq.id)
    work = work_as(sellers[0].actor)
    work.now = now() - timedelta(hours=1)

    with pytest.raises(QuotesAreClosed):
        service.submit(work, rfq.id, service.NewQuote({1: 30_000, 2: 12_000}))


def test_nobody_quotes_in_the_name_of_another(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    """The database takes the supplier from the signed context, whatever the statement says."""
    rfq = a_tender(owner, office, *sellers)
    put_in(work_as(sellers[0].actor), rfq, sellers[1], b"sealed", b"key")

    assert owner.scalars(select(SealedQuote.supplier_id)).all() == [sellers[0].supplier.id]


def test_a_rival_s_ciphertext_cannot_be_sent_again(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    stolen = owner.execute(text("SELECT sealed, wrapped_key FROM sealed_quotes")).one()

    with pytest.raises(IntegrityError, match="uq_sealed_quotes_rfq_id_quote_hash"):
        put_in(work_as(sellers[1].actor), rfq, sellers[1], *map(bytes, stolen))


def test_a_quote_sealed_for_another_supplier_never_wins(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    of_first = Content(rfq.id, sellers[0].supplier.id, {1: 1, 2: 1}, 0, "", "")
    sealed = seal(of_first.as_bytes(), rfq.sealing_key)
    put_in(work_as(sellers[1].actor), rfq, sellers[1], sealed.sealed, sealed.wrapped_key)

    quote = open_now(owner, work_as, office, rfq)[0]

    assert (quote.total, quote.is_complete, quote.note) == (0, False, FOREIGN)


def test_a_damaged_quote_is_marked_and_stops_nobody_else(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    put_in(work_as(sellers[1].actor), rfq, sellers[1], b"not a quote", b"no key")
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)

    quotes = {q.supplier_id: q for q in open_now(owner, work_as, office, rfq)}

    assert quotes[sellers[0].supplier.id].total == 2_100_000
    damaged = quotes[sellers[1].supplier.id]
    assert (damaged.total, damaged.is_complete, damaged.note) == (0, False, UNREADABLE)
    assert [line.unit_price for line in damaged.lines] == [None, None]


def test_an_absurd_price_is_damage_not_an_offer(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 10**40, 12_000)

    quote = open_now(owner, work_as, office, rfq)[0]

    assert quote.note == UNREADABLE


def test_the_receipt_is_the_hash_of_what_the_keeper_finds(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers)
    receipts = [
        bytes(a_quote(work_as, seller, rfq, 30_000, 12_000).quote_hash) for seller in sellers
    ]
    open_now(owner, work_as, office, rfq)

    owner.expire_all()
    assert bytes(owner.get_one(Rfq, rfq.id).quotes_root or b"") == merkle_root(receipts)
    published = queries.published_receipts(work_as(sellers[0].actor), rfq)
    assert published == sorted(one.hex() for one in receipts)


def test_the_keeper_s_job_opens_what_it_is_told(
    owner: Session,
    office: Office,
    work_as: WorkAs,
    sellers: list[Seller],
    keeper_work: None,
) -> None:
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000, delivery_cost=25_000)
    close_now(owner, rfq.id)
    service.open(work_as(office.officer), rfq.id)

    jobs.reveal(str(rfq.id), str(office.region.id))
    jobs.stock_keys()

    quote = owner.scalars(select(Quote)).one()
    assert (quote.total, quote.delivery_cost, quote.is_complete) == (2_125_000, 25_000, True)
    assert owner.scalar(text("SELECT count(*) FROM sealing_keys WHERE rfq_id IS NULL")) == STOCK


def test_with_a_wrong_master_key_nothing_is_lost(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    """A worker that was given another key marks nothing: the request waits for the right one."""
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, 30_000, 12_000)
    close_now(owner, rfq.id)
    service.open(work_as(office.officer), rfq.id)

    with pytest.raises(service.WrongKeeperKey):
        service.reveal(work_as(system(office.region.id), keeper=True), rfq.id, bytes(32))

    owner.expire_all()
    assert owner.get_one(Rfq, rfq.id).status is RfqStatus.OPENING
    assert owner.scalar(select(func.count()).select_from(Quote)) == 0


def test_suppliers_who_send_at_the_same_moment_are_all_received(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller], database: Urls
) -> None:
    rfq = a_tender(owner, office, *sellers)
    works = [(seller, work_as(seller.actor)) for seller in sellers for _ in range(4)]
    start, refused = threading.Barrier(len(works)), []

    def send(work: Work, price: int) -> None:
        start.wait()
        try:
            service.submit(work, rfq.id, service.NewQuote({1: price, 2: 12_000}))
        except DBAPIError as error:
            refused.append(error)

    threads = [
        threading.Thread(target=send, args=(work, 30_000 + n)) for n, (_, work) in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == []
    for seller in sellers:
        rounds = owner.scalars(
            select(SealedQuote.round).where(SealedQuote.supplier_id == seller.supplier.id)
        )
        assert sorted(rounds) == [1, 2, 3, 4]


def test_round_the_deadline_none_is_kept_that_came_after_it(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    rfq = a_tender(owner, office, *sellers, open_for=timedelta(seconds=3))
    works = [work_as(seller.actor) for seller in sellers]
    refused: list[Work] = []

    def send(work: Work) -> None:
        while work not in refused:
            try:
                service.submit(work, rfq.id, service.NewQuote({1: 30_000, 2: 12_000}))
            except QuotesAreClosed:
                refused.append(work)

    threads = [threading.Thread(target=send, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    received = owner.scalars(select(SealedQuote.received_at)).all()
    assert received
    assert len(refused) == len(works)
    assert max(received) < rfq.closes_at


def test_only_the_keeper_s_key_reads_the_row(
    owner: Session, office: Office, work_as: WorkAs, sellers: list[Seller]
) -> None:
    """Positive control of this file: with the key, the canary is there."""
    rfq = a_tender(owner, office, *sellers)
    a_quote(work_as, sellers[0], rfq, CANARY, CANARY)
    row = owner.execute(
        text(
            "SELECT q.sealed, q.wrapped_key, k.wrapped_private_key FROM sealed_quotes q "
            "JOIN sealing_keys k ON k.rfq_id = q.rfq_id"
        )
    ).one()

    sealed, wrapped_key, wrapped_private = map(bytes, row)
    opened = open_quote(sealed, wrapped_key, wrapped_private, KEEPER_KEY)

    assert str(CANARY).encode() in opened
