"""The schemes that files and sites speak in: what each proves and does not prove, in plain words."""

from interchange.workbench.signals.model import Scheme, say

_WRITABLE = say("Nothing by itself: the words are not signed, and anybody who can save the file can write or remove them.")
_SAID = say("That whoever runs the site or wrote the file says so.")
_RIGHTS = say("That the speaker holds the rights, that anybody keeps to it, or that what is not mentioned is allowed.")
_LOST = say("That it was there at all: sharing, saving or taking a picture of the screen removes it.")

ALL: dict[str, Scheme] = {
    scheme.id: scheme
    for scheme in (
        Scheme(
            "c2pa", "C2PA Content Credentials", "standard", "C2PA Technical Specification 2.2; ISO 22144 in preparation", "https://spec.c2pa.org/",
            say("That whoever holds the named certificate signed these statements, and whether the file changed since."),
            say("That the statements are true, or that a file without credentials is not authentic."),
        ),
        Scheme(
            "cawg-training-mining", "CAWG and C2PA training and data mining", "standard", "CAWG Training and Data Mining Assertion 1.1",
            "https://cawg.io/training-and-data-mining/", say("That the signer declared which uses are allowed."), say("That the signer holds the rights."),
        ),
        Scheme(
            "iptc-digital-source-type", "IPTC Digital Source Type", "standard", "IPTC Photo Metadata Standard 2025.1; IPTC NewsCodes",
            "https://cv.iptc.org/newscodes/digitalsourcetype/", _WRITABLE, say("That the picture was, or was not, made by AI."),
        ),
        Scheme("iptc-ai", "IPTC AI fields", "standard", "IPTC Photo Metadata Standard 2025.1", "https://iptc.org/standards/photo-metadata/", _WRITABLE, say("Which system was really used.")),
        Scheme(
            "plus-data-mining", "PLUS Data Mining", "standard", "PLUS LDF 2.0.1, Data Mining; IPTC Photo Metadata Standard 2023.1", "https://ns.useplus.org/",
            say("That the file carries a reservation in a form that machines read."), say("That whoever wrote it holds the rights. It is a declaration, not a lock."),
        ),
        Scheme("rights-metadata", "Rights and credit in metadata", "standard", "IPTC Photo Metadata Standard; XMP Rights Management; Dublin Core", "https://iptc.org/standards/photo-metadata/", _WRITABLE, say("Who holds the rights.")),
        Scheme("exif", "EXIF", "standard", "CIPA DC-008, Exif 3.0", "https://www.cipa.jp/e/std/std-sec.html", _WRITABLE, say("That a camera took the picture: camera fields can be copied from any photo.")),
        Scheme("generator-parameters", "Parameters that image generators leave", "convention", "Habits of the programs; no standard", "",
               say("That the file was saved by such a program, or that somebody copied its parameters."), _LOST),
        Scheme("gb-45438", "GB 45438-2025, labelling of AI-generated content (China)", "law", "GB 45438-2025, annexes C to E", "https://www.tc260.org.cn/", _WRITABLE, say("That the named service made it.")),
        Scheme("schema-org", "schema.org", "standard", "schema.org vocabulary", "https://schema.org/digitalSourceType", _WRITABLE, say("That the page's statement is true of the file itself.")),
        Scheme("document-properties", "Properties of documents", "standard", "ISO 32000-2, 14.3; ECMA-376 part 2, 11; EPUB 3.3, 5; HTML, 4.2.5", "", _WRITABLE, say("Who wrote the text, or with which help.")),
        Scheme("pades", "PDF signatures (PAdES)", "standard", "ETSI EN 319 142-1; ISO 32000-2, 12.8", "https://www.etsi.org/", say("That a signature is there, and over which bytes it says it goes."),
               say("That the signature is right: it is named here, not verified.")),
        Scheme("iscc", "International Standard Content Code", "standard", "ISO 24138:2024", "https://iscc.io/", say("Which content this is: similar content has similar codes."), say("Who made it or holds rights in it.")),
        Scheme("dwt-dct", "Invisible watermark of Stable Diffusion's and FLUX's reference code", "convention", "The programs' source code; no standard", "",
               say("When found: that these bits were put into the pixels."), say("When not found, nothing: one ordinary JPEG compression destroys it.")),
        Scheme("hidden-parameters", "Parameters hidden in the pixels (stealth PNG info)", "convention", "Habit of NovelAI and others; no standard", "",
               say("When found: that these words were put into the pixels."), say("When not found, nothing.")),
        Scheme("robots", "robots.txt", "standard", "RFC 9309, Robots Exclusion Protocol (2022)", "https://www.rfc-editor.org/rfc/rfc9309",
               say("That the site asks crawlers to fetch or to leave paths."), say("Anything about the use of what was fetched. It is a request and keeps nobody out.")),
        Scheme("aipref", "AIPREF Content-Usage", "draft", "draft-ietf-aipref-vocab-07 and -attach-05 (19 August 2026)", "https://datatracker.ietf.org/wg/aipref/documents/", _SAID, _RIGHTS),
        Scheme("content-signals", "Content Signals", "convention", "Content Signals Policy (Cloudflare, September 2025)", "https://contentsignals.org/", _SAID, _RIGHTS),
        Scheme("tdmrep", "TDM Reservation Protocol", "standard", "TDMRep, Final Community Group Report (W3C Community Group; editors' text of 7 December 2025)", "https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/", _SAID, _RIGHTS),
        Scheme("rsl", "Really Simple Licensing", "convention", "RSL 1.0 (2025)", "https://rslstandard.org/rsl", _SAID, _RIGHTS),
        Scheme("ai-txt", "ai.txt", "convention", "ai.txt (Spawning, 2023)", "https://spawning.ai/ai-txt", _SAID, _RIGHTS),
        Scheme("robots-directives", "robots directives of a page", "convention", "meta robots and X-Robots-Tag; noai and noimageai (DeviantArt, 2022)", "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag", _SAID, _RIGHTS),
        Scheme("link-licence", "link to a licence", "standard", "HTML, rel=license; RFC 4946, RFC 8288", "https://www.rfc-editor.org/rfc/rfc4946", say("Where the page says its licence stands."), say("What the licence allows: it was not fetched.")),
        Scheme("html", "HTML page", "standard", "HTML Living Standard", "https://html.spec.whatwg.org/", say("What stands in the page."), say("Anything that was not looked at.")),
        Scheme("http", "HTTP fields", "standard", "RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110", say("What the response carried."), say("Anything that was not pasted.")),
        Scheme("container", "The file itself", "standard", "The formats' own standards", "", say("How the file is built."), say("Anything about its making.")),
    )
}  # fmt: skip


def pick(*ids: str) -> tuple[Scheme, ...]:
    """The schemes of these ids, for a reader's `schemes`."""
    return tuple(ALL[one] for one in ids)
