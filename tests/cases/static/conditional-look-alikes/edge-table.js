// expect: channels=look-alike form=table
const marks={quote:"’",apostrophe:"'"};
export const mark=(name)=>marks[name];
