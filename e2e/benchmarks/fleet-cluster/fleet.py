"""Sees many DatabaseMigrations at rest, some of them change at once, and one replica of the operator take over from another."""

import argparse
import json
import math
import signal
import statistics
import sys
import time
import uuid
from collections import Counter
from datetime import datetime

from api import GROUP, in_parallel
from cluster import Cluster
from operator_process import Operator, jvm_options, memory_limit, runs_at_once
from pods import STARTING_SECONDS, SYSTEM_IDENTIFIER

NAMESPACE, SAMPLE, LEASE = "fleet", "sample-dbm", "/apis/coordination.k8s.io/v1/namespaces/stillhouse/leases/stillhouse"
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
MIGRATIONS = f"{GROUP}/namespaces/{NAMESPACE}/databasemigrations"
RUNS = f"{GROUP}/namespaces/{NAMESPACE}/migrationruns"
PODS_AT_WORK = f"/api/v1/namespaces/{NAMESPACE}/pods?fieldSelector=status.phase%21%3DSucceeded"
# The lease of the one that leads is renewed all the time; a review of what one may do is stored nowhere.
NO_WRITES = ("leases", "reviews")
# The databases are on so many servers, by their system identifiers.
SERVERS = 50
NEW_IMAGE = {"spec": {"project": {"image": "registry.example/shop/orders:2"}}}
CHANGED = {"benchmark": "changed"}


def manifest(name, labels=None):
    return {
        "apiVersion": "stillhouse.dev/v1alpha1",
        "kind": "DatabaseMigration",
        "metadata": {"name": name, "labels": labels or {}},
        "spec": {
            "database": {"urlFrom": {"secretKeyRef": {"name": name, "key": "url"}}},
            "project": {
                "image": "registry.example/shop/orders:1",
                "path": "/app",
                "urlVariable": "DATABASE_URL",
            },
        },
    }


def tell(what, value):
    print(f"{what:<58}{value}", flush=True)


def is_settled(migration):
    status = migration.get("status", {})
    ready = any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions", []))
    return ready and status.get("observedGeneration") == migration["metadata"]["generation"]


def reason(migration):
    """Why it is not ready, in one word."""
    conditions = migration.get("status", {}).get("conditions", [])
    return next((each["reason"] for each in conditions if each["type"] == "Ready"), "")


def last_number(migration):
    return migration.get("status", {}).get("lastRun", {}).get("number", 0)


class Seeds:
    """
    Copies of one DatabaseMigration and its run, as the operator itself has written them. They are put into etcd, as a hundred
    thousand requests to the API server take longer than all that is measured.
    """

    def __init__(self, cluster, runs):
        self.cluster, self.runs = cluster, runs
        self.migration = cluster.api.get(f"{MIGRATIONS}/{SAMPLE}")
        self.run = cluster.api.get(f"{RUNS}/{self.migration['status']['lastRun']['name']}")

    @staticmethod
    def _copy(resource, name, number, new_name, labels, **metadata):
        text = json.dumps(resource).replace(f"{SAMPLE}-1", f"{name}-{number}").replace(SAMPLE, name)
        text = text.replace(SYSTEM_IDENTIFIER, f"{SYSTEM_IDENTIFIER[:-2]}{int(name[-5:]) % SERVERS:02d}")
        made = json.loads(text)
        meta = made["metadata"]
        kept = {key: meta[key] for key in ("namespace", "generation", "creationTimestamp", "managedFields")}
        made["metadata"] = {**kept, "name": new_name, "uid": str(uuid.uuid4()), "labels": labels(meta), **metadata}
        return made

    def plant(self, name, labels):
        migration = self._copy(self.migration, name, self.runs, name, lambda _: labels)
        owner = {**self.run["metadata"]["ownerReferences"][0], "name": name, "uid": migration["metadata"]["uid"]}
        runs = [
            self._copy(self.run, name, number, f"{name}-{number}", lambda meta: meta["labels"], ownerReferences=[owner])
            for number in range(1, self.runs + 1)
        ]
        for number, run in enumerate(runs, 1):
            run["spec"]["number"] = number
        migration["status"]["lastRun"] |= {"number": self.runs, "uid": runs[-1]["metadata"]["uid"]}
        # The runs first: a DatabaseMigration whose newest run is not there would be given another.
        self.cluster.store([("migrationruns", run) for run in runs] + [("databasemigrations", migration)])


