// expect: kind=variable computed=True
export const f=(name)=>process.env[name];
