// expect: operator==== literals=example
export const on=()=>new URL(process.env.API_URL).hostname.split(".").map((one)=>one.trim()).some((one)=>one==="example");
