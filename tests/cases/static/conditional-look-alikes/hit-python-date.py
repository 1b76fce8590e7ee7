# expect: channels=date-format form=conditional
def day(on, when):
    return when.strftime("%Y/%m/%d" if on else "%Y-%m-%d")
