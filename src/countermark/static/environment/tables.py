"""The ways in which programs ask their machine something, as paths of names.

A path is as ``Program.path`` gives it: ``process.env``, ``import:os.hostname()``. An entry fits where a path starts
with it. Sources, 2026-11: the Node.js 22 documentation of ``os``, ``process``, ``dns``, ``child_process`` and ``fs``;
ECMA-402; the Bun and Deno references; the Python 3 library reference.
"""

from __future__ import annotations

import re

from countermark.model.static import ReadKind

VARIABLES = frozenset(
    {("process", "env"), ("import:process", "env"), ("Bun", "env"), ("Deno", "env"), ("import:os", "environ")}
    | {("globalThis", "process", "env"), ("import:os", "environb")}
)
GETTERS = frozenset({("import:os", "getenv"), ("import:os", "getenvb"), ("Deno", "env", "get")})
"""Functions whose first argument names a variable; methods of ``VARIABLES`` do too."""

GETTER_METHODS = frozenset({"get", "pop", "setdefault", "has"})

_TABLE: tuple[tuple[ReadKind, str], ...] = (
    ("time-zone", "Intl.DateTimeFormat().resolvedOptions().timeZone"),
    ("time-zone", "import:time.tzname import:time.timezone import:time.altzone import:time.localtime"),
    ("time-zone", "import:tzlocal import:dateutil.tz.tzlocal import:datetime.datetime.now().astimezone"),
    ("locale", "navigator.language navigator.languages import:locale.getlocale import:locale.getdefaultlocale"),
    ("locale", "import:locale.setlocale import:os-locale import:locale.getencoding"),
    ("locale", "Intl.DateTimeFormat().resolvedOptions().locale"),
    ("locale", "Intl.NumberFormat().resolvedOptions().locale Intl.Collator().resolvedOptions().locale"),
    (
        "hostname",
        "import:os.hostname import:socket.gethostname import:socket.getfqdn import:platform.node",
    ),
    (
        "user",
        "import:os.userInfo import:os.homedir import:getpass.getuser import:os.getlogin import:pwd",
    ),
    ("user", "import:os.path.expanduser import:pathlib.Path.home process.getuid import:os.path.expandvars"),
    ("network", "import:os.networkInterfaces import:uuid.getnode import:psutil.net_if_addrs import:netifaces"),
    ("name-service", "import:dns import:dns/promises import:socket.getaddrinfo import:socket.gethostbyname Bun.dns"),
    ("name-service", "import:dns.resolver import:socket.gethostbyaddr import:socket.getnameinfo Deno.resolveDns"),
    ("machine-id", "import:node-machine-id import:machine-uuid import:machineid"),
    ("working-folder", "process.cwd import:process.cwd import:os.getcwd import:os.getcwdb import:pathlib.Path.cwd"),
    ("platform", "process.platform process.arch import:os.platform import:os.arch import:os.release import:os.type"),
    ("platform", "import:os.version import:os.machine import:os.cpus import:os.totalmem import:sys.platform"),
    ("platform", "import:platform.system import:platform.machine import:platform.platform import:platform.release"),
    ("platform", "import:platform.uname import:platform.version import:platform.processor navigator.platform"),
    ("process", "import:child_process.exec import:child_process.execSync import:child_process.spawn"),
    ("process", "import:child_process.spawnSync import:child_process.execFile import:child_process.execFileSync"),
    ("process", "import:child_process.fork Bun.spawn Bun.spawnSync Bun.$ Deno.Command import:execa import:cross-spawn"),
    ("process", "import:subprocess.run import:subprocess.Popen import:subprocess.check_output import:subprocess.call"),
    ("process", "import:subprocess.check_call import:subprocess.getoutput import:os.system import:os.popen"),
    (
        "process",
        "import:asyncio.create_subprocess_exec import:asyncio.create_subprocess_shell import:psutil.process_iter",
    ),
)
PATHS: dict[tuple[str, ...], ReadKind] = {
    _path: _kind for _kind, _paths in _TABLE for _path in (tuple(one.split(".")) for one in _paths.split(" "))
}
LONGEST = max(map(len, PATHS))

METHODS: dict[str, ReadKind] = {"getTimezoneOffset": "time-zone", "astimezone": "time-zone", "getlocale": "locale"}
"""Methods that say it whatever they are called on."""

LAST_NAMES = frozenset(path[-1].removesuffix("()") for path in (*PATHS, *VARIABLES, *GETTERS)) | {
    *("lookup", "lookupService", "resolve4", "resolve6", "resolveTxt", "resolveCname", "reverse", "getpwuid"),
    *("interfaces", "ifaddresses", "get_localzone", "get_localzone_name", "machineId", "machineIdSync"),
}
"""A member of another name starts none of the paths: what keeps whole bundles affordable."""

HOME = re.compile(r"(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|%APPDATA%)[/\\].{2,}")
DOT_FOLDER = re.compile(r"\.[a-z][\w.-]{1,30}(?:[/\\][\w./\\-]*)?|Library/.{2,}|AppData.{2,}")
"""What stands in a home folder beside its owner's own files, when joined to it."""
