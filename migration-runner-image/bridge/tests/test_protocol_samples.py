"""The golden samples that the runner's tests read too."""

import json
import pathlib

import pytest
from alembic import command

from stillhouse_bridge.events import Events
from stillhouse_bridge.redaction import Redactor
from stillhouse_bridge.refusal import Reason
from stillhouse_bridge.request import parse_open

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "protocol"
START_SCRIPT = SAMPLES.parent / "bin" / "start-bridge"


def sample(name):
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def shape(value):
    """The keys of an object and the kinds of its values, all the way down."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value[:1]]
    return type(value).__name__


class _Recorder:
    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)

    def send_soon(self, message, instead_of=None):
        self.send(message)


def test_open_is_understood():
    request, answer = sample("open.jsonl")

    parsed = parse_open(request["params"])

    assert parsed.path == "/app"
    assert parsed.database.password == "s%cret"
    assert parsed.database.parameters == {"sslmode": "require"}
    assert parsed.session.lock_timeout_millis == 5000
    assert parsed.session.role == "shop_owner"
    assert parsed.x_arguments == ("tenant=blue",)
    assert parsed.hook == "shop.hooks:launch"
    assert answer["result"]["protocol"] == 1


def test_open_answers_in_the_shape_of_the_sample(bridge, project, database):
    result = bridge.result("open", protocol=1, path=str(project.path), database=database.params())

    assert shape(result) == shape(sample("open.jsonl")[1]["result"])


def test_plan_answers_in_the_shape_of_the_sample(opened, project, database):
    database.execute(
        "CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('aaaa')"
    )
    project.line("aaaa", "bbbb")
    request, event, answer = sample("plan.jsonl")

    actual, events = opened().call("plan", **request["params"])

    assert shape(actual["result"]) == shape(answer["result"])
    assert [shape(each) for each in events] == [shape(event)]


def test_apply_tells_and_answers_in_the_shape_and_order_of_the_sample(opened, project, database):
    project.env(options="transaction_per_migration=True").line("aaaa", "bbbb")
    request, *events, answer = sample("apply.jsonl")

    actual, told = opened().call("apply", **{**request["params"], "expect": ["aaaa", "bbbb"]})

    assert shape(actual["result"]) == shape(answer["result"])
    assert [shape(each) for each in told] == [shape(each) for each in events]
    assert [each["event"] for each in told] == [each["event"] for each in events]


def test_render_tells_and_answers_in_the_shape_and_order_of_the_sample(opened, offline, project):
    project.line("aaaa").revision("bbbb", "aaaa", up="op.get_bind().execute(sa.text('SELECT 1'))")
    project.revision("cccc", "bbbb", up="import os\nos.system('false')")
    request, *events, answer = sample("render.jsonl")
    bridge = opened()
    bridge.result("plan", targets=["head"])

    actual, told = bridge.call("render", **{**request["params"], "expect": ["aaaa", "bbbb", "cccc"]})

    assert shape(actual["result"]) == shape(answer["result"])
    assert [shape(each) for each in told] == [shape(each) for each in events]


def test_a_broken_step_is_told_in_the_shape_of_the_sample(opened, project):
    project.revision("aaaa", up="op.execute('SELECT nothing')")
    request, *events, answer = sample("apply-broken.jsonl")

    actual, told = opened().call("apply", **{**request["params"], "expect": ["aaaa"]})

    assert actual["error"]["reason"] == answer["error"]["reason"]
    assert [shape(each) for each in told] == [shape(each) for each in events]
    assert [each["event"] for each in told] == [each["event"] for each in events]


def test_what_commits_unseen_is_told_in_the_shape_of_the_sample(opened, project):
    project.revision("aaaa", up="op.get_bind().engine.connect()\nraise ValueError")
    request, *events, _ = sample("apply-unseen.jsonl")

    _, told = opened().call("apply", **{**request["params"], "expect": ["aaaa"]})

    assert [shape(each) for each in told if each["event"] != "connected"] == [
        shape(each) for each in events[1:]
    ]


def test_what_is_observed_in_a_copy_is_told_in_the_shape_and_order_of_the_sample(
    opened, project, copied, copy
):
    copied.execute("CREATE TABLE orders (id int)")
    project.revision("aaaa", up="op.execute('ALTER TABLE orders ALTER id TYPE bigint')")
    request, *events, answer = sample("apply-observed.jsonl")

    actual, told = opened().call("apply", **{**request["params"], "expect": ["aaaa"], "copy": copy()})

    assert shape(actual) == shape(answer)
    assert [shape(each) for each in told] == [shape(each) for each in events]
    assert [each["event"] for each in told] == [each["event"] for each in events]


def test_an_apply_that_holds_asks_in_the_shape_and_order_of_the_sample(opened, project, database):
    database.execute("CREATE TABLE orders (id int)")
    project.revision("aaaa", up="op.execute('DROP TABLE orders')")
    request, *lines, answer = sample("apply-held.jsonl")
    bridge = opened()
    identifier = bridge.request("apply", **{**request["params"], "expect": ["aaaa"]})

    told = [bridge.receive() for _ in lines[:3]]
    bridge.send(json.dumps({**lines[3], "id": identifier}).encode())
    told += [bridge.receive() for _ in lines[4:]]

    assert [shape(each) for each in told] == [shape(each) for each in lines[:3] + lines[4:]]
    assert shape(bridge.receive()) == shape(answer)


def test_an_apply_that_saves_rows_asks_in_the_shape_and_order_of_the_sample(
    opened, project, database, offline
):
    database.execute(
        "CREATE TABLE orders (id int PRIMARY KEY, note text); INSERT INTO orders VALUES (1, 'first')"
    )
    project.revision("27c6a30d7c24", up="""op.execute("UPDATE orders SET note = 'x' WHERE id = 1")""")
    request, *lines, answer = sample("apply-rows.jsonl")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    bridge.call("render", **{name: request["params"][name] for name in ("targets", "direction", "expect")})
    identifier = bridge.request("apply", **request["params"])

    told = []
    for line in lines:
        if "answer" in line:
            bridge.send(json.dumps({**line, "id": identifier}).encode())
        else:
            told.append(bridge.receive())

    expected = [each for each in lines if "answer" not in each]
    assert [shape(each) for each in told] == [shape(each) for each in expected]
    assert (told[2]["rows"], told[3]["sha256"]) == (expected[2]["rows"], expected[3]["sha256"])
    assert shape(bridge.receive()) == shape(answer)


def test_every_event_of_the_sample_is_one_that_the_bridge_sends():
    recorder = _Recorder()
    events = Events(Redactor)
    events.begin(recorder, 3)
    started = None
    for message in sample("apply.jsonl")[1:-1]:
        fields = {key: value for key, value in message.items() if key not in ("id", "event")}
        if message["event"] == "connected":
            events.connected(fields["backendPid"])
        elif message["event"] == "step_started":
            started = events.step_started(**fields)
        elif message["event"] == "step_finished":
            events.step_finished(started, millis=fields["millis"], statements=fields["statements"])
        else:
            events.committed(fields["rows"])

    assert recorder.sent == sample("apply.jsonl")[1:-1]


def test_every_reason_has_a_sample():
    assert [each["error"]["reason"] for each in sample("errors.jsonl")] == [reason.value for reason in Reason]


@pytest.mark.parametrize("index", range(3))
def test_the_start_script_has_the_reasons_of_the_samples(index):
    reason = sample("start-failures.jsonl")[index]["reason"]

    assert f"give_up {reason} " in START_SCRIPT.read_text()


def answers(bridge, name, **params):
    """Send the request of the sample, with these changes; the answer must have the sample's shape."""
    request, *events, answer = sample(name)

    actual, told = bridge.call(request["method"], **{**request["params"], **params})

    assert shape(actual["result"]) == shape(answer["result"])
    assert [shape(each) for each in told] == [shape(each) for each in events]


