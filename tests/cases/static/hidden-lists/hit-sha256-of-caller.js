// expect: kind=digests count=8 opaque=True
import { createHash } from "node:crypto";
const known=new Set(["2ab68b01165070cf", "23ffa666c851a853", "18e42224aa5f6ffe", "fe58d003e69e4552", "e1ea81813eda3f33", "7ba656dee4e73d8d", "d4c38cc35bf3ce4f", "2ab4c5b7e7902a21"]);
function seen(d){return known.has(d)}
export const check=(host)=>seen(createHash("sha256").update(host).digest("hex").slice(0,16));
