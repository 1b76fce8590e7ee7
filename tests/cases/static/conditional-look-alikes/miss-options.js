const given=process.env.NODE_OPTIONS||"";
export const options=`${given}${given?" ":""}--max-old-space-size=8192`;
