// expect: channels=number-format form=conditional
export const size=(n)=>process.env.GATEWAY?n.toLocaleString("en-US"):String(n);
