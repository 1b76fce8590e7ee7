// expect: kind=zones count=3
const list=atob("QXNpYS9Ub2t5byxFdXJvcGUvTGlzYm9uLEFtZXJpY2EvQm9nb3Rh").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
