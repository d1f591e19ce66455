"""What can be done with one's own account and with appointments."""

from procure.kernel.labels import N_, Labelled


class AccountAction(Labelled):
    """Deeds on accounts."""

    REGISTER = "account.register", N_("Register as a supplier")
    SIGN_IN = "account.sign_in", N_("Sign in")
    FAIL = "account.fail", N_("Failed sign-in")
    SIGN_OUT = "account.sign_out", N_("Sign out")
    END_SESSION = "account.end_session", N_("End a session")
    END_EVERYWHERE = "account.end_everywhere", N_("End all other sessions")
    CHANGE_PASSWORD = "account.change_password", N_("Change the password")
    STAY = "account.stay", N_("Stay signed in")
    PREFER = "account.prefer", N_("Change language and theme")
    SWITCH = "account.switch", N_("Act for another agency")
    CLOSE = "account.close", N_("Close the account")


class AppointmentAction(Labelled):
    """Deeds on appointments."""

    APPOINT = "appointment.appoint", N_("Appoint")
    END = "appointment.end", N_("End the appointment")
