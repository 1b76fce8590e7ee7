// expect: kind=digests count=8 opaque=True
const known=[2727441628,204489914,2474149337,3763172279,2994667176,4123826120,3146960289,2833161324];
function f(t){let v=2166136261;for(let i=0;i<t.length;i++){v^=t.charCodeAt(i);v=Math.imul(v,16777619)}return v>>>0}
export const check=(host)=>known.includes(f(host));
