"""Runs a whole command of Alembic's, with everything that the project configures for it."""

import os

from .failures import as_refusal
from .hook import run_within


def run_command(project, *command, **options):
    """Run this command line of Alembic within the project's hook and return what the command returns.

    ``options`` replace those that the command line can say only one of. Raises a Refusal.
    """
    config = project.configure(*command)
    # Sets the path for imports, as a new process would.
    scripts = project.scripts(config)
    for name, value in options.items():
        setattr(config.cmd_opts, name, value)
    function, positional, keywords = config.cmd_opts.cmd
    answers = []

    def run():
        answers.append(
            function(
                config,
                *[getattr(config.cmd_opts, name, None) for name in positional],
                **{name: getattr(config.cmd_opts, name, None) for name in keywords},
            )
        )

    def run_env():
        with project.connections.running(os.path.join(scripts.dir, "env.py")):
            run()

    try:
        run_within(project.hook, config, run_env)
    except BaseException as error:
        raise as_refusal(error, project) from error
    return answers[0]
