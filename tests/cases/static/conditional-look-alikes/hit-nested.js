// expect: channels=look-alike form=conditional
export const mark=(a,b)=>a?(b?"ʹ":"ʼ"):(b?"’":"'");
