NAMES = [name + "有限公司" for name in ["科技", "网络", "信息", "传媒"]]


def company(random):
    return random.choice(NAMES)
