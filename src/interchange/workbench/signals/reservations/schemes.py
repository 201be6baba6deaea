"""The schemes that reservations are made in, with what each proves and does not prove."""

from interchange.workbench.signals.model import Scheme

_WORD = "That whoever runs the site or wrote the file says so."
_NOT = "That the speaker holds the rights, that anybody keeps to it, or that what is not mentioned is allowed."

SCHEMES: dict[str, Scheme] = {
    one.id: one
    for one in (
        Scheme("robots", "robots.txt", "standard", "RFC 9309, Robots Exclusion Protocol (2022)", "https://www.rfc-editor.org/rfc/rfc9309",
               "That the site asks crawlers to fetch or to leave paths.", "Anything about the use of what was fetched. It is a request and keeps nobody out."),
        Scheme("aipref", "AIPREF Content-Usage", "draft", "draft-ietf-aipref-vocab-07 and -attach-05 (19 August 2026)", "https://datatracker.ietf.org/wg/aipref/documents/", _WORD, _NOT),
        Scheme("content-signals", "Content Signals", "convention", "Content Signals Policy (Cloudflare, September 2025)", "https://contentsignals.org/", _WORD, _NOT),
        Scheme("tdmrep", "TDM Reservation Protocol", "standard", "TDMRep, Final Community Group Report (W3C Community Group; editors' text of 7 December 2025)", "https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/", _WORD, _NOT),
        Scheme("rsl", "Really Simple Licensing", "convention", "RSL 1.0 (2025)", "https://rslstandard.org/rsl", _WORD, _NOT),
        Scheme("ai-txt", "ai.txt", "convention", "ai.txt (Spawning, 2023)", "https://spawning.ai/ai-txt", _WORD, _NOT),
        Scheme("robots-directives", "robots directives of a page", "convention", "meta robots and X-Robots-Tag; noai and noimageai (DeviantArt, 2022)", "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag", _WORD, _NOT),
        Scheme("plus-data-mining", "PLUS/IPTC Data Mining", "standard", "IPTC Photo Metadata 2023.1; PLUS", "https://ns.useplus.org/LDF/ldf-XMPSpecification", _WORD, _NOT),
        Scheme("cawg-training-mining", "CAWG training and data mining", "standard", "CAWG Training and Data Mining Assertion 1.1; C2PA 1.4", "https://cawg.io/training-and-data-mining/",
               "That the signer of the manifest says so; whether the signature holds stands in its own checks.", _NOT),
        Scheme("schema-org", "schema.org licence and usage", "convention", "schema.org: license, usageInfo, acquireLicensePage, conditionsOfAccess", "https://schema.org/usageInfo", "Where the page says its terms stand.", "What the terms are: they were not fetched."),
        Scheme("link-licence", "link to a licence", "standard", "HTML, rel=license; RFC 4946, RFC 8288", "https://www.rfc-editor.org/rfc/rfc4946", "Where the page says its licence stands.", "What the licence allows: it was not fetched."),
        Scheme("xmp-rights", "XMP rights statement", "standard", "XMP, xmpRights:WebStatement", "https://developer.adobe.com/xmp/docs/XMPNamespaces/xmpRights/", "Where the file says its rights are stated.", "What the statement says: it was not fetched."),
        Scheme("xmp", "XMP packet", "standard", "ISO 16684-1", "https://www.iso.org/standard/75163.html", "That a packet is there.", "Anything that could not be read in it."),
        Scheme("html", "HTML page", "standard", "HTML Living Standard", "https://html.spec.whatwg.org/", "What stands in the page.", "Anything that was not looked at."),
        Scheme("http", "HTTP fields", "standard", "RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110", "What the response carried.", "Anything that was not pasted."),
    )
}  # fmt: skip
