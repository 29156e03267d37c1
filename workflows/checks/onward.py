"""Outcomes that lead on: to another programme, which only those who have read all the files can know."""

from collections.abc import Iterable, Iterator

from workflows.files.findings import Finding, suggestion
from workflows.programme import Programme


def outcomes(programme: Programme) -> Iterator[Finding]:
    for n, outcome in enumerate(programme.outcomes):
        if outcome.leads_to == programme.id:
            yield Finding(
                at=("outcomes", n, "leads_to"),
                problem="utfallet leder till samma insats igen.",
                remedy="Skriv en annan insats, eller ta bort raden: ett ärende som ska fortsätta öppnas igen.",
            )


def leading_nowhere(programmes: Iterable[Programme], known: Iterable[str]) -> Iterator[str]:
    """A sentence for every outcome that leads to a programme which is not there. No fault: its file may come later."""
    ids = sorted(set(known))
    for programme in programmes:
        for outcome in programme.outcomes:
            if outcome.leads_to and outcome.leads_to not in ids:
                yield (
                    f"Obs: i {programme.id} {programme.version} leder utfallet ”{outcome.id}” till insatsen "
                    f"”{outcome.leads_to}”, som inte finns här. Ingen kan avslutas så förrän den finns. "
                    f"{suggestion(outcome.leads_to, ids)}"
                )
