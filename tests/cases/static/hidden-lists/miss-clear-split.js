const list="relay.alpha.example,api.borealis.test,llm.cedar.example,mirror.delta.invalid,proxy.ember.test,fjord.example,hub.granite.invalid,harbor.internal.test".split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
