# expect: operator=in literals=a.example,b.example
import os


class Gate:
    def host(self, name):
        return os.environ.get(name, "").lower()

    def is_known(self):
        return self.within(self.host("API_HOST"))

    def within(self, host):
        return host in {"a.example", "b.example"}
