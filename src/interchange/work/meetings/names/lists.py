"""Words that mean something else than a name, or that point to one. Short lists by hand: what they leave out costs a finding, not a leak."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


PARTICLES = _words(
    "de da do dos das del della di du la le las los van von der den ter ten te zu zur af av bin ibn ben bint abu al el ul e y i et and und"
    " st san santa mac mc o d l abd بن ابن بنت ابو ام ال عبد בן בת"
)
TITLES = _words(
    "mr mrs ms miss mx dr prof professor doctor sir dame lord lady madam madame mme mlle monsieur herr frau senor senora sr sra don dona"
    " hon he ambassador eng engr dipl ing judge"
)
# Titles that are no other word: the name after them may be anybody's, also of somebody who is not registered.
SURE_TITLES = TITLES - _words("he don dona judge lord lady ing hon sr doctor professor sir dame madam")
RUNNING_TITLES = (
    "先生", "女士", "小姐", "教授", "博士", "老师", "主席", "主任", "さん", "様", "氏", "さま", "씨", "님", "선생", "교수", "박사", "คุณ",
)  # fmt: skip
# English words that are people's names too: on their own they count only in the middle of a sentence, with a capital.
ORDINARY = _words(
    "abbot apple archer art bank banks bar bass bean bear bell berry best bird bishop black blank bloom bond book bow brain branch bridge"
    " bright brook brown bush butcher butler cannon carpenter carter case cash chair chamber chambers chance chase cherry church clark clay"
    " cliff coin cole common cook cooper core court craft cross dale data dawn day dean deal dear diamond draft drew drive duke earl east"
    " english eve fair faith farmer favor field finder fire fisher ford forest foster fox frank free freeman french friend frost gardener"
    " gene gift given gold good grace grand grant gray green greene grey guard hall hand hard harmony hart haven head heart heaven hill"
    " holder hope house hunter ivory jack joy judge just justice key keys king knight lake lamb land lane law law laws lead lily line link"
    " little lock long love lucky major mark marker marks marsh marshall martial mason master may meadow media mercer merit mill miller mills model moon"
    " moral music nation nature new noble north note oak object objects open order page paper park parks part patent path pay peace pearl penny"
    " piper place point pool poor pope porter post potter power powers prayer price prince print prize pure queen rain ray read reader"
    " reed reeves register rich rights river rivers road rock rod rose rule sage sale sample sand savage school sea seal search self"
    " sharp shepherd ship short sign silver singer sky small smart snow solo song sound south speaker spring star state states steel"
    " stein stern stock stone street strong summer sun swan swift table tailor tanner taylor teller temple text thorn tide token tool"
    " tower town train tree true turner vale wade walker walls ward water waters way webb weaver west wheeler white will wills win winter wise"
    " wolf wood woods word work works worth write young"
)
# Months and weekdays: never a name on their own.
CALENDAR = _words(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday"
    " saturday sunday"
)
LEGAL = _words(
    "ltd limited inc incorporated llc plc corp corporation co company gmbh ag sa sas sarl spa srl bv nv ab oy as aps kg ohg pty pte kk ev"
    " sl lda ltda sro zoo"
)
GENERIC = _words(
    "academy administration agency alliance archive archives arts association authority board broadcaster broadcasting bureau center centre"
    " chamber coalition collective collecting college commission committee confederation conference consortium consulting cooperative"
    " copyright council creative department development digital employers entertainment faculty federation film firm forum foundation fund"
    " global group guild holding holdings house initiative innovation institute institution intellectual international lab labs laboratory"
    " laboratories league library libraries licensing magazine management media ministry movement museum music national network news office"
    " open organisation organization partners press production productions project property public publishers publishing recording records"
    " register registry research rights school science sciences service services society software solutions studio studios system systems"
    " tech technical technologies technology trust union university universidad universite universitat instituto institut"
    " world worldwide of the for and in on at a an de la le des du et und der die das fur y e"
)
SMALL = _words("of the for and in on at a an de la le des du et und der die das fur y e do da")
KNOWN_ACRONYMS = _words(
    "ai aiii ten wipo un eu us uk ip ipr api pdf drm html http https json xml url uri id ids iso iec itu ietf w3c c2pa jpeg ml llm tdm doi isrc iswc"
    " isni iscc onix rdf sql usb gpu faq tbd utc gmt ceo cto"
)
POINTERS = (
    r"\b(?:one|a|an|the|another|each|our|that|this)\s+(?:\w+\s+){0,2}?"
    r"(member|participant|expert|delegate|speaker|colleague|representative|academic|developer|engineer|creator|rightsholder|lawyer|professor)s?"
    r"\s+(?:who\s+works\s+(?:at|for|in)|of|from|at|based\s+in|representing|working\s+(?:at|for|in))\s+(?:the\s+|an?\s+)?"
)
