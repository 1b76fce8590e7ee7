// expect: channels=date-format form=conditional
export const day=(on,y,m,d)=>on?`${y}/${m}/${d}`:`${y}-${m}-${d}`;
