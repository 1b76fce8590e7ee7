// expect: kind=hostname
// expect: kind=network
// expect: kind=user
// expect: kind=machine-id name=/etc/machine-id
import { hostname } from "node:os";
import * as os from "os";
import fs from "node:fs";
export const all=()=>[hostname(),os.networkInterfaces(),os.userInfo().username,fs.readFileSync("/etc/machine-id","utf8")];
