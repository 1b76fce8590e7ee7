// expect: channels=look-alike form=logical
export const mark=(on)=>on&&"r\u0435ady"||"ready";
