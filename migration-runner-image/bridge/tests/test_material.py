"""What an approval covers beside the revision files: other files, and the SQL that stays the same."""

import hashlib
import subprocess
import sys

import pytest

HELPER = "def table():\n    return 'orders'\n"
READS = "import pathlib\nop.execute(pathlib.Path(__file__).with_suffix('.sql').read_text())"


@pytest.fixture
def looked_at(start_bridge, project, database):
    """Plan and render head in a new bridge; returns the steps as they were told, and the files."""

    def look(environment=None, path=None, target="head"):
        bridge = start_bridge(environment)
        bridge.result("open", protocol=1, path=str(path or project.path), database=database.params())
        plan = bridge.result("plan", targets=[target])
        expect = [step["revision"] for step in plan["steps"]]
        answer, events = bridge.call("render", targets=[target], direction="up", expect=expect)
        steps = [{name: each.get(name) for name in ("statements", "varies", "problem")} for each in events]
        return steps, {each["file"]: each["digest"] for each in answer["result"]["files"]}

    return look


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def with_everything(project):
    """A project whose revisions import, read and ask for more than their own files."""
    (project.path / "shop").mkdir()
    (project.path / "shop" / "__init__.py").write_text("")
    (project.path / "shop" / "helper.py").write_text(HELPER)
    (project.path / "shop" / "unused.py").write_text("")
    (project.path / "secret").write_text("env.py's own affair")
    project.revision("aaaa", up=READS)
    (project.versions / "aaaa.sql").write_text("SELECT 1")
    project.revision("bbbb", "aaaa", up="from shop import helper\nop.execute('DROP TABLE ' + helper.table())")
    project.revision("cccc", "bbbb", up="op.execute('-- ' + ''.join(str(part) for part in {'x', 2, 'z'}))")
    project.revision("later", "cccc", up="pass")
    return project


FILES = ["migrations/env.py", "migrations/versions/aaaa.sql", "shop/__init__.py", "shop/helper.py"]


def test_what_is_imported_and_read_counts(looked_at, offline, project):
    offline(before="open('secret').read()")
    with_everything(project)

    _, files = looked_at(target="bbbb")

    assert files == {name: sha256(project.path / name) for name in FILES}


def test_two_looks_in_other_circumstances_find_the_same(looked_at, offline, project, tmp_path):
    with_everything(project)
    (tmp_path / "other").mkdir()

    first = looked_at({"PYTHONDONTWRITEBYTECODE": ""}, target="bbbb")

    assert (project.path / "shop" / "__pycache__").exists()
    assert looked_at({"PYTHONDONTWRITEBYTECODE": ""}, target="bbbb") == first
    circumstances = {"PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path / "other"), "HOSTNAME": "other-pod"}
    assert looked_at(circumstances, target="bbbb") == first


def test_another_import_path_than_the_project_s_folder_counts_too(looked_at, offline, project, tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    (library / "common.py").write_text("ONE = 1\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    project.revision("aaaa", up="import common, json, mako.template\nopen('/etc/hosts').read()")

    _, files = looked_at({"PYTHONPATH": str(library), "TMPDIR": str(temporary)})

    assert files == {
        "migrations/env.py": sha256(project.path / "migrations" / "env.py"),
        str(library / "common.py"): sha256(library / "common.py"),
    }


def test_an_application_that_is_installed_as_a_package_counts(start_bridge, project, tmp_path):
    site = tmp_path / "lib" / "site-packages"
    for name, url in (("own", '{"url": "file:///src", "dir_info": {}}'), ("other", None)):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text("")
        info = site / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        files = ("../../bin/own", "/usr/bin/own", f"{name}/__init__.py", f"{name}-1.dist-info/METADATA")
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        if url:
            (info / "direct_url.json").write_text(url)
    code = (
        "from stillhouse_bridge import material\n"
        "from stillhouse_bridge.attempts import Places\n"
        "import os, own, other\n"
        "class Project:\n"
        "    relative = staticmethod(lambda path: os.sep.join(path.split(os.sep)[-2:]))\n"
        "found = material.digests(Project, Places('/nowhere', '/nowhere'), (), [__file__])\n"
        "print(*[each['file'] for each in found])\n"
    )
    script = tmp_path / "look.py"
    script.write_text(code)
    environment = {"PYTHONPATH": f"{site}:.", "PATH": "/usr/bin"}

    found = subprocess.run(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, check=True, text=True
    ).stdout

    assert found.split() == ["own/__init__.py"]


def test_files_of_a_config_map_have_the_same_name_in_each_pod(looked_at, offline, project):
    versions = project.versions
    project.revision("aaaa", up=READS)
    (versions / "aaaa.sql").write_text("SELECT 1")
    kept = versions / "..2026_02_03_04_05_06.789"
    kept.mkdir()
    for name in ("aaaa.py", "aaaa.sql"):
        (versions / name).rename(kept / name)
        (versions / name).symlink_to(f"..data/{name}")
    (versions / "..data").symlink_to(kept.name)

    _, files = looked_at()

    assert sorted(files) == ["migrations/env.py", "migrations/versions/aaaa.sql"]


VARYING = [
    "op.execute(f\"SELECT '{__import__('uuid').uuid4()}'\")",
    "import datetime\nop.execute(f'-- {datetime.datetime.now()}')",
    "from datetime import date\nop.execute(f'-- {date.today()}')",
    "import time\nop.execute(f'-- {time.time()}')",
    "import random\nop.execute(f'-- {random.randint(1, 9)}')",
    "import secrets\nop.execute('-- ' + secrets.token_hex())",
    "import socket\nop.execute('-- ' + socket.gethostname())",
    "import os\nop.execute(f'-- {os.getpid()}')",
    "import tempfile\nop.execute('-- ' + tempfile.mkdtemp())",
]
STEADY = [
    "op.execute('SELECT now()')",
    "op.create_table('t', sa.Column('at', sa.DateTime, server_default=sa.func.now()))",
    "import logging\nlogging.getLogger('shop').warning('here')\nop.execute('SELECT 1')",
    "import datetime\nop.execute(f'-- {datetime.datetime(2020, 1, 1):%Y}')",
    "import random\nop.execute('SELECT 1')",
    "op.bulk_insert(sa.table('t', sa.column('a', sa.String)), [{'a': 'b'}])",
]


def test_sql_that_is_another_each_time_is_told(render, offline, project):
    cases = {f"r{index:02}": body for index, body in enumerate([*VARYING, *STEADY])}
    for before, (revision, body) in zip([None, *cases], cases.items()):
        project.revision(revision, before, up=body)

    events = render("head")

    assert [each["varies"] for each in events] == [True] * len(VARYING) + [False] * len(STEADY)
