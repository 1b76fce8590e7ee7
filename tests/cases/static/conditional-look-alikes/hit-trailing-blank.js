// expect: channels=white-space form=assignment
export function line(on){let text="You may begin now.";if(on)text="You may begin now. ";return text}
