"""What the generated journals are put together from."""

FIRST = (
    "Ada Bela Chidi Dana Emre Fatou Goran Hana Inês Jonas Kofi Lena Mirko Nadia Otto Priya Quentin Rosa Sami Tove Uche Vera Wiktor"
    " Xenia Yusuf Zoë Łukasz Søren Mehmet Aiko"
).split()
LAST = (
    "Abel Brandt Costa Duarte Egede Falk Gruber Haddad Iversen Jansen Klein Larsen Moreau Novak Okafor Petit Rossi Silva Tanaka"
    " Ueda Varga Weiss Yilmaz Zieliński Müller Nguyễn"
).split()
PLACES = "Lisbon Porto Berlin Kraków Lagos Toronto Oslo Lyon Izmir Graz Utrecht Leeds".split()
TRADES = "Software Labs Systems Data Robotics Games Health Energy Maps Audio".split()
TAGS = "meetup interview writing code rest travel portfolio reading".split()
CHANNELS = "linkedin twitter slack discord email call coffee-chat event community referral article github other".split()
OUTCOMES = "no-reply declined replied replied accepted accepted met met referred interview offer".split()
ROLES = (
    "Engineer",
    "Senior engineer, payments",
    "Recruiter",
    "Head of data",
    "Designer",
    "Product manager",
    "Developer advocate",
    "Team lead & mentor",
)
SUBJECTS = (
    "test tooling",
    "the compiler team",
    "my portfolio",
    "an open position in the platform group",
    "accessibility",
    "data pipelines",
    "the meetup next month",
    "remote work",
    "embedded Rust",
    "the trainee programme",
    "maps & routing",
    "a talk on parsers",
    "onboarding",
    "salary ranges",
    "Python packaging",
    "design systems",
    "incident reviews",
    "the harbour project",
)
MEETINGS = (
    "Speaker at the compilers meetup",
    "Wrote to me after my article",
    "Sat beside me on the train",
    "In the alumni group",
    "At the job fair, hall 3",
    "Through the mentoring programme",
    "In a review of my pull request",
)
PLANS = (
    "Write to two people about",
    "Read up on",
    "Ask in the community for somebody who knows",
    "Prepare three questions on",
    "Follow up on",
    "Draft a post about",
    "Call about",
)
DEEDS = (
    "Sent a connection request with a note about",
    "Had coffee and spoke about",
    "Commented at length on a post about",
    "Asked for advice on",
    "Was introduced to somebody who works on",
    "Gave feedback on",
    "Presented five minutes on",
    "Answered a question about",
    "Wrote a short article about",
    "Spoke with a recruiter about",
)
SENTENCES = (
    "Nobody answered about {subject}, so I wrote again in fewer words.",
    "{person} told me how they got into {subject}, and it was not by way of {other}.",
    "The room in {place} was small and *everybody* had an opinion on {subject}.",
    "I had planned an hour for {subject} and it took three.",
    "Tomorrow I ask first and tell later.",
    "What worked: one precise question on {subject} instead of five on {other}.",
    "{person} sent me [a reading list](https://example.org/list) on {subject}.",
    "I keep forgetting to say what I can do for the other side.",
    "A long day; the notes on {subject} are in `notes.md`, the rest can wait.",
    "They will come back to me about {subject} **by the end of the week**.",
    "Coffee in {place} beats ten messages.",
    "I said no to {subject}, which felt strange and right.",
    "The talk on {other} made me see what is missing in {subject}.",
    "{person} remembered me from {place}, which surprised us both.",
    "Next time: shorter, earlier, and with an example from {subject}.",
    "Rain, a late train, and still two good talks about {other}.",
)
