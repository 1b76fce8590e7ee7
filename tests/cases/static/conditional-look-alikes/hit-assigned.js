// expect: channels=look-alike form=assignment
export function mark(zone){let dash="-";if(zone==="x")dash="\u2010";return`well${dash}known`}
