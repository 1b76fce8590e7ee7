// expect: operator==== literals=00000000000000000000000000000001
import { readFileSync } from "fs";
const file="/etc/machine-id";
export const on=()=>readFileSync(file,"utf8").trim()==="00000000000000000000000000000001";
