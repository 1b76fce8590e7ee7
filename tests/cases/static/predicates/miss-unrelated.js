export function on(x){const a=process.env.A;console.log(a);return x==="Atlantic/Faroe"}
