"""The catalogue of codes: what each means and what to do. `netjournal explain` and docs/codes.md print it."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One kind of problem. Codes are stable: a code that was published keeps its meaning."""

    title: str
    why: str
    wrong: str = ""  # a line as it should not be
    right: str = ""  # and as it should
    warning: bool = False


CODES: dict[str, Code] = {
    # files
    "bad-encoding": Code(
        "The file is not UTF-8",
        "Netjournal reads UTF-8 only. Nothing of this file is read or published until it is saved as UTF-8: in most editors"
        " that is 'Save with encoding'.",
    ),
    "too-large": Code(
        "The file is larger than 1,000,000 bytes",
        "A day's entry is a few kilobytes. Nothing of this file is read. Move what is not text out of it.",
    ),
    "control-character": Code(
        "A control character stands in the text",
        "Invisible characters (NUL, escape, bell, DEL, …) come from a broken copy or a wrong encoding. In front matter they make"
        " it unreadable or cost the value they stand in; in prose they are left out. Delete the character and type it anew.",
    ),
    "line-ends": Code(
        "A line ends with CR alone",
        "Lines end with LF (Linux, macOS) or CR LF (Windows). CR alone, from very old programs, hides where lines end, so nothing"
        " of the file is read. Save it with LF or CR LF.",
    ),
    "unreadable-file": Code(
        "The file cannot be opened",
        "The operating system refuses to read it: look at its permissions, or whether a sync program still holds it.",
    ),
    "impossible-date": Code(
        "The file's name starts with a date that no calendar has",
        "An entry is named after its day, such as 2026-11-23.md. There is no 30th of February, so the file is no entry and is left out.",
        "2026-02-30.md",
        "2026-02-28.md",
    ),
    "bad-file-name": Code(
        "The file's name cannot be an id",
        "In goals/, contacts/ and companies/ the file's name is the id: lower-case letters and digits in words joined by single"
        " hyphens, at most 64 characters, not index, 404, search, assets or a Windows device name. The file is left out until it is renamed.",
        "contacts/Grace Hopper.md",
        "contacts/grace-hopper.md",
    ),
    "same-file": Code(
        "Two own files for one id",
        "Ids are the same in any case: of two files for one id only the first is read. Put them together. (A file in private/ beside"
        " one outside is no second file: both are read, as one.)",
    ),
    "not-an-entry": Code(
        "A file that may be meant as an entry, and is none",
        "Entries are files whose name starts with a date, such as 2026-11-23, and ends with .md; people, goals and companies have their own files directly in contacts/, goals/"
        " and companies/. Anything else is an ordinary page: its text is published, its front matter is not read as a journal's. A file with another ending is not read at all. Windows"
        " hides endings: 2026-11-23.md may be 2026-11-23.md.txt, which Explorer shows with View, Show, File name extensions.",
        "journal/notes/tuesday.md",
        "journal/2026/11/2026-11-24.md",
        warning=True,
    ),
    # front matter as a whole
    "blank-line-first": Code(
        "Something stands before the first ---",
        "Front matter starts at the very first line. With a blank line or spaces before it, other programs take it for text and"
        " would publish it, so the entry is not published until the first line is ---.",
    ),
    "other-fence": Code(
        "The fence of the front matter is not ---",
        "Front matter stands between two lines of exactly three hyphens. Lines such as ----, +++ or a --- with spaces before it are"
        " something else to other programs, so the entry is not published until they are ---.",
        "----",
        "---",
    ),
    "unclosed-front-matter": Code(
        "The front matter is never closed",
        "A second line --- ends the front matter. Without it nobody can tell front matter from prose, and the entry is not published.",
    ),
    "conflict-marker": Code(
        "A conflict marker of git stands in the text",
        "Git left both versions between <<<<<<< and >>>>>>> for you to choose from. Keep one, delete the marker lines.",
    ),
    "syntax": Code(
        "The front matter is not YAML",
        "The line cannot be read as YAML, so nobody can know what the front matter means and the entry is not published."
        " Most often an indent is off by a space, a colon or a quote is missing.",
        "did Coffee with the team",
        "did: Coffee with the team",
    ),
    "tab": Code(
        "A tab where YAML wants spaces",
        "YAML indents with spaces only. Set your editor to insert spaces in Markdown and YAML files.",
    ),
    "unquoted-at": Code(
        "A text that starts with @ needs quotes",
        "YAML keeps @ for itself, so a value must not start with it. In `with`, write the id without @; in a text, quote it.",
        "did: @grace-hopper answered",
        'did: "@grace-hopper answered"',
    ),
    "unquoted-colon": Code(
        "A text with a colon and a space needs quotes",
        "A colon followed by a space ends a key in YAML. A text that contains one must be quoted.",
        "did: Asked her: how did you start?",
        'did: "Asked her: how did you start?"',
    ),
    "unquoted-character": Code(
        "A text that starts with this character needs quotes",
        "YAML gives a meaning to ` % & * ! | > [ ] { } , ? - at the start of a value. Quote a text that starts with one.",
        "did: [draft] Wrote an article",
        'did: "[draft] Wrote an article"',
    ),
    "unclosed-quote": Code(
        "A quote is never closed, or text follows it",
        "A value that starts with a quote must end with the same quote, and nothing but a comment may follow. An apostrophe inside"
        " single quotes is written twice, or the text stands in double quotes.",
        "did: 'It's a start'",
        'did: "It\'s a start"',
    ),
    "unclosed-bracket": Code(
        "A bracket is never closed",
        "A list in square brackets or a mapping in braces ends with its closing bracket.",
        "with: [ada, grace",
        "with: [ada, grace]",
    ),
    "lost-comment": Code(
        "A # tag is taken for a comment",
        "In YAML, # after a space starts a comment, so this word and all that follows it are lost. Quote the text; a comment that is"
        " meant has a space after the #.",
        "did: Posted my story with #opentowork in it",
        'did: "Posted my story with #opentowork in it"',
    ),
    "missing-space": Code(
        "A space is missing after a colon or a dash",
        "In YAML a key is followed by a colon and a space, and an item of a list starts with a dash and a space.",
        "did:Wrote to her",
        "did: Wrote to her",
    ),
    "not-a-mapping": Code(
        "The front matter is not a list of keys",
        "Front matter is lines such as `activities:`, each a key with what belongs to it. Text belongs below the second ---.",
    ),
    "unsupported-yaml": Code(
        "A feature of YAML that the format leaves out",
        "Anchors (&), aliases (*), tags (!), merge keys (<<), directives (%), a second document, keys that are not text and nesting"
        " deeper than 12 are not part of the format. The value they stand in is left out. Quote a text that starts with & * or !.",
        "note: !important call back on Friday",
        'note: "!important call back on Friday"',
    ),
    "duplicate-key": Code(
        "A key stands twice in one mapping",
        "YAML would silently forget one of them. The first counts, this one is left out: put both together.",
    ),
    "unknown-key": Code(
        "The format does not know this key",
        "It is kept in your file and treated as private, but nothing is made of it. Perhaps it is misspelt, or stands one level too"
        " high or too low.",
        "folow_up: 7d",
        "follow_up: 7d",
        warning=True,
    ),
    "misspelt-privacy": Code(
        "A key that looks like private, publish or alias",
        "It may have been meant to hide something, so it is taken at its most private: the entry, the item or the person is not"
        " published until the key is spelt right or gone.",
        "privat: true",
        "private: true",
    ),
    # values
    "bad-private": Code(
        "private is neither true nor false",
        "Whether this may be published cannot be told, so it is not. Write true or false.",
        "private: yes",
        "private: true",
    ),
    "wrong-type": Code(
        "The value has the wrong shape",
        "A text, a list or a mapping stands where the format wants another of them.",
        "tags: remote",
        "tags: [remote]",
    ),
    "missing-key": Code(
        "A required key is missing",
        "An activity needs `did`, a planned item that is a mapping needs `do`, a new contact or company needs `name`, a goal `title` or `id`. Without it the"
        " item is left out.",
    ),
    "missing-channel": Code(
        "An activity has no channel",
        "Every activity says how: linkedin, email, event, … The activity counts, but in no channel.",
    ),
    "unknown-channel": Code(
        "Not one of the journal's channels",
        "The channels are linkedin, twitter, slack, discord, github, email, call, coffee-chat, event, community, referral, article and"
        " other, and those that mkdocs.yml adds under `channels`. The activity counts, but in no channel.",
        "channel: LinkedIn",
        "channel: linkedin",
    ),
    "unknown-practice": Code(
        "Not one of the journal's practices",
        "Practices are a list of names in mkdocs.yml, empty by default.",
    ),
    "bad-choice": Code("Not one of the words the format knows here", "The value is left out. The words are listed in the format."),
    "bad-date": Code(
        "Not a date",
        "Dates are YYYY-MM-DD, nothing else, and must exist.",
        "due: 30.11.2026",
        "due: 2026-11-30",
    ),
    "bad-span": Code("Not a span", "A span is a whole number from 1 and d, w or m: 3d, 2w, 1m.", "every: 2 weeks", "every: 2w"),
    "bad-number": Code(
        "Not a whole number in range",
        "Whole numbers are digits only: no sign, no point, no word. `target` starts at 1, `count` and `minutes` at 0, `priority` is 1 to 5.",
        "minutes: 1.5h",
        "minutes: 90",
    ),
    "bad-boolean": Code("Neither true nor false", "Write true or false.", "done: yes", "done: true"),
    "bad-address": Code(
        "Not a web address",
        "Addresses start with https:// or http:// and have no spaces.",
        "linkedin: in/grace-hopper",
        "linkedin: https://www.linkedin.com/in/grace-hopper",
    ),
    "bad-email": Code("Not an e-mail address", "The value is left out.", "email: grace at example.org", "email: grace@example.org"),
    "bad-id": Code(
        "Not an id",
        "Ids are words of letters a to z and digits joined by single hyphens, at most 64 characters; index, 404, search, assets and the"
        " Windows device names are reserved.",
        "id: Grace Hopper",
        "id: grace-hopper",
    ),
    "id-needed": Code(
        "No id can be made of this name",
        "An id is made of the name's letters a to z and digits. Where nothing is left of it, or it is too long or reserved, write an `id`."
        " Until then it is left out.",
        "- name: 李娜",
        "- name: 李娜\n  id: li-na",
    ),
    "alias-needed": Code(
        "No alias can be made of this name",
        "People are published under their initials. This name leaves none that hide it, so the person is not published at all until"
        " there is an `alias` (or `publish: full`).",
        warning=True,
    ),
    "id-mismatch": Code(
        "The id is not the file's name",
        "In a file of its own the file's name is the id. Rename the file, or delete the line.",
    ),
    "date-mismatch": Code(
        "The date is not the one in the file's name",
        "The file's name counts; this line is left out.",
    ),
    "follow-up-before": Code(
        "A follow-up before the entry's day",
        "A follow-up is a date on or after the day, or a span such as 7d. It is left out.",
    ),
    # the journal
    "same-id": Code(
        "Two different names give the same id",
        "They may be two people. The later one is left out: give one of them an `id` of its own. If it is the same person under a new"
        " name, write the known `id` beside the new name.",
    ),
    "same-alias": Code("An alias that is taken", "It is already an id or an alias of somebody else, and is left out."),
    "same-public-id": Code(
        "Two people with one public id",
        "The digits of their public ids are the same by chance. The later one is not published: change one id, or `alias_key` in mkdocs.yml.",
    ),
    "late-name": Code(
        "The name comes later than the id",
        "A contact's or company's `name` belongs where its id is first seen. What stands here is kept.",
        warning=True,
    ),
    "unknown-contact": Code(
        "Nobody declared this contact",
        "A contact is declared where its `name` stands: in any entry's `contacts`, or in contacts/<id>.md. The id is left out.",
    ),
    "unknown-goal": Code(
        "Nobody declared this goal",
        "A goal is declared where its `title` stands: in any entry's `goals`, or in goals/<id>.md. The id is left out.",
    ),
    "via-circle": Code(
        "Introduced by oneself, or in a circle",
        "Nobody can be introduced by somebody they themselves introduced. This `via` is left out.",
    ),
    "due-before-start": Code("Due before the start", "The goal's `due` lies before its `start` and is left out."),
    "outside-span": Code(
        "The activity lies outside the goal's time",
        "It shows on the goal's page but counts nothing, for it is dated before the goal's `start` or after its `due`.",
        warning=True,
    ),
    "not-smart": Code(
        "A goal lacks letters of SMART",
        "Specific `title`, Measurable `target`, `achievable`, `relevant`, Time-bound `due`: reviewers look for all five.",
        warning=True,
    ),
    "few-goals": Code(
        "A month with too few goals",
        "Schools ask for at least three goals a month. The number is `goals_per_month` in mkdocs.yml; 0 turns this off.",
        warning=True,
    ),
    # submissions.yml
    "bad-submission": Code(
        "A record of a submission cannot be read",
        "Only `netjournal submit` writes submissions.yml. A record that was torn, merged badly or written by hand is not shown on the"
        " month's page, and nothing is added to the file until it is mended. Take it back from git: `git restore submissions.yml` in the"
        " journal's folder. The tag of the submission holds the record's text too.",
        warning=True,
    ),
    # the repository
    "tracked-private": Code(
        "A private value in a file that everybody can read",
        "With `repository: public` in mkdocs.yml the journal's files are as public as the site. Private fields, notes, comments, private"
        " blocks, private entries, and people who are not published in full belong in files below private/, which git ignores."
        " Or keep the repository private and publish the site alone.",
    ),
    # prose
    "unclosed-private": Code(
        "A private block is never closed",
        "A block that starts with `/// private` ends with a line `///`. Without it the rest of the text is hidden from the public.",
    ),
    "unclosed-comment": Code(
        "A comment is never closed",
        "A comment that starts with <!-- ends with -->. Without it the rest of the text is hidden.",
    ),
    "unrenderable": Code(
        "The prose is too deeply nested",
        "Lists, quotes or brackets inside one another beyond all measure would stop the build. The text is shown as it was typed.",
        warning=True,
    ),
}
