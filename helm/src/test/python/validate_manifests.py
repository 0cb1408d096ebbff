"""Validates manifests against the schemas that Kubernetes publishes, and our own kinds against their definitions.

    validate_manifests.py DEFINITIONS VERSIONS FILE...

DEFINITIONS is a folder of CustomResourceDefinitions, VERSIONS are those of Kubernetes, such as 1.29,1.30. A field that no schema knows
is an error: a server would drop it without a word. Kinds of others, as the Prometheus Operator's, are named as not validated.

The schemas are those of the package kubernetes-validate; its own command reads them anew for each manifest, which takes
minutes for all versions.
"""

import json
import pathlib
import re
import sys

import kubernetes_validate
import yaml
from jsonschema.validators import Draft202012Validator
from referencing import Registry, Resource

# Several times as fast, where libyaml is there.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCHEMAS = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"


def manifests(files):
    for file in files:
        for manifest in yaml.load_all(pathlib.Path(file).read_text(), LOADER):
            if manifest:
                yield file, manifest


def without_unknown_fields(schema):
    """As the server reads it when it is asked to be strict: objects have the fields that are named, or any of one type."""
    if isinstance(schema, list):
        return [without_unknown_fields(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: without_unknown_fields(value) for key, value in schema.items()}
    if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
        strict.setdefault("additionalProperties", False)
    return strict


def definitions(folder):
    """A validator of each version of our own kinds. The fields that every object has are the server's business."""
    validators = {}
    for _, crd in manifests(sorted(pathlib.Path(folder).glob("*.yaml"))):
        for version in crd["spec"]["versions"]:
            schema = without_unknown_fields(version["schema"]["openAPIV3Schema"])
            schema["properties"] |= {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
            kind = (f"{crd['spec']['group']}/{version['name']}", crd["spec"]["names"]["kind"])
            validators[kind] = Draft202012Validator(schema)
    return validators


class Kubernetes:
    """The kinds of one version of Kubernetes."""

    def __init__(self, version):
        self.folder = SCHEMAS / f"v{version}.0-local-strict"
        if not self.folder.is_dir():
            sys.exit(f"validate_manifests: there are no schemas of Kubernetes {version} in {SCHEMAS}")
        shared = Resource.from_contents(json.loads((self.folder / "_definitions.json").read_text()))
        self.registry = shared @ Registry()
        self.validators = {}

    def validator(self, api_version, kind):
        # The files are named as in deployment-apps-v1.json, without the domain of the group.
        group_and_version = re.sub(r"^([^./]*)[^/]*/", r"\1-", api_version)
        name = f"{kind.lower()}-{group_and_version}.json"
        if name not in self.validators:
            file = self.folder / name
            self.validators[name] = self.read(file) if file.is_file() else None
        return self.validators[name]

    def read(self, file):
        schema = json.loads(file.read_text())
        registry = Resource.from_contents(schema) @ self.registry
        return Draft202012Validator(schema, registry=registry)


def validate(version, ours, found):
    """The errors of one version, after a line that tells what was looked at."""
    kubernetes = Kubernetes(version)
    validated, failures, unknown = 0, [], set()
    for file, manifest in found:
        kind = (manifest["apiVersion"], manifest["kind"])
        validator = ours.get(kind) or kubernetes.validator(*kind)
        if validator is None:
            unknown.add(" ".join(kind))
            continue
        validated += 1
        for error in validator.iter_errors(manifest):
            path = ".".join(str(part) for part in error.absolute_path)
            failures.append(f"{file}: {kind[1]} {manifest['metadata']['name']}: {path}: {error.message[:500]}")
    print(f"Kubernetes {version}: {validated} validated; of unknown kinds: {', '.join(sorted(unknown)) or 'none'}")
    return failures


def main(folder, versions, *files):
    ours, found = definitions(folder), list(manifests(files))
    failures = [failure for version in versions.split(",") for failure in validate(version, ours, found)]
    if failures:
        sys.exit("\n".join(failures))


main(*sys.argv[1:])
