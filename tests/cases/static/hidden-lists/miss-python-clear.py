LIST = ["relay.alpha.example", "api.borealis.test", "llm.cedar.example", "mirror.delta.invalid", "proxy.ember.test", "fjord.example", "hub.granite.invalid", "harbor.internal.test"]
