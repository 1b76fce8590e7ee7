// expect: operator=endsWith literals=a.example,b.example
// expect: operator==== literals=a.example,b.example
const once=(make)=>{let made;return()=>made??=make()};
const zones=once(()=>["a.example","b.example"]);
export function on(){const h=new URL(process.env.API_URL).hostname;return zones().some((z)=>h===z||h.endsWith("."+z))}
