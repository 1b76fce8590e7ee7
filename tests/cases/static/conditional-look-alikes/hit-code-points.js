// expect: channels=look-alike form=conditional
export const line=(on)=>"Today"+String.fromCharCode(on?0x2019:39)+"s date";
