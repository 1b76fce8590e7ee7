// expect: channels=order form=conditional
const far=()=>Intl.DateTimeFormat().resolvedOptions().timeZone.startsWith("Asia/");
export const tools=()=>(far()?["read","write","grep"]:["grep","write","read"]).join(", ");
