const colors=["red","green","blue"];
export const names=colors.map((c)=>"bg"+c[0].toUpperCase()+c.slice(1));
