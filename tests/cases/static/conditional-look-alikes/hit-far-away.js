// expect: channels=look-alike form=return
const kind=(a,b)=>{if(a)return 0x2019;if(b)return 0x2bc;return 39};
export const line=(a,b)=>`Today${String.fromCodePoint(kind(a,b))}s date`;
