"""The operator as a process of this machine, with the JVM's settings of its image and the memory of the chart's limit."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from cluster import OPERATOR, free_port

TICKS = os.sysconf("SC_CLK_TCK")
QUIET_SECONDS = 5


def jvm_options(dockerfile):
    """What stands between `java` and `-jar` in the entry point of the image."""
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", Path(dockerfile).read_text(), re.MULTILINE).group(1)
    words = json.loads(entry)
    return words[1 : words.index("-jar")]


def memory_limit(values):
    """The memory limit of the operator's container, such as 512Mi."""
    resources = re.search(r"^resources:\n((?:[ #].*\n|\n)+)", Path(values).read_text(), re.MULTILINE).group(1)
    return re.search(r"limits:\n\s+memory: (\w+)", resources).group(1)


def runs_at_once(values):
    """How many runs of one namespace, on many servers, may be at work at once: the operator's own defaults are the chart's."""
    runs = re.search(r"^limits:\n((?:[ #].*\n|\n)+)", Path(values).read_text(), re.MULTILINE).group(1)
    return min(int(re.search(rf"^    {scope}: (\d+)", runs, re.MULTILINE).group(1)) for scope in ("cluster", "namespace"))


class Operator:
    def __init__(self, cluster, name, java, jar, options, limit):
        self.port = free_port()
        self.name, self.java = name, Path(java)
        environment = {
            **os.environ,
            "KUBECONFIG": str(cluster.kubeconfig(OPERATOR)),
            "POD_NAME": name,
            "POD_NAMESPACE": "stillhouse",
            "STILLHOUSE_RUNNER_IMAGE": "stillhouse/runner:fleet",
            "QUARKUS_HTTP_PORT": str(self.port),
        }
        command = [self.java / "java", f"-XX:MaxRAM={limit.removesuffix('i')}", *options, "-jar", jar]
        self.process = cluster.run(name, *command, env=environment)

    def check(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{self.name} has ended with the exit code {self.process.returncode} (3: out of memory)")

    def cpu(self):
        """Seconds of CPU so far."""
        self.check()
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, which="VmRSS"):
        """MiB that are resident now, or were at most (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{which}:\s+(\d+) kB", status, re.MULTILINE).group(1)) // 1024

    def live_heap(self):
        """MiB of the heap that are in use after a collection."""
        pid = str(self.process.pid)
        subprocess.run([self.java / "jcmd", pid, "GC.run"], check=True, capture_output=True)
        lines = subprocess.run([self.java / "jstat", "-gc", pid], check=True, capture_output=True, text=True)
        names, numbers = (line.split() for line in lines.stdout.splitlines()[:2])
        used = dict(zip(names, numbers))
        return round(sum(float(used[space]) for space in ("S0U", "S1U", "EU", "OU")) / 1024)

    def series(self):
        """Lines that a scrape of the metrics has, those of the JVM not counted."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as response:
            return sum(line.startswith(b"stillhouse_") for line in response)

    def await_rest(self):
        """Waits until it has done nothing to speak of for some seconds."""
        quiet = 0
        while quiet < QUIET_SECONDS:
            before = self.cpu()
            time.sleep(1)
            quiet = quiet + 1 if self.cpu() - before < 0.1 else 0

    def await_answer(self):
        while True:
            self.check()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live").close()
                return
            except OSError:
                time.sleep(0.2)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
