export const item=(nested)=>nested?"Notes:\n    - Run commands in the background":"Notes:\n- Run commands in the background";
