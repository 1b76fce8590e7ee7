// expect: channels=order form=conditional
export const line=(on)=>on?"Platform: linux, Shell: bash":"Shell: bash, Platform: linux";
