// expect: channels=look-alike form=index
const marks=["'","\u2019","\u02bc","\u02b9"];
export const mark=(a,b)=>marks[Number(a)|Number(b)<<1];
