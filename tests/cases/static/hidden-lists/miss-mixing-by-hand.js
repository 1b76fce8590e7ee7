// A hash of one's own, whose constants are large and compared with nothing; its values choose a bucket.
export function bucket(text,many){
  let h=0x9747b28c;
  for(let i=0;i<text.length;i++){
    let k=text.charCodeAt(i);
    k=Math.imul(k,0xcc9e2d51);k=(k<<15)|(k>>>17);k=Math.imul(k,0x1b873593);
    h^=k;h=(h<<13)|(h>>>19);h=Math.imul(h,5)+0xe6546b64;
  }
  h^=h>>>16;h=Math.imul(h,0x85ebca6b);h^=h>>>13;h=Math.imul(h,0xc2b2ae35);
  return (h===0?1:h>>>0)%many;
}
