"""Through which statuses a proposed listing and a sheet of listings move."""

from procure.catalogue.actions import ImportRunAction as Sheet
from procure.catalogue.actions import ListingRevisionAction as Do
from procure.kernel.labels import N_, Labelled
from procure.kernel.workflow import Move, Workflow


class ListingRevisionStatus(Labelled):
    """Where a proposal stands."""

    DRAFT = "draft", N_("Draft"), "neutral"
    SUBMITTED = "submitted", N_("Waiting for the registry officer"), "info"
    RETURNED = "returned", N_("Needs correction"), "warning"
    APPROVED = "approved", N_("Approved"), "success"
    REFUSED = "refused", N_("Refused"), "danger"
    WITHDRAWN = "withdrawn", N_("Taken back"), "neutral"


S = ListingRevisionStatus
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED})
LISTING_REVISION_WORKFLOW = Workflow(
    name="listing_revision",
    initial=S.DRAFT,
    moves=(
        Move(Do.SUBMIT, start={S.DRAFT, S.RETURNED}, end=S.SUBMITTED),
        Move(Do.WITHDRAW, start={S.DRAFT, S.SUBMITTED, S.RETURNED}, end=S.WITHDRAWN),
        Move(Do.APPROVE, start={S.SUBMITTED}, end=S.APPROVED),
        Move(Do.SEND_BACK, start={S.SUBMITTED}, end=S.RETURNED, needs_reason=True),
        Move(Do.REFUSE, start={S.SUBMITTED}, end=S.REFUSED, needs_reason=True),
    ),
)


class ImportRunStatus(Labelled):
    """Where a sheet of listings stands."""

    READING = "reading", N_("Being read"), "info"
    READY = "ready", N_("Read: look through it"), "warning"
    APPLYING = "applying", N_("Being taken over"), "info"
    DONE = "done", N_("Taken over"), "success"
    CANCELLED = "cancelled", N_("Cancelled"), "neutral"


R = ImportRunStatus
IMPORT_RUN_WORKFLOW = Workflow(
    name="import_run",
    initial=R.READING,
    moves=(
        Move(Sheet.FINISH_READING, start={R.READING}, end=R.READY, within=True),
        Move(Sheet.CORRECT, start={R.READY, R.DONE}, end=R.READING),
        Move(Sheet.APPLY, start={R.READY, R.DONE}, end=R.APPLYING),
        Move(Sheet.FINISH, start={R.APPLYING}, end=R.DONE, within=True),
        Move(Sheet.CANCEL, start={R.READING, R.READY}, end=R.CANCELLED),
    ),
)


class RowState(Labelled):
    """What became of one row of a sheet."""

    SOUND = "sound", N_("In order"), "info"
    FAULTY = "faulty", N_("To be mended"), "danger"
    APPLIED = "applied", N_("Taken over"), "success"
    UNCHANGED = "unchanged", N_("Nothing new"), "neutral"


class RowEffect(Labelled):
    """What a sound row does once it is taken over."""

    NEW = "new", N_("New listing"), "accent"
    REPRICED = "repriced", N_("Price or terms change at once"), "info"
    CHANGED = "changed", N_("What it says is looked at again"), "warning"
    UNCHANGED = "unchanged", N_("Nothing new"), "neutral"
