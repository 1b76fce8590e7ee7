// expect: kind=variable name=API_HOST computed=False
// expect: kind=variable name=LC_ALL computed=False
const get=(name,otherwise)=>process.env[name]??otherwise;
export const a=get("API_HOST"),b=get("LC_ALL","C");
