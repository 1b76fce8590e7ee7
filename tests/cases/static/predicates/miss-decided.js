export function on(x){const a=process.env.A?x:"y";return [1,2].indexOf(3)}
