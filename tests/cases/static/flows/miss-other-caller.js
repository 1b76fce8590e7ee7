const same=(x)=>x;
export const a=()=>same(process.env.A)==="secret";
export const b=(day)=>`Today's date is ${same(day)}.`;
