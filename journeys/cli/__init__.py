"""The command `farled`. Each command lives in the module that the table names, imported when it is called."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from journeys.cli.failures import guarded
from journeys.cli.lazy import LazyGroup
from journeys.cli.swedish import swedish

COMMANDS = {
    "due": ("journeys.cli.views:due", "Arbetslistan: vad som är försenat, ska göras och kommer."),
    "journey": ("journeys.cli.journey:journey", "Ett ärende: var det är, vad som återstår och varför."),
    "refer": ("journeys.cli.refer:refer", "Ta emot en remiss."),
    "do": ("journeys.cli.casework:do", "Registrera ett steg eller en dokumentation."),
    "undo": ("journeys.cli.casework:undo", "Ta tillbaka något som registrerades av misstag."),
    "correct": ("journeys.cli.casework:correct", "Rätta något som registrerades fel."),
    "exit-document": ("journeys.cli.exit_document:exit_document", "Skriv ett färdigt avslutsdokument till en fil."),
    "extract": ("journeys.cli.extract:extract", "Skriv ett registerutdrag: allt som finns om en person."),
    "reminders": ("journeys.cli.views:reminders", "Påminnelser, dag för dag."),
    "report": ("journeys.cli.report:report_", "Målen och siffrorna för en period."),
    "publish": ("journeys.cli.publish:publish_", "Publicera en rapport: spara den som den är idag."),
    "annual": ("journeys.cli.annual:annual_", "Årssiffrorna: ett år, en insats eller alla."),
    "import": ("journeys.cli.journal:import_", "Läs in journaler."),
    "export": ("journeys.cli.journal:export", "Skriv ut hela journalen."),
    "import-referrals": ("journeys.cli.referrals:import_referrals", "Läs in remisser från ett kalkylblad (CSV)."),
    "programme": ("journeys.cli.programme:programme", "Granska, lista och visa insatser."),
    "group": ("journeys.cli.group:group", "Grupper: starter, platser och vilka som är med."),
    "unit": ("journeys.cli.unit:unit", "Lägg till, byt namn på och stäng enheter."),
    "staff": ("journeys.cli.staff:staff", "Lägg till, lista och ta bort personal."),
    "access-log": ("journeys.cli.access_log:access_log", "Vem som har läst vilket ärende, och när."),
    "outbox": ("journeys.cli.outbox:outbox", "Meddelanden som väntar, är skickade eller har fastnat."),
    "verify": ("journeys.cli.log:verify", "Kontrollera att händelseloggen är orörd."),
    "erase": ("journeys.cli.erase:erase", "Gallra: ta bort personuppgifterna i avslutade ärenden."),
    "erasures": ("journeys.cli.erase:erasures", "Gallringsprotokollet: vad som är gallrat, när, av vem."),
    "serve": ("journeys.cli.serve:serve", "Kör skrivbordet: sidorna i webbläsaren."),
    "run": ("journeys.cli.scheduler:run", "Sköt påminnelser, utskick och nattrapport hela tiden."),
    "tick": ("journeys.cli.scheduler:tick", "Gör en gång det som ”run” gör hela tiden."),
}

HELP = "Farled håller reda på rehabiliteringens steg, dagar och mål."


class Farled(LazyGroup):
    """The root: every way in (the command, the tests) speaks Swedish and meets errors in the same way."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: object, **extra: Any) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        begin = super().main
        options = extra | {"standalone_mode": False}

        def call() -> object:
            _require_text(arguments)
            return begin(arguments or ["--help"], prog_name or "farled", **options)

        with swedish():
            sys.exit(guarded(call, arguments))


def _require_text(arguments: Sequence[str]) -> None:
    """Bytes that are not UTF-8 arrive as lone surrogates, which no database and no mail takes."""
    for number, word in enumerate(arguments, start=1):
        if any("\ud800" <= character <= "\udfff" for character in word):
            raise click.UsageError(f"Ord nummer {number} på kommandoraden är inte skrivet i UTF-8.")


farled = Farled("farled", lazy=COMMANDS, help=HELP)


def main() -> None:
    """The script `farled`."""
    farled.main()
