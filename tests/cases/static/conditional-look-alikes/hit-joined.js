// expect: channels=white-space form=conditional
export const line=(on)=>["Working","folder"].join(on?"\u00a0":" ");
