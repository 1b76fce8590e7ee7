export function on(zone){const o={a:process.env.A,b:zone};return o.b==="Atlantic/Faroe"}
