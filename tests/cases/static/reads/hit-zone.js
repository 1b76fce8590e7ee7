// expect: kind=time-zone name=Intl.DateTimeFormat().resolvedOptions().timeZone
// expect: kind=time-zone name=getTimezoneOffset
export const zone=()=>Intl.DateTimeFormat().resolvedOptions().timeZone;
export const offset=()=>new Date().getTimezoneOffset();
