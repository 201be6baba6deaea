"""F-UJI over one page: `<its python> tests/fuji_score.py <address> <metrics>` prints {"metric": [earned, of]} as its last line.

Run by the interpreter of an environment in which F-UJI is installed (it pins old versions, so it never shares ours). Asks its checks in the order
of its own service, without the service and without the network: what asks registries counts as not passed. The one thing of the network that is stood in for
is the context of schema.org, without which no JSON-LD on earth can be read.
"""

import asyncio
import inspect
import json
import socket
import sys
from pathlib import Path
from typing import Any

CHECKS = (
    "minimal_metatadata", "data_access_level", "license", "relatedresources", "searchable", "unique_persistent_metadata_identifier",
    "data_identifier_included_in_metadata", "metadata_data_retrievable", "data_content_metadata", "metadata_identifier_included_in_metadata",
    "data_file_format", "community_metadatastandards", "data_provenance", "formal_metadata", "semantic_vocabulary", "metadata_preservation",
    "standardised_protocol_data", "standardised_protocol_metadata", "standardised_protocol_authentication",
)  # fmt: skip


SCHEMA_ORG = {
    "@vocab": "http://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "contentUrl", "license", "sameAs", "encoding", "distribution", "codeRepository")},
}


def know_schema_org() -> None:
    """Give RDFLib the context of schema.org, which it would fetch: its vocabulary, and which of our properties hold addresses."""
    from rdflib.plugins.shared.jsonld import context

    fetched = context.source_to_json

    def known(source: Any, *rest: Any, **named: Any) -> Any:
        if str(source).split("://")[-1].rstrip("/") == "schema.org":
            return {"@context": SCHEMA_ORG}, None
        return fetched(source, *rest, **named)

    context.source_to_json = known


def main(address: str, metrics: str) -> None:
    import fuji_server
    from fuji_server.controllers.fair_check import FAIRCheck
    from fuji_server.helper.preprocessor import Preprocessor

    socket.setdefaulttimeout(5)
    know_schema_org()
    made = Preprocessor()
    made.set_data_files_limit(3)
    made.set_metric_yaml_path(str(Path(fuji_server.__file__).parent / "yaml"))
    made.retrieve_licenses(True)
    made.retrieve_metadata_standards()
    made.set_max_content_size(5_000_000)
    made.set_remote_log_info("", "")
    made.re3repositories = {"none": "none"}  # else it would ask the registry of registries
    check = FAIRCheck(uid=address, test_debug=True, use_datacite=False, metric_version=metrics)
    check.harvest_all_metadata()
    check.set_harvested_metadata()
    found = []
    for place, name in enumerate(CHECKS):
        if place == 5:
            check.harvest_all_data()
        result = getattr(check, f"check_{name}")()
        if inspect.isawaitable(result):
            result = asyncio.run(result)
        found += [one for one in (result if isinstance(result, tuple | list) else [result]) if one]
    sys.stdout.write(json.dumps({one["metric_identifier"]: [one["score"]["earned"], one["score"]["total"]] for one in found}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
