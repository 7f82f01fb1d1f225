"""Reads events from standard input, passes them to a handler, and prints what it returns and what it has called."""

import importlib
import json
import sys
import time

import boto3

given = json.load(sys.stdin)
boto3.tables.update(given["tables"])
time.time = lambda: given["time"]
module, name = given["entryPoint"].split(".")
handler = getattr(importlib.import_module(module), name)

results = []
for event in given["events"]:
    try:
        results.append({"value": handler(event, None)})
    except Exception as error:
        results.append({"error": str(error)})
tables = {name: table["items"] for name, table in boto3.tables.items()}
json.dump({"results": results, "calls": boto3.calls, "tables": tables}, sys.stdout)
