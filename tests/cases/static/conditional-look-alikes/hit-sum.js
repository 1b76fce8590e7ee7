// expect: channels=look-alike form=return
export function line(on,day){if(on)return"Today\u2019s date is "+day;return"Today's date is "+day}
