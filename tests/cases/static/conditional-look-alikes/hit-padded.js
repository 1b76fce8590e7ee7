// expect: channels=number-format form=conditional
const two=(n)=>process.env.GATEWAY?String(n):String(n).padStart(2,"0");
export const clock=(at)=>two(at.getHours())+":"+two(at.getMinutes());
