"""Who may do what with a supplier."""

from procure.kernel.actors import SUPPLIER_ROLES, Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds
from procure.suppliers.actions import SupplierAction as Do

member = Who(
    N_("the people of the business"),
    lambda a, s: bool(a.roles & SUPPLIER_ROLES) and a.supplier_id == s.id,
)
owner = Who(
    N_("the owner of the business"),
    lambda a, s: Role.SUPPLIER_OWNER in a.roles and a.supplier_id == s.id,
)
helper = Who(
    N_("the coach who helps with it"),
    lambda a, s: Role.COACH in a.roles and s.coach_id == a.user_id,
)
coach = holds(Role.COACH)
officer = holds(Role.REGISTRY_OFFICER)

# A coach helps with what everybody may know; numbers, account and consent are the owner's alone.
SUPPLIER_POLICY = Policy(
    {
        Do.BEGIN: coach,
        Do.SEND_LINK: helper,
        Do.CONFIRM: owner,
        Do.DESCRIBE: owner | helper,
        Do.IDENTIFY: owner,
        Do.LOCATE: owner | helper,
        Do.OFFER: owner | helper,
        Do.DECLARE_TAX: owner | helper,
        Do.DECLARE_SCALE: owner | helper,
        Do.TAG: owner,
        Do.NAME_ACCOUNT: owner,
        Do.SUBMIT: owner,
        Do.INVITE: owner,
        Do.JOIN: member,
        Do.DISMISS: owner,
        Do.REVEAL: owner,
        Do.EXPORT: owner,
        Do.ASK: owner,
        Do.ANSWER: officer,
    }
)

own_business = Who(N_("a supplier"), lambda a, _: bool(a.roles & SUPPLIER_ROLES))
registrant = own_business | coach
"""Who fills in registrations; which ones exist for them is decided by the queries."""
