// What a file begins with is compared with large numbers, and nothing is hashed.
export function kind(bytes){
  const first=bytes.readUInt32LE(0);
  if(first===0x04034b50||first===67324752||first===0x06054b50||first===1179403647)return"archive";
  switch(bytes.readUInt32BE(0)){case 0x89504e47:return"png";case 0x47494638:return"gif";case 0xffd8ffe0:return"jpeg"}
  return"";
}
