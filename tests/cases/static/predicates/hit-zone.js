// expect: operator==== literals=Atlantic/Faroe
const zone=()=>Intl.DateTimeFormat().resolvedOptions().timeZone;
export function on(){const z=zone();return z==="Atlantic/Faroe"}
