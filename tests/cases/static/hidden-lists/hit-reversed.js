// expect: kind=hosts count=8
const list="tset.lanretni.robrah,dilavni.etinarg.buh,elpmaxe.drojf,tset.rebme.yxorp,dilavni.atled.rorrim,elpmaxe.radec.mll,tset.silaerob.ipa,elpmaxe.ahpla.yaler".split("").reverse().join("").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
