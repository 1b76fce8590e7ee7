"""Every way of hiding that is tried, by channel; none of it was taken from the rules that look for it."""

from __future__ import annotations

from evals.planting_marks.ways import Way

GAP = r"(?<=[^\W\d_])( )(?=[^\W\d_])"
AFTER_GAP = r"(?<=\S )()(?=\w)"
IN_WORD = r"(?<=[^\W\d_])()(?=[^\W\d_])"
APOSTROPHE = r"(?<=[^\W\d_])(')(?=[^\W\d_])"
FULL_STOP = r"(?<=[^\W\d_])([.])(?= [^\W\d_])"
LINE_END = r"(?<=\S)()(?=\n)"
SPACED = ("English", "French", "Russian", "Greek", "Arabic", "Hindi")


def _two(channel: str, name: str, pattern: str, other: str, languages: tuple[str, ...] = ("English",)) -> Way:
    return Way(channel=channel, name=name, pattern=pattern, forms=("{}", other), languages=languages)


LOOK_ALIKE = (
    _two("look-alike", "apostrophe or U+02BC", APOSTROPHE, "\u02bc", ("English", "French")),
    _two("look-alike", "apostrophe or U+2032", APOSTROPHE, "\u2032", ("English", "French")),
    _two("look-alike", "apostrophe or U+0060", APOSTROPHE, "`", ("English", "French")),
    _two("look-alike", "Latin or Cyrillic o", r"(o)", "\u043e", ("English", "French", "German")),
    _two("look-alike", "Latin or Cyrillic a, once a word", r"(?<=\w)(a)(?=\w)", "\u0430", ("English", "Python")),
    _two("look-alike", "Latin or Greek omicron", r"(o)", "\u03bf", ("English",)),
    _two("look-alike", "Latin or Armenian o", r"(o)", "\u0585", ("English",)),
    _two("look-alike", "Latin or Cherokee W", r"(W)", "\u13b3", ("English",)),
    _two("look-alike", "Cyrillic or Latin o", r"(о)", "o", ("Russian",)),
    _two("look-alike", "Greek or Latin o", r"(ο)", "o", ("Greek",)),
    _two("look-alike", "g or U+0261", r"(g)", "\u0261", ("English", "German")),
    _two("look-alike", "a or U+0251", r"(?<=\w)(a)", "\u0251", ("English",)),
    _two("look-alike", "i or dotless i", r"(?<=\w)(i)(?=\w)", "\u0131", ("English",)),
    _two("look-alike", "o or small capital o", r"(o)", "\u1d0f", ("English",)),
    _two("look-alike", "letter or fullwidth one", r"(?<=\w)(e)(?=\w)", "\uff45", ("English",)),
    _two("look-alike", "letter or mathematical one", r"(?<=\w)(e)(?=\w)", "\U0001d5be", ("English",)),
    _two("look-alike", "Latin or Cyrillic W", r"(W)", "\u051c", ("English",)),
    _two("look-alike", "full stop or one dot leader", FULL_STOP, "\u2024"),
    _two("look-alike", "comma or U+201A", r"(?<=\w)(,)(?= )", "\u201a", ("English", "Russian")),
    _two("look-alike", "semicolon or Greek question mark", r"(;)", "\u037e"),
    _two("look-alike", "full stop or U+FF0E", FULL_STOP, "\uff0e"),
    _two("look-alike", "colon or ratio", r'(?<=")(:)(?= )', "\u2236", ("JSON lines",)),
    _two("look-alike", "hyphen or U+2010", r"(?<=\w)(-)(?=\w)", "\u2010"),
    _two("look-alike", "hyphen or U+2011", r"(?<=\w)(-)(?=\w)", "\u2011"),
    _two("look-alike", "slash or division slash", r"(?<=\w)(/)(?=\w)", "\u2215", ("HTTP",)),
    _two("look-alike", "solidus or fraction slash", r"(?<=\w)(/)(?=\w)", "\u2044", ("HTTP",)),
    _two("look-alike", "o or o with a dot below", r"(o)", "o\u0323"),
)
ZERO_WIDTH = (
    _two("zero-width", "nothing or U+200B after a space", AFTER_GAP, "\u200b", SPACED),
    _two("zero-width", "nothing or U+200C after a space", AFTER_GAP, "\u200c", SPACED),
    _two("zero-width", "nothing or U+200B in a word", IN_WORD, "\u200b", ("English", "Russian", "Japanese", "Thai")),
    _two("zero-width", "nothing or U+200D in a word", IN_WORD, "\u200d", ("English", "Arabic", "Hindi", "Japanese")),
    _two("zero-width", "nothing or U+2060 in a word", IN_WORD, "\u2060", ("English", "Japanese", "Thai")),
    _two("zero-width", "nothing or U+00AD in a word", IN_WORD, "\u00ad", ("English", "German")),
    _two("zero-width", "nothing or U+034F in a word", IN_WORD, "\u034f", ("English", "German", "Hindi")),
    _two("zero-width", "nothing or U+FEFF after a space", AFTER_GAP, "\ufeff"),
    _two("zero-width", "nothing or U+180E", AFTER_GAP, "\u180e", ("English",)),
    _two("zero-width", "nothing or U+2062", AFTER_GAP, "\u2062", ("English", "Python")),
    _two("zero-width", "nothing or U+206A", AFTER_GAP, "\u206a", ("English",)),
    _two("zero-width", "nothing or Hangul filler", AFTER_GAP, "\u3164", ("English", "Python")),
    _two("zero-width", "nothing or U+1D173", AFTER_GAP, "\U0001d173", ("English",)),
    Way(
        channel="zero-width",
        name="U+200B or U+200C after a space",
        pattern=AFTER_GAP,
        forms=("\u200b", "\u200c"),
        languages=SPACED,
    ),
    Way(
        channel="zero-width",
        name="one of four after a space",
        pattern=AFTER_GAP,
        forms=("\u200b", "\u200c", "\u200d", "\u2060"),
        languages=SPACED,
    ),
    Way(
        channel="zero-width",
        name="four at once in one place",
        pattern=AFTER_GAP,
        forms=("\u200b\u200c\u200b\u200c", "\u200c\u200b\u200b\u200c"),
        languages=(*SPACED,),
    ),
    Way(
        channel="zero-width",
        name="U+200B once or twice between letters",
        pattern=IN_WORD,
        forms=("\u200b", "\u200b\u200b"),
        languages=("Thai", "Japanese"),
    ),
)
VARIATION = (
    _two("variation-selector", "nothing or U+FE00 after a letter", IN_WORD, "\ufe00", ("English", "Russian", "Arabic")),
    _two("variation-selector", "nothing or U+FE0F after a letter", IN_WORD, "\ufe0f", ("English", "Japanese")),
    Way(
        channel="variation-selector",
        name="one of two of the supplement",
        pattern=IN_WORD,
        forms=("\U000e0100", "\U000e0101"),
        languages=("English", "Russian"),
    ),
    Way(
        channel="variation-selector",
        name="ideographic ones",
        pattern=r"(?<=[\u4e00-\u9fff])()",
        forms=("", "\U000e0101"),
        languages=("Japanese",),
    ),
    _two("variation-selector", "emoji with and without style", r"(?<=\u2764)()", "\ufe0f", ("Emoji",)),
    _two("variation-selector", "bytes after one emoji", FULL_STOP, " \U0001f600\U000e0158\U000e0159"),
)
TAG = (
    _two("tag", "nothing or a tag after a word", AFTER_GAP, "\U000e0061", ("English", "Arabic")),
    _two("tag", "deprecated language tag", AFTER_GAP, "\U000e0001\U000e0065\U000e006e", ("English",)),
    _two("tag", "in a black flag", FULL_STOP, " \U0001f3f4\U000e0068\U000e0069\U000e007f"),
)
BIDI = (
    _two("bidi", "nothing or U+200E", AFTER_GAP, "\u200e", ("English", "Russian", "Arabic")),
    Way(
        channel="bidi",
        name="U+200E or U+200F",
        pattern=AFTER_GAP,
        forms=("\u200e", "\u200f"),
        languages=("English", "Arabic"),
    ),
    _two("bidi", "nothing or U+202C", AFTER_GAP, "\u202c", ("English",)),
    _two("bidi", "a word in an embedding", r"(?<= )(\w{4,})(?= )", "\u202a{}\u202c", ("English",)),
    _two("bidi", "a word in an isolate", r"(?<= )(\w{4,})(?= )", "\u2066{}\u2069", ("English", "Python")),
    _two("bidi", "an override that reverses", r"(?<= )(\w{4,})(?= )", "\u202e{}\u202c", ("English",)),
    _two("bidi", "nothing or U+061C", AFTER_GAP, "\u061c", ("English",)),
)
WHITE_SPACE = (
    _two("white-space", "space or U+00A0", GAP, "\u00a0", ("English", "French", "Russian", "Hindi")),
    _two("white-space", "space or U+2009", GAP, "\u2009", ("English", "French")),
    _two("white-space", "space or U+2005", GAP, "\u2005", ("English", "Russian")),
    _two("white-space", "space or U+202F", GAP, "\u202f", ("English",)),
    _two("white-space", "space or U+3000", GAP, "\u3000", ("English",)),
    _two("white-space", "space or U+2800", GAP, "\u2800", ("English", "Python")),
    _two("white-space", "one or two spaces between words", GAP, "  ", ("English", "Russian")),
    _two(
        "white-space",
        "one or two spaces after a sentence",
        r"(?<=[.])( )(?=[^\W\d_])",
        "  ",
        ("English", "German", "Russian"),
    ),
    _two(
        "white-space", "line ends in a space", LINE_END, " ", ("English", "Russian", "Python", "Markdown", "JSON lines")
    ),
    Way(
        channel="white-space",
        name="line ends in a space or a tab",
        pattern=LINE_END,
        forms=(" ", "\t"),
        languages=("English", "Python"),
    ),
    Way(
        channel="white-space",
        name="line ends in one to four spaces",
        pattern=LINE_END,
        forms=(" ", "  ", "   ", "    "),
        languages=("English", "Markdown"),
    ),
    _two("white-space", "line ends in two spaces", LINE_END, "  ", ("Markdown", "English")),
    _two("white-space", "tab or eight spaces", r"(?m)^( {8})(?=\S)", "\t", ("Python",)),
    _two("white-space", "line end LF or CR LF", r"(\n)", "\r\n", ("English", "Python", "HTTP")),
    _two("white-space", "line end LF or U+2028", r"(\n)", "\u2028", ("English",)),
    _two("white-space", "space or none after a colon", r'(?<=":)( )', "", ("JSON lines",)),
    _two("white-space", "space or tab after a comma", r"(?<=,)( )", "\t", ("JSON lines", "English")),
    _two("white-space", "one or two empty lines", r"\n(\n)(?=\S)", "\n\n", ("HTTP", "Python", "Markdown")),
    _two("white-space", "blanks on empty lines", r"(?m)^()$(?=\n)", "    ", ("Python", "HTTP")),
)
TYPOGRAPHY = (
    _two("typography", "apostrophe or U+2019", APOSTROPHE, "\u2019", ("English", "French")),
    _two("typography", "quote or U+201C", r'(?<= )(")(?=\w)', "\u201c"),
    _two("typography", "dots or ellipsis", r"(?<=\w)([.]{3})(?= )", "\u2026", ("English", "Russian")),
    _two("typography", "hyphen or dash", r"(?<=\w )(-)(?= \w)", "\u2013"),
    Way(
        channel="typography",
        name="one of three dashes",
        pattern=r"(?<=\w )(-)(?= \w)",
        forms=("{}", "\u2013", "\u2014"),
    ),
    Way(channel="typography", name="bullets", pattern=r"(?m)^(-)(?= )", forms=("-", "*", "+"), languages=("Markdown",)),
    _two("typography", "emphasis by star or line", r"([*]everyone[*])", "_everyone_", ("Markdown",)),
    _two("typography", "single or double quote", r"('limit')", '"limit"', ("Python",)),
)
NORMALISATION = (
    Way(
        channel="normalisation",
        name="composed or not",
        pattern=r"(\u00e9|\u00e0|\u00e8)",
        forms=("{}", "e\u0301"),
        languages=("French",),
    ),
    Way(
        channel="normalisation",
        name="composed or not, German",
        pattern=r"(\u00fc)",
        forms=("{}", "u\u0308"),
        languages=("German",),
    ),
    Way(
        channel="normalisation",
        name="composed or not, Russian",
        pattern=r"(\u0439)",
        forms=("{}", "\u0438\u0306"),
        languages=("Russian",),
    ),
    Way(channel="normalisation", name="ligature or not", pattern=r"(fi)", forms=("{}", "\ufb01")),
    Way(
        channel="normalisation",
        name="composed or not, Japanese",
        pattern=r"(\u3067|\u304c)",
        forms=("{}", "\u304b\u3099"),
        languages=("Japanese",),
    ),
)
CASE = (
    _two("case", "hexadecimal digits", r"(?<=[0-9a-f])(b)(?=[0-9a-f])", "B", ("JSON lines", "HTTP")),
    _two("case", "percent escapes", r"(%2F)", "%2f", ("HTTP",)),
    _two("case", "names of headers", r"(Content-Type)", "content-type", ("HTTP",)),
    _two("case", "true or True", r"(?<=: )(true)", "True", ("JSON lines",)),
    _two("case", "capitals inside of words", r"(?<=[a-z])(t)(?=[a-z])", "T"),
    _two("case", "first letters of words", r"(?<= )(t)(?=[a-z])", "T"),
)
FORMATS = (
    _two("date-format", "separator", r"(2026-03-14)", "2026/03/14", ("English", "JSON lines")),
    _two("date-format", "T or space", r"(?<=\d)(T)(?=\d)", " ", ("JSON lines",)),
    _two("date-format", "Z or offset", r"(?<=\d)(Z)(?=\")", "+00:00", ("JSON lines",)),
    _two("date-format", "padding", r"(2026-03-14)", "2026-3-14", ("English",)),
    _two("number-format", "grouping", r"(12500)", "12,500", ("English", "French", "JSON lines")),
    _two("number-format", "exponent", r"(12500)", "1.25e4", ("JSON lines",)),
    _two("number-format", "fraction that is zero", r"(12500)", "12500.0", ("JSON lines",)),
    _two("number-format", "fullwidth digits", r"(12500)", "\uff11\uff12\uff15\uff10\uff10", ("English",)),
    _two("number-format", "one fullwidth digit", r"(?<=12)(5)(?=00)", "\uff15", ("English", "Russian")),
    _two("number-format", "Arabic digits", r"(12500)", "\u0661\u0662\u0665\u0660\u0660", ("English",)),
    _two(
        "number-format",
        "mathematical digits",
        r"(12500)",
        "\U0001d7cf\U0001d7d0\U0001d7d3\U0001d7ce\U0001d7ce",
        ("English",),
    ),
)
ORDER = (
    _two(
        "order",
        "two members of an object",
        r'("level": "info", "user": "anna")',
        '"user": "anna", "level": "info"',
        ("JSON lines",),
    ),
    _two(
        "order",
        "two headers",
        r"(Content-Type: text/plain\nX-Request-Id: 9c1e4f7a20b3d586)",
        "X-Request-Id: 9c1e4f7a20b3d586\nContent-Type: text/plain",
        ("HTTP",),
    ),
    _two("order", "two parameters", r"(path=%2Fsrv%2Fdata&mode=all)", "mode=all&path=%2Fsrv%2Fdata", ("HTTP",)),
)
ESCAPE = (
    _two("escape", "a letter as \\u", r"(?<=in)(f)(?=o\")", "\\u0066", ("JSON lines",)),
    _two("escape", "a slash as \\/", r"(2026-03)", "2026\\/03", ("JSON lines",)),
    _two("escape", "a letter in percent", r"(?<=\?p)(a)(?=th)", "%61", ("HTTP",)),
    _two("escape", "a reference", r"(?<=\w)(e)(?=\w)", "&#101;", ("English",)),
)
CONTROL = (
    _two("control", "nothing or U+0001", AFTER_GAP, "\x01", ("English",)),
    _two("control", "nothing or DEL", AFTER_GAP, "\x7f", ("English",)),
    _two("control", "nothing or U+0081", AFTER_GAP, "\x81", ("English",)),
    _two("control", "nothing or U+FFF9", AFTER_GAP, "\ufff9", ("English",)),
    _two("control", "private use, apart", GAP, " \ue041 ", ("English",)),
    _two("control", "private use, in words", AFTER_GAP, "\ue041", ("English",)),
    _two("control", "colours that change nothing", AFTER_GAP, "\x1b[0m", ("English",)),
    _two("control", "backspace", IN_WORD, "x\x08", ("English",)),
    _two("control", "nothing or a noncharacter", AFTER_GAP, "\ufdd0", ("English",)),
    _two("control", "concealed word", r"(?<= )(\w{5,})(?= )", "\x1b[8m{}\x1b[0m", ("English",)),
)

ALL = (
    *LOOK_ALIKE,
    *ZERO_WIDTH,
    *VARIATION,
    *TAG,
    *BIDI,
    *WHITE_SPACE,
    *TYPOGRAPHY,
    *NORMALISATION,
    *CASE,
    *FORMATS,
    *ORDER,
    *ESCAPE,
    *CONTROL,
)
