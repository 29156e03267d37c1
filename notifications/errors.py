"""What can go wrong with a message. `str(error)` is a Swedish sentence without anything personal in it."""


class NotificationError(Exception):
    """Meddelandet kunde inte skickas."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.__doc__)


class AddressError(NotificationError):
    """Adressen är ingen e-postadress som det går att skicka till. Rätta den och försök igen."""


class UnknownTemplateError(NotificationError):
    """There are no texts for a message, neither in its language nor in Swedish."""

    def __init__(self, *, template: str, language: str) -> None:
        self.template = template
        self.language = language
        super().__init__(
            f"Det finns inga texter för meddelandet ”{template}”, varken på ”{language}” eller på svenska."
        )


class RenderError(NotificationError):
    """The texts of a message could not be filled in; `detail` says why, without any value from the context."""

    def __init__(self, *, template: str, language: str, detail: str) -> None:
        self.template = template
        self.language = language
        super().__init__(f"Texterna för meddelandet ”{template}” ({language}) kunde inte fyllas i: {detail}.")


class DeliveryError(NotificationError):
    """A channel could not deliver one mail; `permanent` when trying again is of no use."""

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        self.permanent = permanent
        super().__init__(sentence)


class ChannelDownError(DeliveryError):
    """The channel takes no mail at all just now; nothing was tried with the mail that found out."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=False)


class ConnectionLostError(DeliveryError):
    """The channel broke off in the middle of a mail and takes no more for now."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=False)
