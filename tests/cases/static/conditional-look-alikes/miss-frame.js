export const line=(on)=>on?"─":"━";
