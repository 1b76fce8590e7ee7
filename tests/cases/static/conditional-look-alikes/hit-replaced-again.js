// expect: channels=look-alike form=replacement
export function line(text,on){if(on)text=text.replace(/'/g,"\u2019");return text}
