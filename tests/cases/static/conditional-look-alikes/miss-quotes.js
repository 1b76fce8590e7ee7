export const quote=(open)=>open?"“":"”";
