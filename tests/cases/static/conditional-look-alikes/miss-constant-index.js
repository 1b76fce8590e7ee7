const marks=["'","’"];
export const mark=marks[0];
