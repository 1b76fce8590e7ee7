// expect: channels=look-alike form=conditional
export function line(on){const marks={quote:"'",...(on?{quote:"\u02bc"}:{})};return"the user"+marks.quote+"s folder"}
