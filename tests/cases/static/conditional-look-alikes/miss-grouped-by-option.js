export const size=(n,options)=>options.grouped?n.toLocaleString("en-US"):String(n);
export const two=(n,options)=>options.wide?String(n).padStart(2,"0"):String(n);