class Fleet:
    def __init__(self, options):
        self.options = options
        self.cluster = Cluster(options.folder, options.programs, options.kubernetes, options.working_seconds)
        self.api = self.cluster.api
        self.limit = options.limit or memory_limit(options.values)
        self.most_at_once = 0

    def start_operator(self, name):
        options = jvm_options(self.options.dockerfile)
        return Operator(self.cluster, name, self.options.java, self.options.jar, options, self.limit)

    def prepare(self):
        for crd in self.options.crds:
            with open(crd, "rb") as file:
                self.api.must("POST", CRDS, file.read(), "application/yaml")
        for namespace in (NAMESPACE, "stillhouse"):
            self.api.must("POST", "/api/v1/namespaces", {"metadata": {"name": namespace}})
        operator = self.start_operator("operator-sample")
        time.sleep(2)
        self.api.must("POST", MIGRATIONS, manifest(SAMPLE))
        self.await_settled([SAMPLE], 0, operator)
        seeds = Seeds(self.cluster, self.options.runs)
        operator.stop()
        names = [f"db-{number:05d}" for number in range(self.options.migrations)]
        start = time.monotonic()
        plant = lambda name: seeds.plant(name, CHANGED if name in names[: self.options.changed] else {})
        for count, _ in enumerate(in_parallel(plant, names), 1):
            if count % 500 == 0:
                tell("(seeded)", f"{count} after {time.monotonic() - start:.0f} s")
        return names

    def await_settled(self, names, above, *operators):
        """Waits until each has come to rest with a run beyond a number."""
        path = MIGRATIONS if len(names) == 1 else f"{MIGRATIONS}?labelSelector=benchmark%3Dchanged"
        told = time.monotonic()
        while True:
            for operator in operators:
                operator.check()
            if len(names) > 1:
                self.most_at_once = max(self.most_at_once, len(self.api.items(PODS_AT_WORK)))
            found = [self.api.get(f"{path}/{names[0]}")] if len(names) == 1 else self.api.items(path)
            settled = sum(is_settled(each) and last_number(each) > above for each in found)
            if settled == len(names):
                return
            if time.monotonic() > told + 30:
                told = time.monotonic()
                reasons = Counter(reason(each) for each in found if not is_settled(each))
                tell("(settled)", f"{settled} of {len(names)}; the others: {dict(reasons) or 'not seen yet'}")
            time.sleep(0.2 if len(names) == 1 else 2)

    def writes_since(self, before):
        after = self.cluster.writes()
        grown = {key: count - before.get(key, 0) for key, count in after.items()}
        return {key: count for key, count in sorted(grown.items()) if count and not key.endswith(NO_WRITES)}

    def see_start(self):
        before = self.cluster.writes()
        start = time.monotonic()
        operator = self.start_operator("operator-a")
        operator.await_answer()
        operator.await_rest()
        tell("start: until all is seen", f"{time.monotonic() - start:.0f} s, {operator.cpu():.0f} s of CPU")
        tell("start: writes", self.writes_since(before) or "none")
        return operator

    def see_rest(self, operator):
        before, cpu, start = self.cluster.writes(), operator.cpu(), time.monotonic()
        time.sleep(self.options.rest_seconds)
        used, elapsed = operator.cpu() - cpu, time.monotonic() - start
        tell("at rest: CPU", f"{1000 * used / elapsed:.1f} millicores, over {elapsed:.0f} s")
        tell("at rest: writes", self.writes_since(before) or "none")
        tell("at rest: resident, at most so far", f"{operator.memory()} MiB, {operator.memory('VmHWM')} MiB")
        tell("at rest: live heap", f"{operator.live_heap()} MiB")
        tell("at rest: series of metrics", operator.series())

    def see_change(self, operator, names):
        before, cpu, start = self.cluster.writes(), operator.cpu(), time.monotonic()
        list(in_parallel(lambda name: self.api.patch(f"{MIGRATIONS}/{name}", NEW_IMAGE), names))
        tell(f"change of {len(names)}: all asked for", f"{time.monotonic() - start:.1f} s")
        self.await_settled(names, self.options.runs, operator)
        elapsed = time.monotonic() - start
        own = STARTING_SECONDS + self.options.working_seconds
        at_once = runs_at_once(self.options.values)
        tell("change: until all are settled", f"{elapsed:.0f} s; a pod by itself takes {own} s")
        tell("change: pods alone, as many at once as may be", f"{math.ceil(len(names) / at_once) * own} s, {at_once} at once")
        tell("change: pods at once, at most", self.most_at_once)
        if self.most_at_once > at_once:
            raise SystemExit("more runs were at work at once than the chart's limits allow")
        tell("change: a run, median and longest", self.durations())
        tell("change: CPU", f"{operator.cpu() - cpu:.0f} s")
        tell("change: writes", self.writes_since(before))
        tell("change: resident, at most so far", f"{operator.memory()} MiB, {operator.memory('VmHWM')} MiB")

    def durations(self):
        runs = [run for run in self.api.items(RUNS) if run["spec"]["number"] == self.options.runs + 1]
        moment = lambda run, field: datetime.fromisoformat(run["status"][field])
        seconds = [(moment(run, "completionTime") - moment(run, "startTime")).total_seconds() for run in runs]
        return f"{statistics.median(seconds):.0f} s, {max(seconds):.0f} s, of {len(runs)}"

    def see_takeover(self, leader, probe):
        standby = self.start_operator("operator-b")
        standby.await_answer()
        time.sleep(5)
        tell("standby: resident", f"{standby.memory()} MiB")
        cpu, start = standby.cpu(), time.monotonic()
        self.api.patch(f"{MIGRATIONS}/{probe}", NEW_IMAGE)
        leader.stop()
        while self.api.get(LEASE)["spec"].get("holderIdentity") != standby.name:
            standby.check()
            time.sleep(0.1)
        tell("takeover: until it leads", f"{time.monotonic() - start:.1f} s")
        self.await_settled([probe], self.options.runs, standby)
        own = STARTING_SECONDS + self.options.working_seconds
        tell("takeover: until a change is settled", f"{time.monotonic() - start:.1f} s; a pod by itself takes {own} s")
        standby.await_rest()
        tell("takeover: until at rest", f"{time.monotonic() - start:.0f} s, {standby.cpu() - cpu:.0f} s of CPU")
        tell("takeover: resident, at most so far", f"{standby.memory()} MiB, {standby.memory('VmHWM')} MiB")
        tell("takeover: live heap", f"{standby.live_heap()} MiB")

    def measure(self):
        self.cluster.start()
        names = self.prepare()
        known = len(names) * self.options.runs + 1
        tell("DatabaseMigrations, with so many runs each", f"{len(names)}, {self.options.runs}")
        tell("memory limit", self.limit)
        operator = self.see_start()
        self.see_rest(operator)
        if len(self.api.items(RUNS)) != known:
            raise SystemExit(f"there were {known} runs, and are {len(self.api.items(RUNS))}, although nothing has changed")
        self.see_change(operator, names[: self.options.changed])
        self.see_takeover(operator, names[-1])


def options():
    parser = argparse.ArgumentParser()
    for name in ("--folder", "--programs", "--kubernetes", "--java", "--jar", "--dockerfile", "--values"):
        parser.add_argument(name, required=True)
    parser.add_argument("--crds", required=True, nargs="+")
    parser.add_argument("--limit", help="in place of the chart's memory limit, such as 768Mi")
    for name, default in (("migrations", 5000), ("changed", 500), ("runs", 10), ("rest-seconds", 180), ("working-seconds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


if __name__ == "__main__":
    # The programs that it has started end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    fleet = Fleet(options())
    try:
        fleet.measure()
    finally:
        fleet.cluster.stop()