def test_graph_and_stamp_answer_in_the_shape_of_the_samples(opened, project, database):
    project.revision("aaaa").revision("bbbb", "aaaa", labels=("b",), depends_on="cccc").revision(
        "cccc", "aaaa"
    )
    file = project.versions / "bbbb.py"
    file.write_text('"""b\n\nCreate Date: today\n"""\n' + file.read_text().split("\n", 1)[1])
    database.execute(
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('z')"
    )
    bridge = opened()

    answers(bridge, "graph.jsonl")
    answers(bridge, "select.jsonl", range="aaaa:cccc", rows=[])
    answers(bridge, "stamp.jsonl", targets=["b@head"], expect=["z"])


def test_revision_and_merge_answer_in_the_shape_of_the_samples(opened, author, project):
    project.revision("aaaa").revision("bbbb", "aaaa").revision("cccc", "aaaa")
    bridge = opened()

    answers(bridge, "merge.jsonl", revisions=["bbbb", "cccc"])
    answers(bridge, "revision.jsonl", head="head", dependsOn=["aaaa"])


if hasattr(command, "check"):

    def test_check_answers_in_the_shape_of_the_sample(migrate, opened, models):
        models.revision("aaaa", up="pass")
        migrate("head")

        answers(opened(), "check.jsonl")
