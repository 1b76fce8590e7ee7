// expect: operator=includes literals=a.example,b.example
function host(){const m=/^https?:\/\/([^/:]+)/.exec(process.env.API_URL??"");return m?m[1]:""}
export const on=()=>["a.example","b.example"].includes(host());
