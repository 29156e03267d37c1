"""What `make demo` runs."""

import sys
from pathlib import Path

import click

from journeys.app import real_clock
from journeys.cli.failures import guarded
from journeys.cli.swedish import swedish
from journeys.demo.desk import free_port
from journeys.demo.play import play


@click.command(options_metavar="")
@click.argument("folder", metavar="[MAPP]", default="demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Visa Farled med påhittade ärenden i en mapp (utan MAPP: demo). Körs den igen börjar den om."""
    play(folder, now=real_clock(), port=free_port())


def main() -> None:
    """Errors are sentences here as well."""
    with swedish():
        sys.exit(guarded(lambda: demo.main(prog_name="python -m journeys.demo", standalone_mode=False), sys.argv[1:]))


if __name__ == "__main__":
    main()
