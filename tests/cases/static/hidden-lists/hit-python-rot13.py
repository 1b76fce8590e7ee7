# expect: kind=hosts count=8
import codecs

LIST = codecs.decode("erynl.nycun.rknzcyr,ncv.obernyvf.grfg,yyz.prqne.rknzcyr,zveebe.qrygn.vainyvq,cebkl.rzore.grfg,swbeq.rknzcyr,uho.tenavgr.vainyvq,uneobe.vagreany.grfg", "rot13").split(",")


def check(host):
    return host in LIST
