"""The projects whose documentation and translations are the ordinary text of ``ordinary_text.py``."""

# ruff: noqa: INP001 -- evals are no package that is installed

from __future__ import annotations

# Projects on which the rules were made: what they say of ordinary text is in the table, and no proof of it.
SEEN_DEBIAN = (
    *("mediawiki", "gnome-user-docs", "installation-guide-amd64", "debian-handbook", "apt-doc", "git-doc", "perl-doc"),
    *("debconf-doc", "harden-doc", "doc-debian", "mate-user-guide", "python3.11-doc", "vim-runtime", "emacs-common"),
    "bash-completion",
)
SEEN_SEARCHED = (
    "^manpages-|^aptitude-doc-|^debian-reference-|^developers-reference|^fortunes|^gimp-help-|^dict-freedict-"
)
SEEN_PYPI = ("django", "sphinx", "wagtail", "django-allauth", "humanize", "holidays", "babel")
SEEN_NPM = (
    *("date-fns", "moment", "i18n-iso-countries", "emojibase-data", "typescript", "eslint", "antd", "element-plus"),
)
# Projects of which nobody looked at a document; their names' digests part them.
FRESH_DEBIAN = (
    *("kate5-data", "kate", "konsole", "okular", "umbrello", "kmail", "ktorrent", "cantor", "rocs", "kile"),
    *("kig", "kalgebra-common", "kturtle", "kwordquiz", "ktouch-data", "blinken", "lokalize", "kexi-data"),
    *("rkward-data", "tellico-data", "kwrite", "kalarm", "knotes", "korganizer", "akregator", "kontact"),
    *("kaddressbook", "kmplot", "kalzium-data", "kcalc", "ark", "gwenview", "filelight", "kruler"),
    *("kcolorchooser", "kcharselect", "kgpg", "ktimer", "kwalletmanager", "krdc", "krfb", "kget", "kopete"),
    *("k3b-data", "juk", "dragonplayer", "kmix", "kiten", "step", "kpat", "kmines", "ksudoku", "kshisen"),
    *("kmahjongg", "kbounce", "kblocks", "granatier", "katomic", "bovo", "kapman", "kbreakout", "kdiamond"),
    *("kfourinline", "kgoldrunner", "kigo", "killbots", "kiriki", "kjumpingcube", "klickety", "klines"),
    *("knavalbattle", "knetwalk", "knights", "kolf", "kollision", "konquest", "kreversi", "kspaceduel"),
    *("ksquares", "ktuberling", "kubrick", "lskat", "palapeli", "picmi", "systemsettings", "khelpcenter"),
    *("dolphin", "gedit-common", "nautilus-data", "evince-common", "cheese-common", "gnome-terminal-data"),
    *("yelp", "orca", "gnome-system-monitor", "eog", "gnome-mahjongg", "gnome-chess", "gnome-sudoku"),
    *("five-or-more", "gnome-nibbles", "aisleriot", "quadrapassel", "baobab", "file-roller"),
    *("gnome-calculator", "gnome-clocks", "gnome-disk-utility", "simple-scan", "brasero-common"),
    *("rhythmbox-data", "totem-common", "epiphany-browser-data", "seahorse", "seahorse-daemon", "sound-juicer"),
    *("zim", "atril-common", "caja-common", "pluma-doc", "pluma-common", "engrampa-common"),
    *("mate-terminal-common", "eom-common", "gnome-getting-started-docs", "ghex", "gucharmap", "swell-foop"),
    *("iagno", "hitori", "tali", "four-in-a-row", "gnome-robots", "gnome-mines", "gnome-klotski"),
    *("gnome-tetravex", "lightsoff", "gnome-taquin", "accerciser", "gnome-logs", "gnome-weather", "gnome-maps"),
    *("gnome-music", "gnome-boxes", "vinagre", "vino", "devhelp-common", "anjuta-common", "glade"),
    *("gthumb-data", "shotwell-common", "gnome-dictionary", "gnome-connections", "gnome-photos"),
    *("gnome-font-viewer", "gnome-sound-recorder", "gnome-nettool", "nemo-data", "live-manual-txt"),
    *("live-manual-html", "debian-history", "debmake-doc", "dokuwiki", "roundcube-core", "redmine"),
    *("weechat-doc", "passwd", "dpkg-dev", "po4a", "debhelper", "apt-listbugs", "devscripts", "lintian"),
    *("tuxpaint", "postgresql-doc-15", "fp-docs-3.2.2", "samba-doc", "debian-policy", "mercurial-common"),
    *("zsh-common", "tcl8.6-doc", "tk8.6-doc", "libtool-doc", "gawk-doc", "autoconf-doc", "ruby-rails-i18n"),
    *("citation-style-language-locales", "lyx-common", "pspp", "fio", "sqlite3-doc", "bind9-doc"),
    *("exim4-doc-html", "octave-doc"),
)
FRESH_SEARCHED = (
    "^libreoffice-help-[a-z]{2}(-[a-z]{2})?$|^debian-faq-|^maint-guide-|^debian-edu-doc-[a-z]{2}(-[a-z]{2})?$"
)
FRESH_PYPI = (
    *("weblate", "plone.app.locales", "djangorestframework", "django-cms", "django-oscar", "num2words"),
    *("faker", "nikola", "mkdocs-material", "dateparser", "django-filer", "django-import-export"),
    *("django-countries", "wtforms", "jupyterlab-language-pack-de-DE", "jupyterlab-language-pack-fr-FR"),
    *("jupyterlab-language-pack-ja-JP", "jupyterlab-language-pack-zh-CN", "jupyterlab-language-pack-ru-RU"),
    *("hyperkitty", "postorius", "mailman", "gramps", "flask-admin", "django-debug-toolbar", "docutils"),
    *("sympy", "ansible-core"),
)
FRESH_NPM = (
    *("dayjs", "tinymce-i18n", "quasar", "video.js", "primelocale", "@uppy/locales"),
    *("@docusaurus/theme-translations", "flatpickr", "@fullcalendar/core", "vuetify", "bootstrap-datepicker"),
    *("filepond", "jquery-validation", "datatables.net-plugins", "select2", "summernote", "globalize"),
    *("naive-ui", "ant-design-vue", "vant", "tdesign-react", "primevue", "ng-zorro-antd", "rsuite"),
    *("devextreme", "highlight.js", "webpack", "express", "marked", "prettier", "postcss"),
    *("eslint-plugin-unicorn", "stylelint", "svelte"),
)
