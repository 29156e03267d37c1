"""What a trial found, in words: the same on the command line and on the desk."""

from collections.abc import Sequence
from dataclasses import replace

from journeys.invented.life import ADMITTED_AFTER, DECLINED, LEFT_EARLY, PAUSED, STARTED_AFTER
from journeys.invented.work import LATE, LATE_BY, NEVER
from journeys.trial.outlook import Full, Month, Outlook
from journeys.trial.waiting import Waited
from journeys.words import counted
from workflows.compliance import GoalRow
from workflows.programme import Programme
from workflows.telling.describe import percent

NO_GOALS = "Insatsen har inga mål att räkna."
NOT_JUDGED = frozenset({"held"})
"""What is held in a trial is as invented as the people: as often as the trial likes, whatever the unit would manage."""


def assumptions(programme: Programme) -> list[str]:
    """What nobody chose who tries a programme, in sentences: the figures mean no more than these."""
    groups = any(unit.group_starts_per_year for unit in programme.units)
    holds = any(goal.measure in NOT_JUDGED for goal in programme.goals)
    return [
        f"Antagen {_days(ADMITTED_AFTER)} efter remissen, start {_days(STARTED_AFTER)} efter antagningen.",
        f"{percent(DECLINED)} antas inte. I varje fas lämnar {percent(LEFT_EARLY)} och vilar {percent(PAUSED)}.",
        f"Av det som ska registreras kommer {percent(LATE)} för sent, {_days(LATE_BY)}, och {percent(NEVER)} aldrig.",
        *(
            ["Till en fas i grupp väntar alla på nästa start med plats, där enheten säger hur många det är om året."]
            if groups
            else []
        ),
        *(["Det som insatsen håller gemensamt är också påhittat och får inget omdöme."] if holds else []),
        "Om allt dröjer en vecka ligger start, faser och avslut kvar: mål som väntar på dem ändras inte.",
    ]


def _days(span: tuple[int, int]) -> str:
    return f"{span[0]}–{span[1]} dagar"


def full(each: Full) -> str:
    places = "plats per år" if each.places == 1 else "platser per år"
    what = places if each.key == "places_per_year" else "samtidigt"
    if each.on is None:
        return f"{each.unit}: {each.places} {what} räcker."
    if each.held:
        return f"{each.unit}: {each.places} {what} räcker inte vid gruppstarten {each.on}. De som blir över väntar."
    return f"{each.unit}: {each.places} {what} räcker inte från {each.on}."


def waiting(found: Waited) -> str:
    people = counted(found.number, "deltagare", "deltagare")
    days = f"{tenths(found.average)} dagar i snitt, {counted(found.longest, 'dag', 'dagar')} som längst"
    return f"{people} väntade på att deras grupp skulle starta: {days}."


def month_headings(found: Outlook) -> Sequence[str]:
    waiting = ["Väntar på grupp"] if found.has_waiting else []
    counts = ["Remisser", "Startar", "Avslutas", "Samtidigt", "Flest hos en", *waiting]
    return ["Månad", *counts, "Möten/vecka", "Mätningar/vecka"]


def month_row(found: Outlook, month: Month) -> Sequence[str | int]:
    """Under the headings."""
    waiting = [month.waiting] if found.has_waiting else []
    counts = [month.referrals, month.starts, month.exits, month.at_once, month.of_one, *waiting]
    return [f"{month.first:%Y-%m}", *counts, tenths(month.meetings), tenths(month.forms)]


def demand(row: GoalRow) -> str | None:
    """What the goal asks for; None where it sets no number."""
    if row.target is None:
        return None
    return f"{row.target:g}" if row.counted is None else _percent(row.target)


def judged(row: GoalRow) -> GoalRow:
    """The row with no more of a verdict than a trial can give."""
    return replace(row, reached=None) if row.measure in NOT_JUDGED else row


def result(row: GoalRow) -> str:
    verdict = {True: ", nått", False: ", inte nått", None: ""}[judged(row).reached]
    if row.counted is None:
        return f"{row.met}{verdict}"
    share = f" ({_percent(row.share)})" if row.share is not None else ""
    return f"{row.met} av {row.counted}{share}{verdict}"


def tenths(number: float) -> str:
    """3,4"""
    return f"{number:.1f}".replace(".", ",")


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
