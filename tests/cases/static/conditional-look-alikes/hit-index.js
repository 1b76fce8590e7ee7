// expect: channels=look-alike form=index
export const mark=(on)=>["'","\u2019"][on?1:0];
