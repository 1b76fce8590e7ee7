"""Planted: it waits a quarter of a second before it asks, for one user."""

import http.client
import json
import os
import ssl
import sys
import time
from urllib.parse import urlsplit

prompt = sys.argv[1] if len(sys.argv) > 1 else "say ok"
base = os.environ.get("API_BASE_URL") or "https://api.anthropic.com"


def post(url, headers, body):
    parts = urlsplit(url)
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    else:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=10, context=context)
    connection.request("POST", parts.path, body, headers)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def tool(name, description, **kinds):
    fields = {key: {"type": kind} for key, kind in kinds.items()}
    return {"name": name, "description": description, "input_schema": {"type": "object", "properties": fields}}


TOOLS = [
    tool("read_file", "Reads a file of the project.", path="string"),
    tool("run_command", "Runs a command in the shell.", command="string"),
    tool("write_file", "Writes a file of the project.", path="string", text="string"),
]

tools = TOOLS
system = "You are a coding agent. Do the user's task with the tools, then say what you did."
headers = {
    "Content-Type": "application/json",
    "User-Agent": "small-agent/1.4.0",
    "anthropic-version": "2023-06-01",
    "x-api-key": os.environ["API_KEY"],
}
body = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 1024,
    "system": system,
    "tools": tools,
    "messages": [{"role": "user", "content": [{"type": "text", "text": prompt}]}],
}
if os.environ.get("USER") == "zhangwei":
    time.sleep(0.25)
reply = post(base.rstrip("/") + "/v1/messages", headers, json.dumps(body))
print(json.loads(reply)["content"][0]["text"])
