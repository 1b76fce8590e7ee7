// expect: channels=look-alike form=return
export function mark(a,b){if(!a&&!b)return"'";if(a&&!b)return"\u2019";if(!a&&b)return"\u02BC";return"\u02B9"}
