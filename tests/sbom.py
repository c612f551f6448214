#!/usr/bin/env python3
"""The parts of the program as a CycloneDX 1.5 document, from `cargo metadata` on standard input.

    cargo metadata --locked --format-version 1 --filter-platform x86_64-unknown-linux-gnu | tests/sbom.py > loket.cdx.json

What only tests and benchmarks use is left out: it is in no program that an office gets. The document depends on its input
and on SOURCE_DATE_EPOCH alone, so that two builds have the same.
"""

import datetime
import hashlib
import json
import os
import re
import sys
import uuid


def main():
    metadata = json.load(sys.stdin)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    needs = {one: [dep["pkg"] for dep in nodes[one]["deps"] if shipped(dep)] for one in nodes}
    reached, frontier = {root}, [root]
    while frontier:
        fresh = set(needs[frontier.pop()]) - reached
        reached |= fresh
        frontier += fresh
    ids = sorted(reached - {root}, key=lambda one: (packages[one]["name"], packages[one]["version"]))
    sums = checksums(os.path.join(metadata["workspace_root"], "Cargo.lock"))
    program = packages[root]
    components = [component(packages[one], sums) for one in ids]
    for part in components:
        assert part.get("hashes"), f"{part['name']} comes from no registry"
        assert part.get("licenses"), f"{part['name']} names no licence"
    assert len({part["bom-ref"] for part in components}) == len(ids), "a part stands twice"
    graph = [{"ref": purl(packages[one]), "dependsOn": sorted(purl(packages[need]) for need in needs[one])}
             for one in [root, *ids]]
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).isoformat(),
            "component": {"type": "application", "bom-ref": purl(program), "name": program["name"],
                          "version": program["version"], "purl": purl(program)},
        },
        "components": components,
        "dependencies": graph,
    }
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).digest()
    document["serialNumber"] = uuid.UUID(bytes=digest[:16], version=4).urn
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()
    print(f"{len(components)} parts", file=sys.stderr)


def shipped(dependency):
    """Whether a dependency is for the program or its building, and not for tests alone."""
    return any(kind["kind"] in (None, "build") for kind in dependency["dep_kinds"])


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, sums):
    """One part."""
    part = {"type": "library", "bom-ref": purl(package), "name": package["name"], "version": package["version"],
            "purl": purl(package)}
    known = sums.get((package["name"], package["version"]))
    if known:
        part["hashes"] = [{"alg": "SHA-256", "content": known}]
    if package.get("license"):
        part["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if package.get("repository"):
        part["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return part


def checksums(path):
    """What the lock file says of each package."""
    with open(path, encoding="utf-8") as lock:
        found = re.findall(r'name = "(.+)"\nversion = "(.+)"\nsource = .*\nchecksum = "([0-9a-f]{64})"', lock.read())
    return {(name, version): checksum for name, version, checksum in found}


main()
