"""The steps of the demo, in the order of a working day; the last is the desk."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from journeys import staff
from journeys.app import App
from journeys.cli.output import as_table
from journeys.cli.serve import address
from journeys.demo.answered import answered
from journeys.demo.desk import HOST, show_desk
from journeys.demo.folder import Folder
from journeys.demo.mails import mails
from journeys.demo.scene import CASEWORKERS_PER_UNIT, JOURNEYS, Scene, find_scene
from journeys.demo.shell import heading, run, run_and_log, run_and_show
from journeys.demo.versions import PROGRAMME, shipped
from journeys.demo.when import When
from journeys.invent import invented_staff, write_journal
from journeys.invented.staff import Employee
from journeys.settings import STOCKHOLM, read_settings
from journeys.words import day_text
from workflows.programme import Programme

MAILS_SHOWN = 12
REPORTS_SHOWN = 5


def play(path: Path, *, now: datetime, port: int) -> None:
    """Everything, in a fresh folder. `now` is what the clock says; the commands read it for themselves.

    `port`: where the desk is to be.
    """
    when, folder = When(now.astimezone(STOCKHOLM)), Folder(path)
    folder.make()
    folder.settle_in(address(HOST, port))
    versions = shipped()
    programme = versions.on(when.today)
    scene = find_scene(versions, today=when.day, held_on=when.held_on)
    everybody = invented_staff(programme, caseworkers_per_unit=CASEWORKERS_PER_UNIT)
    _introduce(folder, when)
    _fill(folder, programme, scene, everybody)
    _show_work_list(scene, when)
    _hold_checkpoint(scene, when)
    _send(folder, when)
    _report(folder, when)
    _show_places(folder)
    _say_what_to_try(folder, programme, scene)
    show_desk(folder, programme, everybody, caseworker=scene.caseworker, port=port)


def _introduce(folder: Folder, when: When) -> None:
    click.secho("Farled: en arbetsdag med påhittade ärenden", bold=True)
    click.echo(f"Ingen av personerna finns. Allt ligger i {folder.path}, dit kommandona pekas så här:")
    click.echo(f"  FARLED_DATABASE={folder.database} FARLED_DATA={folder.path}")
    if when.moment != when.now:
        day = day_text(when.day, when.today)
        click.echo(f"Påminnelser går ut på arbetsdagar från klockan 7, så demon visar {day} klockan 8.")


def _fill(folder: Folder, programme: Programme, scene: Scene, everybody: Sequence[Employee]) -> None:
    heading(f"1. En databas med {JOURNEYS} påhittade ärenden i {programme.name}")
    click.echo("Ärendena ligger i en journal, den form som ärenden läses in i och skrivs ut i.")
    write_journal(folder.journal, answered(scene.lines, programme))
    run("import", str(folder.journal))
    me = next(each for each in everybody if each.address == scene.caseworker)
    run("staff", "add", me.address, "--name", me.name, "--role", me.role, "--unit", me.unit or "")
    others = [each for each in everybody if each != me]
    with App(read_settings()) as app, app.work() as work:
        for each in others:
            staff.add(work, address=each.address, name=each.name, role=each.role, unit=each.unit)
    click.echo(
        f"På samma sätt {len(others)} till: handläggare, en chef i varje enhet, en samordnare, en administratör."
    )


def _show_work_list(scene: Scene, when: When) -> None:
    heading("2. En handläggares arbetslista")
    run("due", "--caseworker", scene.caseworker, *when.option("--today", when.day))


def _hold_checkpoint(scene: Scene, when: When) -> None:
    heading("3. En avstämning är hållen: deltagaren går vidare")
    on = when.option("--on", when.held_on)
    run("do", scene.checkpoint, "checkpoint", "decision=continue", *on)
    click.echo("\nNästa möte bokas på en gång. Inbjudningarna läggs i utkorgen i samma transaktion.")
    meeting = f"time={scene.next_meeting}T13:00"
    run("do", scene.checkpoint, "booked", "meeting=checkpoint", meeting, "place=Rum 2", *on)


def _send(folder: Folder, when: When) -> None:
    heading("4. Påminnelser och inbjudningar går ut")
    at = [] if when.moment == when.now else ["--now", f"{when.moment:%Y-%m-%dT%H:%M}"]
    run_and_log(folder.log, "tick", *at)
    found = mails(folder.outbox)
    some = f" De {MAILS_SHOWN} första:" if len(found) > MAILS_SHOWN else ""
    click.echo(f"\n{len(found)} brev i {folder.outbox}, inget med namn eller nummer i.{some}")
    rows = [[mail.file, mail.subject, mail.calendar] for mail in found[:MAILS_SHOWN]]
    click.echo(as_table(["Fil", "Ämne", "Till kalendern"], rows))


def _report(folder: Folder, when: When) -> None:
    heading("5. Nattens rapport")
    click.echo("Den skrevs av samma ”tick”, i filer för läsning och för kalkylblad:")
    files = sorted(
        (file for file in folder.reports.rglob("*") if file.is_file()), key=lambda file: (len(file.parts), file)
    )
    for file in files[:REPORTS_SHOWN]:
        click.echo(f"  {file}")
    if more := len(files[REPORTS_SHOWN:]):
        click.echo(f"  … och {more} till: varje enhet har sina egna")
    period = ("--from", f"{when.day.year}-01-01", "--to", when.day.isoformat())
    run_and_show(2, "report", "--programme", PROGRAMME, *period, *when.option("--today", when.day))
    click.echo("\n… och sedan samma tabell för varje enhet, och hur många de var: alla, kvinnor och män.")


def _show_places(folder: Folder) -> None:
    heading("Här ligger allt")
    places = [
        (folder.path / "farled.db", "databasen, med sin nyckel bredvid"),
        (folder.journal, "journalen som lästes in"),
        (folder.outbox, "breven: öppna dem i ett e-postprogram"),
        (folder.reports, "rapporterna: öppna dem i en webbläsare"),
        (folder.log, "det som ”tick” skrev i loggen, där ingen deltagare nämns"),
    ]
    for line in as_table(["Var", "Vad"], places).splitlines()[2:]:
        click.echo(f"  {line}")


def _say_what_to_try(folder: Folder, programme: Programme, scene: Scene) -> None:
    heading("Prova själv")
    record = programme.record(scene.record)
    assert record is not None
    to_try = {
        "Ett ärende: var det är, vad som ska göras och varför just då": ("journey", scene.checkpoint),
        f"Gör något som är försenat ({record.name})": ("do", scene.overdue, scene.record),
        "Kontrollera att ingen händelse i loggen har ändrats": ("verify",),
    }
    for what, command in to_try.items():
        click.echo(f"{what}:\n  {folder.command(*command)}")
