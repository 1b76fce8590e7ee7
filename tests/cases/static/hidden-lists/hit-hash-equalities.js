// expect: kind=digests count=3 opaque=True
import{createHash}from"node:crypto";
export const known=(name)=>{const mark=createHash("sha1").update(name).digest("hex").slice(0,14);return "15f4efb83fd22d"===mark||"f7f294e716e765"===mark||"3ac3057d67aebe"===mark};
