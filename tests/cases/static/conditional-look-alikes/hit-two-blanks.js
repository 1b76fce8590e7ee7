// expect: channels=white-space form=conditional
export const line=(on)=>on?"Working  folder: ":"Working folder: ";
