// expect: channels=look-alike form=conditional
export const mark=(on)=>on?"\u2019":"'";
