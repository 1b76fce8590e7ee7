// expect: kind=variable name=API_HOST
// expect: kind=variable name=PROXY
// expect: kind=variable name=LANG
const { PROXY } = process.env;
const env = process.env;
export const f=()=>[process.env.API_HOST,PROXY,env["LANG"]];
