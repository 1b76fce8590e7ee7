// expect: kind=hosts count=8
const list=["relay_alpha_example api_borealis_test llm_cedar_example mirror_delta_invalid proxy_ember_test fjord_example hub_granite_invalid harbor_internal_test"].join("").split(" ").map((t)=>t.replace(/_/g,"."));
export const check=(host)=>list.some((one)=>host.endsWith(one));
