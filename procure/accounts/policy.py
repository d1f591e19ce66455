"""Who may do what with accounts and appointments."""

from procure.accounts.actions import AccountAction, AppointmentAction
from procure.kernel.actors import Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, everybody, holds, signed_in

oneself = Who(N_("oneself"), lambda a, p: p is not None and a.user_id == p.id)
of_region = Who(
    N_("of this region"), lambda a, p: a.region_id is not None and a.region_id == p.region_id
)
another = Who(N_("another person"), lambda a, x: a.user_id != x.person_id)

ACCOUNT_POLICY = Policy(
    {
        AccountAction.REGISTER: everybody,
        AccountAction.SIGN_IN: everybody,
        AccountAction.FAIL: everybody,
        AccountAction.SIGN_OUT: signed_in,
        AccountAction.END_SESSION: oneself,
        AccountAction.END_EVERYWHERE: oneself,
        AccountAction.CHANGE_PASSWORD: oneself,
        AccountAction.STAY: signed_in,
        AccountAction.PREFER: oneself,
        AccountAction.SWITCH: signed_in,
        AccountAction.CLOSE: holds(Role.REGISTRY_OFFICER) & of_region & ~oneself,
    }
)

# An administrator never appoints themselves, and holds no role in purchases.
APPOINTMENT_POLICY = Policy(
    {
        AppointmentAction.APPOINT: holds(Role.ADMINISTRATOR) & another,
        AppointmentAction.END: holds(Role.ADMINISTRATOR) & another,
    }
)
