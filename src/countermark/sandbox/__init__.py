"""Bubblewrap, namespaces, seccomp and limits: a closed box for one program, which knows no tools."""
