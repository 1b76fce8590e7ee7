export function line(day){const a=process.env.A;return[a,`Today's date is ${day}.`]}
