"""Through which statuses a request for quotation and an award move."""

from procure.kernel.labels import N_, Labelled
from procure.kernel.workflow import Move, Workflow
from procure.sourcing.actions import AwardAction, RfqAction


class RfqStatus(Labelled):
    """Where a request for quotation stands."""

    PUBLISHED = "published", N_("Open for quotes"), "info"
    OPENING = "opening", N_("Quotes are being unsealed"), "info"
    OPENED = "opened", N_("Being compared"), "info"
    AWARDED = "awarded", N_("Awarded"), "success"
    FAILED = "failed", N_("Closed without an award"), "danger"
    CANCELLED = "cancelled", N_("Cancelled"), "danger"


R = RfqStatus
RFQ_WORKFLOW = Workflow(
    name="rfq",
    initial=R.PUBLISHED,
    moves=(
        Move(RfqAction.EXTEND, start={R.PUBLISHED}, end=R.PUBLISHED, needs_reason=True),
        Move(RfqAction.OPEN, start={R.PUBLISHED}, end=R.OPENING),
        Move(RfqAction.REVEAL, start={R.OPENING}, end=R.OPENED, within=True),
        Move(RfqAction.AWARD, start={R.OPENED}, end=R.AWARDED),
        Move(RfqAction.REVISIT, start={R.AWARDED}, end=R.OPENED, within=True),
        Move(RfqAction.FAIL, start={R.OPENED}, end=R.FAILED, needs_reason=True),
        Move(
            RfqAction.CANCEL,
            start={R.PUBLISHED, R.OPENED},
            end=R.CANCELLED,
            needs_reason=True,
        ),
        Move(
            RfqAction.END,
            start={R.PUBLISHED, R.OPENED},
            end=R.CANCELLED,
            needs_reason=True,
            within=True,
        ),
    ),
)


class AwardStatus(Labelled):
    """Where an award stands."""

    PROPOSED = "proposed", N_("Waiting for the commitment officer"), "info"
    SIGNED = "signed", N_("Signed off"), "success"
    SENT_BACK = "sent_back", N_("Sent back"), "warning"
    LAPSED = "lapsed", N_("Lapsed"), "danger"


A = AwardStatus
AWARD_WORKFLOW = Workflow(
    name="award",
    initial=A.PROPOSED,
    moves=(
        Move(AwardAction.SIGN, start={A.PROPOSED}, end=A.SIGNED, within=True),
        Move(
            AwardAction.SEND_BACK,
            start={A.PROPOSED},
            end=A.SENT_BACK,
            needs_reason=True,
            within=True,
        ),
        Move(AwardAction.LAPSE, start={A.SIGNED}, end=A.LAPSED, needs_reason=True, within=True),
    ),
)
