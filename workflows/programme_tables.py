"""The tables of a programme file, each a frozen model (spec: programme-format.md, "Keys").

The models hold every value to its type and spelling; what goes beyond one value is in `checks`.
The descriptions are Swedish: an editor shows them, by way of `farled programme schema`.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from workflows.calendar import Offset, Period
from workflows.values import (
    SHARES,
    ActivitiesPerWeek,
    Count,
    DocumentRecipient,
    Id,
    Measure,
    Number,
    Per,
    ReminderRecipient,
    Respondent,
    ScalePoint,
    Text,
    Times,
    UnitKey,
    Years,
)


class Table(BaseModel):
    """One table of the file: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TargetGroup(Table):
    """Who the programme is for. Being outside is a warning, never a refusal: the unit decides."""

    age: tuple[Years, Years] | None = Field(
        default=None, description="Lägsta och högsta ålder i hela år på remissdagen, båda medräknade: [16, 66]"
    )
    municipalities: tuple[Text, ...] = Field(default=(), description="Kommuner som deltagaren kan bo i")
    criteria: tuple[Text, ...] = Field(default=(), description="Villkor som remittenten kryssar för i remissen")


class Unit(Table):
    """Who carries the programme out in one place."""

    id: Id = Field(description="Enhetens beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Enhetens namn")
    places_per_year: Count | None = Field(default=None, description="Platser per år")
    max_at_once: Count | None = Field(default=None, description="Högsta antal deltagare samtidigt")
    group_starts_per_year: Count | None = Field(default=None, description="Gruppstarter per år")


class Stage(Table):
    """One part of the way through; they follow each other as they stand in the file."""

    id: Id = Field(description="Fasens beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Fasens namn")
    length: Period | None = Field(default=None, description="Hur lång fasen är, till exempel ”6 weeks”")
    ends_with: Literal["checkpoint"] | None = Field(
        default=None, description="”checkpoint” om en avstämning avgör vad som händer efter fasen"
    )
    activities: tuple[Text, ...] = Field(default=(), description="Aktiviteter i fasen")
    activities_per_week: ActivitiesPerWeek | None = Field(
        default=None, description="Minsta antal aktiviteter i veckan som väntas av den som är i fasen"
    )
    group: bool = Field(default=False, description="true om deltagarna börjar tillsammans i en grupp")
    optional: bool = Field(default=False, description="true om en del går förbi fasen, direkt till nästa")


class Record(Table):
    """Something that staff can record beside the lifecycle events."""

    id: Id = Field(description="Postens beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Vad posten heter på skärmen")
    offer: bool = Field(default=False, description="true om bara erbjudandet sparas, aldrig något svar")
    instrument: Id | None = Field(default=None, description="Formuläret: en [[instruments]]-tabell eller ”skapa”")
    recipients: tuple[DocumentRecipient, ...] = Field(default=(), description="Alla som ska ha fått dokumentet")


class Rule(Table):
    """What must be done, counted from what, by when. Exactly one of `checkpoint`, `activities` and `record` is set."""

    id: Id = Field(description="Regelns beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Vad regeln heter på skärmen")
    checkpoint: bool = Field(default=False, description="true: avstämningen efter varje fas som slutar med en sådan")
    activities: bool = Field(default=False, description="true: så många aktiviteter i veckan som fasen säger")
    record: Id | None = Field(default=None, description="Det som ska göras: en post, eller started, advanced, exited")
    or_records: tuple[Id, ...] = Field(default=(), description="Poster som duger lika bra som den i ”record”")
    from_: Id | None = Field(
        default=None,
        alias="from",
        description="Det tiden räknas från: referred, admitted, started, exited, decided, en fas eller en post",
    )
    or_later: Id | None = Field(default=None, description="Det tiden räknas från i stället, när det händer senare")
    within: Period | None = Field(default=None, description="Inom hur lång tid, till exempel ”2 weeks”")
    beforehand: bool = Field(default=False, description="true: det ska vara gjort innan det som tiden räknas från")
    every: Period | None = Field(default=None, description="Hur ofta därefter, till exempel ”3 months”")
    outcomes: tuple[Id, ...] | None = Field(default=None, description="Bara för avslut med något av dessa utfall")

    @property
    def after_exit(self) -> bool:
        """Whether the rule counts from the exit, and so goes on when the journey has ended."""
        return self.from_ == "exited"

    @property
    def step(self) -> str:
        """The step or record that does what the rule asks for."""
        return "checkpoint" if self.checkpoint else "activity" if self.activities else self.record or ""

    @property
    def awaited(self) -> tuple[str, ...]:
        """The events of which any one is enough."""
        return (self.record, *self.or_records) if self.record else ()


