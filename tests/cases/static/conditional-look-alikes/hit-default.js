// expect: channels=zero-width form=conditional
export function line(mark=process.env.GATEWAY?"\u200b":""){return"Working"+mark+" folder"}
