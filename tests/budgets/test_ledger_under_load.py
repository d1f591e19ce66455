"""Ten thousand reservations at once: nothing overspent, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from procure.budgets.models import BudgetEntry, BudgetLine
from procure.db.context import described, sign
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from tests.conftest import CONTEXT_KEY
from tests.make.offices import Office, a_budget_line
from tests.make.requests import a_purchase_request

LINES, PURCHASES, CONNECTIONS, AMOUNT, FIT = 20, 10_000, 32, 137_000, 400


def test_ten_thousand_reservations_overspend_nothing_and_lose_nothing(
    owner: Session, office: Office, database: Urls
) -> None:
    lines = [a_budget_line(owner, office.unit, AMOUNT * FIT + 1) for _ in range(LINES)]
    sample = a_purchase_request(owner, office)
    purchases = _many_submitted(owner, sample.id, [line.id for line in lines])
    context = sign(described(office.requester), now(), CONTEXT_KEY)

    def reserve(mine: list[tuple[UUID, UUID]]) -> int:
        taken = 0
        with psycopg.connect(database.web, prepare_threshold=1) as web:
            for purchase, line in mine:
                web.execute("SELECT set_config('app.context', %s, true)", (context,))
                row = web.execute(
                    "SELECT move_budget(%s, %s, 'reserve', %s)", (line, purchase, AMOUNT)
                ).fetchone()
                web.commit()
                taken += row == (None,)
        return taken

    shares = [purchases[n::CONNECTIONS] for n in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        acknowledged = sum(pool.map(reserve, shares))

    assert acknowledged == LINES * FIT
    owner.expire_all()
    for line in lines:
        now_line = owner.get_one(BudgetLine, line.id)
        assert now_line.reserved == AMOUNT * FIT
    total = owner.scalars(
        select(BudgetEntry.amount).where(BudgetEntry.budget_line_id.in_([x.id for x in lines]))
    ).all()
    assert sum(total) == AMOUNT * FIT * LINES


def _many_submitted(owner: Session, sample: UUID, lines: list[UUID]) -> list[tuple[UUID, UUID]]:
    columns = [
        name
        for (name,) in owner.execute(
            text(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_name = 'purchase_requests' "
                "AND column_name NOT IN ('id', 'number', 'status', 'budget_line_id')"
            )
        )
    ]
    names = ", ".join(columns)
    owner.execute(
        text(
            f"INSERT INTO purchase_requests (id, number, status, budget_line_id, {names}) "
            "SELECT gen_random_uuid(), 'L-' || n, 'submitted', (:lines)[1 + n % :many], "
            f"{names} FROM purchase_requests, generate_series(1, :count) n WHERE id = :sample"
        ),
        {"lines": lines, "many": len(lines), "count": PURCHASES, "sample": sample},
    )
    owner.commit()
    found = owner.execute(
        text("SELECT id, budget_line_id FROM purchase_requests WHERE number LIKE 'L-%'")
    )
    return [(row[0], row[1]) for row in found]
