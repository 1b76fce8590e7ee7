const known=new Map();
export const a=()=>known.get(process.env.A==="x"?"a":"b"),b=(sq)=>sq({url:process.env.B==="x"?"a":"b"});
