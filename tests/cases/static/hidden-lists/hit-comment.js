// expect: kind=hosts count=8
/* data: U0RNQFgPQE1RSUAPRFlATFFNRA1AUUgPQ05TREBNSFIPVURSVQ1NTUwPQkRFQFMPRFlATFFNRA1MSFNTTlMPRURNVUAPSE9XQE1IRQ1RU05ZWA9ETENEUw9VRFJVDUdLTlNFD0RZQExRTUQNSVRDD0ZTQE9IVUQPSE9XQE1IRQ1JQFNDTlMPSE9VRFNPQE0PVURSVQ== */
import { readFileSync } from "node:fs";
const t=/data: (\S+)/.exec(readFileSync(new URL(import.meta.url),"utf8"))[1];
export const list=[...Buffer.from(t,"base64")].map((b)=>String.fromCharCode(b^33)).join("").split(",");
