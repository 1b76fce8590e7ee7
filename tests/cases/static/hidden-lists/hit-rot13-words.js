// expect: kind=words count=8
const rot=(t)=>t.replace(/[a-z]/g,(c)=>String.fromCharCode((c.charCodeAt(0)-97+13)%26+97));
const list=rot("jverfunex,puneyrf,svqqyre,ohecfhvgr,iveghnyobk,ulcreivfbe,fnaqobk,rzhyngbe").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
