export const header=(on)=>on?"Content-Type":"content-type";
