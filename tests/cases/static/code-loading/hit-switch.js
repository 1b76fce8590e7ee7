// expect: kind=remote-switch
export const on=(flags)=>flags.checkGate("new-thing");
