// expect: kind=hosts count=8
const rot=(t)=>t.replace(/[a-z]/g,(c)=>String.fromCharCode((c.charCodeAt(0)-97+13)%26+97));
const list=rot("erynl.nycun.rknzcyr,ncv.obernyvf.grfg,yyz.prqne.rknzcyr,zveebe.qrygn.vainyvq,cebkl.rzore.grfg,swbeq.rknzcyr,uho.tenavgr.vainyvq,uneobe.vagreany.grfg").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
