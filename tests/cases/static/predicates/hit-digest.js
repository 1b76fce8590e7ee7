// expect: operator=has literals=1f8690f5b1d8cd7e,2a8690f5b1d8cd7e
import { createHash } from "crypto";
const set=new Set(["1f8690f5b1d8cd7e","2a8690f5b1d8cd7e"]);
export const on=()=>set.has(createHash("sha256").update(process.env.API_HOST).digest("hex").slice(0,16));
