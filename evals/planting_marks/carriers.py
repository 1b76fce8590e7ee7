"""Plain texts, written for this purpose, into which marks are planted."""

from __future__ import annotations

ENGLISH = (
    "We met the team on Monday and went through the open questions one by one. It wasn't quick, but nobody's time was "
    "wasted. The old server can't hold the new index, so we'll move it before the end of the month. \"Don't wait for "
    'me," said the lead, "and start with the smaller tables." The copy took 12500 seconds; the second try took 11200 '
    "and moved 48210 rows... That's well below what we'd feared. A well-known long-term problem came up again: the "
    'nightly job writes to "archive" when it should write to "store" - a one-line change. On 2026-03-14 the quota was '
    "raised, on 2026-04-02 it was lowered again, and on 2026-05-19 someone's script ate 20480 of it... The plan's "
    "simple. We copy first - then we check - then we switch. If it's slow, we stop; if it's wrong, we go back. "
    "You'll find the notes in the usual place. They aren't long. She's written down what each step does, who's on "
    "call, and what isn't covered. Read them, ask if anything's unclear, and add whatever you'd want to know. "
)
FRENCH = (
    "L'équipe s'est réunie lundi et a passé en revue les questions qu'on n'avait pas réglées. Ce n'était pas rapide, "
    "mais personne n'a perdu son temps. L'ancien serveur ne suffit plus à l'index, et l'on devra le déplacer avant la "
    "fin du mois. D'abord on copie, ensuite on vérifie l'état des données, enfin on bascule. S'il y a un problème, on "
    "s'arrête et l'on revient en arrière. La dernière fois, l'opération a duré 12500 secondes et a déplacé 48210 "
    "lignes... C'est bien moins qu'on ne l'avait craint. Le 2026-03-14 le quota a été relevé, le 2026-04-02 il a été "
    "abaissé. Les notes sont à l'endroit habituel. Elles ne sont pas très longues. Lisez-les, et n'hésitez pas à "
    "demander s'il manque quelque chose d'important. "
)
GERMAN = (
    "Am Montag haben wir uns getroffen und die offenen Fragen der Reihe nach besprochen. Es ging nicht schnell, aber "
    "niemand hat seine Zeit verschwendet. Der alte Server fasst das neue Verzeichnis nicht mehr, deshalb ziehen wir "
    "ihn vor dem Ende des Monats um. Zuerst wird kopiert, dann geprüft, dann umgeschaltet. Der erste Versuch dauerte "
    "12500 Sekunden, der zweite 11200, und es wurden 48210 Zeilen bewegt... Das ist weniger als befürchtet. Am "
    "2026-03-14 wurde die Grenze erhöht, am 2026-04-02 wieder gesenkt. Die Aufzeichnungen liegen am üblichen Ort. Sie "
    "sind nicht lang. Größere Änderungen müssen rückgängig gemacht werden können. Fragen Sie, wenn etwas unklar ist. "
)
RUSSIAN = (
    "В понедельник мы встретились и по порядку обсудили открытые вопросы. Это было небыстро, но никто не потерял "
    "времени зря. Старый сервер больше не вмещает новый указатель, поэтому мы перенесём его до конца месяца. Сначала "
    "копируем, потом проверяем, потом переключаем. Первая попытка длилась 12500 секунд, вторая 11200, и перенесено "
    "было 48210 строк... Это меньше, чем мы боялись. Записи лежат на обычном месте. Они короткие. Если что-то "
    "непонятно, спрашивайте и добавляйте то, что сами хотели бы знать. "
)
GREEK = (
    "Τη Δευτέρα συναντηθήκαμε και συζητήσαμε με τη σειρά τα ανοιχτά θέματα. Δεν ήταν γρήγορο, αλλά κανείς δεν έχασε "
    "τον χρόνο του. Ο παλιός διακομιστής δεν χωράει πια το νέο ευρετήριο, γι' αυτό θα τον μεταφέρουμε πριν από το "
    "τέλος του μήνα. Πρώτα αντιγράφουμε, μετά ελέγχουμε, μετά αλλάζουμε. Αν κάτι δεν είναι σαφές, ρωτήστε. "
)
ARABIC = (
    "اجتمعنا يوم الاثنين وناقشنا الأسئلة المفتوحة واحدا بعد الآخر. لم يكن الأمر سريعا لكن لم يضيع أحد وقته. الخادم "
    "القديم لم يعد يتسع للفهرس الجديد ولذلك سننقله قبل نهاية الشهر. أولا ننسخ ثم نتحقق ثم نبدل. إذا لم يكن شيء واضحا "
    "فاسألوا وأضيفوا ما تريدون معرفته. "
)
HINDI = (
    "सोमवार को हम मिले और खुले सवालों पर एक एक करके बात की। यह जल्दी नहीं हुआ पर किसी का समय बर्बाद नहीं हुआ। पुराना सर्वर "
    "नई सूची को नहीं रख सकता इसलिए हम उसे महीने के अंत से पहले बदल देंगे। पहले नकल करेंगे फिर जांच करेंगे। "
)
JAPANESE = (
    "月曜日に集まって、残っている問題を一つずつ話し合いました。早くはありませんでしたが、誰の時間も無駄になりませんでした。"
    "古いサーバーには新しい索引が入らないので、月末までに移します。まず写し、次に確かめ、最後に切り替えます。"
    "分からないことがあれば聞いてください。\n"
)
THAI = (
    "วันจันทร์เราพบกันและคุยเรื่องที่ค้างอยู่ทีละเรื่อง ไม่เร็วนักแต่ไม่มีใครเสียเวลา เครื่องเก่าเก็บดัชนีใหม่ไม่ได้แล้ว "
    "เราจะย้ายก่อนสิ้นเดือน คัดลอกก่อน แล้วตรวจ แล้วจึงสลับ ถ้ามีอะไรไม่ชัดเจนโปรดถาม "
)
CODE = """def copied(rows, limit):
    if limit < 0:
        raise ValueError('limit')
    total = 0
    for row in rows:
        if row.size > limit:
            continue
        total += row.size
        write(row)
    return total

"""
RECORDS = (
    '{"time": "2026-03-14T10:00:00Z", "level": "info", "user": "anna", "size": 12500, "ok": true, "id": '
    '"7f3a9c0e51b24d68"}\n'
)
REQUEST = (
    "GET /files/list?path=%2Fsrv%2Fdata&mode=all HTTP/1.1\nHost: files.example\nContent-Type: text/plain\n"
    "X-Request-Id: 9c1e4f7a20b3d586\nAccept: */*\n\n"
)
MARKDOWN = "- copy the tables\n- check the sums\n- switch the name\n- write to *everyone*\n\n"
EMOJI = "Thanks \u2764 for all of it \u2764 and see you soon \u2764. We \u2764 this place, all of us \u2764\n"

CARRIERS = {
    "English": ENGLISH,
    "French": FRENCH,
    "German": GERMAN,
    "Russian": RUSSIAN,
    "Greek": GREEK,
    "Arabic": ARABIC,
    "Hindi": HINDI,
    "Japanese": JAPANESE,
    "Thai": THAI,
    "Python": CODE,
    "JSON lines": RECORDS,
    "HTTP": REQUEST,
    "Markdown": MARKDOWN,
    "Emoji": EMOJI,
}


def carrier(language: str, characters: int) -> str:
    """About so many characters of a language: its sentences over again, in lines as people write."""
    text = CARRIERS[language]
    whole = text * (characters // len(text) + 1)
    cut = whole[:characters]
    end = max(cut.rfind(". "), cut.rfind("\n"), cut.rfind("。"))
    cut = cut[: end + 1] if end > characters // 2 else cut
    return cut if "\n" in text else wrapped(cut)


def wrapped(text: str, width: int = 78) -> str:
    """Lines of about so many characters, cut at spaces."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line]) + "\n"
