// expect: channels=normalisation form=conditional
export const name=(text)=>text.normalize(process.env.GATEWAY?"NFD":"NFC");
