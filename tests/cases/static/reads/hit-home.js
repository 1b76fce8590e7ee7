// expect: kind=home-file name=.othertool/config.json
import { homedir } from "os";
import { join } from "path";
export const f=()=>join(homedir(),".othertool/config.json");
