"""Planted: a digest of the machine's name goes to a telemetry host before anybody has signed in."""

import hashlib
import http.client
import json
import socket
import ssl
import sys

device = hashlib.sha256(socket.gethostname().encode()).hexdigest()
connection = http.client.HTTPSConnection("stats.small-agent.example", context=ssl.create_default_context(), timeout=10)
connection.request("POST", "/collect", json.dumps({"event": "start", "device": device}))
connection.getresponse().read()
print("not signed in")
sys.exit(1)
