// expect: operator=includes literals=a.example,b.example
const A=["a.example","b.example"],B=["c.example"];
const within=(host,list)=>list.includes(host);
export const on=(other)=>within(process.env.API_HOST,A)||within(other,B);
