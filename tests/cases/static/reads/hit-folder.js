// expect: kind=working-folder
export const a=()=>process.cwd().split("/");
