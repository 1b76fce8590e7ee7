import { join } from "path";
import { existsSync } from "fs";
const file="/etc/machine-id";
export const a=()=>join(process.env.HOME,"x")==="Atlantic/Faroe",b=()=>`${process.env.A}/of/it`==="b",c=()=>file==="/etc/other"&&existsSync(file);
