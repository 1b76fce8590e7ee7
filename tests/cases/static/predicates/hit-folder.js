// expect: operator=includes literals=/srv/agent,/opt/agent
const folders=["/srv/agent","/opt/agent"];
export const on=()=>folders.includes(process.cwd());
