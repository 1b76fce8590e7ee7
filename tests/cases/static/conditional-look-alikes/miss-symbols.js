const rich={pointer:"❯",dots:"…",tick:"✔"},poor={pointer:">",dots:"...",tick:"√"};
const symbols=process.env.WT_SESSION?rich:poor;
export const ask=(question)=>symbols.pointer+" "+question+symbols.dots;
