"""What can go wrong in the product. `str(error)` is the sentence a caseworker reads."""


class JourneyError(Exception):
    """Farled kunde inte göra det som begärdes."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.__doc__)
