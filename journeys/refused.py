"""Why a step is not taken, beside what the programme itself refuses (workflows.errors)."""

from datetime import date

from journeys.errors import JourneyError
from workflows.errors import EventRefused, StepRefused


class JourneyUnknown(JourneyError):
    """No journey has this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Ärendet ”{reference}” finns inte. Kontrollera beteckningen.")
        self.reference = reference


class JourneyExists(JourneyError):
    """A referral with a reference that is taken."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Ärendet ”{reference}” finns redan. Välj en annan beteckning.")
        self.reference = reference


class Conflict(JourneyError):
    """Somebody else changed the journey in the meantime."""

    def __init__(self, reference: str, revision: int) -> None:
        super().__init__(
            f"Någon annan har just ändrat ärendet {reference} (nu i lydelse {revision}). Inget har sparats: "
            "titta på ärendet och gör om steget om det fortfarande behövs."
        )
        self.reference, self.revision = reference, revision


class NotYet(JourneyError):
    """A day that has not come."""

    def __init__(self, on: date, today: date) -> None:
        super().__init__(f"Dagen {on} har inte varit än (idag är {today}). Registrera det som har hänt.")
        self.on, self.today = on, today


class EarlierRefused(JourneyError):
    """What is registered already would no longer be possible."""

    def __init__(self, event_id: str, refused: EventRefused) -> None:
        super().__init__(
            f"Det går inte, för då stämmer inte längre händelsen {event_id} i ärendet. {_briefly(refused)} "
            f"Rätta eller ta tillbaka {event_id} först."
        )
        self.event_id = event_id


def _briefly(refused: EventRefused) -> str:
    if isinstance(refused, StepRefused):
        return f"”{refused.step}” {refused.on} går inte när ärendet är {refused.state}."
    return str(refused)


class ReferralStays(JourneyError):
    """Without its referral there is no journey."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Remissen går inte att ta tillbaka: utan den finns inget ärende {reference}. Rätta den, eller avsluta "
            "ärendet och skriv varför."
        )
        self.reference = reference


class AlreadyTakenBack(JourneyError):
    """An event that was taken back before."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Händelsen ”{name}” är redan tillbakatagen.")
        self.name = name


class Erased(JourneyError):
    """Nothing more is registered about somebody whose personal data are gone."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Personuppgifterna i ärendet {reference} är gallrade, så inget kan ändras i det. Kommer personen tillbaka "
            "är det en ny remiss."
        )
        self.reference = reference
