// expect: channels=date-format form=replacement
export const day=(on,text)=>on?text.replace(/-/g,"/"):text;
