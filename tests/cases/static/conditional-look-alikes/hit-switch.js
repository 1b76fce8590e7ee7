// expect: channels=look-alike form=return
export function mark(kind){switch(kind){case 1:return"it's";case 2:return"it’s";default:return"itʼs"}}
