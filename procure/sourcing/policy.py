"""Who may do what while suppliers are asked and chosen."""

from procure.kernel.actors import SUPPLIER_ROLES, Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, the_system
from procure.sourcing.actions import AwardAction, QuoteAction, RfqAction

colleague = Who(
    N_("a colleague of the agency"),
    lambda a, s: a.agency_id is not None and a.agency_id == s.agency_id,
)
not_involved = Who(
    N_("somebody who neither requested nor approved the purchase"),
    lambda a, s: a.user_id not in (s.requester_id, s.endorsed_by_id, s.approved_by_id),
)
officer = holds(Role.PROCUREMENT_OFFICER) & colleague & not_involved
commitment_officer = holds(Role.COMMITMENT_OFFICER) & colleague
requester = Who(N_("the requester"), lambda a, s: a.user_id == s.requester_id)
any_supplier = Who(N_("a supplier"), lambda a, _: bool(a.roles & SUPPLIER_ROLES))
reader = Who(
    N_("people of an agency, suppliers and auditors"),
    lambda a, _: a.agency_id is not None or a.is_supplier or Role.AUDITOR in a.roles,
)

RFQ_POLICY = Policy(
    {
        RfqAction.PUBLISH: holds(Role.PROCUREMENT_OFFICER),
        RfqAction.EXTEND: officer,
        RfqAction.OPEN: officer,
        RfqAction.REVEAL: the_system,
        RfqAction.AWARD: officer,
        RfqAction.REVISIT: commitment_officer | any_supplier | the_system | officer,
        RfqAction.FAIL: officer,
        RfqAction.CANCEL: officer | commitment_officer,
        RfqAction.END: requester | commitment_officer,
        RfqAction.ASK: any_supplier,
        RfqAction.ANSWER: officer,
    }
)

QUOTE_POLICY = Policy({QuoteAction.SUBMIT: any_supplier, QuoteAction.WITHDRAW: any_supplier})

AWARD_POLICY = Policy(
    {
        AwardAction.BUY: holds(Role.PROCUREMENT_OFFICER),
        AwardAction.SIGN: commitment_officer,
        AwardAction.SEND_BACK: commitment_officer,
        AwardAction.LAPSE: commitment_officer | any_supplier | the_system,
    }
)
