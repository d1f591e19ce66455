"""People who go on working while things break: each form is sent until it is acknowledged."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.make.play import (
    SUPPLIERS,
    Cast,
    accept,
    approve,
    id_in,
    invite,
    quote,
    raise_request,
    went_well,
)
from tests.make.wire import PageForm, WirePage, WirePerson

PAUSE = 0.1
SERVICE_AWAY = 503
AWAY = (OSError, http.client.HTTPException)
REDIRECTS = {302, 303}


@dataclass
class Acknowledged:
    """What the product has said yes to, how often it had to be asked, and what went wrong."""

    requests: dict[str, str] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    invited: dict[str, str] = field(default_factory=dict)
    quoted: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    awarded: set[str] = field(default_factory=set)
    signed: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    repeated: int = 0
    under_way: int = 0
    faults: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        """How many deeds are acknowledged."""
        early = len(self.requests) + len(self.approved) + len(self.invited) + len(self.quoted)
        return early + sum(map(len, (self.opened, self.awarded, self.signed, self.accepted)))

    def begin(self) -> None:
        """A form leaves."""
        with self.lock:
            self.under_way += 1

    def end(self, attempts: int) -> None:
        """It was answered, after so many attempts."""
        with self.lock:
            self.under_way -= 1
            self.repeated += attempts > 1


class Stubborn(WirePerson):
    """Somebody who sends the same form, with its idempotency key, until it is acknowledged."""

    known: Acknowledged | None = None

    def get(self, path: str) -> WirePage:
        """Read a page; while the service is away, try again."""
        return self._follow(self._until_answered("GET", path)[0])

    def send(self, form: PageForm, **values: Any) -> WirePage:
        """Send a form until it is done, then read the page that its answer leads to."""
        path = urljoin(self.last_path, form.action)
        body = urlencode(form.with_values(values))
        if self.known is None:  # signing in, before anything breaks
            return self._follow(self.ask("POST", path, body))
        self.known.begin()
        answer, attempts = self._until_answered("POST", path, body)
        self.known.end(attempts)
        assert answer.status in REDIRECTS, (answer.status, answer.path, answer.text[-3000:])
        return self.get(answer.headers["location"])

    def _until_answered(
        self, method: str, path: str, body: str | None = None
    ) -> tuple[WirePage, int]:
        attempts = 0
        while True:
            attempts += 1
            try:
                page = self.ask(method, path, body)
            except AWAY:
                time.sleep(PAUSE)
                continue
            if page.status != SERVICE_AWAY:
                return page, attempts
            time.sleep(PAUSE)


class StubbornCast(Cast):
    """The people of one agency and its suppliers, none of whom gives up.

    Who has two duties sits at two browsers, so that one does not wait for the other.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.opener, self.buyer = (self._person(f"pp.{self.agency}") for _ in range(2))
        self.signer = self._person(f"ppk.{self.agency}")
        self.winner = self._person(SUPPLIERS[0])

    def _person(self, name: str) -> WirePerson:
        return Stubborn(self.address, timeout=15).sign_in(f"{name}@jateng.example")

    @property
    def everybody(self) -> list[WirePerson]:
        """Whoever works here, at each browser."""
        early = [self.requester, self.commitment_officer, self.officer, *self.suppliers]
        return [*early, self.opener, self.buyer, self.signer, self.winner]

    def begin(self, known: Acknowledged) -> None:
        """From now on, count what they do."""
        for person in self.everybody:
            assert isinstance(person, Stubborn)
            person.known = known

    def leave(self) -> None:
        """Close every connection."""
        for person in self.everybody:
            person.leave()


Desk = SimpleQueue[str]


@dataclass
class Office:
    """One agency at work, each person at a desk: what one has done, the next one finds there."""

    cast: StubbornCast
    known: Acknowledged
    let_time_pass: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    submitted: Desk = field(default_factory=Desk)
    approved: Desk = field(default_factory=Desk)
    published: Desk = field(default_factory=Desk)
    quoted: Desk = field(default_factory=Desk)
    opened: Desk = field(default_factory=Desk)
    awarded: Desk = field(default_factory=Desk)
    signed: Desk = field(default_factory=Desk)

    def open(self) -> None:
        """Let everybody begin to work."""
        self.cast.begin(self.known)
        early = (self._request, self._approve, self._invite, self._quote)
        for work in (*early, self._open, self._award, self._sign, self._accept):
            thread = threading.Thread(target=self._noting_faults, args=(work,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def close(self, seconds: float) -> None:
        """Let everybody finish the deed in hand."""
        self.stop.set()
        for thread in self.threads:
            thread.join(seconds)
            assert not thread.is_alive(), "a deed was never acknowledged"
        self.cast.leave()

    def _noting_faults(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - the test tells it
            self.known.faults.append(fault)

    def _request(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            token = f"Rapat {self.cast.agency} {number:04d}"
            self.known.requests[token] = raise_request(self.cast, token)
            self.submitted.put(self.known.requests[token])

    def _approve(self) -> None:
        while purchase := self._next(self.submitted):
            approve(self.cast, purchase)
            self.known.approved.add(purchase)
            self.approved.put(purchase)

    def _invite(self) -> None:
        while purchase := self._next(self.approved):
            self.known.invited[purchase] = invite(self.cast, purchase)
            self.published.put(purchase)

    def _quote(self) -> None:
        while purchase := self._next(self.published):
            rfq = self.known.invited[purchase]
            quote(self.cast.suppliers[0], rfq, below=500)
            self.known.quoted.add(rfq)
            self.quoted.put(purchase)

    def _open(self) -> None:
        while purchase := self._next(self.quoted):
            rfq = self.known.invited[purchase]
            self.let_time_pass(rfq)
            page = went_well(self.cast.opener.get(f"/rfqs/{rfq}"))
            went_well(self.cast.opener.send(page.form("/open")))
            self.known.opened.add(rfq)
            self.opened.put(purchase)

    def _award(self) -> None:
        while purchase := self._next(self.opened):
            if (page := self._unsealed(self.known.invited[purchase])) is None:
                return
            why = "Penawaran lengkap dengan harga terendah."
            went_well(self.cast.buyer.send(page.form("/award"), reason=why))
            self.known.awarded.add(purchase)
            self.awarded.put(purchase)

    def _unsealed(self, rfq: str) -> WirePage | None:
        """Read the comparison again and again until the keeper has unsealed it."""
        while not self.stop.is_set():
            page = self.cast.buyer.get(f"/rfqs/{rfq}/compare")
            if any("/award" in form.action for form in page.parsed.forms):
                return page
            self.stop.wait(0.3)
        return None

    def _sign(self) -> None:
        while purchase := self._next(self.awarded):
            page = went_well(self.cast.signer.get(f"/purchases/{purchase}"))
            page = went_well(self.cast.signer.get(page.link("/issue")))
            order = id_in(page)
            went_well(self.cast.signer.send(page.form("idempotency_key")))
            self.known.signed[purchase] = order
            self.signed.put(order)

    def _accept(self) -> None:
        while order := self._next(self.signed):
            accept(self.cast.winner, f"/purchase-orders/{order}")
            self.known.accepted.add(order)

    def _next(self, desk: Desk) -> str:
        while not self.stop.is_set():
            try:
                return desk.get(timeout=0.2)
            except Empty:
                continue
        return ""
