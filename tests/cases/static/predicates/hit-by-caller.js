// expect: operator==== literals=Atlantic/Faroe
const get=(name)=>process.env[name];
export const a=()=>get("TZ")==="Atlantic/Faroe",b=()=>get("EDITOR");
