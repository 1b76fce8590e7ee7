// expect: channels=white-space form=conditional
export const line=(on)=>on?"Working\u00a0folder":"Working folder";
