"""`sigap`: the command line. Each command's words are in `api/commands`."""

import sys

import typer

from api.commands import (
    console,
    desk,
    intake,
    jobs,
    layers,
    linking,
    outputs,
    people,
    register,
    remotes,
    service,
    status,
)
from gis.errors import SigapError


class _Sigap(typer.Typer):
    """A Typer application whose SigapErrors are one sentence and exit code 1."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        try:
            return super().__call__(*args, **kwargs)
        except SigapError as error:
            console.say_error(error)
            sys.exit(1)


app = _Sigap(
    help="SIGAP: informasi geospasial penanggulangan bencana Kepulauan Bangka Belitung.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(intake.areas, name="areas")
app.add_typer(layers.app, name="layers")
app.add_typer(jobs.app, name="jobs")
app.add_typer(people.user, name="user")
app.add_typer(status.app, name="status")
layers.app.command()(remotes.add_remote)
layers.app.command()(remotes.remotes)
layers.app.command()(remotes.refresh)
layers.app.command()(remotes.drop_remote)
for command in (
    service.up,
    service.worker,
    service.migrate,
    service.check,
    desk.inbox,
    desk.report,
    desk.verify,
    desk.reject,
    desk.submissions,
    desk.silence,
    register.event,
    register.changes,
    register.correct,
    linking.candidates,
    linking.link,
    linking.merge,
    linking.unmerge,
    intake.demo,
    intake.parse,
    intake.ingest,
    outputs.sheet,
    outputs.html,
    outputs.export,
    people.erase,
    people.audit,
    people.rekey,
):
    app.command()(command)

if __name__ == "__main__":
    app()
