"""Every failure Countermark reports by name, as one tree.

::

    CountermarkError
    ├── UsageError            the command, a profile or a level is not of its form         exit 2
    ├── TargetError           what was named cannot be examined                            exit 3
    │   ├── TargetNotFound    no such package, version, file or command                    exit 2
    │   ├── IntegrityError    the bytes are not those that the index promised              exit 3
    │   └── UnsafeArchive     unpacking would break a limit or leave its folder            exit 3
    ├── MachineError          this machine lacks or blocks something that the lab needs    exit 3
    ├── SealBroken            the lab let something out, so nothing was started            exit 3
    ├── LabError              our lab failed: it says nothing about the tool               exit 3
    ├── AuditDirectoryError   a sealed audit directory is not what its sums say            exit 3
    ├── StatementError        a statement is forged, damaged or contradicts its evidence   exit 3
    ├── RequestLogError       a provider's request log is damaged or cannot be worked on   exit 3
    └── Interrupted           stopped by the user; what had settled is kept                exit 3

The user sees ``what``, ``why`` and ``help:``; ``-v`` adds the traceback.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_COVERT = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3


class CountermarkError(Exception):
    """A failure with a cause that a person can read and, where there is one, a way out."""

    exit_code: int = EXIT_INCOMPLETE

    def __init__(self, what: str, *, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.what]
        if self.why:
            lines.append(self.why)
        if self.hint:
            lines.append(f"help: {self.hint}")
        return "\n".join(lines)


class UsageError(CountermarkError):
    """What the user wrote is not of the form that is needed."""

    exit_code = EXIT_USAGE


class TargetError(CountermarkError):
    """The target cannot be examined."""


class TargetNotFound(TargetError):
    """There is no such package, version, file or command."""

    exit_code = EXIT_USAGE


class IntegrityError(TargetError):
    """The bytes received are not those that the package index promised."""


class UnsafeArchive(TargetError):
    """Unpacking would break a limit or leave its folder."""


class MachineError(CountermarkError):
    """This machine lacks, or forbids, something that the lab needs."""


class SealBroken(CountermarkError):
    """The sealing self-test found a way out, so no target was started."""


class LabError(CountermarkError):
    """The lab itself failed; nothing follows about the tool."""


class AuditDirectoryError(CountermarkError):
    """An audit directory is damaged, incomplete or of an unknown version."""


class StatementError(CountermarkError):
    """A signed statement is forged, damaged, or contradicts itself or the evidence that it names."""


class RequestLogError(CountermarkError):
    """A request log, or a table beside it, is damaged, or working on it failed."""


class Interrupted(CountermarkError):
    """The user stopped the work; everything that had settled is kept."""
