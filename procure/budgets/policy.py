"""Who may read budgets."""

from procure.kernel.actors import Role
from procure.kernel.policy import holds

may_read = (
    holds(Role.REQUESTER)
    | holds(Role.COMMITMENT_OFFICER)
    | holds(Role.BUDGET_AUTHORITY)
    | holds(Role.PROCUREMENT_OFFICER)
    | holds(Role.TREASURER)
    | holds(Role.AUDITOR)
)
