// expect: channels=case form=conditional
export const header=()=>process.env.GATEWAY?"content-type":"Content-Type";
