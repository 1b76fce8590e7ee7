# expect: kind=variable name=API_HOST
# expect: kind=variable name=LANG
# expect: kind=time-zone
# expect: kind=hostname
# expect: kind=user
# expect: kind=process
import getpass
import os
import socket
import subprocess
import time


def read():
    return os.environ["API_HOST"], os.getenv("LANG"), time.tzname, socket.gethostname(), getpass.getuser(), subprocess.run(["tool", "-v"])
