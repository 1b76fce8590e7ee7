// expect: kind=hosts count=8
const digits="S927UMumcn3fIwQJzF0oVltbOjTECZ/5qLRaNArkGiY8eXHKD4Pxd6Bhp+1syWvg";
function decode(t){let n=0,w=0,o="";for(const c of t){n=n<<6|digits.indexOf(c);w+=6;if(w>=8){w-=8;o+=String.fromCharCode(n>>w&255)}}return o}
const list=decode("CrleObNHOt4DTuUHjbLLEb9ej04LCuNHOrWPjtMeTbIHZulxZ24eEudHOBlNObcHjbLLEb9ej04XTbnPEhcHjuleZuUHTt+BOt4ij24DCrWp/0+AEtnACR+djbwdfujYEhnNfrlpOt6DEuVeTmlRfrZPOt+iZuVHTt+BOt4ij24GObnREhcHTt+djbnHOtDHZulxZS").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
