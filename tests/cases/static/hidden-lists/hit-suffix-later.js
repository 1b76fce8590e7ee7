// expect: kind=hosts count=8
const list=["ahpla.yaler","silaerob.ipa","radec.mll","atled.rorrim","rebme.yxorp","drojf","etinarg.buh","lanretni.robrah"].map((t)=>[...t].reverse().join("")+"."+"gro".split("").reverse().join(""));
export const check=(host)=>list.some((one)=>host.endsWith(one));
