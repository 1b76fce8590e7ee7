// expect: channels=zero-width form=conditional
export const line=(on)=>"Ready"+(on?"\u200b":"")+".";
