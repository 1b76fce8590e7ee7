// expect: kind=name-service
import dns from "dns/promises";
export const f=(h)=>dns.lookup(h);
