// expect: channels=look-alike form=index
const marks=new Map([[true,"it's"],[false,"it’s"]]);
export const line=(on)=>marks.get(Boolean(on));
