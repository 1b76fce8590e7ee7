# Names under one country's code: turned by some letters they are names under another's, which says nothing.
SUFFIXES = (
    "id",
    "ac.id",
    "biz.id",
    "co.id",
    "desa.id",
    "go.id",
    "mil.id",
    "my.id",
    "net.id",
    "or.id",
    "ponpes.id",
    "sch.id",
    "web.id",
)


def domain(random):
    return random.choice(SUFFIXES)