class Reminder(Table):
    """Who is told about a rule's obligations, and how long before or after their day."""

    rule: Id = Field(description="Regeln som påminnelsen gäller")
    before: tuple[Offset, ...] = Field(default=(), description="Hur långt före dagen, till exempel ”2 working days”")
    after: tuple[Offset, ...] = Field(default=(), description="Hur långt efter dagen")
    to: tuple[ReminderRecipient, ...] = Field(min_length=1, description="Vilka som påminns")
    template: Id | None = Field(default=None, description="Ett annat meddelande än det som regeln ger")


class Outcome(Table):
    """What an exit can lead to."""

    id: Id = Field(description="Utfallets beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Utfallets namn")
    counted: bool = Field(default=True, description="false om utfallet inte räknas i något mål")
    leads_to: Id | None = Field(default=None, description="Insatsen där avslutet startar ett nytt ärende")


class Goal(Table):
    """One figure to follow, with or without a target (spec: counting.md, "Goals")."""

    id: Id = Field(description="Målets beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Målets namn")
    measure: Measure = Field(description="Hur målet räknas")
    target: Number | Count | UnitKey | None = Field(
        default=None, description="Andel från 0 till 1, eller för antal ett tal eller namnet på en nyckel i [[units]]"
    )
    rule: Id | None = Field(default=None, description="Regeln som on_time och reached räknar")
    times: Times = Field(default=1, description="Hur många gånger deltagaren ska ha fått det som reached räknar")
    outcomes: tuple[Id, ...] | None = Field(default=None, description="Utfallen som exits räknar")
    event: Id | None = Field(default=None, description="Händelsen som held räknar, till exempel ”group-start”")
    per: Per = Field(default="year", description="Tiden som ett antals mål gäller för")
    each: Literal["caseworker"] | None = Field(default=None, description="”caseworker”: flest hos en handläggare")
    against: Literal["year-before"] | None = Field(
        default=None, description="”year-before”: så stor andel fler som target än samma tid året före"
    )

    @field_validator("target")
    @classmethod
    def _in_its_own_form(cls, target: float | str | None, given: ValidationInfo) -> float | str | None:
        """1 and 1.0 say the same, and are the same in `canonical`: a share is a float, a whole number an int."""
        if isinstance(target, str) or target is None:
            return target
        if given.data.get("measure") in SHARES:
            return float(target)
        return int(target) if float(target).is_integer() else target

    @property
    def is_number(self) -> bool:
        """Whether the goal sets a number against a number, rather than being a share."""
        return self.measure not in SHARES or self.against is not None


class Indicator(Table):
    """One question of an instrument."""

    id: Id = Field(description="Frågans beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Frågan")


class Instrument(Table):
    """A self-assessment form."""

    id: Id = Field(description="Formulärets beteckning: a-z, 0-9 och bindestreck")
    name: Text = Field(description="Formulärets namn")
    scale: tuple[ScalePoint, ScalePoint] = Field(description="Lägsta och högsta svar: [1, 5]")
    indicators: tuple[Indicator, ...] = Field(min_length=1, description="Frågorna")
    respondents: tuple[Respondent, ...] = Field(min_length=1, description="Vilka som svarar")
    labels: tuple[Text, Text] | None = Field(
        default=None, description="Vad lägsta och högsta svar betyder: [”stämmer inte alls”, ”stämmer helt”]"
    )
