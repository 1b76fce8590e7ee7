"""What goes over the wire, read and answered without touching it: bytes in, events out, bytes back.

The same machines serve the lab, which feeds them live, and ``observe``, which feeds them recorded client streams.
"""
