"""What can be done with one's own messages."""

from procure.kernel.labels import N_, Labelled


class MessageAction(Labelled):
    """Deeds on messages."""

    READ = "message.read", N_("Mark all as read")
