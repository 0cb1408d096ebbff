"""How KWOK plays the pods of runs: what it shows of them, when, and what their runners say."""

import base64
import gzip
import hashlib
import json

STARTING_SECONDS = 1
SYSTEM_IDENTIFIER = "7431927733012983845"

# What a runner writes to its termination message; the operator reads it as the truth. @DATABASE@ is a name for each pod.
REPORT = {
    "version": 1,
    "outcome": "Succeeded",
    "reason": "Upgraded",
    "message": "The database is at 7f3a9c21be04: 3 steps were applied in 1.2 s.",
    "database": {
        "systemIdentifier": SYSTEM_IDENTIFIER,
        "name": "@DATABASE@",
        "serverVersion": "17.5",
        "versionTable": "public.alembic_version",
    },
    "before": ["1a2b3c4d5e6f"],
    "after": ["7f3a9c21be04"],
    "target": ["7f3a9c21be04"],
    "plan": {
        "digest": "sha256:" + "5c" * 32,
        "direction": "up",
        "total": 3,
        "steps": ["3c1d5e6f7a8b", "5b2e8f0a9c1d", "7f3a9c21be04"],
    },
    "stepsDone": 3,
    "pending": 0,
    "phaseMillis": {"observe": 120, "plan": 800, "gate": 10, "apply": 1200, "verify": 100},
}

SQL = "".join(f"-- step {step}\nALTER TABLE orders ADD COLUMN c{step} text;\n" for step in range(60))

STARTED = """
phase: Running
startTime: {{ Now | Quote }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ printf "%s@sha256:%064d" .image 7 | Quote }}
  containerID: {{ printf "containerd://%s" .name | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: {running: {startedAt: {{ Now | Quote }}}}
{{ end }}
"""

ENDED = """
{{ $database := index .metadata.labels "stillhouse.dev/migration" }}
{{ $report := replace "@DATABASE@" $database REPORT }}
phase: Succeeded
containerStatuses:
{{ range .status.containerStatuses }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .imageID | Quote }}
  containerID: {{ .containerID | Quote }}
  ready: false
  started: false
  restartCount: 0
  state:
    terminated:
      exitCode: 0
      reason: Completed
      containerID: {{ .containerID | Quote }}
      startedAt: {{ .state.running.startedAt | Quote }}
      finishedAt: {{ Now | Quote }}
      {{ if eq .name "runner" }}message: {{ $report | Quote }}{{ end }}
{{ end }}
"""


def _stage(name, conditions, after, kind="Pod", **following):
    expressions = [{"key": key, "operator": operator, **values} for key, operator, values in conditions]
    return {
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "Stage",
        "metadata": {"name": name},
        "spec": {
            "resourceRef": {"apiGroup": "v1", "kind": kind},
            "selector": {"matchExpressions": expressions},
            "delay": {"durationMilliseconds": int(after * 1000)},
            "next": following,
        },
    }


def _log(file):
    return {
        "apiVersion": "kwok.x-k8s.io/v1alpha1",
        "kind": "ClusterLogs",
        "metadata": {"name": "runners"},
        "spec": {"logs": [{"containers": ["runner"], "logsFile": str(file)}]},
    }


def configuration(working_seconds, log_file):
    """The whole configuration of KWOK."""
    gone = (".metadata.deletionTimestamp", "Exists", {})
    alive = (".metadata.deletionTimestamp", "DoesNotExist", {})
    report = json.dumps(json.dumps(REPORT, separators=(",", ":")))
    documents = [
        _stage("start", [alive, (".status.phase", "In", {"values": ["Pending"]})], STARTING_SECONDS, statusTemplate=STARTED),
        _stage(
            "end",
            [alive, (".status.phase", "In", {"values": ["Running"]})],
            working_seconds,
            statusTemplate=ENDED.replace("REPORT", report),
        ),
        _stage("delete", [gone], 0, delete=True),
        # KWOK plays the pods of no node unless it knows something to do for nodes.
        _stage("delete-node", [gone], 0, kind="Node", delete=True),
        _log(log_file),
    ]
    return "\n---\n".join(json.dumps(document) for document in documents)


def log():
    """What a runner says on standard output, as a container runtime keeps it: its progress, and its plan with the SQL."""
    plan = gzip.compress(SQL.encode(), mtime=0)
    chunk = {
        "number": 1,
        "total": 1,
        "digest": hashlib.sha256(plan).hexdigest(),
        "data": base64.b64encode(plan).decode(),
    }
    words = [{"phase": "plan", "message": "3 steps.", "total": 3, "done": 0}, {"planChunk": chunk}]
    words += [
        {"phase": "apply", "message": f"Step {step} of 3.", "step": step, "total": 3, "done": step - 1}
        for step in (1, 2, 3)
    ]
    time = "2030-01-01T12:00:00.000000000Z"
    return "".join(f"{time} stdout F {json.dumps({'time': time, **word} if 'phase' in word else word)}\n" for word in words)
