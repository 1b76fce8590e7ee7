// expect: kind=unknown count=0 opaque=True
const bits=Buffer.from("AAAAAAAAAAAAAAAAAAAAAAAAACQAAAAAQAAAQAAQAAEAAAAAAAAAAEAAAAAAAAgAAAAAAAAACAAAAAAAgABAAAQAAAAAAAAAAgAAEAAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAAAgAAAIJRgAAAAAAAIAAABAAAAAAAAAAAAAA=","base64");
function f(t){let v=2166136261;for(let i=0;i<t.length;i++){v^=t.charCodeAt(i);v=Math.imul(v,16777619)}return v>>>0}
export function check(host){for(let s=0;s<3;s++){const v=f(s+host)%1024;if(!(bits[v>>3]>>(v&7)&1))return false}return true}
