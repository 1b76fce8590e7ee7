# expect: kind=url host=api.vendor.test
URL = "https://api.vendor.test/v1"
