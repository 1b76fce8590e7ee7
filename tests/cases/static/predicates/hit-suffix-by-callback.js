// expect: operator=endsWith
const list=["a.example","b.example"];
export function on(){const h=new URL(process.env.API_URL).host;return list.some((one)=>h.endsWith("."+one))}
