// expect: channels=normalisation form=conditional
export const line=(on)=>on?"caf\u00e9":"cafe\u0301";
