"""A small story for the first look: the demo cast buys, in both regions, through the real deeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from procure.accounts.models import Agency, Appointment, Person
from procure.accounts.queries import actor_for
from procure.budgets.models import BudgetLine
from procure.catalogue.models import Category, Listing
from procure.db.context import bind
from procure.db.work import Work
from procure.kernel.actors import Actor, system
from procure.kernel.clock import local
from procure.kernel.events import Subscriptions
from procure.orders import service as orders
from procure.orders.models import PurchaseOrder
from procure.purchase_requests import service as purchases
from procure.purchase_requests.models import PurchaseRequest
from procure.purchase_requests.rules import NewLine, NewPurchaseRequest
from procure.regulations.queries import in_force
from procure.regulations.rules import earliest_day
from procure.seeds.loading import ROWS, read
from procure.seeds.market import supplier_id
from procure.seeds.names import named
from procure.seeds.offices import REGIONS, load_offices, region_id
from procure.sourcing import service as sourcing
from procure.suppliers.models import Supplier

TOWNS: Final = {"jateng": "33.74", "kbb": "32.17"}
"""Where the agencies of a region take delivery."""
QUOTED: Final = (96, 91, 94)
"""What the three suppliers ask, in percent of the own estimate."""
DIRECT: Final = 98
"""What a supplier asks in a direct purchase, in percent of the own estimate."""
SURVEYED: Final = 104
"""What the surveyed shops ask, in percent of that supplier's total."""
PREPARED: Final = 5
"""Working days between a deadline and the day on which the goods are needed."""
BEFORE: Final = timedelta(days=4)
"""How long before its deadline the closed request was published."""
SATURDAY: Final = 5
ENOUGH: Final = 3
"""Invited suppliers that need no explanation."""
FEW_REASON: Final = "Belum ada penyedia lain di daerah ini yang menjual barang tersebut."
EXTENDED: Final = (
    "UPDATE rfqs SET closes_at = clock_timestamp() + interval '1 hour' WHERE id = :rfq"
)
CLOSED: Final = (
    "ALTER TABLE rfqs DISABLE TRIGGER keep_deadline",
    "ALTER TABLE sealed_quotes DISABLE TRIGGER keep_rows",
    "UPDATE rfqs SET closes_at = :closes_at WHERE id = :rfq",
    "UPDATE sealed_quotes q SET received_at = CAST(:closes_at AS timestamptz) "
    "- interval '97 minutes' * (SELECT count(*) FROM sealed_quotes o "
    "WHERE o.rfq_id = q.rfq_id AND o.received_at >= q.received_at) WHERE q.rfq_id = :rfq",
    "ALTER TABLE sealed_quotes ENABLE TRIGGER keep_rows",
    "ALTER TABLE rfqs ENABLE TRIGGER keep_deadline",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """With what the story is played: moment, listeners, keys, and where papers are checked."""

    moment: datetime
    subscriptions: Subscriptions
    context_key: bytes
    keeper_key: bytes
    address_of: Callable[[str], str]


def load_showcase(session: Session, stage: Stage) -> int:
    """Play the story in both regions and return how many purchases were made; a repeat makes none.

    Needs the demonstration, and a session of the tables' owner. Deeds commit one by one: the
    caller's session joins a transaction around all of them, so that a story is whole or not told.
    """
    rows = read(ROWS, "showcase")
    told = [row[f"purpose_{region['slug']}"] for row in rows for region in REGIONS]
    if session.scalar(select(exists().where(PurchaseRequest.purpose.in_(told)))):
        return 0
    # In December some things are needed in January: the next year's budget is there by then.
    years = {_needed_on(stage, row).year for row in rows}
    for year in years - {local(stage.moment).year}:
        load_offices(session, year)
    session.commit()
    for region in REGIONS:
        play = _Play(session, stage, region["slug"])
        sourcing.stock_keys(play.as_actor(system(play.region)), stage.keeper_key)
        for row in rows:
            play.purchase(row)
    return len(told)


def _needed_on(stage: Stage, row: Mapping[str, str]) -> date:
    return earliest_day(local(stage.moment).date(), int(row["days"]) + PREPARED)


@dataclass
class _Play:
    """The story in one region."""

    session: Session
    stage: Stage
    slug: str
    offices: Sequence[str] = field(init=False)
    sellers: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        offices = (row for row in read(ROWS, "offices") if row["region"] == self.slug)
        self.offices = [row["short_name"].lower() for row in offices]
        suppliers = (row for row in read(ROWS, "suppliers") if row["region"] == self.slug)
        self.sellers = {row["key"]: row["slug"] for row in suppliers}

    @property
    def region(self) -> UUID:
        """The region's id."""
        return region_id(self.slug)

    def purchase(self, row: Mapping[str, str]) -> None:
        """Play one purchase as far as its fate says."""
        login, office = row["requester"].split("@")
        staff, ppk, pp = (
            self._person(f"{one}.{self.offices[int(office) - 1]}") for one in (login, "ppk", "pp")
        )
        closes_at, began = self._times(row)
        work = self.as_actor(staff, began)
        needed = purchases.draft(work, self._need(work, row)).id
        purchases.submit(self.as_actor(staff, began), needed)
        if row["fate"] == "submitted":
            return
        work = self.as_actor(ppk, began)
        purchases.approve(work, needed, [line.price for line in self._lines(row)])
        if row["fate"] in {"open", "closed"}:
            rfq_id = self._publish(self.as_actor(pp, began), needed, row, closes_at)
            if row["fate"] == "closed":
                self._quote(rfq_id, row, closes_at)
        elif row["fate"] in {"issued", "accepted"}:
            self._buy(self.as_actor(pp), needed, row)
            self._order(ppk, needed, row)

    def as_actor(self, actor: Actor, moment: datetime | None = None) -> Work:
        """Return a unit of work in which somebody acts, now unless the story says when."""
        self.session.expire_all()
        bind(self.session, actor, self.stage.moment, self.stage.context_key)
        return Work(self.session, actor, moment or self.stage.moment, self.stage.subscriptions)

    def _person(self, login: str) -> Actor:
        person = self.session.get_one(Person, named("person", f"{login}@{self.slug}.example"))
        held = self.session.scalars(
            select(Appointment).where(Appointment.person_id == person.id)
        ).all()
        return actor_for(person, held)

    def _times(self, row: Mapping[str, str]) -> tuple[datetime, datetime]:
        """Return when quotes close and when the purchase begins."""
        now = local(self.stage.moment)
        if row["fate"] == "closed":
            closed_at = self._last_closing_hour(now)
            return closed_at, closed_at - BEFORE
        day = earliest_day(now.date(), int(row["days"]))
        return datetime.combine(day, time(int(row["hour"] or 10)), now.tzinfo), now

    def _last_closing_hour(self, now: datetime) -> datetime:
        """Return the latest full hour that has passed and at which quotes may close."""
        law = in_force(self.as_actor(system(self.region)), ("closing-hours",))["closing-hours"]
        hours = range(law.parameters["from"], law.parameters["until"] + 1)
        hour = now.replace(minute=0, second=0, microsecond=0)
        while hour.weekday() >= SATURDAY or hour.hour not in hours:
            hour -= timedelta(hours=1)
        return hour

    def _need(self, work: Work, row: Mapping[str, str]) -> NewPurchaseRequest:
        needed_on = _needed_on(self.stage, row)
        agency = self.session.get_one(Agency, work.actor.agency_id)
        person = self.session.get_one(Person, work.actor.user_id)
        line_id = self.session.scalars(
            select(BudgetLine.id)
            .join(Category, Category.account_code == BudgetLine.account_code)
            .where(
                Category.code == row["category"],
                BudgetLine.unit_id == work.actor.unit_id,
                BudgetLine.year == needed_on.year,
            )
        ).one()
        people = int(row["people"] or 0)
        return NewPurchaseRequest(
            budget_line_id=line_id,
            category_code=row["category"],
            purpose=row[f"purpose_{self.slug}"],
            needed_on=needed_on,
            window_from=time(10),
            window_until=time(12),
            lines=tuple(self._lines(row)),
            delivery_address=agency.address,
            delivery_contact=f"{person.name}, {person.phone}",
            delivery_regency_code=TOWNS[self.slug],
            event_name=row[f"event_{self.slug}"],
            event_from=time(9) if people else None,
            event_until=time(13) if people else None,
            head_count=people or None,
            has_guests=bool(people),
        )

    def _lines(self, row: Mapping[str, str]) -> list[NewLine]:
        """Return what is asked: listings of the catalogue, at their prices."""
        offers = {offer["name_jateng"]: offer for offer in read(ROWS, "listings")}
        wanted = []
        for item in row["items"].split(";"):
            name, count = item.split("*")
            offer = offers[name]
            seller = self.sellers[offer["seller"]]
            key = named("listing", seller, offer["category"], name)
            listing = self.session.get_one(Listing, key)
            wanted.append(
                NewLine(
                    name=listing.name,
                    quantity=int(count),
                    unit=listing.unit,
                    price=listing.price,
                    category_code=listing.category_code,
                    specification=listing.description,
                    listing_id=listing.id,
                )
            )
        return wanted

    def _sellers(self, row: Mapping[str, str]) -> list[str]:
        return [self.sellers[key] for key in row["sellers"].split(";")]

    def _publish(
        self, work: Work, needed: UUID, row: Mapping[str, str], closes_at: datetime
    ) -> UUID:
        sellers = self._sellers(row)
        new = sourcing.NewRfq(
            supplier_ids=tuple(supplier_id(slug) for slug in sellers),
            closes_at=closes_at,
            catalogue_found=False,
            catalogue_note=f"Dicari pada {work.today:%d-%m-%Y}; belum ada yang mengirim ke sini.",
            reason="Menjual barang ini dan mengirim ke alamat kantor.",
            few_invited_reason=FEW_REASON if len(sellers) < ENOUGH else "",
        )
        return sourcing.publish(work, needed, new).id

    def _quote(self, rfq_id: UUID, row: Mapping[str, str], closes_at: datetime) -> None:
        """Let three suppliers seal their prices, then let the deadline be what was published.

        The database takes quotes by its own clock, so that the deadline is later while they come
        in. The owner alone can move it back, with two guards off inside this transaction.
        """
        given = {"rfq": rfq_id, "closes_at": closes_at}
        self.session.execute(text(EXTENDED), {"rfq": rfq_id})
        self.session.commit()
        for slug, percent in zip(self._sellers(row), QUOTED, strict=True):
            prices = [_of(line.price, percent) for line in self._lines(row)]
            work = self.as_actor(self._person(slug), closes_at - timedelta(hours=2))
            sourcing.submit(work, rfq_id, sourcing.NewQuote(dict(enumerate(prices, start=1))))
        for statement in CLOSED:
            self.session.execute(text(statement), given if ":" in statement else {})
        self.session.commit()

    def _buy(self, work: Work, needed: UUID, row: Mapping[str, str]) -> None:
        lines = self._lines(row)
        supplier = self.session.get_one(Supplier, supplier_id(self._sellers(row)[0]))
        prices = tuple(_of(line.price, DIRECT) for line in lines)
        total = sum(price * line.quantity for price, line in zip(prices, lines, strict=True))
        day = f"{work.today:%d-%m-%Y}"
        new = sourcing.NewDirectPurchase(
            supplier_id=supplier.id,
            prices=prices,
            sources=(
                sourcing.Source(supplier.name, f"Etalase penyedia, dilihat {day}", total),
                sourcing.Source(
                    "Survei toko setempat", f"Catatan survei petugas, {day}", _of(total, SURVEYED)
                ),
            ),
            reason="Harga terendah dari dua sumber, dapat dikirim pada hari yang diminta.",
        )
        sourcing.buy(work, needed, new)

    def _order(self, ppk: Actor, needed: UUID, row: Mapping[str, str]) -> None:
        wanted = select(PurchaseOrder.id).where(PurchaseOrder.purchase_request_id == needed)
        order_id = self.session.scalars(wanted).one()
        orders.issue(self.as_actor(ppk), order_id, self.stage.address_of)
        if row["fate"] == "accepted":
            orders.accept(self.as_actor(self._person(self._sellers(row)[0])), order_id)


def _of(price: int, percent: int) -> int:
    """Return a share of a price, on the next lower 25 rupiah."""
    return price * percent // 100 // 25 * 25
