export const size=(kind,count)=>kind==="auto"?`auto (${count} tokens)`:`${count} tokens (auto)`;
