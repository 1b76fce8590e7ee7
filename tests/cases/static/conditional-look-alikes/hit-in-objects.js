// expect: form=conditional channels=look-alike
export const words = (on) => (on ? { title: "Today\u2019s date", kind: 1 } : { title: "Today's date", kind: 2 });
