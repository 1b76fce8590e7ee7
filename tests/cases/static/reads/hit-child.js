// expect: kind=version-control name=git_remote_-v
// expect: kind=process computed=True
const { execSync: run } = require("child_process");
export const f=(x)=>[run("git remote -v"),run(x)];
