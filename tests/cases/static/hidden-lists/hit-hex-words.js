// expect: kind=words count=8
const list=Buffer.from("77697265736861726b7c636861726c65737c666964646c65727c6275727073756974657c7669727475616c626f787c68797065727669736f727c73616e64626f787c656d756c61746f72","hex").toString().split("|");
export const check=(host)=>list.some((one)=>host.endsWith(one));
