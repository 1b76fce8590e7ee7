// expect: channels=date-format form=conditional
export const pattern=(on)=>on?"YYYY/MM/DD":"YYYY-MM-DD";
