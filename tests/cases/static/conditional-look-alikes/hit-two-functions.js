// expect: channels=look-alike form=conditional
function plain(){return"the user's folder"}
function other(){return"the user’s folder"}
export const line=(on)=>(on?plain:other)();
