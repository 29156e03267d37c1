"""What the form of a record says before it asks."""

from journeys.exit.editions import RECORD
from workflows.programme_tables import Record

OFFERS = {
    "violence-questions": (
        "Säg till exempel: ”Vi frågar alla som är med här om de vill svara på sju frågor om våld. Det är frivilligt, "
        "och det går bra att säga nej. Svaren är anonyma och hamnar inte i ditt ärende.” Här sparas bara att du "
        "erbjöd frågorna, inte vad deltagaren svarade."
    )
}
OFFER = (
    "Säg till exempel: ”Det här erbjuder vi alla som är med. Det är frivilligt, och det går bra att säga nej.” "
    "Här sparas bara att du erbjöd det, inte vad deltagaren svarade."
)
HANDED_OVER = (
    "Här registreras att ett avslutsdokument lämnades som är skrivet någon annanstans. Det som är skrivet i Farled "
    "lämnas över från sidan Avslutsdokument."
)


def text_of(record: Record) -> str:
    """Empty for most."""
    if record.offer:
        return OFFERS.get(record.id, OFFER)
    return HANDED_OVER if record.id == RECORD else ""
