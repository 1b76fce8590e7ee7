const eval_=(x)=>x;
export const a=()=>import("./known.js"),b=require("fs"),c=eval_("1");
