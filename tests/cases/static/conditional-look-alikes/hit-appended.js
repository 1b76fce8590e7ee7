// expect: channels=zero-width form=assignment
export function line(on){let text="Working folder";if(on)text+="\u2060";return text}
