// expect: sink=text
export const line=()=>`The time zone is ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`;
