// expect: operator=includes literals=a.example,b.example
const list=["a.example","b.example"];
function host(){const u=process.env.API_URL;return u?new URL(u).hostname.toLowerCase():null}
export const on=()=>list.includes(host());
