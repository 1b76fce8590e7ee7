export function on(zone){const o={...process.env.A&&{zone}};return o.zone==="Atlantic/Faroe"}
