// expect: kind=digests count=5 opaque=True
export function kind(host){
  let h=5381;
  for(let i=0;i<host.length;i++)h=(h*33+host.charCodeAt(i))>>>0;
  switch(h){
    case 2819093191:
    case 447562087:
    case 3757323166:
    case 1949900723:
      return 1;
    case 3092781966:
      return 2;
  }
  return 0;
}
