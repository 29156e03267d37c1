"""What a trial found, in words: the same on the command line and on the desk."""

from journeys.trial.outlook import Full
from workflows.compliance import GoalRow


def full(each: Full) -> str:
    what = "platser per år" if each.key == "places_per_year" else "samtidigt"
    if each.on is None:
        return f"{each.unit}: {each.places} {what} räcker."
    return f"{each.unit}: {each.places} {what} räcker inte från {each.on}."


def demand(row: GoalRow) -> str | None:
    """What the goal asks for; None where it sets no number."""
    if row.target is None:
        return None
    return f"{row.target:g}" if row.counted is None else _percent(row.target)


def result(row: GoalRow) -> str:
    verdict = {True: ", nått", False: ", inte nått", None: ""}[row.reached]
    if row.counted is None:
        return f"{row.met}{verdict}"
    share = f" ({_percent(row.share)})" if row.share is not None else ""
    return f"{row.met} av {row.counted}{share}{verdict}"


def tenths(number: float) -> str:
    """3,4"""
    return f"{number:.1f}".replace(".", ",")


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
