"""A control plane on this machine: etcd, the API server, the controllers of Jobs, a scheduler, and KWOK for node and pods."""

import base64
import json
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pods
from api import Api

ADMIN, OPERATOR = "fleet-admin", "fleet-operator"
CONTROLLERS = "job-controller,garbage-collector-controller,namespace-controller,ttl-after-finished-controller"
FAST = ["--kube-api-qps=1000", "--kube-api-burst=2000"]

# Writes of the operator; the rest is of no interest.
AUDIT = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [
        {"level": "Metadata", "users": [OPERATOR], "verbs": ["create", "update", "patch", "delete"]},
        {"level": "None"},
    ],
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Cluster:
    def __init__(self, folder, programs, kubernetes, working_seconds):
        self.folder, self.programs, self.kubernetes = Path(folder), Path(programs), Path(kubernetes)
        self.working_seconds = working_seconds
        self.port, self.node_port, etcd = free_port(), free_port(), free_port()
        self.etcd = f"http://127.0.0.1:{etcd}"
        self.audit_log = self.folder / "audit.log"
        self.processes = []
        self.api = Api(self.port, ADMIN)

    def run(self, name, *command, **options):
        """Starts a program with its output in a file of its own."""
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd=self.folder, **options)
        self.processes.append(process)
        return process

    def kubeconfig(self, token):
        file = self.folder / f"{token}.kubeconfig"
        server = {"server": f"https://127.0.0.1:{self.port}", "insecure-skip-tls-verify": True}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "fleet",
            "contexts": [{"name": "fleet", "context": {"cluster": "fleet", "user": "fleet"}}],
            "clusters": [{"name": "fleet", "cluster": server}],
            "users": [{"name": "fleet", "user": {"token": token}}],
        }
        file.write_text(json.dumps(config))
        return file

    def start(self):
        self._start_api_server()
        kubeconfig = self.kubeconfig(ADMIN)
        controllers = ["--leader-elect=false", f"--kubeconfig={kubeconfig}", *FAST]
        self._kubernetes(
            "kube-controller-manager", *controllers, f"--controllers={CONTROLLERS}", "--concurrent-job-syncs=20"
        )
        self._kubernetes("kube-scheduler", *controllers)
        self._start_kwok(kubeconfig)

    def _start_api_server(self):
        peer = f"http://127.0.0.1:{free_port()}"
        self.run(
            "etcd", self.programs / "etcd", "--data-dir=etcd", "--unsafe-no-fsync", "--log-level=warn",
            f"--listen-client-urls={self.etcd}", f"--advertise-client-urls={self.etcd}",
            f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=default={peer}",
            f"--quota-backend-bytes={8 << 30}", "--auto-compaction-mode=periodic", "--auto-compaction-retention=5m",
        )  # fmt: skip
        (self.folder / "audit.json").write_text(json.dumps(AUDIT))
        tokens = "".join(f'{name},{name},{name},"system:masters"\n' for name in (ADMIN, OPERATOR))
        (self.folder / "tokens").write_text(tokens)
        subprocess.run(["openssl", "genrsa", "-out", self.folder / "key.pem", "2048"], check=True, capture_output=True)
        self._kubernetes(
            "kube-apiserver", f"--etcd-servers={self.etcd}", f"--secure-port={self.port}", "--bind-address=127.0.0.1",
            "--cert-dir=certificates", "--token-auth-file=tokens", "--authorization-mode=RBAC",
            "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition", "--service-cluster-ip-range=10.43.0.0/16",
            "--service-account-issuer=https://fleet", "--service-account-key-file=key.pem",
            "--service-account-signing-key-file=key.pem", "--kubelet-preferred-address-types=InternalIP",
            "--audit-policy-file=audit.json", f"--audit-log-path={self.audit_log}",
        )  # fmt: skip
        self._await("/readyz")

    def _kubernetes(self, name, *options):
        link = self.folder / name
        link.symlink_to(self.kubernetes)
        return self.run(name, link, *options)

    def _start_kwok(self, kubeconfig):
        (self.folder / "runner.log").write_text(pods.log())
        (self.folder / "kwok.yaml").write_text(pods.configuration(self.working_seconds, self.folder / "runner.log"))
        certificates = self.folder / "certificates"
        self.run(
            "kwok", self.programs / "kwok", f"--kubeconfig={kubeconfig}", "--config=kwok.yaml", "--manage-all-nodes=true",
            "--node-ip=127.0.0.1", f"--node-port={self.node_port}", f"--server-address=127.0.0.1:{self.node_port}",
            f"--tls-cert-file={certificates / 'apiserver.crt'}",
            f"--tls-private-key-file={certificates / 'apiserver.key'}",
        )  # fmt: skip
        self.api.must("POST", "/api/v1/nodes", self._node())

    def _node(self):
        room = {"cpu": "10000", "memory": "100Ti", "ephemeral-storage": "100Ti", "pods": "100000"}
        status = {
            "allocatable": room,
            "capacity": room,
            "conditions": [{"type": "Ready", "status": "True", "reason": "Played"}],
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": self.node_port}},
        }
        return {"metadata": {"name": "played"}, "status": status}

    def _await(self, path):
        give_up = time.monotonic() + 120
        while time.monotonic() < give_up:
            try:
                if self.api.request("GET", path)[0] == 200:
                    return
            except SystemExit:
                pass
            time.sleep(0.5)
        raise SystemExit(f"the API server does not start; see {self.folder}/kube-apiserver.log")

    def store(self, resources):
        """Puts custom resources into etcd as the API server would have, all or none: pairs of the plural and the object."""
        encoded = lambda text: base64.b64encode(text.encode()).decode()
        puts = []
        for plural, resource in resources:
            meta = resource["metadata"]
            key = f"/registry/stillhouse.dev/{plural}/{meta['namespace']}/{meta['name']}"
            puts.append({"requestPut": {"key": encoded(key), "value": encoded(json.dumps(resource))}})
        request = urllib.request.Request(f"{self.etcd}/v3/kv/txn", json.dumps({"success": puts}).encode())
        urllib.request.urlopen(request, timeout=60).close()

    def writes(self):
        """The operator's writes so far, by verb and resource."""
        counts = {}
        with open(self.audit_log) as log:
            for line in log:
                event = json.loads(line)
                what = event["objectRef"]
                key = f"{event['verb']} {what['resource']}{'/status' if what.get('subresource') else ''}"
                counts[key] = counts.get(key, 0) + 1
        return counts

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
