export const path=(windows,text)=>windows?text.replace(/\//g,"\\"):text;
