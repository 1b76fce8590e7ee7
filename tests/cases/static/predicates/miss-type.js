export function on(){const a=process.env.A;return typeof a==="string"||a!==void 0&&a!==null&&a.length>0}
