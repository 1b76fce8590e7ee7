// expect: kind=self-update
// expect: kind=self-update excerpt=run("npm",["install","-g",name])
// expect: kind=self-update excerpt=updater.quitAndInstall()
import { execSync, spawn } from "child_process";
const run=(command,given)=>spawn(command,given);
export const a=()=>execSync("npm install -g some-tool@latest"),b=(name)=>run("npm",["install","-g",name]);
export const c=(updater)=>updater.quitAndInstall();
