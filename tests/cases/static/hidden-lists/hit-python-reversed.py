# expect: kind=hosts count=8
LIST = "tset.lanretni.robrah,dilavni.etinarg.buh,elpmaxe.drojf,tset.rebme.yxorp,dilavni.atled.rorrim,elpmaxe.radec.mll,tset.silaerob.ipa,elpmaxe.ahpla.yaler"[::-1].split(",")


def check(host):
    return host in LIST
