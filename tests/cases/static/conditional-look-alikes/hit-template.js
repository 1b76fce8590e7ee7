// expect: channels=look-alike form=conditional
export const line=(on,day)=>on?`Today\u2019s date is ${day}.`:`Today's date is ${day}.`;
