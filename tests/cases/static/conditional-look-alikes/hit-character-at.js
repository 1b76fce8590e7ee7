// expect: channels=look-alike form=conditional
export const line=(on)=>"Today"+"'\u2019".charAt(on?1:0)+"s date";
